"""Formats diagnostics and results: for terminals, and for GitHub's annotations.

Text of a specification reaches a terminal only through `make_printable`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from generator.diagnostics import Diagnostic, Location, Severity

_WIDEST_EXCERPT = 120
_BEFORE_THE_CARET = 60


def make_printable(text: str) -> str:
    r"""Returns `text` on one line, without characters that a terminal or a log would act on.

    Control characters, line ends and characters that reorder text are replaced by their codes.

    >>> make_printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(_escape_character(character) for character in text)


def _escape_character(character: str) -> str:
    if character.isprintable():
        return character
    if character == "\t":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def format_diagnostic(found: Diagnostic) -> Iterator[str]:
    """Yields the lines of a diagnostic, like a compiler: position, message, excerpt, hint."""
    place = found.location
    where = f"{make_printable(place.file)}:{place.line}:{place.column}: " if place else ""
    yield f"{where}{found.severity}: {make_printable(found.message)}  [{found.code}]"
    hint = make_printable(found.hint)
    if place and place.excerpt:
        yield from _format_excerpt(place, hint)
    elif hint:
        yield f"    hint: {hint}"


def _format_excerpt(place: Location, hint: str) -> Iterator[str]:
    start = max(0, place.column - 1 - _BEFORE_THE_CARET)
    if len(place.excerpt) <= _WIDEST_EXCERPT:
        start = 0
    cut = place.excerpt[start : start + _WIDEST_EXCERPT]
    before = make_printable(cut[: place.column - 1 - start])
    marked = make_printable(cut[place.column - 1 - start :][: place.length])
    number = f"{place.line:>5}"
    yield f"{number} | {make_printable(cut)}"
    caret = "^" * max(1, _count_columns(marked))
    yield f"{'':>5} | {' ' * _count_columns(before)}{caret} {hint}".rstrip()


def _count_columns(text: str) -> int:
    """Returns how many columns of a terminal `text` takes."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def summarize(diagnostics: Iterable[Diagnostic]) -> str:
    """Returns a count such as "2 errors and 1 warning in 2 files."; empty for no problems."""
    found = tuple(diagnostics)
    parts = [
        pluralize(sum(one.severity is severity for one in found), severity.value)
        for severity in Severity
        if any(one.severity is severity for one in found)
    ]
    if not parts:
        return ""
    files = {one.location.file for one in found if one.location}
    where = f" in {pluralize(len(files), 'file')}" if files else ""
    *first, last = parts
    return f"{', '.join(first)}{' and ' if first else ''}{last}{where}."


def pluralize(number: int, noun: str) -> str:
    """Returns a number with its noun.

    >>> pluralize(1, "error"), pluralize(2, "error")
    ('1 error', '2 errors')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def format_annotation(found: Diagnostic) -> str:
    """Returns the workflow command with which GitHub shows a diagnostic at its line."""
    place = found.location
    properties = {"title": found.code}
    if place:
        properties = {
            "file": place.file,
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            **properties,
        }
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    command = "notice" if found.severity is Severity.NOTE else found.severity.value
    text = make_printable(found.message) + (f"\n{make_printable(found.hint)}" if found.hint else "")
    return f"::{command} {listed}::{_escape_value(text)}"


def _escape_value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_value(text).replace(":", "%3A").replace(",", "%2C")
