"""Repairs the document of `infer`: overlay actions for its harmless defects, and what to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.console import make_printable, pluralize
from generator.diagnostics import Problems, Refused, Severity
from generator.json_types import Json
from generator.openapi.document import read_spec
from generator.openapi.model import SpecDoc
from generator.openapi.overlay import Overlay, apply_overlay, read_overlay
from generator.openapi.source import SpecFile
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import validate
from generator.pipeline import apply_overlay_bytes
from generator.repair.overlay_file import edit_overlay, format_overlay
from generator.repair.rounds import RepairPlan, plan_repairs


@dataclass(frozen=True, slots=True)
class OverlayText:
    """An overlay: the name that diagnostics use, and its text; empty if there is no file yet."""

    file: str
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class RepairedSpec:
    """A document without defects, and what its overlay needs for that."""

    spec: SpecDoc
    plan: RepairPlan
    overlay: str  # the whole text of the overlay after the plan; empty if nothing changes


def repair_spec(
    file: SpecFile, given: OverlayText, strict: bool, problems: Problems
) -> RepairedSpec:
    """Reads a document, and drafts the actions that it needs. Raises Refused for other defects.

    If `strict`, a document that needs a repair is refused too.
    """
    tree = parse(file.file, file.raw, problems)
    overlay = _read_overlay(given, problems)
    plan = plan_repairs(tree, overlay)
    if strict and plan.added:
        _report_defects(tree, overlay, problems)
    text = _edit(tree, given, plan)
    raw = text.encode() or given.raw
    repaired = apply_overlay_bytes(tree, given.file, raw, problems) if raw else tree
    if any(found.severity is Severity.ERROR for found in plan.remaining):
        validate(repaired, problems)
    else:
        for found in plan.remaining:
            problems.add(found)
    spec = read_spec(repaired, file.sha256, problems)
    problems.stop_if_errors()
    return RepairedSpec(spec, plan, text)


def _read_overlay(given: OverlayText, problems: Problems) -> Overlay | None:
    if not given.raw:
        return None
    overlay = read_overlay(parse(given.file, given.raw, problems), problems)
    problems.stop_if_errors()
    return overlay


def _report_defects(tree: Tree, overlay: Overlay | None, problems: Problems) -> None:
    current = apply_overlay(tree, overlay, problems) if overlay else tree
    validate(current, problems)
    read_spec(current, "", problems)
    raise Refused


def _edit(tree: Tree, given: OverlayText, plan: RepairPlan) -> str:
    if not plan.added and not plan.removed:
        return ""
    if given.raw:
        before = given.raw.decode("utf-8-sig")
        return edit_overlay(before, plan.removed_indexes, plan.added)
    about = tree.root.get("info")
    title = about.get("title") if isinstance(about, dict) else None
    return format_overlay(title if isinstance(title, str) else "the document", plan.added)


def note_repairs(plan: RepairPlan, problems: Problems) -> None:
    """Lists the drafted actions as notes, where no file holds them."""
    for action in plan.added:
        problems.note(
            "needs-repair",
            f"{action.target}: {action.reason}",
            hint="with --out, an overlay beside the provider file repairs it",
        )


def describe_repairs(plan: RepairPlan, overlay: str) -> Iterator[str]:
    """Yields lines that tell what changed in the overlay."""
    if plan.added:
        kinds = Counter(action.kind for action in plan.added)
        counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        drafted = pluralize(len(plan.added), "repair")
        yield make_printable(f"{overlay}: {drafted} of the document, to review: {counts}")
    for action in plan.removed:
        yield make_printable(f"{overlay}: removed, no longer needed: {action.target}")


def repairs_as_json(plan: RepairPlan) -> Json:
    """Returns the drafted actions for machines."""
    return [
        {"kind": action.kind, "target": action.target, "reason": action.reason}
        for action in plan.added
    ]
