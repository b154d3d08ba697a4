"""What a value is of which nothing is known, said so that type checkers know of its parts too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import TypeIs


def is_object(value: object) -> TypeIs[Mapping[str, object]]:
    """Does JSON have it as an object?"""
    return isinstance(value, Mapping)


def is_iterable(value: object) -> TypeIs[Iterable[object]]:
    """Does it have items?"""
    return isinstance(value, Iterable)


def is_list(value: object) -> TypeIs[list[object]]:
    """Is it a list?"""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeIs[tuple[object, ...]]:
    """Is it a tuple?"""
    return isinstance(value, tuple)


def is_bytes(value: object) -> TypeIs[bytes | bytearray | memoryview[int]]:
    """Does it hold bytes itself?"""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_path(value: object) -> TypeIs[os.PathLike[str]]:
    """Is it a path, not a text that could be one?"""
    return isinstance(value, os.PathLike)
