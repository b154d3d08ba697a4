"""Texts as larger parts of Python: docstrings of a line's width, and tuples."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from generator.escape import python_docstring, python_literal
from generator.views.text.links import resolved_links
from generator.views.text.prose import paragraphs

_WIDTH = 96
_ITEM = re.compile(r"(?:-|\d{1,9}[.)])[ ]")
# Code, tables, headings and quotations.
_LINES_THAT_STAY = re.compile(r"^(?: {4}|\t| {0,3}(?:```|~~~|\||#|>))", re.M)


def docstring(text: str, indent: int) -> str:
    """A docstring with its quotes, for a place that is `indent` deep; "" for a text without words.

    The first line takes the indent of the place, the others bring their own.
    """
    body = python_docstring(wrapped(text, _WIDTH - indent), indent)
    if not body:
        return ""
    closing = f"\n{' ' * indent}" if "\n" in body else ""
    return f'"""{body}{closing}"""'


def description(text: str, site: str, indent: int) -> str:
    """A docstring of a vendor's prose, whose links lead to its `site`."""
    return docstring(laid_out(resolved_links(text, site), _WIDTH - indent), indent)


def laid_out(text: str, width: int) -> str:
    """Prose as paragraphs and list items that are folded anew.

    A text with code, a table, a heading or a quotation keeps its lines.
    """
    if _LINES_THAT_STAY.search(text):
        return wrapped(text, width)
    blocks: list[str] = []
    for part in paragraphs(text, "-"):
        is_item = bool(_ITEM.match(part))
        blocks.append(("\n" if is_item else "\n\n") if blocks else "")
        blocks.append(_folded(part, width, "  " if is_item else ""))
    return "".join(blocks)


def wrapped(text: str, width: int) -> str:
    """`text` with its own lines kept, but for the long ones, which are folded between words."""
    return "\n".join(
        line.rstrip()
        if len(line) <= width
        else _folded(line, width, line[: len(line) - len(line.lstrip())])
        for line in text.splitlines()
    )


def _folded(line: str, width: int, indent: str) -> str:
    """`line` folded between words; `indent` opens all lines but the first, which keeps its own."""
    words = line.lstrip()
    return textwrap.fill(
        words,
        width,
        # Not a part of the text: before a word that fills a line, it would be dropped.
        initial_indent=line[: len(line) - len(words)],
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def tuple_literal(items: Iterable[str]) -> str:
    """A tuple of texts."""
    texts = [python_literal(item) for item in items]
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"
