"""Values that a type of the model allows, made from the type alone."""

from __future__ import annotations

from collections.abc import Mapping

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

_SCALARS: Mapping[ScalarKind, Json] = {
    ScalarKind.STRING: "text",
    ScalarKind.INTEGER: 7,
    ScalarKind.NUMBER: 1.5,
    ScalarKind.BOOLEAN: True,
}


class Values:
    """Sample values for the types of one provider."""

    def __init__(self, types: Mapping[str, NamedType]) -> None:
        self._types = types

    def least(self, kind: Type) -> Json:
        """A value with only what is required."""
        return self._of(kind, everything=False, within=())

    def most(self, kind: Type) -> Json:
        """A value with all properties, but for those that would be inside themselves."""
        return self._of(kind, everything=True, within=())

    def is_bytes(self, kind: Type) -> bool:
        while isinstance(kind, Ref):
            kind = self._types[kind.name].type
        if isinstance(kind, Array):
            return self.is_bytes(kind.items)
        if isinstance(kind, Union):
            return self.is_bytes(kind.variants[0].type)
        return isinstance(kind, Binary)

    def _of(  # noqa: C901 - one case a kind of type
        self, kind: Type, *, everything: bool, within: tuple[str, ...]
    ) -> Json:
        match kind:
            case Anything():
                return {"any": [1, None]}
            case Scalar():
                return _SCALARS[kind.kind]
            case Binary():
                return "bytes"
            case Enum():
                return kind.values[-1]
            case Const():
                return kind.value
            case Array():
                return [self._of(kind.items, everything=everything, within=within)]
            case Map():
                return {"key": self._of(kind.values, everything=everything, within=within)}
            case Object():
                return {
                    part.name: self._of(part.type, everything=everything, within=within)
                    for part in kind.properties
                    if part.required or (everything and not _is_inside(part.type, within))
                }
            case Union():
                outside = [
                    variant.type
                    for variant in kind.variants
                    if not _is_inside(variant.type, within)
                ]
                return self._of(
                    (outside or [kind.variants[0].type])[0], everything=everything, within=within
                )
            case Nullable(of):
                return self._of(of, everything=everything, within=within)
            case Ref(name):
                if within.count(name) > 1:
                    return None
                return self._of(
                    self._types[name].type, everything=everything, within=(*within, name)
                )


def _is_inside(kind: Type, within: tuple[str, ...]) -> bool:
    """Does `kind` lead back, at once or through an array, to a type that is being made?"""
    match kind:
        case Ref(name):
            return name in within
        case Array():
            return _is_inside(kind.items, within)
        case Map():
            return _is_inside(kind.values, within)
        case Nullable(of):
            return _is_inside(of, within)
        case Union():
            return all(_is_inside(variant.type, within) for variant in kind.variants)
    return False
