"""Writes drafted actions into an overlay: a new file, or one that a person has edited.

YAML text in, YAML text out. Comments, order and spelling of the existing text stay.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from generator.openapi.overlay import DRAFTED_KEY
from generator.repair.model import DraftedAction
from generator.yaml_editing import format_yaml, new_yaml, yaml_like

_INTRODUCTION = f"""\
Drafted by `generate infer`: one action for each harmless defect of the document.
Edit actions as you like. When the document no longer has a defect, `infer` removes the action
whose `{DRAFTED_KEY}` names it; an action without that key stays.
"""


def format_overlay(title: str, actions: Sequence[DraftedAction]) -> str:
    """Returns the text of a new overlay for the document `title`."""
    root = CommentedMap(
        {
            "overlay": "1.0.0",
            "info": CommentedMap({"title": f"Repairs of {title}", "version": "1.0.0"}),
            "actions": CommentedSeq([_format_action(action) for action in actions]),
        }
    )
    root.yaml_set_start_comment(_INTRODUCTION)
    return format_yaml(root, new_yaml())


def edit_overlay(text: str, removed: Collection[int], added: Sequence[DraftedAction]) -> str:
    """Returns an overlay without the actions at the indexes `removed`, and with `added`."""
    for index in sorted(removed, reverse=True):
        text = _remove_action(text, index)
    if not added:
        return text
    yaml = _yaml_of_overlay(text)
    root = cast(CommentedMap, yaml.load(text))
    if not root["actions"]:
        root["actions"] = CommentedSeq()
    root["actions"].extend(_format_action(action) for action in added)
    return format_yaml(root, yaml)


def _remove_action(text: str, index: int) -> str:
    """Removes the lines of an action. Comments above the next action stay with it."""
    yaml = _yaml_of_overlay(text)
    root = cast(CommentedMap, yaml.load(text))
    actions = cast(CommentedSeq, root["actions"])
    lines = text.splitlines(keepends=True)
    first = actions[index].lc.line
    dash = lines[first][: len(lines[first]) - len(lines[first].lstrip())] + "-"
    if len(actions) == 1:
        root["actions"] = CommentedSeq()
        root.ca.items.pop("actions", None)
        return format_yaml(root, yaml)
    if not lines[first].startswith(dash):  # several actions on one line
        del actions[index]
        return format_yaml(root, yaml)
    if index + 1 < len(actions):
        end = actions[index + 1].lc.line
    else:
        rest = range(first + 1, len(lines))
        end = next((at for at in rest if _is_outside(lines[at], len(dash) - 1)), len(lines))
    while end > first + 1 and lines[end - 1].lstrip()[:1] in ("", "#"):
        end -= 1
    return "".join((*lines[:first], *lines[end:]))


def _is_outside(line: str, column: int) -> bool:
    """Does a line after the last action belong to another key of the overlay?"""
    content = line.lstrip()
    return bool(content) and content[0] not in "#" and len(line) - len(content) <= column


def _yaml_of_overlay(text: str) -> YAML:
    yaml = yaml_like(text)
    yaml.map_indent = 2  # the step of the lists says nothing of the mappings in them
    return yaml


def _format_action(action: DraftedAction) -> CommentedMap:
    entry = CommentedMap({"target": action.target, "description": action.reason})
    if action.update is None:
        entry["remove"] = True
    else:
        entry["update"] = action.update.value
    entry[DRAFTED_KEY] = action.kind
    return entry
