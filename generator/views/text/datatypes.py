"""A type in, its words for a Datatype column out: JSON's own names of types.

References are followed here; other modules know what the types mean for Python or for a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.types import (
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
from generator.model.walk import NamedTypes, kind_of, resolved


def datatype(type_: Type, types: NamedTypes) -> str:
    """Returns the words for `type_`, joined by ` or `; never empty.

    Rule DT1: a union's words are those of its variants, each once, in the order of the variants.
    Rule DT2: a type that says nothing of its values is `any`.
    """
    return " or ".join(dict.fromkeys(_words(type_, types, set()))) or "any"


def datatype_and_format(type_: Type, types: NamedTypes) -> str:
    """The words for `type_`, with the format of a scalar behind them: `string (date-time)`."""
    words = datatype(type_, types)
    known = resolved(type_, types)
    return f"{words} ({known.format})" if isinstance(known, Scalar) and known.format else words


def _words(type_: Type, types: NamedTypes, seen: set[str]) -> Iterator[str]:
    """Yields the words of a type. A named type that was `seen` before adds none."""
    match type_:
        case Ref(name) if name in seen:
            return
        case Ref(name):
            seen.add(name)
            yield from _words(types[name].type, types, seen)
        case Nullable(inner):
            yield from _words(inner, types, seen)
        case Union(variants):
            for variant in variants:
                yield from _words(variant.type, types, seen)
        case _:
            yield _word(type_)


def _word(type_: Type) -> str:
    """Returns the word of a type that is neither a reference nor a union."""
    match type_:
        case Scalar(kind) | Enum(kind):
            return kind.value
        case Const(value):
            known = kind_of(value)
            return known.value if known else "null"
        case Binary():
            return ScalarKind.STRING.value
        case Array():
            return "array"
        case Object() | Map():
            return "object"
        case _:
            return "any"
