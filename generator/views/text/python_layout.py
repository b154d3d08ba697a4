"""Texts in, larger parts of Python out: docstrings folded to the width of a line, and tuples."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from generator.escape import python_docstring, python_literal
from generator.views.text.links import resolve_links
from generator.views.text.prose import paragraphs

_WIDTH = 96
_ITEM = re.compile(r"(?:-|\d{1,9}[.)])[ ]")
# Code, tables, headings and quotations.
_KEPT_LINE = re.compile(r"^(?: {4}|\t| {0,3}(?:```|~~~|\||#|>))", re.M)


def docstring(text: str, indent: int) -> str:
    """Returns a docstring with its quotes, or "" for a text without words.

    All lines are indented by `indent`, except the first one: it starts where it is inserted.
    """
    return unfolded_docstring(wrap_lines(text, _WIDTH - indent), indent)


def unfolded_docstring(text: str, indent: int) -> str:
    """Returns a docstring whose lines are those of `text`, such as lines of code."""
    body = python_docstring(text, indent)
    if not body:
        return ""
    closing = f"\n{' ' * indent}" if "\n" in body else ""
    return f'"""{body}{closing}"""'


def prose_docstring(text: str, vendor_docs: str, indent: int) -> str:
    """Returns a docstring of a vendor's prose; its relative links lead to `vendor_docs`."""
    return docstring(lay_out(resolve_links(text, vendor_docs), _WIDTH - indent), indent)


def lay_out(text: str, width: int) -> str:
    """Returns prose as paragraphs and list items, folded to `width`.

    A text with code, a table, a heading or a quotation keeps its lines.
    """
    if _KEPT_LINE.search(text):
        return wrap_lines(text, width)
    blocks: list[str] = []
    for part in paragraphs(text, "-"):
        is_item = bool(_ITEM.match(part))
        blocks.append(("\n" if is_item else "\n\n") if blocks else "")
        blocks.append(_fold(part, width, "  " if is_item else ""))
    return "".join(blocks)


def wrap_lines(text: str, width: int) -> str:
    """Returns `text` with its lines; those that are too long are folded between words."""
    return "\n".join(
        line.rstrip()
        if len(line) <= width
        else _fold(line, width, line[: len(line) - len(line.lstrip())])
        for line in text.splitlines()
    )


def _fold(line: str, width: int, indent: str) -> str:
    """Folds `line` between words; `indent` starts all lines but the first, which keeps its own."""
    words = line.lstrip()
    return textwrap.fill(
        words,
        width,
        # As a part of the text, it would be dropped before a word that fills a line.
        initial_indent=line[: len(line) - len(words)],
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def tuple_literal(items: Iterable[str]) -> str:
    """Returns a tuple of texts as a literal."""
    texts = [python_literal(item) for item in items]
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"
