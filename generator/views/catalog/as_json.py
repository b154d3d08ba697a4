"""Encodes the model as JSON, and builds the JSON Schema of that JSON.

Frozen dataclasses come in; JSON objects go out, keyed by field name. Empty values and defaults are
left out. A member of the union `Type` names its class in `form`.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING

from generator.json_types import Json, JsonObject, JsonValue
from generator.model.types import Type

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORM = "form"
_TYPE = "Type"
_FORMS = frozenset(typing.get_args(Type))
_EMPTY: dict[object, object] = {str: "", bool: False}
_SCALARS: dict[object, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
}


def as_json(value: object) -> Json:
    """Encodes a part of the model. Raises TypeError for anything else."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case tuple() | list():
            return [as_json(item) for item in value]
        case JsonValue():
            return value.value
        case dict():  # JSON from the spec, like an example
            return {str(key): as_json(item) for key, item in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _object(value)
        case _:
            raise TypeError(f"no part of the model: {value!r}")


def json_schema(root: type[DataclassInstance], title: str) -> JsonObject:
    """Returns the JSON Schema (2020-12) of what `as_json` returns for a `root`."""
    forms: list[Json] = [_reference(form) for form in typing.get_args(Type)]
    definitions: JsonObject = {_TYPE: {"oneOf": forms}}
    waiting = [root]
    while waiting:
        known = waiting.pop()
        if known.__name__ not in definitions:
            definitions[known.__name__] = _definition(known)
            waiting.extend(part for hint in _hints(known).values() for part in _model_classes(hint))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$ref": f"#/$defs/{root.__name__}",
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _object(value: DataclassInstance) -> JsonObject:
    encoded: JsonObject = {}
    if type(value) in _FORMS:
        encoded[FORM] = type(value).__name__.lower()
    for name, unsaid in _omitted_values(type(value)):
        part = getattr(value, name)
        if unsaid is MISSING or part != unsaid:
            encoded[name] = as_json(part)
    return encoded


@cache
def _omitted_values(known: type[DataclassInstance]) -> tuple[tuple[str, object], ...]:
    """Returns each field with the value that is left out; MISSING if every value is written."""
    hints = _hints(known)
    return tuple(
        (field.name, _empty(hints[field.name]) if field.default is MISSING else field.default)
        for field in fields(known)
        if field.metadata.get("in_catalog", True)
    )


def _empty(hint: object) -> object:
    if hint in _EMPTY:
        return _EMPTY[hint]
    if typing.get_origin(hint) is tuple:
        return ()
    members = typing.get_args(hint)
    is_json = str in members and type(None) in members  # a JSON scalar, which can be null
    return None if type(None) in members and not is_json else MISSING


@cache
def _hints(known: type) -> dict[str, object]:
    return typing.get_type_hints(known)


def _definition(known: type[DataclassInstance]) -> JsonObject:
    properties: JsonObject = {}
    required: list[Json] = []
    if known in _FORMS:
        properties[FORM] = {"const": known.__name__.lower()}
        required.append(FORM)
    for name, unsaid in _omitted_values(known):
        properties[name] = _schema_of(_hints(known)[name])
        if unsaid is MISSING:
            required.append(name)
    return {
        "description": " ".join((known.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _schema_of(hint: object) -> Json:
    """Returns the schema of a field's annotation."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        return _reference(hint)
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(arguments[0])}
    if origin is tuple:
        places: list[Json] = [_schema_of(part) for part in arguments]
        return {"type": "array", "prefixItems": places, "items": False}
    if origin in (typing.Union, UnionType):
        return _union_schema(arguments)
    raise TypeError(f"no annotation of the model: {hint!r}")


def _union_schema(members: tuple[object, ...]) -> Json:
    if JsonValue in members or any(typing.get_origin(member) is dict for member in members):
        return {}  # any JSON value
    choices: list[Json] = [_schema_of(member) for member in members if member not in _FORMS]
    if set(members) >= _FORMS:
        choices.insert(0, {"$ref": f"#/$defs/{_TYPE}"})
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _reference(known: type) -> JsonObject:
    return {"$ref": f"#/$defs/{known.__name__}"}


def _model_classes(hint: object) -> Iterator[type[DataclassInstance]]:
    """Yields the model's classes that an annotation names."""
    if isinstance(hint, type) and is_dataclass(hint) and hint is not JsonValue:
        yield hint
    for part in typing.get_args(hint):
        if not isinstance(part, typing.ForwardRef):
            yield from _model_classes(part)
