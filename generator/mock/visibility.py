"""Removes the members of a value that answers never contain: write-only ones."""

from __future__ import annotations

from generator.json_types import Json
from generator.lower.fields import merge_properties, variants_of
from generator.model.types import Array, Map, Object, Type
from generator.model.walk import NamedTypes


def drop_write_only(value: Json, kind: Type, types: NamedTypes) -> Json:
    """Returns `value`, which is a `kind`, without its write-only members at any depth."""
    if not isinstance(value, list | dict):
        return value
    find = types.__getitem__
    variants = variants_of(kind, find)
    if isinstance(value, list):
        items = next((one.items for one in variants if isinstance(one, Array)), None)
        return value if items is None else [drop_write_only(one, items, types) for one in value]
    known = {one.name: one for one in merge_properties(kind, find)}
    further = next((of for of in map(_type_of_further, variants) if of is not None), None)
    shown: dict[str, Json] = {}
    for name, part in value.items():
        if name not in known:
            shown[name] = part if further is None else drop_write_only(part, further, types)
        elif not known[name].write_only:
            shown[name] = drop_write_only(part, known[name].type, types)
    return shown


def _type_of_further(kind: Type) -> Type | None:
    match kind:
        case Map(values):
            return values
        case Object(extra=extra):
            return extra
        case _:
            return None
