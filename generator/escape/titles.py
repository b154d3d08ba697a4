"""A title in, one that a site's theme can put anywhere as it is out.

MkDocs hands titles to its theme as they are, and the theme puts them into elements and quoted
attributes, in part after it has resolved character references: escaping alone doesn't hold there.
"""

from __future__ import annotations

from html import unescape

from generator.escape.characters import tidy_line

_LONGEST = 200  # characters: each round of references shortens the text by a few
_HARMLESS = str.maketrans({"<": " ", ">": " ", '"': "'"})


def site_title(text: str) -> str:
    """A line of text without markup, double quotes and character references.

    HTML, 13.2.5: no tag, attribute or reference opens without `<`, a quote or `&`.
    """
    title = tidy_line(text)[:_LONGEST]
    while (plain := unescape(title)) != title:
        title = plain
    return tidy_line(title.translate(_HARMLESS))
