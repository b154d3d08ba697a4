"""Reduces errors of jsonschema-rs to their causes: the innermost errors, each with its keyword.

A schema such as `oneOf: [Response, Reference]` fails as a whole if a part deep inside it is wrong.
This module follows the branch that the value was meant for, down to that part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import jsonschema_rs

from generator.json_types import Json

_Branch: TypeAlias = Sequence[jsonschema_rs.ValidationError]

UNKNOWN_KEY = frozenset(("additionalProperties", "unevaluatedProperties"))
"""The keywords that refuse a key. Their errors have the path of the key."""
_CHOICES = frozenset(("anyOf", "oneOf"))
_TAIL = re.compile(r" (?:is|has|does|was|should) ")
_MAX_MESSAGE = 300
_MAX_VALUE = 60
_SHAPES: dict[type, str] = {dict: "this object", list: "this list", str: "this text"}


@dataclass(frozen=True, slots=True)
class SchemaError:
    """A value that a schema refuses, and the keyword that refuses it."""

    parts: tuple[str | int, ...]  # from the root of the validated value
    keyword: str
    message: str
    detail: tuple[str, ...] = ()  # the missing property, the expected types or the allowed values


def find_causes(errors: Iterable[jsonschema_rs.ValidationError]) -> Iterator[SchemaError]:
    """Yields the innermost errors behind `errors`, each once.

    A value of a wrong type fails other keywords too, which don't count. `unevaluatedProperties`
    refuses a known key if the schema that knows it fails, so these errors don't count beside
    another one at the same object.
    """
    causes = list(dict.fromkeys(cause for error in errors for cause in _descend(error)))
    others = {cause.parts for cause in causes if cause.keyword not in UNKNOWN_KEY}
    spoilt = others | {parts[:-1] for parts in others}
    mistyped = {cause.parts for cause in causes if cause.keyword == "type"}
    for cause in causes:
        if cause.keyword == "unevaluatedProperties" and cause.parts[:-1] in spoilt:
            continue
        if cause.keyword == "type" or cause.parts not in mistyped:
            yield cause


def _descend(error: jsonschema_rs.ValidationError) -> Iterator[SchemaError]:
    kind = error.kind
    branches: list[list[jsonschema_rs.ValidationError]] = getattr(kind, "context", [])
    depth = len(error.instance_path)
    chosen = _choose([branch for branch in branches if branch], depth, cast("Json", error.instance))
    if kind.name in _CHOICES and chosen:
        for inner in chosen:
            yield from _descend(inner)
        return
    at = tuple(error.instance_path)
    if kind.name in UNKNOWN_KEY:
        unexpected: list[str] = getattr(kind, "unexpected", [])
        for key in unexpected:
            message = f"{_quote(key)} is not a key that OpenAPI allows here"
            yield SchemaError((*at, key), kind.name, message)
        return
    yield SchemaError(at, kind.name, _describe(error), tuple(_details(kind)))


def _choose(branches: Sequence[_Branch], depth: int, value: Json) -> _Branch:
    """Returns the branch that the value was meant for: the one that contradicts it least."""
    is_reference = isinstance(value, dict) and "$ref" in value

    def rank(branch: _Branch) -> tuple[bool, bool, bool, int, int]:
        wants_reference = any(getattr(e.kind, "property", "") == "$ref" for e in branch)
        own_type = any(e.kind.name == "type" and len(e.instance_path) == depth for e in branch)
        # An object says by a constant, such as `in: path`, which variant it is.
        own_word = any(
            e.kind.name in ("enum", "const") and len(e.instance_path) == depth + 1 for e in branch
        )
        deepest = max(len(e.instance_path) for e in branch)
        return (wants_reference and not is_reference, own_type, own_word, -deepest, len(branch))

    return min(branches, key=rank, default=())


def _details(kind: jsonschema_rs.ValidationErrorKind) -> Iterator[str]:
    """Yields what the keyword asks for."""
    for name in ("property", "types", "options", "format", "limit"):
        value = getattr(kind, name, None)
        if value is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            yield one if isinstance(one, str) else json.dumps(one)


def _describe(error: jsonschema_rs.ValidationError) -> str:
    """Returns the message, without the JSON of a long value at its start."""
    value = cast("Json", error.instance)
    if error.kind.name == "uniqueItems" and isinstance(value, list):
        return f"the list has {_quote(_first_repeated(value))} twice"
    message = error.message.partition("\n")[0]
    if type(value) in _SHAPES and len(message) > _MAX_VALUE:
        found = [match.start() for match in _TAIL.finditer(message)]
        start = next((at for at in found if at > _MAX_VALUE and _ends(message, at)), 0)
        message = f"{_SHAPES[type(value)]}{message[start:]}" if start else message
    return message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]} …"


def _ends(message: str, at: int) -> bool:
    """Does the JSON of a value end before `at`?"""
    return message[at - 1] in '"}]'


def _first_repeated(values: list[Json]) -> Json:
    seen: set[str] = set()
    for value in values:
        spelled = json.dumps(value, sort_keys=True)
        if spelled in seen:
            return value
        seen.add(spelled)
    return values[-1] if values else None


def _quote(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}…"
