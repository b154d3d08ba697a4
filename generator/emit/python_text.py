"""Texts as larger parts of Python: docstrings of a line's width, and tuples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from generator.escape import python_docstring, python_literal

_WIDTH = 96


def docstring(text: str, indent: int) -> str:
    """A docstring with its quotes, for a place that is `indent` deep; "" for a text without words.

    The first line takes the indent of the place, the others bring their own.
    """
    body = python_docstring(wrapped(text, _WIDTH - indent), indent)
    if not body:
        return ""
    closing = f"\n{' ' * indent}" if "\n" in body else ""
    return f'"""{body}{closing}"""'


def wrapped(text: str, width: int) -> str:
    """`text` with its own lines kept, but for the long ones, which are folded between words."""
    return "\n".join(
        line.rstrip()
        if len(line) <= width
        else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )


def tuple_literal(items: Iterable[str]) -> str:
    """A tuple of texts."""
    texts = [python_literal(item) for item in items]
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"
