"""Does a value fit a type of the model? A second reading of what types mean, for tests only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from generator.json_types import Json
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
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)

Named = Mapping[str, NamedType]
_KINDS: dict[type, ScalarKind] = {
    bool: ScalarKind.BOOLEAN,
    int: ScalarKind.INTEGER,
    float: ScalarKind.NUMBER,
    str: ScalarKind.STRING,
}


def accepts(of: Type, value: Json, named: Named) -> bool:
    """Is `value` one of `of`'s values? Limits and formats are not looked at."""
    match of:
        case Ref(name):
            return accepts(named[name].type, value, named)
        case Nullable(inner):
            return value is None or accepts(inner, value, named)
        case Array(items):
            return isinstance(value, list) and all(accepts(items, one, named) for one in value)
        case Map(values):
            return isinstance(value, dict) and all(
                accepts(values, one, named) for one in value.values()
            )
        case Union():
            return _is_of_a_variant(of, value, named)
        case Object():
            return isinstance(value, dict) and _has_properties(of, value, named)
        case _:
            return _is_scalar(of, value)


def _is_scalar(of: Anything | Scalar | Binary | Enum | Const, value: Json) -> bool:
    match of:
        case Anything():
            return True
        case Scalar(kind):
            return _is_of(kind, value)
        case Binary():
            return isinstance(value, str)
        case Enum(kind, values, is_open):
            return value in values or (is_open and _is_of(kind, value))
        case Const(const):
            return value == const and isinstance(value, bool) == isinstance(const, bool)
        case _:
            assert_never(of)


def _is_of(kind: ScalarKind, value: Json) -> bool:
    own = _KINDS.get(type(value))
    return own is kind or (kind is ScalarKind.NUMBER and own is ScalarKind.INTEGER)


def _is_of_a_variant(of: Union, value: Json, named: Named) -> bool:
    """A tag that the discriminator knows leaves only the variants that have it."""
    variants = of.variants
    if isinstance(value, dict):
        tag = value.get(of.discriminator)
        variants = tuple(one for one in variants if tag in one.tags) or variants
    return any(accepts(variant.type, value, named) for variant in variants)


def _has_properties(of: Object, value: dict[str, Json], named: Named) -> bool:
    for one in of.properties:
        if one.name not in value:
            if one.required:
                return False
        elif not (
            (one.nullable and value[one.name] is None) or accepts(one.type, value[one.name], named)
        ):
            return False
    known = {one.name for one in of.properties}
    further = [value[name] for name in value if name not in known]
    if of.extra is not None:
        return all(accepts(of.extra, one, named) for one in further)
    return not (of.closed and further)
