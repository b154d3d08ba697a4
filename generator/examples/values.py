"""Values that a type allows: from a sample as far as it fits, and from the type where it doesn't.

The same type and sample give the same value; what would be inside itself is left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.examples.scalars import scalar
from generator.examples.validators import Schemas, Use, is_required
from generator.json_types import Json, JsonObject
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    Type,
    Union,
    Variant,
)

_RICH = 3  # so many levels deep, an object has all its properties; below, those that are required
# A type can ask for more than any machine has, and then gets less.
_MOST_PARTS = 20_000  # of a value
_MOST_ROWS = 1_000  # of an array or a map
_TEXT_OF_A_PART = 100  # letters that weigh as much as a part


class Values:
    """Makes values for the types of one provider."""

    def __init__(self, schemas: Schemas, use: Use) -> None:
        self._schemas = schemas
        self._use = use

    def of(self, kind: Type) -> Json:
        """A value with all properties that aren't nested deep."""
        return _Making(self._schemas, self._use).made(kind, (), _RICH)

    def flat(self, kind: Type) -> Json:
        """A value with all its own properties, and in each of them nothing but what is required."""
        return _Making(self._schemas, self._use).made(kind, (), 1)

    def least(self, kind: Type) -> Json:
        """A value with nothing but what is required."""
        return _Making(self._schemas, self._use).made(kind, (), 0)

    def fitted(self, kind: Type, sample: Json) -> Json:
        """`sample`, with what doesn't fit `kind` in it replaced, and what is missing added."""
        return _Making(self._schemas, self._use).fitted(kind, sample, ())


