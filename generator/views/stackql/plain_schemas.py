"""Converts types of the model to OpenAPI 3.0 schemas that StackQL's parser can read.

The engine turns top-level properties into columns and ignores nested properties. A schema here has
only a kind and a description: no references, no unions, no lists of types, no recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.json_types import Json, JsonObject
from generator.model.methods import Field
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    Type,
    Union,
)
from generator.model.walk import NamedTypes, kind_of, resolved

_PREFERENCE = ("string", "object", "array", "number", "integer", "boolean")


def plain_schema(of: Type, types: NamedTypes, description: str = "") -> JsonObject:
    """Returns a schema of one kind; leading and trailing spaces of the description are removed."""
    kind = plain_kind(of, types)
    schema: JsonObject = {"type": kind}
    if description.strip():
        schema["description"] = description.strip()
    if kind == "array":
        schema["items"] = _items(of, types)
    return schema


def plain_kind(of: Type, types: NamedTypes) -> str:
    """Returns the one kind of JSON value that represents a type.

    Rule RG5: a type that allows several kinds is represented by the first of string, object, array,
    number, integer and boolean. A type that allows anything is a string, in which SQL can write any
    JSON.
    """
    kinds = set(_kinds(of, types))
    return next((kind for kind in _PREFERENCE if kind in kinds), "string")


def object_schema(properties: JsonObject, required: Iterable[str] = ()) -> JsonObject:
    """Returns the schema of an object with these properties."""
    names: list[Json] = list(required)
    schema: JsonObject = {"type": "object", "properties": properties}
    return {**schema, "required": names} if names else schema


def row_schema(fields: Iterable[Field], types: NamedTypes) -> JsonObject:
    """Returns the schema of a SELECT's row: its columns are exactly the fields."""
    return object_schema(
        {
            field.name: _nullable(plain_schema(field.type, types, field.description), field)
            for field in fields
        }
    )


def properties_of(properties: Iterable[Property], types: NamedTypes) -> JsonObject:
    """Returns the schemas of a body's properties, by name."""
    return {
        one.name: _nullable(plain_schema(one.type, types, one.description), one)
        for one in properties
    }


def top_properties(of: Type, types: NamedTypes) -> tuple[Property, ...]:
    """Returns the properties of an object, or of all variants that are objects.

    If several variants have a property of one name, the first one is returned.
    """
    found: dict[str, Property] = {}
    for variant in _variants(of, types):
        if isinstance(variant, Object):
            for one in variant.properties:
                found.setdefault(one.name, one)
    return tuple(found.values())


def _nullable(schema: JsonObject, of: Field | Property) -> JsonObject:
    return {**schema, "nullable": True} if of.nullable else schema


def _items(of: Type, types: NamedTypes) -> JsonObject:
    """Returns the schema of an array's items; the items of a nested array can have any type."""
    array = next((one for one in _variants(of, types) if isinstance(one, Array)), None)
    kind = plain_kind(array.items, types) if array else "string"
    return {"type": kind, "items": {}} if kind == "array" else {"type": kind}


def _kinds(of: Type, types: NamedTypes) -> Iterator[str]:
    for variant in _variants(of, types):
        match variant:
            case Scalar(kind) | Enum(kind):
                yield kind.value
            case Const(value):
                kind_of_value = kind_of(value)
                if kind_of_value:
                    yield kind_of_value.value
            case Binary() | Anything():
                yield "string"
            case Array():
                yield "array"
            case Object() | Map():
                yield "object"


def _variants(of: Type, types: NamedTypes) -> Iterator[Type]:
    """Yields the types behind references and unions; follows each reference once."""
    seen: set[str] = set()
    waiting = [of]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Ref):
            if one.name in seen:
                continue
            seen.add(one.name)
        end = resolved(one, types)
        if isinstance(end, Union):
            waiting.extend(variant.type for variant in reversed(end.variants))
        elif not isinstance(end, Ref | Nullable):
            yield end
