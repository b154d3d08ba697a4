"""Takes parts of a JSON value as the type that they should have, or as nothing.

The readers of a spec stay plain this way: what has the wrong type is the validator's to report.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonObject
from generator.openapi.pointers import child


def mapping(value: Json) -> JsonObject:
    """`value` if it is a mapping; else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: Json) -> str:
    """`value` if it is text; else the empty text."""
    return value if isinstance(value, str) else ""


def texts(value: Json) -> tuple[str, ...]:
    """The texts of the list `value`; of anything else none."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def whole(value: Json) -> int | None:
    """`value` if it is a whole number; 3.0 is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def number(value: Json) -> int | float | None:
    """`value` if it is a number, which true and false are not."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def entries(pointer: str, value: Json) -> Iterator[tuple[str, str, Json]]:
    """Pointer, key and value of each entry of the mapping `value`; of anything else none."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield child(pointer, key), key, part


def elements(pointer: str, value: Json) -> Iterator[tuple[str, Json]]:
    """Pointer and value of each element of the list `value`; of anything else none."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield child(pointer, index), part
