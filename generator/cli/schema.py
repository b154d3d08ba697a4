"""The command `schema`: prints the JSON Schema with which editors check a provider file."""

from __future__ import annotations

from generator.cli.report import CommandResult, Step
from generator.diagnostics import Problems
from generator.mapping.schema import provider_file_schema, provider_file_schema_text


def show_schema(_problems: Problems, _step: Step) -> CommandResult:
    """Returns the schema, as in specs/provider.schema.json."""
    lines = provider_file_schema_text().splitlines()
    return CommandResult(tuple(lines), {"schema": provider_file_schema()})
