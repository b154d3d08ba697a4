"""Types as annotations of a client: what a caller may give, and what rows of an answer are.

An object is given as its model or as a plain mapping, an array as any sequence. Types are written
as `types.Name`, which type checkers see and which is imported when first used.
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
from generator.views.client.flat_types import Shapes

_SCALARS = {
    ScalarKind.STRING: "str",
    ScalarKind.INTEGER: "int",
    ScalarKind.NUMBER: "float",
    ScalarKind.BOOLEAN: "bool",
}
_MAPPING = "Mapping[str, object]"


def accepted(kind: Type, shapes: Shapes) -> str:
    """The annotation of an argument of this type."""
    return _joined(kind, shapes, frozenset())


def answered(kind: Type, prefix: str = "") -> str:
    """The annotation of a value of this type in an answer; `prefix` is where named types are.

    An answer may bring more than the spec knows: of known values only their kind is told.
    """
    match kind:
        case Ref(name):
            return f"{prefix}{name}"
        case Scalar() | Enum():
            return _SCALARS[kind.kind]
        case Const(value):
            of = kind_of(value)
            return "None" if of is None else _SCALARS[of]
        case Binary():
            return "str"
        case Array():
            name = "Sequence" if prefix else "list"  # in a resource, `list` can be a method
            return f"{name}[{answered(kind.items, prefix)}]"
        case Map():
            return f"dict[str, {answered(kind.values, prefix)}]"
        case Nullable(of):
            return f"{answered(of, prefix)} | None"
        case Union():
            members = (answered(variant.type, prefix) for variant in kind.variants)
            return " | ".join(dict.fromkeys(members))
    return "object"


def _accepted(  # noqa: C901 - one case a kind of type
    kind: Type, shapes: Shapes, within: frozenset[str]
) -> Iterator[str]:
    """The members of the union that an argument's annotation is."""
    match kind:
        case Anything():
            yield "object"
        case Scalar():
            yield _SCALARS[kind.kind]
        case Binary():
            yield "FileInput"
        case Enum() | Const():
            yield from _literals(kind)
        case Array():
            yield f"Sequence[{_joined(kind.items, shapes, within)}]"
        case Map():
            yield f"Mapping[str, {_joined(kind.values, shapes, within)}]"
        case Object():
            yield _MAPPING
        case Union():
            for variant in kind.variants:
                yield from _accepted(variant.type, shapes, within)
        case Nullable(of):
            yield from _accepted(of, shapes, within)
            yield "None"
        case Ref(name):
            yield from _accepted_ref(name, shapes, within)


def _accepted_ref(name: str, shapes: Shapes, within: frozenset[str]) -> Iterator[str]:
    """Rule C13: a named type goes by its name, beside the plain values that make one."""
    of = shapes.types[name].type
    if name in within:
        yield "object"  # inside itself: the name alone has to do
    elif isinstance(of, Object) and of.properties:
        yield f"types.{name}"
        yield _MAPPING
    elif isinstance(of, Enum | Const | Scalar):
        yield f"types.{name}"
    elif isinstance(of, Union) and shapes.has_objects(of):
        yield f"types.{name}"
        yield _MAPPING
        for variant in shapes.leaves(of):
            if isinstance(shapes.resolved(variant.type), Array):
                yield from _accepted(variant.type, shapes, within | {name})
    else:
        yield from _accepted(of, shapes, within | {name})


def _joined(kind: Type, shapes: Shapes, within: frozenset[str]) -> str:
    return " | ".join(dict.fromkeys(_accepted(kind, shapes, within)))


def _literals(kind: Enum | Const) -> Iterator[str]:
    """Known values, and the kind where any other is taken."""
    values = kind.values if isinstance(kind, Enum) else (kind.value,)
    kinds = {kind_of(value) for value in values}
    if kinds & {None, ScalarKind.NUMBER}:
        yield from ("None" if of is None else _SCALARS[of] for of in sorted(kinds, key=str))
        return
    yield f"Literal[{', '.join(python_literal(value) for value in values)}]"
    if isinstance(kind, Enum) and kind.open:
        yield _SCALARS[kind.kind]
