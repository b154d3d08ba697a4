"""The variants of unions: those of inner unions included, and as the client's models declare them.

Flat types come in, variants go out. A name is looked up in the mapping that the caller gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.model.types import NamedType, Object, Ref, Type, Union, Variant
from generator.model.walk import NamedTypes


def has_objects(union: Union, types: NamedTypes) -> bool:
    """Is a variant an object, or a union that has one?"""
    return any(isinstance(leaf.type, Object) for leaf in walk_leaves(union, types, resolve=True))


def walk_leaves(union: Union, types: NamedTypes, *, resolve: bool = False) -> Iterator[Variant]:
    """Yields the variants of a union, with those of an inner union in its place.

    With `resolve`, the type of a variant is what its reference stands for.

    Rule C2: the tags of an inner union count where both unions have the same discriminator. Its
    default variant counts if the inner union is the default too.
    """
    yield from _walk(union, types, set(), resolve=resolve)


def _walk(union: Union, types: NamedTypes, seen: set[str], *, resolve: bool) -> Iterator[Variant]:
    for variant in union.variants:
        target = _target(variant.type, types, seen)
        if isinstance(target, Union):
            is_same = target.discriminator == union.discriminator
            for leaf in _walk(target, types, seen, resolve=resolve):
                tags = leaf.tags if is_same else ()
                is_default = is_same and leaf.is_default and variant.is_default
                yield replace(leaf, tags=tags, is_default=is_default)
        elif target is not None:
            yield replace(variant, type=target) if resolve else variant


def _target(type_: Type, types: NamedTypes, seen: set[str]) -> Type | None:
    """Returns the end of a chain of references, or None for a union that was `seen` before."""
    while isinstance(type_, Ref):
        if type_.name in seen:
            return None
        target = types[type_.name].type
        if isinstance(target, Union):
            seen.add(type_.name)
        type_ = target
    return type_


def settle_union(named: NamedType, types: NamedTypes) -> NamedType:
    """Returns a union of objects as its model declares it, and any other type as it is.

    Rule C12: a union takes in the variants of unions among its own; a tag names one variant.

    A value is then matched by one union, with one fallback. References come first: `OneOf` counts
    them, and Python merges other variants that are equal.
    """
    if not isinstance(named.type, Union) or not has_objects(named.type, types):
        return named
    found = tuple(walk_leaves(named.type, types))
    refs: dict[Ref, Variant] = {}
    for leaf in found:
        if isinstance(leaf.type, Ref):
            refs.setdefault(leaf.type, leaf)
    leaves = (*refs.values(), *(leaf for leaf in found if not isinstance(leaf.type, Ref)))
    uses = Counter(tag for leaf in leaves for tag in set(leaf.tags))
    variants = tuple(
        replace(leaf, tags=tuple(tag for tag in leaf.tags if uses[tag] == 1)) for leaf in leaves
    )
    return replace(named, type=replace(named.type, variants=variants))
