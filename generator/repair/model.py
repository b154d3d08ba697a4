"""The result of this stage: the overlay actions that repair a document, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.diagnostics import Defect
from generator.json_types import Json, JsonObject, JsonValue
from generator.names import Taken
from generator.openapi.pointers import NoSuchPlace, is_index, last_step, parent, resolve, steps

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r"}
_ESCAPES["\t"] = "\\t"

ALWAYS_REQUIRED = "A parameter in the path is always required, and OpenAPI demands to say so."


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of one part of the document."""

    kind: str  # of the defect: "repeated-entry"; written into the overlay
    pointer: str
    reason: str  # one sentence: what is wrong, and what the change makes of it
    update: JsonValue | None = None  # merged into the part; None: the part is removed


@dataclass(frozen=True, slots=True)
class DraftedAction:
    """An overlay action that repairs one part, or several elements of one list."""

    kind: str
    target: str  # RFC 9535 JSONPath
    reason: str
    update: JsonValue | None = None  # None: the action removes its target

    @property
    def identity(self) -> tuple[str, str, tuple[str, ...]]:
        """What stays the same if a person edits the reason or the values of the update."""
        value = self.update.value if self.update else None
        return (self.kind, self.target, tuple(value) if isinstance(value, dict) else ())


@dataclass(frozen=True, slots=True)
class BrokenPart:
    """A defect, and the document that has it."""

    root: JsonObject
    defect: Defect
    operation_ids: Taken  # in snake case; a name that a repair gives is added

    @property
    def pointer(self) -> str:
        """The place of the defect."""
        return self.defect.pointer

    @property
    def key(self) -> str:
        """The last step of the place."""
        return last_step(self.defect.pointer)

    @property
    def owner(self) -> str:
        """The pointer to the object or list that holds the place."""
        return parent(self.defect.pointer)

    @property
    def value(self) -> Json:
        """The value at the place; None if there is none."""
        return self.at(self.defect.pointer)

    def at(self, pointer: str) -> Json:
        """Returns the value at `pointer`; None if there is none."""
        try:
            return resolve(self.root, pointer)
        except NoSuchPlace:
            return None

    def removal(self, kind: str, reason: str) -> list[Repair]:
        """Removes the place."""
        return [Repair(kind, self.pointer, reason)]

    def addition(self, kind: str, reason: str, value: JsonObject) -> list[Repair]:
        """Merges `value` into the place."""
        return [Repair(kind, self.pointer, reason, JsonValue(value))]

    def replacement(self, kind: str, reason: str, value: Json) -> list[Repair]:
        """Replaces the value of the key at the place."""
        if not isinstance(self.at(self.owner), dict):
            return []  # an element of a list has no key
        return [Repair(kind, self.owner, reason, JsonValue({self.key: value}))]


def json_path(root: Json, pointer: str) -> str:
    """Returns the normalized JSONPath of a pointer, with names where they can be written plainly.

    >>> json_path({"paths": {"/a": {"get": []}}}, "/paths/~1a/get/0")
    "$.paths['/a'].get[0]"
    """
    path, here = "$", root
    for step in steps(pointer):
        if isinstance(here, list) and is_index(step):
            path += f"[{step}]"
            here = here[int(step)] if int(step) < len(here) else None
            continue
        here = here.get(step) if isinstance(here, dict) else None
        path += f".{step}" if _NAME.match(step) else f"['{_escape(step)}']"
    return path


def _escape(name: str) -> str:
    """Escapes a name for single quotes (RFC 9535 §2.3.1)."""
    return "".join(
        _ESCAPES.get(character) or (f"\\u{ord(character):04x}" if character < " " else character)
        for character in name
    )
