"""Is an argument sent as a file part?"""

from __future__ import annotations

from generator.model.types import Array, Binary, Type, Union
from generator.model.walk import NamedTypes, resolved


def is_file(kind: Type, types: NamedTypes) -> bool:
    match resolved(kind, types):
        case Binary():
            return True
        case Array(items):
            return is_file(items, types)
        case Union(variants):
            return any(is_file(variant.type, types) for variant in variants)
    return False
