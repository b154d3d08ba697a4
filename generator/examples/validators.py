"""Validates values against the provider's types, as strict JSON Schema 2020-12.

Schemas are compiled on first use. Requests don't require read-only properties, answers don't
require write-only ones, and in a form a file stands for bytes.
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
from generator.patterns import BOUNDED, is_usable_pattern
from generator.vocabulary import Limits

FILE: Json = {"\N{NULL}": "file"}
"""Stands for a file part among the values of a form. No text and no JSON part can equal it."""

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
_INT32: JsonObject = {"minimum": -(2**31), "maximum": 2**31 - 1}


class Use(StrEnum):
    """What a value is part of: a request, a form or an answer."""

    REQUEST = "request"
    FORM = "form"
    ANSWER = "answer"


class Validators:
    """Validates values of the types of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.types = named_types(provider)
        self._registries: dict[Use, jsonschema_rs.Registry] = {}
        self._validators: dict[tuple[int, Use], tuple[Type, jsonschema_rs.Validator]] = {}

    def errors(self, kind: Type, use: Use, value: Json) -> Iterator[jsonschema_rs.ValidationError]:
        """Returns the errors of `value` as a `kind`."""
        return iter(self._validator(kind, use).iter_errors(value))

    def fits(self, kind: Type, use: Use, value: Json) -> bool:
        """Is `value` a `kind`?"""
        # `is_valid` of jsonschema-rs 0.60 returns False for values without an error.
        return next(self.errors(kind, use, value), None) is None

    def resolve(self, kind: Type) -> Type:
        """Returns the type behind references and null."""
        return resolved(kind, self.types)

    def _validator(self, kind: Type, use: Use) -> jsonschema_rs.Validator:
        """Compiles a type once. The cache uses identity: types hold JSON and have no hash."""
        known = self._validators.get((id(kind), use))
        if known is None:
            schema = build_schema(kind, use)
            validator = jsonschema_rs.Draft202012Validator(
                schema,
                registry=self._registry(use),
                validate_formats=True,
                pattern_options=BOUNDED,
            )
            known = self._validators[id(kind), use] = (kind, validator)
        return known[1]

    def _registry(self, use: Use) -> jsonschema_rs.Registry:
        if use not in self._registries:
            definitions: JsonObject = {
                name: _definition(one, use) for name, one in self.types.items()
            }
            document: JsonObject = {"$defs": definitions}
            self._registries[use] = jsonschema_rs.Registry([(_document(use), document)])
        return self._registries[use]


def _document(use: Use) -> str:
    return f"urn:types:{use}"


def _definition(named: NamedType, use: Use) -> JsonObject:
    return build_schema(named.type, use)


def build_schema(kind: Type, use: Use) -> JsonObject:  # noqa: C901 - one case a kind of type
    """Builds the schema of a type, with references to named types.

    A union accepts what any of its variants accepts, even for `oneOf`: authors mean "one of these
    shapes", and open objects often match several. An open enum accepts any value of its kind.
    """
    match kind:
        case Anything():
            return {}
        case Scalar():
            return _build_scalar(kind)
        case Binary():
            return {"const": FILE} if use is Use.FORM else {"type": "string"}
        case Enum(scalar, values, is_open):
            return {"type": scalar.value} if is_open else {"enum": [*values]}
        case Const(value):
            return {"const": value}
        case Array():
            return _build_array(kind, use)
        case Map(values, limits):
            schema = build_schema(values, use)
            return {"type": "object", "additionalProperties": schema, **_limit_keywords(limits)}
        case Object():
            return _build_object(kind, use)
        case Union(variants):
            return {"anyOf": [build_schema(variant.type, use) for variant in variants]}
        case Nullable(of):
            return _add_null(build_schema(of, use))
        case Ref(name):
            return {"$ref": f"{_document(use)}#/$defs/{name}"}


def _build_array(kind: Array, use: Use) -> JsonObject:
    schema: JsonObject = {"type": "array", **_limit_keywords(kind.limits)}
    if not kind.places:
        return {**schema, "items": build_schema(kind.items, use)}
    schema["prefixItems"] = [build_schema(place.type, use) for place in kind.places]
    return schema if kind.rest is None else {**schema, "items": build_schema(kind.rest, use)}


def _build_scalar(kind: Scalar) -> JsonObject:
    schema: JsonObject = {"type": kind.kind.value, **_limit_keywords(kind.limits)}
    if kind.kind is ScalarKind.STRING and kind.format in _FORMATS:
        schema["format"] = kind.format
    if kind.kind is ScalarKind.INTEGER and kind.format == "int32":
        schema = {**_INT32, **schema}
    return schema


def _limit_keywords(limits: Limits) -> JsonObject:
    found: JsonObject = {}
    for name, keyword in _LIMITS.items():
        value = getattr(limits, name)
        if value is None or value is False:
            continue
        if name != "pattern" or is_usable_pattern(value):
            found[keyword] = value
    return found


def _build_object(kind: Object, use: Use) -> JsonObject:
    schema: JsonObject = {"type": "object"}
    if kind.properties:
        schema["properties"] = {one.name: _build_property(one, use) for one in kind.properties}
    if required := [one.name for one in kind.properties if is_required(one, use)]:
        schema["required"] = [*required]
    if kind.extra is not None:
        schema["additionalProperties"] = build_schema(kind.extra, use)
    elif kind.closed:
        schema["additionalProperties"] = False
    return schema


def is_required(one: Property, use: Use) -> bool:
    """Must an object have the property, for this use?"""
    return one.required and not (one.write_only if use is Use.ANSWER else one.read_only)


def _build_property(one: Property, use: Use) -> JsonObject:
    schema = build_schema(one.type, use)
    return _add_null(schema) if one.nullable else schema


def _add_null(schema: JsonObject) -> JsonObject:
    if "anyOf" in schema and isinstance(schema["anyOf"], list):
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}
