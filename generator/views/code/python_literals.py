"""Writes JSON values as Python on several lines, laid out as ruff formats them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.escape import python_literal
from generator.json_types import Json

_STEP = 4
_WORD = re.compile(r"\S*\s*")


def literal_lines(value: Json, column: int, indent: int, width: int) -> str:
    """Returns a literal that starts at `column` of a line with `indent`, and a comma follows.

    Rule DX3: a value that is too long for its line has a line for each of its parts. A long text
    is divided between words, in parentheses.
    """
    flat = python_literal(value)
    if column + len(flat) < width:
        return flat
    inner = indent + _STEP
    if isinstance(value, str) and " " in value:
        parts, ends = [*map(python_literal, _divide(value, width - inner))], "()"
    elif isinstance(value, dict) and value:
        parts, ends = [f"{line}," for line in _members(value, inner, width)], "{}"
    elif isinstance(value, list) and value:
        parts, ends = [f"{literal_lines(one, inner, inner, width)}," for one in value], "[]"
    else:
        return flat
    lines = (f"{' ' * inner}{part}" for part in parts)
    return "\n".join((ends[0], *lines, f"{' ' * indent}{ends[1]}"))


def _members(value: dict[str, Json], indent: int, width: int) -> Iterator[str]:
    for name, one in value.items():
        key = python_literal(name)
        yield f"{key}: {literal_lines(one, indent + len(key) + 2, indent, width)}"


def _divide(text: str, width: int) -> Iterator[str]:
    """Yields parts of a text whose literals fit `width`; a line end of the text ends a part."""
    part = ""
    for word in _WORD.findall(text):
        if part and (part.endswith("\n") or len(python_literal(part + word)) > width):
            yield part
            part = ""
        part += word
    if part:
        yield part
