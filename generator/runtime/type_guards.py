"""Type guards for values of unknown type; type checkers learn the types of their parts too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import decimal
    import uuid

    from typing_extensions import TypeIs


def is_object(value: object) -> TypeIs[Mapping[str, object]]:
    """Is it a mapping, which JSON writes as an object?"""
    return isinstance(value, Mapping)


def is_iterable(value: object) -> TypeIs[Iterable[object]]:
    """Is it iterable?"""
    return isinstance(value, Iterable)


def is_list(value: object) -> TypeIs[list[object]]:
    """Is it a list?"""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeIs[tuple[object, ...]]:
    """Is it a tuple?"""
    return isinstance(value, tuple)


def is_bytes(value: object) -> TypeIs[bytes | bytearray | memoryview[int]]:
    """Is it a bytes-like object?"""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_decimal(value: object) -> TypeIs[decimal.Decimal]:
    """Is it a decimal? The module is not imported for this check."""
    return _is_of(value, "decimal", "Decimal")


def is_uuid(value: object) -> TypeIs[uuid.UUID]:
    """Is it a UUID? The module is not imported for this check."""
    return _is_of(value, "uuid", "UUID")


def _is_of(value: object, module: str, name: str) -> bool:
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, name))


def is_path(value: object) -> TypeIs[os.PathLike[str]]:
    """Is it a path object? A string is not."""
    return isinstance(value, os.PathLike)
