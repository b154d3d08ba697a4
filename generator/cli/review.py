"""The command `review`: lists the guesses of a draft that deserve a look, worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from generator.cli.report import CommandResult, Step
from generator.console import make_printable, pluralize
from generator.diagnostics import Problems
from generator.infer.guesses import ReviewItem, list_guesses
from generator.inputs import read_inputs
from generator.json_types import Json
from generator.mapping.provider_file import read_mapping
from generator.openapi.document import read_spec
from generator.openapi.model import SpecDoc
from generator.openapi.overlay import Overlay, read_overlay
from generator.openapi.tree import parse
from generator.pipeline import repaired_tree


def review(provider_file: Path, problems: Problems, step: Step) -> CommandResult:
    """Lists the guesses of a provider file and its overlay."""
    step(f"reading {provider_file.as_posix()}")
    inputs = read_inputs(provider_file, problems)
    step("looking for guesses")
    spec = read_spec(repaired_tree(inputs, problems), inputs.spec.sha256, problems)
    problems.stop_if_errors()
    overlay = (inputs.overlay_file, inputs.overlay_bytes)
    items = review_files((provider_file.as_posix(), inputs.mapping_bytes), overlay, spec)
    lines = describe_items(items) if items else ("no guess to review",)
    document: dict[str, Json] = {
        "provider": inputs.mapping.name,
        "review": items_as_json(items),
    }
    return CommandResult(tuple(lines), document)


def review_files(
    provider_file: tuple[str, bytes], overlay: tuple[str, bytes], spec: SpecDoc
) -> tuple[ReviewItem, ...]:
    """Returns the guesses in a provider file without errors and its overlay, each a name and bytes.

    The overlay's bytes are empty if there is none.
    """
    found = Problems()
    tree = parse(*provider_file, found)
    return list_guesses(tree, read_mapping(tree, found), spec, _read_overlay(*overlay, found))


def _read_overlay(file: str, raw: bytes, problems: Problems) -> Overlay | None:
    return read_overlay(parse(file, raw, problems), problems) if raw else None


def describe_items(items: Sequence[ReviewItem], most: int | None = None) -> Iterator[str]:
    """Yields lines for a terminal: at most `most` items of each kind, and the number of others.

    What to do stands in the line of the kind if it is the same for all of its items.
    """
    for kind, group in groupby(items, lambda item: item.kind):
        found = tuple(group)
        actions = {item.action for item in found}
        shared = f": {found[0].action}" if len(actions) == 1 else ""
        yield f"{kind}: {pluralize(len(found), 'place')}, {kind.about}{shared}"
        for item in found[:most]:
            at = item.location
            action = "" if shared else f"; {item.action}"
            yield make_printable(f"  {at.file}:{at.line}:{at.column}: {item.what}{action}")
        if most is not None and len(found) > most:
            yield f"  and {len(found) - most} more"


def items_as_json(items: Sequence[ReviewItem]) -> Json:
    """Returns the items for machines, in the same order."""
    return [
        {
            "kind": item.kind,
            "file": item.location.file,
            "line": item.location.line,
            "column": item.location.column,
            "message": item.what,
            "action": item.action,
        }
        for item in items
    ]
