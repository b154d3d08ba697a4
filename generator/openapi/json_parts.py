"""Returns a JSON value as the type that it should have, or an empty value of that type.

This keeps the readers of a document simple: the validator reports values of a wrong type.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonObject
from generator.openapi.pointers import child


def mapping(value: Json) -> JsonObject:
    """Returns `value` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: Json) -> str:
    """Returns `value` if it is a string, else the empty string."""
    return value if isinstance(value, str) else ""


def texts(value: Json) -> tuple[str, ...]:
    """Returns the strings of the list `value`; none if it isn't a list."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def whole(value: Json) -> int | None:
    """Returns `value` if it is an integer; 3.0 counts as one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def number(value: Json) -> int | float | None:
    """Returns `value` if it is a number; true and false are not."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def entries(pointer: str, value: Json) -> Iterator[tuple[str, str, Json]]:
    """Yields pointer, key and value of each entry of a mapping; nothing for any other value."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield child(pointer, key), key, part


def elements(pointer: str, value: Json) -> Iterator[tuple[str, Json]]:
    """Yields pointer and value of each element of a list; nothing for any other value."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield child(pointer, index), part
