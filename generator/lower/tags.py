"""Finds the property that tells the variants of a union apart, and its values.

The schemas of a union come in; the discriminator's values go out. They are declared in the spec, or
found in constants that every object variant requires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.lower.literals import find_literals
from generator.lower.merge import MergedSchema, SchemaResolver
from generator.lower.type_names import spec_name
from generator.model.types import ScalarKind
from generator.openapi.model import Discriminator, Schema

_HOPS = 50  # nested unions; a variant below more of them has no tag


@dataclass(frozen=True, slots=True)
class _Bound:
    """The strings that a property may be; `certain` if it is required and never null."""

    tags: tuple[str, ...]
    certain: bool


_UNBOUND = _Bound((), False)


class TagFinder:
    """Finds tags for one document, and caches the result of each referenced schema."""

    def __init__(self, resolver: SchemaResolver) -> None:
        self._resolver = resolver
        self._known: dict[tuple[str, str], _Bound] = {}

    def find_tags(
        self, discriminator: Discriminator | None, variants: Sequence[Schema]
    ) -> tuple[str, tuple[tuple[str, ...], ...]]:
        """Returns the property that tells `variants` apart, or "", and the tags of each variant."""
        if discriminator is None:
            return self._inferred_tags(variants)
        tags = self._declared_tags(discriminator, variants)
        return (discriminator.property_name if any(tags) else ""), tags

    def _declared_tags(
        self, discriminator: Discriminator, variants: Sequence[Schema]
    ) -> tuple[tuple[str, ...], ...]:
        """Returns the tags of each variant under a discriminator that the spec declares.

        Rule U1: a variant's tags are those that the mapping gives its reference, else the constants
        of the property in the variant, else its component's name (OpenAPI 3.1 §4.8.25).
        """
        name = discriminator.property_name
        found: list[tuple[str, ...]] = []
        for variant in variants:
            mapped = tuple(tag for tag, pointer in discriminator.mapping if pointer == variant.ref)
            constants = mapped or self._bound(variant, name, 0).tags
            if not constants and variant.ref and self._is_object(variant):
                constants = (spec_name(variant.ref),)
            found.append(constants)
        return tuple(found)

    def _inferred_tags(self, variants: Sequence[Schema]) -> tuple[str, tuple[tuple[str, ...], ...]]:
        """Returns a property that tells object variants apart without a declared discriminator.

        Rule U2: the first property of the first object variant that every object variant requires
        with its own constant or closed enum. There are at least two object variants. Without such a
        property, the name is empty.
        """
        objects = [variant for variant in variants if self._is_object(variant)]
        nothing: tuple[tuple[str, ...], ...] = tuple(() for _ in variants)
        if len(objects) < 2:
            return "", nothing
        for name in self._candidates(objects[0]):
            bounds = [self._bound(variant, name, 0) for variant in objects]
            flat = [tag for bound in bounds for tag in bound.tags]
            if all(bound.tags and bound.certain for bound in bounds) and _differ(flat):
                tags = dict(zip(map(id, objects), (bound.tags for bound in bounds), strict=True))
                return name, tuple(tags.get(id(variant), ()) for variant in variants)
        return "", nothing

    def _candidates(self, variant: Schema) -> tuple[str, ...]:
        leaf = self._first_leaf(variant)
        names = (entry.name for entry in leaf.base.properties)
        return tuple(name for name in names if name in leaf.base.required)

    def _is_object(self, schema: Schema) -> bool:
        base = self._first_leaf(schema).base
        return bool(base.properties) or "object" in base.types

    def _first_leaf(self, schema: Schema) -> MergedSchema:
        """Returns `schema`, or its first variant that isn't a union, at any depth."""
        merged = self._resolver.merge(schema)
        for _ in range(_HOPS):
            if merged.base.types or merged.base.properties or not merged.unions:
                break
            union = merged.unions[0]
            merged = self._resolver.merge((union.one_of or union.any_of)[0])
        return merged

    def _bound(self, schema: Schema, name: str, hops: int) -> _Bound:
        """Returns the strings that property `name` may be; none if any text is allowed."""
        if schema.ref is None:
            return self._own_bound(schema, name, hops)
        key = (schema.ref, name)
        if key not in self._known:
            self._known[key] = _UNBOUND  # a union that refers to itself adds no tag
            self._known[key] = self._own_bound(schema, name, hops)
        return self._known[key]

    def _own_bound(self, schema: Schema, name: str, hops: int) -> _Bound:
        merged = self._resolver.merge(schema)
        for entry in merged.base.properties:
            if entry.name == name:
                known = find_literals(self._resolver, entry.schema)
                if known is None or known.open or known.kind is not ScalarKind.STRING:
                    return _UNBOUND
                certain = name in merged.base.required
                certain = certain and not self._resolver.is_nullable(entry.schema)
                return _Bound(tuple(str(value) for value in known.values), certain)
        if len(merged.unions) != 1 or hops > _HOPS:
            return _UNBOUND
        union = merged.unions[0]
        found = [self._bound(variant, name, hops + 1) for variant in union.one_of or union.any_of]
        if not all(bound.tags for bound in found):
            return _UNBOUND
        tags = dict.fromkeys(tag for bound in found for tag in bound.tags)
        return _Bound(tuple(tags), all(bound.certain for bound in found))


def _differ(tags: list[str]) -> bool:
    return len(set(tags)) == len(tags)
