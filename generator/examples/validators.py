"""The provider's types as strict JSON Schema 2020-12, compiled when first used.

What a value is read for decides little: properties that only answers have aren't required of
requests and the other way round, and in a form a file stands for bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import jsonschema_rs

from generator.json_types import Json, JsonObject
from generator.model.provider import Provider
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.model.walk import named_types, resolved
from generator.vocabulary import Limits

FILE: Json = {"\N{NULL}": "file"}
"""Stands for a file part among the values of a form: no text and no JSON part can be it."""

_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
    "min_items": "minItems",
    "max_items": "maxItems",
    "unique_items": "uniqueItems",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
}
_FORMATS = {"date-time", "date", "time", "duration", "email", "ipv4", "ipv6", "uri", "uuid"}
# The engine stops a match that needs more steps, and a pattern that needs more memory. The value
# then counts as one that doesn't fit.
_BOUNDED = jsonschema_rs.FancyRegexOptions(
    backtrack_limit=100_000, size_limit=10_000_000, dfa_size_limit=10_000_000
)
_INT32: JsonObject = {"minimum": -(2**31), "maximum": 2**31 - 1}


class Use(StrEnum):
    """What a value is part of."""

    REQUEST = "request"
    FORM = "form"
    ANSWER = "answer"


class Schemas:
    """Validators for the types of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.named = named_types(provider)
        self._registries: dict[Use, jsonschema_rs.Registry] = {}
        self._validators: dict[tuple[int, Use], tuple[Type, jsonschema_rs.Validator]] = {}

    def errors(self, kind: Type, use: Use, value: Json) -> Iterator[jsonschema_rs.ValidationError]:
        """What is wrong with `value` as one of `kind`."""
        return iter(self._validator(kind, use).iter_errors(value))

    def fits(self, kind: Type, use: Use, value: Json) -> bool:
        """Is `value` one of `kind`?"""
        # `is_valid` of jsonschema-rs 0.60 says no to values in which it finds no error.
        return next(self.errors(kind, use, value), None) is None

    def resolved(self, kind: Type) -> Type:
        """The type that `kind` stands for, null aside."""
        return resolved(kind, self.named)

    def _validator(self, kind: Type, use: Use) -> jsonschema_rs.Validator:
        """Types hold JSON values, which have no hash: they are told apart by identity."""
        known = self._validators.get((id(kind), use))
        if known is None:
            schema = schema_of(kind, use)
            validator = jsonschema_rs.Draft202012Validator(
                schema,
                registry=self._registry(use),
                validate_formats=True,
                pattern_options=_BOUNDED,
            )
            known = self._validators[id(kind), use] = (kind, validator)
        return known[1]

    def _registry(self, use: Use) -> jsonschema_rs.Registry:
        if use not in self._registries:
            definitions: JsonObject = {
                name: _definition(one, use) for name, one in self.named.items()
            }
            document: JsonObject = {"$defs": definitions}
            self._registries[use] = jsonschema_rs.Registry([(_document(use), document)])
        return self._registries[use]


def _document(use: Use) -> str:
    return f"urn:types:{use}"


def _definition(named: NamedType, use: Use) -> JsonObject:
    return schema_of(named.type, use)


def schema_of(kind: Type, use: Use) -> JsonObject:  # noqa: C901 - one case a kind of type
    """The schema of a type; named types are referred to.

    A union takes what any of its variants takes, `oneOf` too: authors mean "one of these shapes",
    and open objects often fit several. An open enum takes any value of its kind.
    """
    match kind:
        case Anything():
            return {}
        case Scalar():
            return _scalar(kind)
        case Binary():
            return {"const": FILE} if use is Use.FORM else {"type": "string"}
        case Enum(scalar, values, is_open):
            return {"type": scalar.value} if is_open else {"enum": [*values]}
        case Const(value):
            return {"const": value}
        case Array(items, limits):
            return {"type": "array", "items": schema_of(items, use), **_limits(limits)}
        case Map(values, limits):
            schema = schema_of(values, use)
            return {"type": "object", "additionalProperties": schema, **_limits(limits)}
        case Object():
            return _object(kind, use)
        case Union(variants):
            return {"anyOf": [schema_of(variant.type, use) for variant in variants]}
        case Nullable(of):
            return _or_null(schema_of(of, use))
        case Ref(name):
            return {"$ref": f"{_document(use)}#/$defs/{name}"}


def _scalar(kind: Scalar) -> JsonObject:
    schema: JsonObject = {"type": kind.kind.value, **_limits(kind.limits)}
    if kind.kind is ScalarKind.STRING and kind.format in _FORMATS:
        schema["format"] = kind.format
    if kind.kind is ScalarKind.INTEGER and kind.format == "int32":
        schema = {**_INT32, **schema}
    return schema


def _limits(limits: Limits) -> JsonObject:
    found: JsonObject = {}
    for name, keyword in _LIMITS.items():
        value = getattr(limits, name)
        if value is None or value is False:
            continue
        if name != "pattern" or _is_pattern(value):
            found[keyword] = value
    return found


def _is_pattern(text: str) -> bool:
    """Can it be compiled? A specification may hold any text."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, pattern_options=_BOUNDED)
    except ValueError:
        return False
    return True


def _object(kind: Object, use: Use) -> JsonObject:
    schema: JsonObject = {"type": "object"}
    if kind.properties:
        schema["properties"] = {one.name: _property(one, use) for one in kind.properties}
    if required := [one.name for one in kind.properties if is_required(one, use)]:
        schema["required"] = [*required]
    if kind.extra is not None:
        schema["additionalProperties"] = schema_of(kind.extra, use)
    elif kind.closed:
        schema["additionalProperties"] = False
    return schema


def is_required(one: Property, use: Use) -> bool:
    """Must an object have it, as part of a request or of an answer?"""
    return one.required and not (one.write_only if use is Use.ANSWER else one.read_only)


def _property(one: Property, use: Use) -> JsonObject:
    schema = schema_of(one.type, use)
    return _or_null(schema) if one.nullable else schema


def _or_null(schema: JsonObject) -> JsonObject:
    if "anyOf" in schema and isinstance(schema["anyOf"], list):
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}
