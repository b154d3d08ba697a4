"""Flat types as JSON Schema 2020-12, in the few words that models need.

What a server may change is left open: limits, formats and defaults are left out, and an enum takes
other values of its kind, so that a model never refuses what the next version of the API sends.
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

# What pydantic's models have already, or what an annotation further down the class has to mean.
_TAKEN = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"}
    | {"schema", "schema_json", "update_forward_refs", "validate"}
    | {"model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump"}
    | {"model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema"}
    | {"model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"}
    | {"model_validate_json", "model_validate_strings"}
    | {"mro", "register"}  # of its metaclass: pydantic warns
    | {"to_dict", "to_json"}  # of the runtime's models
    | {"bool", "float", "int", "list", "str"}
)


def definition(named: NamedType, tags: Collection[str]) -> JsonObject:
    """The schema of a named type. `tags` are the names of members that choose in some union."""
    return _object(named.type, tags) if _is_class(named.type) else schema_of(named.type)


def schema_of(kind: Type) -> JsonObject:  # noqa: C901 - one case a kind of type
    """The schema of a flat type."""
    match kind:
        case Anything():
            return {}
        case Scalar():
            return {"type": kind.kind.value}
        case Binary():
            return {"type": "string"}
        case Enum():
            return _open_enum(kind)
        case Const():
            return _closed((kind.value,), kind_of(kind.value))
        case Array():
            return {"type": "array", "items": schema_of(kind.items)}
        case Map():
            return {"type": "object", "additionalProperties": schema_of(kind.values)}
        case Object():
            return {"type": "object", "additionalProperties": schema_of(kind.extra or Anything())}
        case Union():
            return {"anyOf": [schema_of(variant.type) for variant in kind.variants]}
        case Nullable(of):
            return {"anyOf": [schema_of(of), {"type": "null"}]}
        case Ref(name):
            return {"$ref": f"#/$defs/{name}"}


def member_names(kind: Object) -> Mapping[str, str]:
    """Attribute names by the names on the wire.

    Rule C9: an attribute is an identifier that nothing of pydantic's has, unique in its class.
    """
    found: dict[str, str] = {}
    taken = names.Taken()
    for member in kind.properties:
        name = names.python_identifier(member.name)
        found[member.name] = taken.take(free_name(name))
    return found


def free_name(name: str) -> str:
    """`name`, or another where pydantic's models have it already."""
    return f"{name}_" if name in _TAKEN else name


def references(kind: Type) -> Iterator[str]:
    """The names of the types that a flat type refers to."""
    match kind:
        case Ref(name):
            yield name
        case Nullable(of):
            yield from references(of)
        case Array():
            yield from references(kind.items)
        case Map():
            yield from references(kind.values)
        case Object():
            for member in kind.properties:
                yield from references(member.type)
            if kind.extra and not kind.properties:
                yield from references(kind.extra)
        case Union():
            for variant in kind.variants:
                yield from references(variant.type)


def _is_class(kind: Type) -> bool:
    return isinstance(kind, Object) and bool(kind.properties)


def _object(kind: Type, tags: Collection[str]) -> JsonObject:
    """A class: required members that may be null say so, others are None where they are missing."""
    members = kind.properties if isinstance(kind, Object) else ()
    return {
        "type": "object",
        "properties": {member.name: _member(member, member.name in tags) for member in members},
        "required": [member.name for member in members if member.required],
    }


def _member(member: Property, is_tag: bool) -> JsonObject:
    schema = schema_of(member.type)
    if is_tag and isinstance(member.type, Enum) and not member.type.open:
        # Type checkers tell variants apart by it.
        schema = _closed(member.type.values, member.type.kind)
    if member.nullable and member.required:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema


def _open_enum(kind: Enum) -> JsonObject:
    """Rule C10: known values for editors and type checkers, and any other of the kind."""
    known = _closed(kind.values, kind.kind)
    return known if "enum" not in known else {"anyOf": [known, {"type": kind.kind.value}]}


def _closed(values: tuple[JsonScalar, ...], kind: ScalarKind | None) -> JsonObject:
    """Only these values. Python has no literals of numbers with a fraction, nor of null."""
    if kind is None:
        return {}
    literals: list[Json] = [value for value in values if kind_of(value) is kind]
    if kind is ScalarKind.NUMBER or len(literals) < len(values):
        return {"type": kind.value}
    return {"type": kind.value, "enum": literals}
