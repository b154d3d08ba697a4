"""Encoders for HTML inside a Markdown page.

Our HTML always stands in Markdown or MDX, whose parsers look for emphasis, links, code spans and
table cells between the tags. The characters of these become references as well.
"""

from __future__ import annotations

import re

from generator.escape.characters import tidy_line

_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_ACTIVE = re.compile(
    r"""[&<>"'`|{}\[\]\\*~^!#$]|(?<![A-Za-z0-9_])_++|(?<!_)_++(?![A-Za-z0-9])|:(?=:|//)"""
)

_REFERENCES = str.maketrans(
    {char: _NAMED.get(char) or f"&#{ord(char)};" for char in map(chr, range(128))}
)


def html_text(text: str) -> str:
    """Returns the content of an element, on one line.

    HTML, 13.1.4 and CommonMark 0.31, 2.5: every character with a meaning in either becomes a
    reference.
    """
    return _ACTIVE.sub(_encode_reference, tidy_line(text))


def html_attribute(text: str) -> str:
    """Returns an attribute's value, for double quotes, in HTML and in JSX.

    HTML, 13.1.2.3; JSX reads character references in a quoted attribute, and no escapes.
    """
    return _ACTIVE.sub(_encode_reference, tidy_line(text))


def _encode_reference(match: re.Match[str]) -> str:
    return match.group().translate(_REFERENCES)
