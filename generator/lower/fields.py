"""Computes the columns of a SELECT, and the properties of a body that may be a union.

Types of the model come in; properties and fields go out, in spec order or in page order. `paths`
finds the rows in a response.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.lower.literals import Literals, group_by_kind, join_literals, literal_type
from generator.lower.types import strip_null
from generator.lower.unions import build_union, splice_union
from generator.model.methods import Field
from generator.model.types import (
    Array,
    Const,
    Enum,
    Nullable,
    Object,
    Origin,
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.model.walk import FindType, follow
from generator.vocabulary import Limits

_FIRST = ("id", "name", "description")
NAMELESS = "contents"  # the column of rows that aren't objects


def page_fields(rows: Type, find: FindType, place: str, origin: Origin) -> tuple[Field, ...]:
    """Returns the columns of a SELECT with rows of type `rows`, in page order.

    Rule F1: an array counts as its items. The columns are the properties of an object, or the
    merged properties of all variants that are objects. Write-only properties are no columns.
    Rule F2: `id`, `name` and `description` come first, then the rest by code point.
    Rule F3: rows that aren't objects, or that have no known properties, have one column. Its name
    is `place` (the property that holds the rows), or `contents` if they are the whole response.
    """
    row = follow(rows, find)
    if isinstance(row, Array):
        row = row.items
    properties = merge_properties(row, find)
    if not properties:
        nullable = isinstance(row, Nullable)
        return (Field(place or NAMELESS, strip_null(row), nullable, "", False, origin),)
    columns = (
        Field(
            name=p.name,
            type=p.type,
            nullable=p.nullable,
            description=p.description,
            deprecated=p.deprecated,
            origin=p.origin,
            examples=p.examples,
            conditions=p.conditions,
        )
        for p in properties
        if not p.write_only
    )
    return tuple(sorted(columns, key=_page_order))


def merge_properties(of: Type, find: FindType) -> tuple[Property, ...]:
    """Returns the properties of an object, or of all object variants of a union, in spec order.

    Rule F4: properties with the same name are merged. The merged property has any of their types,
    is nullable if one of them is, is required if every object variant requires it, and takes the
    first description.
    """
    objects = tuple(variant for variant in variants_of(of, find) if isinstance(variant, Object))
    if len(objects) == 1:
        return objects[0].properties
    same_name: dict[str, list[Property]] = {}
    for variant in objects:
        for one in variant.properties:
            same_name.setdefault(one.name, []).append(one)
    return tuple(_merge_same_name(same, len(objects)) for same in same_name.values())


def variants_of(of: Type, find: FindType) -> tuple[Type, ...]:
    """Returns `of`, or all its variants, with references and unions resolved."""
    found: list[Type] = []
    seen: set[str] = set()
    waiting = [of]
    while waiting:
        match waiting.pop():
            case Ref(name):
                if name not in seen:
                    seen.add(name)
                    waiting.append(find(name).type)
            case Nullable(inner):
                waiting.append(inner)
            case Union(variants):
                waiting.extend(variant.type for variant in reversed(variants))
            case end:
                found.append(end)
    return tuple(found)


def join_types(types: Iterable[Type]) -> Type:
    """Joins types into one: equal types, and literals of one kind, are merged."""
    inner = (variant.type for one in types for variant in splice_union(Variant(one)))
    different = tuple({repr(part): part for part in inner}.values())
    known = [_known_values(one) for one in different]
    kinds: dict[ScalarKind, list[Literals]] = {}
    for found in known:
        if found is not None:
            kinds.setdefault(found.kind, []).append(found)
    variants: list[Variant] = []
    for one, found in zip(different, known, strict=True):
        if found is None:
            variants.append(Variant(one))
        elif same_kind := kinds.pop(found.kind, None):
            variants.append(
                Variant(one if len(same_kind) == 1 else literal_type(join_literals(same_kind)))
            )
    return build_union(variants, "", exclusive=False)


def _known_values(of: Type) -> Literals | None:
    match of:
        case Const(value) if not isinstance(value, bool):
            kinds = group_by_kind((value,), ())
            return kinds[0] if kinds else None
        case Enum(kind, values, is_open):
            return Literals(kind, values, is_open)
        case Scalar(ScalarKind.STRING | ScalarKind.INTEGER as kind, "", limits):
            return Literals(kind, (), True) if limits == Limits() else None
        case _:
            return None


def _merge_same_name(same: Sequence[Property], objects: int) -> Property:
    first = same[0]
    if len(same) == 1:
        return first if objects == 1 else replace(first, required=False)
    is_deprecated = all(one.deprecated for one in same)
    return replace(
        first,
        type=join_types(one.type for one in same),
        nullable=any(one.nullable for one in same),
        required=len(same) == objects and all(one.required for one in same),
        description=next((one.description for one in same if one.description), ""),
        default=first.default if all(one.default == first.default for one in same) else None,
        read_only=all(one.read_only for one in same),
        write_only=all(one.write_only for one in same),
        deprecated=is_deprecated,
        examples=next((one.examples for one in same if one.examples), ()),
        deprecation_reason=first.deprecation_reason if is_deprecated else "",
    )


def _page_order(field: Field) -> tuple[int, str]:
    return (_FIRST.index(field.name) if field.name in _FIRST else len(_FIRST), field.name)
