"""Descriptions as docstrings: wrapped to a line's width, encoded, in their quotes."""

from __future__ import annotations

import textwrap

from generator.escape import python_docstring

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
