"""Removes the characters that no target may see.

Targets disagree about line ends and about the set of characters. These functions bring prose to a
form that all of them read alike, before an encoder sees it. Quoted literals don't need this: their
encoders escape.
"""

from __future__ import annotations

import re

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Every line end of `str.splitlines`, YAML 1.1 and JavaScript."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, except those that end a line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls, which reorder text
    "\ufff9-\ufffb\ufeff"  # annotation marks, byte order mark
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters, which YAML and XML refuse
    "\U000e0000-\U000e007f]"  # tags, which only a machine reads
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def line(text: str) -> str:
    """Returns `text` on one line: line ends and tabs become spaces, invisible characters go."""
    return visible(LINE_END.sub(" ", text)).replace("\t", " ")


def tidy_line(text: str) -> str:
    """Returns `line(text)` with single spaces, and none at either end."""
    return re.sub(" {2,}", " ", line(text)).strip(" ")


def lines(text: str) -> list[str]:
    """Returns the lines of `text` without invisible characters, tabs and trailing spaces."""
    return [visible(part).expandtabs(4).rstrip(" ") for part in LINE_END.split(text)]


def visible(text: str) -> str:
    """Returns `text` without invisible characters; lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", INVISIBLE.sub("", text))