class _Making:
    """One value in the making; it is null where it would have too many parts."""

    def __init__(self, schemas: Schemas, use: Use) -> None:
        self._schemas = schemas
        self._use = use
        self._parts = 0

    # --------------------------------------------------------------------- out of a sample

    def fitted(self, kind: Type, sample: Json, within: tuple[str, ...]) -> Json:
        """`sample` as a `kind` as far as it fits, inside of the named types `within`."""
        if self._schemas.fits(kind, self._use, sample):
            return sample
        match kind:
            case Nullable(of):
                return self.fitted(of, sample, within)
            case Ref(name) if within.count(name) < len(self._schemas.named):
                return self.fitted(self._schemas.named[name].type, sample, (*within, name))
            case Array(items) if isinstance(sample, list):
                fitted: Json = [self.fitted(items, one, within) for one in sample]
            case Object() if isinstance(sample, dict):
                fitted = self._fitted_object(kind, sample, within)
            case Union(variants) if isinstance(sample, dict):
                chosen = self._nearest(kind, variants, sample)
                fitted = self.fitted(chosen.type, sample, within)
            case _:
                return self.made(kind, within, 0)
        return fitted if self._schemas.fits(kind, self._use, fitted) else self.made(kind, (), 0)

    def _fitted_object(self, kind: Object, sample: JsonObject, within: tuple[str, ...]) -> Json:
        known = {one.name: one for one in kind.properties}
        fitted: JsonObject = {}
        for name, part in sample.items():
            if name in known:
                of = Nullable(known[name].type) if known[name].nullable else known[name].type
                if part is not None or known[name].nullable or known[name].required:
                    fitted[name] = self.fitted(of, part, within)
            elif not kind.closed:
                fitted[name] = part
        for one in kind.properties:
            if is_required(one, self._use) and one.name not in fitted:
                fitted[one.name] = self._member(one, within, 0)
        return fitted

    def _nearest(self, kind: Union, variants: Sequence[Variant], sample: JsonObject) -> Variant:
        """The variant that the sample's tag names, else the one that knows most of its names."""
        tag = sample.get(kind.discriminator)
        for one in variants:
            if tag in one.tags:
                return one
        return max(variants, key=lambda one: len(self._names(one.type) & sample.keys()))

    def _names(self, kind: Type) -> set[str]:
        resolved = self._schemas.resolved(kind)
        return {one.name for one in resolved.properties} if isinstance(resolved, Object) else set()

    # --------------------------------------------------------------------------- out of types

    def made(self, kind: Type, within: tuple[str, ...], rich: int) -> Json:  # noqa: C901 - one case a kind of type
        """A value of `kind`, inside of the named types `within`; `rich` levels have all parts."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            return None
        match kind:
            case Anything():
                return {}
            case Scalar():
                return self._weighed(scalar(kind))
            case Binary():
                return "bytes"
            case Enum(values=values):
                return self._weighed(values[0])
            case Const(value):
                return self._weighed(value)
            case Nullable(of):
                return None if self._is_inside(of, within) else self.made(of, within, rich)
            case Array():
                return self._array(kind, within, rich)
            case Map():
                return self._map(kind, within, rich)
            case Object():
                return self._object(kind, within, rich)
            case Union(variants):
                outside = [one for one in variants if not self._is_inside(one.type, within)]
                return self._variant(kind, (outside or list(variants))[0], within, rich)
            case Ref(name):
                for example in self._schemas.named[name].examples:
                    if self._schemas.fits(kind, self._use, example):
                        return self._weighed(example)
                if within.count(name) > 1:
                    return None
                return self.made(self._schemas.named[name].type, (*within, name), rich)

    def _weighed(self, value: Json) -> Json:
        """A value that isn't made of parts: a long one is like many."""
        self._parts += len(json.dumps(value)) // _TEXT_OF_A_PART
        return value

    def _variant(self, kind: Union, chosen: Variant, within: tuple[str, ...], rich: int) -> Json:
        made = self.made(chosen.type, within, rich)
        if isinstance(made, dict) and chosen.tags and kind.discriminator:
            tagged = {**made, kind.discriminator: chosen.tags[0]}
            if self._schemas.fits(chosen.type, self._use, tagged):
                return tagged
        return made

    def _array(self, kind: Array, within: tuple[str, ...], rich: int) -> Json:
        least, most = kind.limits.min_items or 0, kind.limits.max_items
        if self._is_inside(kind.items, within) and not least:
            return []
        before = self._parts
        one = self.made(kind.items, within, rich)
        rows = [one] * self._count(
            max(least, 1) if most is None else min(max(least, 1), most), before
        )
        if kind.limits.unique_items and len(rows) > 1:
            rows = self._different(kind.items, one, len(rows))
        return rows

    def _different(self, items: Type, first: Json, count: int) -> list[Json]:
        resolved = self._schemas.resolved(items)
        if isinstance(resolved, Enum):
            return [*resolved.values[:count]]
        if isinstance(first, str):
            return [f"{first}{number or ''}" for number in range(count)]
        return list(range(count)) if isinstance(first, int) else [first]

    def _map(self, kind: Map, within: tuple[str, ...], rich: int) -> Json:
        least = kind.limits.min_properties or 0
        if self._is_inside(kind.values, within) and not least:
            return {}
        before = self._parts
        one = self.made(kind.values, within, rich)
        return {f"key{number or ''}": one for number in range(self._count(max(least, 1), before))}

    def _count(self, wanted: int, before: int) -> int:
        """How often a part stands that was made after `before` others; all of them are counted."""
        each = self._parts - before
        room = max((_MOST_PARTS - self._parts) // each, 0) + 1
        count = min(wanted, room, _MOST_ROWS)
        self._parts += each * max(count - 1, 0)
        return count

    def _object(self, kind: Object, within: tuple[str, ...], rich: int) -> Json:
        return {
            one.name: self._member(one, within, rich - 1)
            for one in kind.properties
            if self._has(one, within, rich)
        }

    def _has(self, one: Property, within: tuple[str, ...], rich: int) -> bool:
        if is_required(one, self._use):
            return True
        other_way = one.write_only if self._use is Use.ANSWER else one.read_only
        return rich > 0 and not other_way and not self._is_inside(one.type, within)

    def _member(self, one: Property, within: tuple[str, ...], rich: int) -> Json:
        for example in one.examples:
            if self._schemas.fits(one.type, self._use, example):
                return self._weighed(example)
        default = one.default.value if one.default else None
        if default is not None and self._schemas.fits(one.type, self._use, default):
            return self._weighed(default)
        if one.nullable and self._is_inside(one.type, within):
            return None
        return self.made(one.type, within, rich)

    def _is_inside(self, kind: Type, within: tuple[str, ...]) -> bool:
        """Does `kind` lead back, at once or through an array, to a type that is being made?"""
        match kind:
            case Ref(name):
                return name in within or self._is_union_inside(name, within)
            case Array(items):
                return self._is_inside(items, within)
            case Map(values):
                return self._is_inside(values, within)
            case Nullable(of):
                return self._is_inside(of, within)
            case Union(variants):
                return all(self._is_inside(one.type, within) for one in variants)
        return False

    def _is_union_inside(self, name: str, within: tuple[str, ...]) -> bool:
        kind = self._schemas.named[name].type
        return isinstance(kind, Union) and self._is_inside(kind, (*within, name))
