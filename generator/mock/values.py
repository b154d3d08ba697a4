"""Values that a type allows: from a sample as far as it fits, and from the type where it doesn't.

The same type and sample give the same value; what would be inside itself is left out.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from rstr import Rstr

from generator.jsontypes import Json, JsonObject
from generator.mock.schemas import Schemas, Use, is_required
from generator.provider.model import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Limits,
    Map,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)

_BY_FORMAT = {
    "date-time": "2025-01-15T09:30:00Z",
    "date": "2025-01-15",
    "time": "09:30:00Z",
    "duration": "PT90S",
    "email": "someone@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "byte": "AAEC",
}
_MOMENT = 1736933400  # the same as a Unix time
_RICH = 3  # so many levels deep, an object has all its properties; below, those that are required


class Values:
    """Makes values for the types of one provider."""

    def __init__(self, schemas: Schemas, use: Use) -> None:
        self._schemas = schemas
        self._use = use

    def of(self, kind: Type) -> Json:
        """A value with all properties that aren't nested deep."""
        return self._made(kind, (), _RICH)

    def least(self, kind: Type) -> Json:
        """A value with nothing but what is required."""
        return self._made(kind, (), 0)

    def fitted(self, kind: Type, sample: Json) -> Json:
        """`sample`, with what doesn't fit `kind` in it replaced, and what is missing added."""
        return self._fitted(kind, sample, ())

    # --------------------------------------------------------------------- out of a sample

    def _fitted(self, kind: Type, sample: Json, within: tuple[str, ...]) -> Json:
        if self._schemas.fits(kind, self._use, sample):
            return sample
        match kind:
            case Nullable(of):
                return self._fitted(of, sample, within)
            case Ref(name) if within.count(name) < len(self._schemas.named):
                return self._fitted(self._schemas.named[name].type, sample, (*within, name))
            case Array(items) if isinstance(sample, list):
                fitted: Json = [self._fitted(items, one, within) for one in sample]
            case Object() if isinstance(sample, dict):
                fitted = self._fitted_object(kind, sample, within)
            case Union(variants) if isinstance(sample, dict):
                chosen = self._nearest(kind, variants, sample)
                fitted = self._fitted(chosen.type, sample, within)
            case _:
                return self._made(kind, within, 0)
        return fitted if self._schemas.fits(kind, self._use, fitted) else self._made(kind, (), 0)

    def _fitted_object(self, kind: Object, sample: JsonObject, within: tuple[str, ...]) -> Json:
        known = {one.name: one for one in kind.properties}
        fitted: JsonObject = {}
        for name, part in sample.items():
            if name in known:
                of = Nullable(known[name].type) if known[name].nullable else known[name].type
                if part is not None or known[name].nullable or known[name].required:
                    fitted[name] = self._fitted(of, part, within)
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

    def _made(self, kind: Type, within: tuple[str, ...], rich: int) -> Json:  # noqa: C901 - as above
        match kind:
            case Anything():
                return {}
            case Scalar():
                return _scalar(kind)
            case Binary():
                return "bytes"
            case Enum(values=values):
                return values[0]
            case Const(value):
                return value
            case Nullable(of):
                return None if self._is_inside(of, within) else self._made(of, within, rich)
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
                        return example
                if within.count(name) > 1:
                    return None
                return self._made(self._schemas.named[name].type, (*within, name), rich)

    def _variant(self, kind: Union, chosen: Variant, within: tuple[str, ...], rich: int) -> Json:
        made = self._made(chosen.type, within, rich)
        if isinstance(made, dict) and chosen.tags and kind.discriminator:
            tagged = {**made, kind.discriminator: chosen.tags[0]}
            if self._schemas.fits(chosen.type, self._use, tagged):
                return tagged
        return made

    def _array(self, kind: Array, within: tuple[str, ...], rich: int) -> Json:
        least = kind.limits.min_items or 0
        if self._is_inside(kind.items, within) and not least:
            return []
        one = self._made(kind.items, within, rich)
        rows: list[Json] = [one] * min(max(least, 1), kind.limits.max_items or max(least, 1))
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
        one = self._made(kind.values, within, rich)
        return {f"key{number or ''}": one for number in range(max(least, 1))}

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
                return example
        default = one.default.value if one.default else None
        if default is not None and self._schemas.fits(one.type, self._use, default):
            return default
        if one.nullable and self._is_inside(one.type, within):
            return None
        return self._made(one.type, within, rich)

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


def _scalar(kind: Scalar) -> Json:
    match kind.kind:
        case ScalarKind.STRING:
            return _string(kind)
        case ScalarKind.INTEGER:
            plain = _MOMENT if kind.format in ("unixtime", "timestamp") else 1
            return int(_number(kind.limits, plain, kind.limits.multiple_of or 1))
        case ScalarKind.NUMBER:
            return _number(kind.limits, 0.5, kind.limits.multiple_of or 0)
    return True


def _string(kind: Scalar) -> str:
    limits = kind.limits
    if limits.pattern:
        return _matching(limits.pattern)
    text = _BY_FORMAT.get(kind.format, "text")
    if kind.format in _BY_FORMAT:
        return text
    least, most = limits.min_length or 0, limits.max_length
    text = text.ljust(least, "x")
    return text if most is None else text[:most]


def _matching(pattern: str) -> str:
    """A text that a pattern matches, always the same one."""
    try:
        text: str = Rstr(random.Random(0)).xeger(pattern)  # noqa: S311 - no secret
    except Exception:
        return "text"
    return text


def _number(limits: Limits, plain: float, step: float) -> float:
    """The first number that the limits allow: the plain one, else one at or near a bound."""
    low = limits.minimum if limits.exclusive_minimum is None else limits.exclusive_minimum
    high = limits.maximum if limits.exclusive_maximum is None else limits.exclusive_maximum
    near = [plain]
    if low is not None:
        near += [low, low + (step or 1)]
    if high is not None:
        near += [high, high - (step or 1)]
    if low is not None and high is not None:
        near.append((low + high) / 2)
    if step:
        near += [math.ceil(one / step) * step for one in near]
        near = [one for one in near if one % step == 0]
    return next((one for one in near if _is_allowed(one, limits)), plain)


def _is_allowed(number: float, limits: Limits) -> bool:
    return (
        (limits.minimum is None or number >= limits.minimum)
        and (limits.maximum is None or number <= limits.maximum)
        and (limits.exclusive_minimum is None or number > limits.exclusive_minimum)
        and (limits.exclusive_maximum is None or number < limits.exclusive_maximum)
    )
