"""Makes values that a type allows, from a sample as far as it fits, else from the type.

The same type and sample always give the same value. A recursive type ends at its second level.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.examples.scalars import make_scalar
from generator.examples.simple_values import simple_value
from generator.examples.validators import Use, Validators, is_required
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

FILE_NAME = "file.bin"
"""Stands for a file in a request."""

# An object has all its properties down to this depth, and the required ones below.
_FULL_LEVELS = 3
# Limits on values: a type can ask for more than memory holds.
_MOST_PARTS = 20_000  # of one value
_MOST_ROWS = 1_000  # of an array or a map
_TEXT_OF_A_PART = 100  # characters of a text that count as one part


class ExampleValues:
    """Makes values for the types of one provider."""

    def __init__(self, validators: Validators, use: Use) -> None:
        self._validators = validators
        self._use = use

    def make(self, kind: Type) -> Json:
        """Returns a value with all properties, except deeply nested ones."""
        return _ValueBuilder(self._validators, self._use).build(kind, (), _FULL_LEVELS)

    def make_flat(self, kind: Type) -> Json:
        """Returns a value with all its own properties, each with required ones only."""
        return _ValueBuilder(self._validators, self._use).build(kind, (), 1)

    def make_minimal(self, kind: Type) -> Json:
        """Returns a value with required properties only."""
        return _ValueBuilder(self._validators, self._use).build(kind, (), 0)

    def fit(self, kind: Type, sample: Json) -> Json:
        """Returns `sample` with parts that don't fit `kind` replaced, and missing parts added.

        A missing part that may be null is null.
        """
        return _ValueBuilder(self._validators, self._use).fit(kind, sample, ())


class _ValueBuilder:
    """Builds one value; a part is null if the value already has too many."""

    def __init__(self, validators: Validators, use: Use) -> None:
        self._validators = validators
        self._use = use
        self._parts = 0

    # -------------------------------------------------------------------- from a sample

    def fit(self, kind: Type, sample: Json, within: tuple[str, ...]) -> Json:
        """Fits `sample` to `kind`; `within` are the named types that enclose it."""
        if self._validators.fits(kind, self._use, sample):
            return sample
        match kind:
            case Nullable(of):
                return self.fit(of, sample, within)
            case Ref(name) if within.count(name) < len(self._validators.types):
                return self.fit(self._validators.types[name].type, sample, (*within, name))
            case Array(items) if isinstance(sample, list) and not kind.places:
                fitted: Json = [self.fit(items, one, within) for one in sample]
            case Object() if isinstance(sample, dict):
                fitted = self._fit_object(kind, sample, within)
            case Union(variants) if isinstance(sample, dict):
                chosen = self._nearest_variant(kind, variants, sample)
                fitted = self.fit(chosen.type, sample, within)
            case _:
                return self.build(kind, within, 0)
        return fitted if self._validators.fits(kind, self._use, fitted) else self.build(kind, (), 0)

    def _fit_object(self, kind: Object, sample: JsonObject, within: tuple[str, ...]) -> Json:
        known = {one.name: one for one in kind.properties}
        fitted: JsonObject = {}
        for name, part in sample.items():
            if name in known:
                of = Nullable(known[name].type) if known[name].nullable else known[name].type
                if part is not None or known[name].nullable or known[name].required:
                    fitted[name] = self.fit(of, part, within)
            elif not kind.closed:
                fitted[name] = part
        for one in kind.properties:
            if is_required(one, self._use) and one.name not in fitted:
                missing = None if one.nullable else self._build_member(one, within, 0)
                fitted[one.name] = missing
        return fitted

    def _nearest_variant(
        self, kind: Union, variants: Sequence[Variant], sample: JsonObject
    ) -> Variant:
        """Returns the variant that the tag names, else the one that shares most property names."""
        tag = sample.get(kind.discriminator)
        for one in variants:
            if tag in one.tags:
                return one
        return max(variants, key=lambda one: len(self._property_names(one.type) & sample.keys()))

    def _property_names(self, kind: Type) -> set[str]:
        resolved = self._validators.resolve(kind)
        return {one.name for one in resolved.properties} if isinstance(resolved, Object) else set()

    # --------------------------------------------------------------------------- from types

    def build(self, kind: Type, within: tuple[str, ...], full_levels: int) -> Json:  # noqa: C901 - one case a kind of type
        """Builds a value of `kind`; `within` are the named types that enclose it."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            return None
        match kind:
            case Anything():
                return {}
            case Scalar():
                return self._count_size(make_scalar(kind))
            case Binary():
                return FILE_NAME if self._use is Use.REQUEST else "bytes"
            case Enum() | Const():
                return self._count_size(simple_value(kind))
            case Nullable(of):
                return None if self._is_inside(of, within) else self.build(of, within, full_levels)
            case Array() if kind.places:
                return self._build_places(kind, within, full_levels)
            case Array():
                return self._build_array(kind, within, full_levels)
            case Map():
                return self._build_map(kind, within, full_levels)
            case Object():
                return self._build_object(kind, within, full_levels)
            case Union(variants):
                outside = [one for one in variants if not self._is_inside(one.type, within)]
                return self._build_variant(
                    kind, (outside or list(variants))[0], within, full_levels
                )
            case Ref(name):
                for example in self._validators.types[name].examples:
                    if self._validators.fits(kind, self._use, example):
                        return self._count_size(example)
                if within.count(name) > 1:
                    return None
                return self.build(self._validators.types[name].type, (*within, name), full_levels)

    def _count_size(self, value: Json) -> Json:
        """Counts a value without parts: a long text counts as many parts."""
        self._parts += len(json.dumps(value)) // _TEXT_OF_A_PART
        return value

    def _build_variant(
        self, kind: Union, chosen: Variant, within: tuple[str, ...], full_levels: int
    ) -> Json:
        made = self.build(chosen.type, within, full_levels)
        if isinstance(made, dict) and chosen.tags and kind.discriminator:
            tagged = {**made, kind.discriminator: chosen.tags[0]}
            if self._validators.fits(chosen.type, self._use, tagged):
                return tagged
        return made

    def _build_places(self, kind: Array, within: tuple[str, ...], full_levels: int) -> Json:
        """Builds a value for each place of an array, and as many further ones as it needs."""
        count = max(len(kind.places), min(kind.limits.min_items or 0, _MOST_ROWS))
        if kind.limits.max_items is not None:
            count = min(count, kind.limits.max_items)
        types = [place.type for place in kind.places]
        types += [kind.rest or Anything()] * (count - len(types))
        return [self.build(of, within, full_levels) for of in types[:count]]

    def _build_array(self, kind: Array, within: tuple[str, ...], full_levels: int) -> Json:
        least, most = kind.limits.min_items or 0, kind.limits.max_items
        if self._is_inside(kind.items, within) and not least:
            return []
        before = self._parts
        one = self.build(kind.items, within, full_levels)
        rows = [one] * self._limit_count(
            max(least, 1) if most is None else min(max(least, 1), most), before
        )
        if kind.limits.unique_items and len(rows) > 1:
            rows = self._build_unique(kind.items, one, len(rows))
        return rows

    def _build_unique(self, items: Type, first: Json, count: int) -> list[Json]:
        resolved = self._validators.resolve(items)
        if isinstance(resolved, Enum):
            return [*resolved.values[:count]]
        if isinstance(first, str):
            return [f"{first}{number or ''}" for number in range(count)]
        return list(range(count)) if isinstance(first, int) else [first]

    def _build_map(self, kind: Map, within: tuple[str, ...], full_levels: int) -> Json:
        least = kind.limits.min_properties or 0
        if self._is_inside(kind.values, within) and not least:
            return {}
        before = self._parts
        one = self.build(kind.values, within, full_levels)
        return {
            f"key{number or ''}": one for number in range(self._limit_count(max(least, 1), before))
        }

    def _limit_count(self, wanted: int, before: int) -> int:
        """Counts as many copies of a part as fit; `before` is the number of parts without it."""
        each = self._parts - before
        room = max((_MOST_PARTS - self._parts) // each, 0) + 1
        count = min(wanted, room, _MOST_ROWS)
        self._parts += each * max(count - 1, 0)
        return count

    def _build_object(self, kind: Object, within: tuple[str, ...], full_levels: int) -> Json:
        return {
            one.name: self._build_member(one, within, full_levels - 1)
            for one in kind.properties
            if self._is_included(one, within, full_levels)
        }

    def _is_included(self, one: Property, within: tuple[str, ...], full_levels: int) -> bool:
        if is_required(one, self._use):
            return True
        other_way = one.write_only if self._use is Use.ANSWER else one.read_only
        return full_levels > 0 and not other_way and not self._is_inside(one.type, within)

    def _build_member(self, one: Property, within: tuple[str, ...], full_levels: int) -> Json:
        for example in one.examples:
            if self._validators.fits(one.type, self._use, example):
                return self._count_size(example)
        default = one.default.value if one.default else None
        if default is not None and self._validators.fits(one.type, self._use, default):
            return self._count_size(default)
        if one.nullable and self._is_inside(one.type, within):
            return None
        return self.build(one.type, within, full_levels)

    def _is_inside(self, kind: Type, within: tuple[str, ...]) -> bool:
        """Does `kind` lead, directly or through an array, to a type that is being built?"""
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
        kind = self._validators.types[name].type
        return isinstance(kind, Union) and self._is_inside(kind, (*within, name))
