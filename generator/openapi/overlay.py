"""Reads an OpenAPI Overlay 1.0 document and applies it to a specification's tree.

Each action must have a description and must match something. A node that an action adds has its
position in the overlay file; a node that it changes records the action's description. This module
doesn't validate the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

import jsonpath

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject, JsonValue
from generator.openapi import json_parts
from generator.openapi.overlaid_tree import TreeEditor
from generator.openapi.pointers import child
from generator.openapi.tree import Tree

_VERSION = re.compile(r"1\.0\.\d+\Z", re.ASCII)
_FIELDS = ("overlay", "info", "extends", "actions")
_ACTION_FIELDS = ("target", "description", "update", "remove")
_MAX_ACTIONS = 20_000
_MAX_MATCHES = 20_000  # of one action
DRAFTED_KEY = "x-repairs"
"""The key of an action that `infer` drafted. Its value is the kind of defect that it repairs."""
_PATHS = jsonpath.JSONPathEnvironment(strict=True)  # RFC 9535, without the library's own syntax


@dataclass(frozen=True, slots=True)
class Action:
    """A change to every node that `path` selects: `update` is merged into it, or it is removed."""

    pointer: str  # of the action in the overlay
    target: str  # as written
    path: jsonpath.JSONPath
    reason: str
    update: JsonValue | None  # None: the action removes
    repairs: str = ""  # the kind of defect that `infer` drafted it for; "" if a person wrote it


@dataclass(frozen=True, slots=True)
class Overlay:
    tree: Tree
    actions: tuple[Action, ...]  # in document order; each applies to the result of the one before


def read_overlay(tree: Tree, problems: Problems) -> Overlay:
    """Reads the overlay in `tree`. Reports unusable actions and leaves them out."""
    reader = _Reader(tree, problems)
    reader.check_head()
    return Overlay(tree, tuple(reader.actions()))


def apply_overlay(tree: Tree, overlay: Overlay, problems: Problems) -> Tree:
    """Returns the tree after the overlay; `tree` itself stays unchanged.

    Rule V1: objects are merged key by key, and lists inside them are joined. A target that is a
    list gets the update as a new element. Everything else is replaced (OpenAPI Overlay 1.0 §4.4.3).
    Rule V2: an action that matches nothing is an error.
    """
    editor = TreeEditor(tree, overlay.tree)
    for action in overlay.actions:
        _apply(editor, action, overlay.tree, problems)
    return editor.build_tree()


def _apply(editor: TreeEditor, action: Action, overlay: Tree, problems: Problems) -> None:
    places: list[tuple[str | int, ...]] = []
    target = overlay.locate(child(action.pointer, "target"))
    try:
        for match in action.path.finditer(editor.root):
            places.append(tuple(match.parts))
            if len(places) > _MAX_MATCHES:
                break
    except (jsonpath.JSONPathError, RecursionError) as error:
        problems.error(
            "broken-overlay-target",
            f"the target can't be evaluated: {_explain(error, str(action.path))}",
            target,
            "use a narrower target",
        )
        return
    if not places:
        problems.error(
            "overlay-action-matches-nothing",
            "the target of this action matches nothing in the spec",
            target,
            "correct the target, or remove the action if the vendor has corrected the spec",
        )
        return
    if len(places) > _MAX_MATCHES or (action.update is None and () in places):
        problems.error(
            "overlay-target-too-wide",
            f"the target selects the whole document, or more than {_MAX_MATCHES:,} places",
            target,
            "narrow it to the places that need the change",
        )
        return
    if action.update is None:
        editor.remove(places, action.reason)
        return
    at = child(action.pointer, "update")
    for place in places:
        problem = editor.update(place, action.update.value, at, action.reason)
        if problem:
            problems.error(
                "overlay-update-does-not-fit",
                problem,
                target,
                "target the object or list that holds the value",
            )
            return


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

    def check_head(self) -> None:
        """Reports the problems outside the actions."""
        root = self._tree.root
        self._check_fields("", root, _FIELDS)
        version = root.get("overlay")
        if not isinstance(version, str) or not _VERSION.match(version):
            self._error(
                "/overlay" if "overlay" in root else "",
                "unsupported-overlay-version",
                "the overlay's version must be 1.0.x",
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
        removes = value.get("remove") is True
        if removes == ("update" in value):
            self._error(
                at,
                "broken-overlay",
                "an action must have either `update` or `remove: true`",
                "keep one of the two",
            )
            return None
        path = self._path(child(at, "target") if "target" in value else at, value.get("target"))
        if path is None:
            return None
        return Action(
            pointer=at,
            target=json_parts.text(value.get("target")),
            path=path,
            reason=reason,
            update=None if removes else JsonValue(value["update"]),
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
                f"the target is not an RFC 9535 JSONPath: {reason}",
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
