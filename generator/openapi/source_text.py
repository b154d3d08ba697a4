"""Converts a file's bytes to text that is safe to parse: printable, with limits on size and depth.

These checks run before any parser, because parsers recurse and allocate as the text demands.
"""

from __future__ import annotations

import re
from typing import NoReturn

from generator.bounded_files import MAX_BYTES
from generator.diagnostics import Location, Problems, Refused
from generator.openapi.positions import Positions

MAX_DEPTH = 200  # levels of mappings and lists; the vendors' specs have 22
_MAX_SEPARATORS = 1_000_000  # each value needs at least one, so this limits memory

_MAX_DIGITS = 4300  # Python converts no longer integer; reading one takes quadratic time
_MAX_BITS = 1024  # a larger integer is no double, as most readers of JSON have it

_SEPARATORS = (",", "\n", "\r", "[", "{")
# yaml_rs recurses without a limit in block style. Each level there takes a column of indentation or
# an indicator on its line, so these patterns limit its stack. `tree` checks the exact depth.
_DEEP_LINES = (
    re.compile(r"\n[ \t]{2000}"),
    re.compile(rf"\n[ \t]*(?:[-?:][ \t]+){{{MAX_DEPTH}}}"),
)
_DIGITS = re.compile(r"[0-9][0-9_]*+")
_NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # YAML 1.2 §5.1; a byte order mark may be in a string, as text that somebody pasted (§5.2)


def decode(file: str, raw: bytes, problems: Problems) -> str:
    """Returns `raw` as text. Raises Refused if it is too large or isn't UTF-8."""
    if len(raw) > MAX_BYTES:
        problems.error(
            "file-too-large",
            f"the file has {len(raw):,} bytes; the limit is {MAX_BYTES:,}",
            Location(file, 1, 1),
            "split the specification, or remove the parts that you don't need",
        )
        raise Refused
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        before = raw[: broken.start].decode("utf-8-sig")
        problems.error(
            "not-utf-8",
            f"byte {raw[broken.start]:#04x} is not UTF-8",
            Positions(file, before).at((len(before), len(before) + 1)),
            "save the file as UTF-8",
        )
        raise Refused from None


def refuse_unsafe(text: str, positions: Positions, problems: Problems) -> None:
    """Raises Refused if `text` may have too many values, nests too deep, isn't printable or
    has a number without an end.
    """
    if sum(text.count(separator) for separator in _SEPARATORS) > _MAX_SEPARATORS:
        problems.error(
            "file-too-large",
            f"the file may have more than {_MAX_SEPARATORS:,} values",
            Location(positions.file, 1, 1),
            "split the specification, or remove the parts that you don't need",
        )
        raise Refused
    for deep in _DEEP_LINES:
        if found := deep.search(f"\n{text}"):
            refuse_depth(positions.at((found.end() - 2, found.end() - 1)), problems)
    if span := _find_long_number(text):
        problems.error(
            "not-a-json-number",
            f"a run of {_MAX_DIGITS} digits or more is not allowed in YAML or JSON",
            positions.at((span[0], span[0] + 1)),
            "shorten it, or remove it",
        )
        raise Refused
    if odd := _NOT_PRINTABLE.search(text):
        problems.error(
            "control-character",
            f"character U+{ord(odd.group()):04X} is not allowed in YAML or JSON",
            positions.at(odd.span()),
            "write it as an escape in a double-quoted string, or remove it",
        )
        raise Refused


def is_too_long(value: object) -> bool:
    """Is the value an integer that is no double?"""
    return type(value) is int and value.bit_length() > _MAX_BITS


def _find_long_number(text: str) -> tuple[int, int] | None:
    """Returns the span of more digits than an integer may have, with `_` among them."""
    for at in range(0, len(text), _MAX_DIGITS):  # so long a run covers one of these places
        if text[at] in "0123456789_":
            start = max(0, at - _MAX_DIGITS)
            window = text[start : at + _MAX_DIGITS]
            for run in _DIGITS.finditer(window):
                if run.end() - run.start() >= _MAX_DIGITS:
                    return start + run.start(), start + run.end()
    return None


def refuse_depth(location: Location, problems: Problems) -> NoReturn:
    """Reports that values nest too deep, and raises Refused."""
    problems.error(
        "nested-too-deep",
        f"mappings and lists nest deeper than {MAX_DEPTH} levels",
        location,
        "move inner parts to components and refer to them with $ref",
    )
    raise Refused
