"""`schema`: the JSON Schema by which editors complete and check a provider file."""

from __future__ import annotations

from generator.cli.report import CommandResult, Step
from generator.diagnostics import Problems
from generator.mapping.schema import provider_file_schema, provider_file_schema_text


def show_schema(_problems: Problems, _step: Step) -> CommandResult:
    """The schema, as specs/provider.schema.json holds it."""
    lines = provider_file_schema_text().splitlines()
    return CommandResult(tuple(lines), {"schema": provider_file_schema()})
