"""Reads an OpenAPI Overlay 1.0 or 1.1 document and applies it to a specification's tree.

Each action must have a description and must match something. A node that an action adds has its
position in the overlay file; a node that it changes records the action's description. This module
doesn't validate the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import cast

import jsonpath

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject, JsonValue
from generator.openapi import json_parts
from generator.openapi.overlaid_tree import Steps, TreeEditor
from generator.openapi.pointers import child, last_step
from generator.openapi.tree import Tree

_VERSION = re.compile(r"1\.([01])\.\d+\Z", re.ASCII)
_FIELDS = ("overlay", "info", "extends", "actions")
_ACTION_FIELDS = ("target", "description", "update", "remove", "copy")
_CHANGES = ("update", "remove", "copy")
_MAX_ACTIONS = 20_000
_MAX_MATCHES = 20_000  # of one action
DRAFTED_KEY = "x-repairs"
"""The key of an action that `infer` drafted. Its value is the kind of defect that it repairs."""
_PATHS = jsonpath.JSONPathEnvironment(strict=True)  # RFC 9535, without the library's own syntax


@dataclass(frozen=True, slots=True)
class Action:
    """A change to every node that `path` selects.

    `update`, or the node that `copy` selects, is merged into it. Without both, it is removed.
    """

    pointer: str  # of the action in the overlay
    target: str  # as written
    path: jsonpath.JSONPath
    reason: str
    update: JsonValue | None
    copy: jsonpath.JSONPath | None = None
    repairs: str = ""  # the kind of defect that `infer` drafted it for; "" if a person wrote it


@dataclass(frozen=True, slots=True)
class Overlay:
    tree: Tree
    is_1_1: bool
    actions: tuple[Action, ...]  # in document order; each applies to the result of the one before


def read_overlay(tree: Tree, problems: Problems) -> Overlay:
    """Reads the overlay in `tree`. Reports unusable actions and leaves them out."""
    reader = _Reader(tree, problems)
    reader.check_head()
    return Overlay(tree, reader.is_1_1, tuple(reader.actions()))


def apply_overlay(tree: Tree, overlay: Overlay, problems: Problems) -> Tree:
    """Returns the tree after the overlay; `tree` itself stays unchanged.

    Rule V1: objects are merged key by key, and lists inside them are joined. A target that is a
    list gets the update as a new element, in 1.1 its elements if it is a list. In 1.1, a scalar
    replaces a scalar. Everything else is replaced (Overlay 1.0 §4.4.3, 1.1 §4.4.3).
    Rule V2: an action that matches nothing is an error.
    """
    editor = TreeEditor(tree, overlay.tree, is_1_1=overlay.is_1_1)
    for action in overlay.actions:
        places = _find_places(editor, action, overlay.tree, problems)
        if places and action.update is None and action.copy is None:
            editor.remove(places, action.reason)
        elif places:
            _update(editor, action, places, overlay.tree, problems)
    return editor.build_tree()


def _find_places(
    editor: TreeEditor, action: Action, overlay: Tree, problems: Problems
) -> list[Steps]:
    """Returns the places that the action changes; none, with an error, if it can't be applied."""
    target = child(action.pointer, "target")
    try:
        places = _select(action.path, editor)
    except (jsonpath.JSONPathError, RecursionError) as error:
        problems.error(
            "broken-overlay-target",
            f"the target can't be evaluated: {_explain(error, str(action.path))}",
            overlay.locate(target),
            "use a narrower target",
        )
        return []
    removes = action.update is None and action.copy is None
    if not places:
        problems.error(
            "overlay-action-matches-nothing",
            "the target of this action matches nothing in the spec",
            overlay.locate(target),
            "correct the target, or remove the action if the vendor has corrected the spec",
        )
    elif len(places) > _MAX_MATCHES or (removes and () in places):
        problems.error(
            "overlay-target-too-wide",
            f"the target selects the whole document, or more than {_MAX_MATCHES:,} places",
            overlay.locate(target),
            "narrow it to the places that need the change",
        )
        return []
    return places


def _select(path: jsonpath.JSONPath, editor: TreeEditor) -> list[Steps]:
    matches = islice(path.finditer(editor.root), _MAX_MATCHES + 1)
    return [tuple(match.parts) for match in matches]


def _update(
    editor: TreeEditor, action: Action, places: list[Steps], overlay: Tree, problems: Problems
) -> None:
    at, value = child(action.pointer, "update"), action.update
    if action.copy is not None:
        at, value = child(action.pointer, "copy"), _find_copied(editor, action.copy)
        if value is None:
            problems.error(
                "overlay-copies-not-one",
                "`copy` must select one place of the spec",
                overlay.locate(at),
                "name one place, as in $.components.schemas.Job",
            )
            return
    for place in places:
        problem = editor.update(place, value.value if value else None, at, action.reason)
        if problem:
            problems.error(
                "overlay-update-does-not-fit",
                problem,
                overlay.locate(child(action.pointer, "target")),
                "target the object or list that holds the value",
            )
            return


