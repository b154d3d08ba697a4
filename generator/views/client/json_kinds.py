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
from generator.model.walk import kind_of
from generator.views.client.calls import Argument
from generator.views.client.flat_types import Shapes

_ANY = "any"


def kinds_of(argument: Argument, shapes: Shapes) -> tuple[str, ...]:
    """The kinds of values that an argument takes, each once; none where it takes any.

    Rule C20: null is one of them where the schema allows it, and a file where it is bytes.
    """
    found = dict.fromkeys(_kinds(argument.type, shapes, frozenset()))
    if argument.nullable:
        found["null"] = None
    return () if _ANY in found else tuple(found)


def _kinds(  # noqa: C901 - one case a kind of type
    kind: Type, shapes: Shapes, within: frozenset[str]
) -> Iterator[str]:
    match kind:
        case Anything():
            yield _ANY
        case Scalar() | Enum():
            yield kind.kind.value
        case Const(value):
            of = kind_of(value)
            yield "null" if of is None else of.value
        case Binary():
            yield "file"
        case Array():
            yield "array"
        case Map() | Object():
            yield "object"
        case Nullable(of):
            yield from _kinds(of, shapes, within)
            yield "null"
        case Union():
            for variant in kind.variants:
                yield from _kinds(variant.type, shapes, within)
        case Ref(name):
            if name not in within:  # else: what is inside itself adds nothing
                yield from _kinds(shapes.types[name].type, shapes, within | {name})
