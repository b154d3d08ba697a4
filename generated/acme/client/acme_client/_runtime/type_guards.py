"""Type guards for values of unknown type; type checkers learn the types of their parts too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def is_path(value: object) -> TypeIs[os.PathLike[str]]:
    """Is it a path object? A string is not."""
    return isinstance(value, os.PathLike)