def _find_copied(editor: TreeEditor, path: jsonpath.JSONPath) -> JsonValue | None:
    """Returns the one value at `path`; None if there is none, or more than one."""
    try:
        found = [match.value for match in islice(path.finditer(editor.root), 2)]
    except (jsonpath.JSONPathError, RecursionError):
        return None
    return JsonValue(cast("Json", found[0])) if len(found) == 1 else None


def _explain(error: Exception, target: str) -> str:
    """Returns why the library refuses a path, without its parser's jargon."""
    reason = (
        str(error.message) if isinstance(error, jsonpath.JSONPathError) else "it nests too deep"
    )
    if not target.startswith("$"):
        return "it must start with $"
    return "its syntax is broken" if "TOKEN" in reason else reason[:200]


class _Reader:
    """Checks the structure of an overlay document, and reports each problem at its position."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self._tree = tree
        self._problems = problems
        self.is_1_1 = False  # set by `check_head`

    def check_head(self) -> None:
        """Reports the problems outside the actions."""
        root = self._tree.root
        self._check_fields("", root, _FIELDS)
        version = root.get("overlay")
        match = _VERSION.match(version) if isinstance(version, str) else None
        self.is_1_1 = match is not None and match[1] == "1"
        if match is None:
            self._error(
                "/overlay" if "overlay" in root else "",
                "unsupported-overlay-version",
                "the overlay's version must be 1.0.x or 1.1.x",
                "write `overlay: 1.0.0`",
            )
        about = json_parts.mapping(root.get("info"))
        for name in ("title", "version"):
            if not json_parts.text(about.get(name)).strip():
                self._error(
                    child("/info", name) if name in about else "/info",
                    "broken-overlay",
                    f"the overlay's info has no {name}",
                    f"add `{name}: …`, in quotes if it looks like a number",
                )

    def actions(self) -> list[Action]:
        """Returns the usable actions."""
        given = self._tree.root.get("actions")
        if not isinstance(given, list) or len(given) > _MAX_ACTIONS:
            self._error(
                "/actions",
                "broken-overlay",
                f"`actions` must be a list of at most {_MAX_ACTIONS:,} actions",
                "add an action, or remove `overlay` from the provider file",
            )
            return []
        found = [self._action(at, part) for at, part in json_parts.elements("/actions", given)]
        return [action for action in found if action is not None]

    def _action(self, at: str, value: Json) -> Action | None:
        if not isinstance(value, dict):
            self._error(at, "broken-overlay", "an action must be a mapping", "write `- target: …`")
            return None
        self._check_fields(at, value, _ACTION_FIELDS)
        reason = " ".join(json_parts.text(value.get("description")).split())
        if not reason:
            self._error(
                at,
                "overlay-action-without-reason",
                "this action has no description",
                "explain in a sentence what is wrong in the spec and why this corrects it",
            )
        changes = [key for key in _CHANGES if key in value and value[key] is not False]
        if len(changes) != 1 or value.get("remove") not in (None, True, False):
            self._error(
                at,
                "broken-overlay",
                "an action must have one of `update`, `copy` and `remove: true`",
                "keep one of them",
            )
            return None
        if "copy" in changes and not self.is_1_1:
            self._error(
                child(at, "copy"),
                "broken-overlay",
                "Overlay 1.0 has no `copy`",
                "write `overlay: 1.1.0`",
            )
            return None
        path = self._path(child(at, "target") if "target" in value else at, value.get("target"))
        copied = self._path(child(at, "copy"), value["copy"]) if "copy" in changes else None
        if path is None or ("copy" in changes and copied is None):
            return None
        return Action(
            pointer=at,
            target=json_parts.text(value.get("target")),
            path=path,
            reason=reason,
            update=JsonValue(value["update"]) if "update" in changes else None,
            copy=copied,
            repairs=json_parts.text(value.get(DRAFTED_KEY)),
        )

    def _path(self, at: str, target: Json) -> jsonpath.JSONPath | None:
        try:
            compiled = _PATHS.compile(json_parts.text(target))
        except (jsonpath.JSONPathError, RecursionError) as error:
            reason = _explain(error, json_parts.text(target))
            self._error(
                at,
                "broken-overlay-target",
                f"{last_step(at)} is not an RFC 9535 JSONPath: {reason}"
                if last_step(at) == "copy"
                else f"the target is not an RFC 9535 JSONPath: {reason}",
                "write it like $.components.schemas['Some-Name'].properties.id",
            )
            return None
        return compiled if isinstance(compiled, jsonpath.JSONPath) else None

    def _check_fields(self, at: str, value: JsonObject, known: tuple[str, ...]) -> None:
        for key in value:
            if key not in known and not key.startswith("x-"):
                close = get_close_matches(key, known, 1)
                self._problems.error(
                    "unknown-overlay-field",
                    f'"{key[:100]}" is not a field of an overlay here',
                    self._tree.locate_key(child(at, key)),
                    f'did you mean "{close[0]}"?'
                    if close
                    else f"the fields are {', '.join(known)}",
                )

    def _error(self, at: str, code: str, message: str, hint: str) -> None:
        self._problems.error(code, message, self._tree.locate(at), hint)
