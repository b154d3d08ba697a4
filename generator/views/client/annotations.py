"""Flat types in, Python annotations out: of arguments, and of values in a response.

An argument accepts an object as its model or as a dict, and an array as any sequence.
A named type is `types.Name`, which type checkers see and which is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.escape import python_literal
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.model.walk import kind_of
from generator.views.client.flat_types import ClientTypes

_SCALARS = {
    ScalarKind.STRING: "str",
    ScalarKind.INTEGER: "int",
    ScalarKind.NUMBER: "float",
    ScalarKind.BOOLEAN: "bool",
}
_TEXT_INPUTS = {
    "date": "DateInput",
    "date-time": "DateTimeInput",
    "decimal": "DecimalInput",
    "time": "TimeInput",
    "uuid": "UUIDInput",
}
_MAPPING = "Mapping[str, object]"
NAMES = frozenset(
    {"FileInput", "Literal", "Mapping", "None", "Sequence", "bytes", "object", "types"}
    | {*_SCALARS.values(), *_TEXT_INPUTS.values()}
)
"""The names that annotations of arguments consist of, besides those of types."""


def annotate_argument(type_: Type, types: ClientTypes) -> str:
    """Returns the annotation of an argument of this type."""
    return _join(type_, types, frozenset())


def annotate_value(type_: Type, prefix: str = "") -> str:
    """Returns the annotation of a value in a response; `prefix` stands before named types.

    A response may have values that the spec doesn't list, so an enum is the kind of its values.
    """
    match type_:
        case Ref(name):
            return f"{prefix}{name}"
        case Scalar() | Enum():
            return _SCALARS[type_.kind]
        case Const(value):
            kind = kind_of(value)
            return "None" if kind is None else _SCALARS[kind]
        case Binary():
            return "str"
        case Array() if type_.is_tuple:
            places = (annotate_value(place.type, prefix) for place in type_.places)
            return f"tuple[{', '.join(places)}]"
        case Array():
            name = "Sequence" if prefix else "list"  # in a resource, `list` can be a method
            return f"{name}[{annotate_value(type_.items, prefix)}]"
        case Map():
            return f"dict[str, {annotate_value(type_.values, prefix)}]"
        case Nullable(of):
            return f"{annotate_value(of, prefix)} | None"
        case Union():
            members = (annotate_value(variant.type, prefix) for variant in type_.variants)
            return " | ".join(dict.fromkeys(members))
    return "object"


def annotate_param(type_: Type, types: ClientTypes) -> str:
    """Returns the annotation of a type without its models: dicts, and values of other kinds."""
    variants = [one.type for one in type_.variants] if isinstance(type_, Union) else [type_]
    members = (part for variant in variants for part in _accepted_param(variant, types))
    return " | ".join(dict.fromkeys(members))


def _accepted(  # noqa: C901 - one case a kind of type
    type_: Type, types: ClientTypes, within: frozenset[str]
) -> Iterator[str]:
    """Yields the members of the union that is the annotation of an argument."""
    match type_:
        case Anything():
            yield "object"
        case Scalar(ScalarKind.STRING, format_) if format_ in _TEXT_INPUTS:
            yield _TEXT_INPUTS[format_]
        case Scalar():
            yield _SCALARS[type_.kind]
        case Binary():
            yield "FileInput"
        case Enum() | Const():
            yield from _literals(type_)
        case Array():
            yield f"Sequence[{_join(type_.items, types, within)}]"
        case Map():
            yield f"Mapping[str, {_join(type_.values, types, within)}]"
        case Object():
            yield _MAPPING
        case Union():
            for variant in type_.variants:
                yield from _accepted(variant.type, types, within)
        case Nullable(of):
            yield from _accepted(of, types, within)
            yield "None"
        case Ref(name):
            yield from _accepted_ref(name, types, within)


def _accepted_ref(name: str, types: ClientTypes, within: frozenset[str]) -> Iterator[str]:
    """Rule C13: a named type is accepted by its name, or as the plain values that make one."""
    of = types.flat[name].type
    if name in types.params:
        if not isinstance(of, Enum):  # a model takes values that the spec doesn't list
            yield f"types.{name}"
        yield from _accepted_param(Ref(name), types)
    elif name in within:
        yield "object"  # inside itself: any further annotation would have no end
    elif isinstance(of, Enum | Const | Scalar):
        yield f"types.{name}"
    else:
        yield from _accepted(of, types, within | {name})


def _accepted_param(type_: Type, types: ClientTypes) -> Iterator[str]:
    """Yields what is accepted besides models.

    Rule TD4: an object that declares further members is accepted as any mapping too.
    """
    if isinstance(type_, Ref) and type_.name in types.params:
        yield f"types.{types.params[type_.name]}"
        of = types.flat[type_.name].type
        if isinstance(of, Object) and of.extra:
            yield _MAPPING
    else:
        yield from _accepted(type_, types, frozenset())


def _join(type_: Type, types: ClientTypes, within: frozenset[str]) -> str:
    return " | ".join(dict.fromkeys(_accepted(type_, types, within)))


def _literals(type_: Enum | Const) -> Iterator[str]:
    """Yields known values, and their kind if any other value of it is accepted."""
    values = type_.values if isinstance(type_, Enum) else (type_.value,)
    kinds = {kind_of(value) for value in values}
    if kinds & {None, ScalarKind.NUMBER}:  # Python has no literals of these
        yield from ("None" if of is None else _SCALARS[of] for of in sorted(kinds, key=str))
        return
    yield f"Literal[{', '.join(python_literal(value) for value in values)}]"
    if isinstance(type_, Enum) and type_.open:
        yield _SCALARS[type_.kind]
