"""Collects the variants of a union, and builds one type from them.

Schemas come in with the keywords beside their oneOf or anyOf. A list of variants goes out, and one
type after `types` has lowered each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.lower.literals import Literals, find_literals, join_literals
from generator.lower.merge import MergedSchema, SchemaResolver, is_only_annotated
from generator.model.types import Anything, ScalarKind, Type, Union, Variant
from generator.openapi.model import Discriminator, Schema


@dataclass(frozen=True, slots=True)
class OpenUnion:
    """A union whose variants include the keywords that stood beside it."""

    variants: tuple[Schema, ...]
    discriminator: Discriminator | None
    exclusive: bool


def expand_union(resolver: SchemaResolver, merged: MergedSchema) -> OpenUnion | None:
    """Returns the union that `merged` is, or None if its unions add no structure.

    Rule U3: properties beside a union belong to each of its variants. Variants that only require
    some of those properties leave the object as it is. Without properties, what stands beside the
    union (`type: object`) is added to variants without a type, and references stay.
    Rule AL3: a variant that extends the schema by allOf has these properties already.
    """
    base = merged.base
    if base.enum or base.const is not None:
        return None
    unions = list(merged.unions)
    while unions:
        union = unions.pop(0)
        variants = _flatten(resolver, union)
        if not (base.properties and all(_adds_nothing(variant) for variant in variants)):
            rest = tuple(unions)
            return OpenUnion(
                tuple(_add_base(resolver, merged, rest, variant) for variant in variants),
                union.discriminator or base.discriminator,
                bool(union.one_of),
            )
    return None


def join_literal_variants(
    resolver: SchemaResolver, variants: Sequence[Schema]
) -> tuple[Schema | Literals, ...]:
    """Rule U4: variants that are values of one kind become one, in the place of the first.

    So `anyOf: [string, enum]` is an open enum, and two enums are one. A single such variant stays
    as it is, with its reference.
    """
    known = [find_literals(resolver, variant) for variant in variants]
    kinds: dict[ScalarKind, list[Literals]] = {}
    for found in known:
        if found is not None and found.kind is not ScalarKind.BOOLEAN:
            kinds.setdefault(found.kind, []).append(found)
    together = {kind: join_literals(found) for kind, found in kinds.items() if len(found) > 1}
    result: list[Schema | Literals] = []
    for variant, found in zip(variants, known, strict=True):
        if found is None or found.kind not in kinds or len(kinds[found.kind]) < 2:
            result.append(variant)
        elif found.kind in together:
            result.append(together.pop(found.kind))
    return tuple(result)


def splice_union(variant: Variant) -> Iterable[Variant]:
    """Rule U5: a union inside a union is part of it, unless its discriminator would be lost."""
    inner = variant.type
    is_chosen = variant.tags or variant.is_default
    if isinstance(inner, Union) and not inner.discriminator and not is_chosen:
        return inner.variants
    return (variant,)


def build_union(variants: Sequence[Variant], discriminator: str, *, exclusive: bool) -> Type:
    """Builds one type of `variants`: equal ones are merged, and a single one is no union."""
    same: dict[str, Variant] = {}
    for variant in variants:
        key = repr(
            variant.type
        )  # unlike `==`, tells 1 from true; unlike hash(), works for any default
        first = same.setdefault(key, variant)
        if first is not variant:
            tags = tuple(dict.fromkeys((*first.tags, *variant.tags)))
            is_default = first.is_default or variant.is_default
            same[key] = replace(first, tags=tags, is_default=is_default)
    different = tuple(same.values())
    if not different:
        return Anything()
    if len(different) == 1:
        return different[0].type
    return Union(different, discriminator, exclusive)


def _flatten(resolver: SchemaResolver, union: Schema) -> tuple[Schema, ...]:
    """Returns the variants of `union` and of nested unions without another discriminator."""
    found: list[Schema] = []
    waiting = list(reversed(union.one_of or union.any_of))
    while waiting:
        variant = waiting.pop()
        resolver.count_step(variant)
        inner = variant.one_of or variant.any_of
        other = variant.discriminator not in (None, union.discriminator)
        if (
            inner
            and not other
            and variant.ref is None
            and not variant.all_of
            and not (variant.one_of and variant.any_of)
            and not variant.types
            and is_only_annotated(variant)
        ):
            waiting.extend(reversed(inner))
        else:
            found.append(variant)
    return tuple(found)


def _add_base(
    resolver: SchemaResolver, merged: MergedSchema, rest: tuple[Schema, ...], variant: Schema
) -> Schema:
    """Returns `variant` with the keywords beside its union, if they apply to it."""
    base = merged.base
    if not rest and resolver.extends(variant, base.pointer):
        return variant  # rule AL3
    if base.properties or isinstance(base.additional, Schema) or rest:
        own = tuple(
            replace(part, one_of=(), any_of=(), discriminator=None) for part in merged.parts
        )
        return Schema(
            variant.pointer,
            title=variant.title,
            description=variant.description,
            all_of=(*own, *rest, variant),
        )
    untyped = variant.ref is None and not variant.types and not variant.all_of
    if untyped and not (variant.one_of or variant.any_of) and _restricts_values(base):
        added = resolver.merge(Schema(variant.pointer, all_of=(base, variant))).base
        return replace(added, title=variant.title, description=variant.description)
    return variant


def _restricts_values(base: Schema) -> bool:
    return bool(base.types) or not is_only_annotated(base)


def _adds_nothing(variant: Schema) -> bool:
    return (
        variant.ref is None
        and variant.types in ((), ("object",))
        and not (variant.properties or variant.all_of or variant.one_of or variant.any_of)
        and variant.additional is None
        and variant.items is None
    )
