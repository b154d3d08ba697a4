"""The kinds of JSON values that an argument accepts, by the names that the runtime checks."""

from __future__ import annotations

from collections.abc import Iterator

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
    Type,
    Union,
)
from generator.model.walk import NamedTypes, kind_of, resolved
from generator.views.client.calls import Argument

_ANY = "any"


def json_kinds_of(argument: Argument, types: NamedTypes) -> tuple[str, ...]:
    """Returns the kinds of values that an argument accepts, each once; none if it accepts any.

    Rule C20: null is one of them where the schema allows it, and a file where it is bytes.
    """
    found = dict.fromkeys(_kinds(argument.type, types, frozenset()))
    if argument.is_base64:
        found["bytes"] = None
    if argument.nullable:
        found["null"] = None
    return () if _ANY in found else tuple(found)


def is_base64(type_: Type, types: NamedTypes) -> bool:
    """Is the argument base64 text? Rule EN2: it also accepts bytes, which the client encodes."""
    target = resolved(type_, types)
    return isinstance(target, Scalar) and target.format == "byte"


def _kinds(  # noqa: C901 - one case a kind of type
    type_: Type, types: NamedTypes, within: frozenset[str]
) -> Iterator[str]:
    match type_:
        case Anything():
            yield _ANY
        case Scalar() | Enum():
            yield type_.kind.value
        case Const(value):
            kind = kind_of(value)
            yield "null" if kind is None else kind.value
        case Binary():
            yield "file"
        case Array():
            yield "array"
        case Map() | Object():
            yield "object"
        case Nullable(of):
            yield from _kinds(of, types, within)
            yield "null"
        case Union():
            for variant in type_.variants:
                yield from _kinds(variant.type, types, within)
        case Ref(name):
            if name not in within:  # a type inside itself adds nothing
                yield from _kinds(types[name].type, types, within | {name})
