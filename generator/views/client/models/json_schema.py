"""Flat types in, JSON Schema 2020-12 out, with the few keywords that models need.

The schemas are open: they leave out limits, formats (but for times) and defaults, and an enum takes
other values of its kind. So a model never refuses what a later version of the API sends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator import names
from generator.json_types import Json, JsonObject, JsonScalar
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
from generator.model.walk import kind_of

# Attributes of pydantic's models, and names that annotations in the same class use.
_TAKEN = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"}
    | {"schema", "schema_json", "update_forward_refs", "validate"}
    | {"model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump"}
    | {"model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema"}
    | {"model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"}
    | {"model_validate_json", "model_validate_strings"}
    | {"mro", "register"}  # of its metaclass: pydantic warns
    | {"to_dict", "to_json"}  # of the runtime's models
    | {"bool", "float", "int", "list", "str", "tuple"}
)


TIME = "x-time"
"""The keyword of dates and times, which `give_times` replaces."""
TIMES = {"date-time": "ExactDatetime", "date": "ExactDate"}
"""The runtime's type of each format of a date or a time."""


def give_times(schema: Json, found: set[str]) -> Json:
    """Replaces dates and times by the types of the runtime, whose names are added to `found`.

    Rule TM1: with `client.datetimes`, dates and times in models are objects that go back as they
    came.
    """
    match schema:
        case {"x-time": str(format_)}:
            found.add(TIMES[format_])
            return {"$ref": f"#/$defs/{TIMES[format_]}"}
        case dict():
            return {name: give_times(part, found) for name, part in schema.items()}
        case list():
            return [give_times(part, found) for part in schema]
    return schema


def definition(named: NamedType, tags: Collection[str]) -> JsonObject:
    """Returns the schema of a named type; `tags` are its members by which unions choose."""
    return _object(named.type, tags) if _is_class(named.type) else schema_of(named.type)


def schema_of(type_: Type) -> JsonObject:  # noqa: C901 - one case a kind of type
    """Returns the schema of a flat type."""
    match type_:
        case Anything():
            return {}
        case Scalar(ScalarKind.STRING, format_) if format_ in TIMES:
            return {"type": "string", TIME: format_}
        case Scalar():
            return {"type": type_.kind.value}
        case Binary():
            return {"type": "string"}
        case Enum():
            return _open_enum(type_)
        case Const():
            return _closed((type_.value,), kind_of(type_.value))
        case Array() if type_.is_tuple:
            places: list[Json] = [schema_of(place.type) for place in type_.places]
            count = len(places)
            return {"type": "array", "prefixItems": places, "minItems": count, "maxItems": count}
        case Array():
            return {"type": "array", "items": schema_of(type_.items)}
        case Map():
            return {"type": "object", "additionalProperties": schema_of(type_.values)}
        case Object():
            return {"type": "object", "additionalProperties": schema_of(type_.extra or Anything())}
        case Union():
            return {"anyOf": [schema_of(variant.type) for variant in type_.variants]}
        case Nullable(of):
            return {"anyOf": [schema_of(of), {"type": "null"}]}
        case Ref(name):
            return {"$ref": f"#/$defs/{name}"}


def member_names(type_: Object) -> Mapping[str, str]:
    """Returns the attribute names of an object by wire name.

    Rule C9: an attribute is an identifier that nothing of pydantic's has, unique in its class.
    """
    found: dict[str, str] = {}
    taken = names.Taken()
    for member in type_.properties:
        name = names.python_identifier(member.name)
        found[member.name] = taken.take(free_name(name))
    return found


def free_name(name: str) -> str:
    """Returns `name`, or another name if pydantic's models have that attribute."""
    return f"{name}_" if name in _TAKEN else name


def references(type_: Type) -> Iterator[str]:
    """Yields the names of the types that a flat type refers to."""
    match type_:
        case Ref(name):
            yield name
        case Nullable(of):
            yield from references(of)
        case Array():
            yield from references(type_.items)
        case Map():
            yield from references(type_.values)
        case Object():
            for member in type_.properties:
                yield from references(member.type)
            if type_.extra:
                yield from references(type_.extra)
        case Union():
            for variant in type_.variants:
                yield from references(variant.type)


def _is_class(type_: Type) -> bool:
    return isinstance(type_, Object) and bool(type_.properties)


def _object(type_: Type, tags: Collection[str]) -> JsonObject:
    """Returns the schema of a class.

    Only a required member has null in its schema: an optional one is None if it is missing.
    """
    members = type_.properties if isinstance(type_, Object) else ()
    further = _further(type_)
    return {
        "type": "object",
        "properties": {member.name: _member(member, member.name in tags) for member in members},
        "required": [member.name for member in members if member.required],
        **({} if further is None else {"additionalProperties": schema_of(further)}),
    }


def _further(type_: Type) -> Type | None:
    """Returns the type of the members of a class that it does not declare, unless it is anything.

    Rule SD4: the further members of an object are values of the type that the document gives them.
    """
    is_typed = isinstance(type_, Object) and not isinstance(type_.extra, Anything)
    return type_.extra if isinstance(type_, Object) and is_typed else None


def _member(member: Property, is_tag: bool) -> JsonObject:
    schema = schema_of(member.type)
    if is_tag and isinstance(member.type, Enum) and not member.type.open:
        # A closed enum lets type checkers tell variants apart.
        schema = _closed(member.type.values, member.type.kind)
    if member.nullable and member.required:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema


def _open_enum(kind: Enum) -> JsonObject:
    """Rule C10: an open enum is its known values for editors, and any other value of the kind."""
    known = _closed(kind.values, kind.kind)
    return known if "enum" not in known else {"anyOf": [known, {"type": kind.kind.value}]}


def _closed(values: tuple[JsonScalar, ...], kind: ScalarKind | None) -> JsonObject:
    """Allows only these values, or any of their kind if Python has no literals of them."""
    if kind is None:
        return {}
    literals: list[Json] = [value for value in values if kind_of(value) is kind]
    if kind is ScalarKind.NUMBER or len(literals) < len(values):
        return {"type": kind.value}
    return {"type": kind.value, "enum": literals}
