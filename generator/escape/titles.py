"""Encodes titles of pages and sites for MkDocs.

MkDocs passes titles to its theme unchanged. The theme puts them into elements and quoted
attributes, partly after it has resolved character references, so escaping alone isn't safe there.
"""

from __future__ import annotations

from html import unescape

from generator.escape.characters import tidy_line

_LONGEST = 200  # characters; limits the rounds, as each one shortens the text
_HARMLESS = str.maketrans({"<": " ", ">": " ", '"': "'"})


def site_title(text: str) -> str:
    """Returns a line of text without markup, double quotes and character references.

    HTML, 13.2.5: a tag, attribute or reference starts only with `<`, a quote or `&`.
    """
    title = tidy_line(text)[:_LONGEST]
    while (plain := unescape(title)) != title:
        title = plain
    return tidy_line(title.translate(_HARMLESS))
