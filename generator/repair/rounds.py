"""Drafts all repairs of a document: a tree and its overlay in, the changes of the overlay out.

One repair uncovers another, such as a default that can be checked once its type is right. So the
document is repaired and checked in rounds, until no repair is left to draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Diagnostic, Problems, Refused
from generator.openapi.document import read_spec
from generator.openapi.overlay import Action, Overlay, apply_overlay, read_overlay
from generator.openapi.pointers import last_step
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import validate
from generator.repair.model import DraftedAction
from generator.repair.overlay_file import format_overlay
from generator.repair.table import draft_actions

_MOST_ROUNDS = 12
_FILE = "drafted repairs"  # the name of the overlay that no file holds yet


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """What an overlay needs so that the document has no harmless defects."""

    added: tuple[DraftedAction, ...]
    removed: tuple[Action, ...]  # drafted earlier, for defects that the document no longer has
    remaining: tuple[Diagnostic, ...]  # what is still to say of the repaired document

    @property
    def removed_indexes(self) -> tuple[int, ...]:
        """The indexes of the removed actions in the overlay."""
        return tuple(int(last_step(action.pointer)) for action in self.removed)


def plan_repairs(tree: Tree, overlay: Overlay | None) -> RepairPlan:
    """Drafts the repairs of `tree` that `overlay` lacks, and finds those that it no longer needs.

    Rule RP2: an action that was drafted earlier stays, with its edits, if the same defect is
    drafted again. Actions that a person wrote always apply, in the order of the file.
    """
    actions = overlay.actions if overlay else ()
    waiting = {_identity(action): action for action in actions if action.repairs}
    kept = [action for action in actions if not action.repairs]
    added: list[DraftedAction] = []
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    found: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS):
        current = tree
        if overlay:
            ordered = tuple(action for action in actions if action in kept)
            current = apply_overlay(current, replace(overlay, actions=ordered), Problems())
        current = apply_drafted(current, added)
        found = find_problems(current)
        drafted = draft_actions(current.root, found)
        fresh = [action for action in drafted if action.identity not in seen]
        if not fresh:
            break
        for action in fresh:
            seen.add(action.identity)
            known = waiting.pop(action.identity, None)
            if known is None:
                added.append(action)
            else:
                kept.append(known)
    return RepairPlan(tuple(added), tuple(waiting.values()), tuple(found))


def find_problems(tree: Tree) -> list[Diagnostic]:
    """Returns everything that is wrong with a document, in the order of its text."""
    problems = Problems()
    try:
        validate(tree, problems)
        read_spec(tree, "", problems)
    except Refused:
        pass
    return list(problems)


def apply_drafted(tree: Tree, actions: Sequence[DraftedAction]) -> Tree:
    """Returns the tree after drafted actions."""
    if not actions:
        return tree
    problems = Problems()
    text = format_overlay("", actions)
    overlay = read_overlay(parse(_FILE, text.encode(), problems), problems)
    return apply_overlay(tree, overlay, problems)


def _identity(action: Action) -> tuple[str, str, tuple[str, ...]]:
    update = action.update.value if action.update else None
    keys = tuple(update) if isinstance(update, dict) else ()
    return (action.repairs, action.target, keys)
