"""Ways through the model: what a `Ref` stands for, all methods, the kind of a literal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from generator.json_types import JsonScalar
from generator.model.provider import Provider
from generator.model.types import NamedType, Nullable, Ref, ScalarKind, Type

NamedTypes: TypeAlias = Mapping[str, NamedType]

_KINDS = {
    str: ScalarKind.STRING,
    bool: ScalarKind.BOOLEAN,
    int: ScalarKind.INTEGER,
    float: ScalarKind.NUMBER,
}


def named_types(provider: Provider) -> NamedTypes:
    """What a `Ref` of this provider can name."""
    return {named.name: named for named in provider.types}


def resolved(type_: Type, types: NamedTypes) -> Type:
    """What a type stands for, null aside; a `Ref` where references come back to themselves."""
    seen: set[str] = set()
    while isinstance(type_, Ref | Nullable):
        if isinstance(type_, Nullable):
            type_ = type_.of
        elif type_.name in seen:
            break
        else:
            seen.add(type_.name)
            type_ = types[type_.name].type
    return type_


def kind_of(value: JsonScalar) -> ScalarKind | None:
    """The kind of a literal value; None for null."""
    return _KINDS.get(type(value))
