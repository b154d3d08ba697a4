"""Encodes names as ids of elements: Markdown, attribute lists and URLs read them alike."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")
# Python-Markdown reads these as emphasis, also in an attribute list.
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9_])_+|(?<!_)(?:__+|_(?![A-Za-z0-9]))")
_LONGEST = 120


def anchor_text(name: str) -> str:
    """Returns an id for `name`: letters, digits, `.`, `-` and `_` between words stay, anything else
    is a `-`.

    Several names may have one id; whoever writes them into a page keeps them apart.
    """
    return _EMPHASIS.sub("", _OTHER.sub("-", name)[:_LONGEST]).strip("-.") or "unnamed"
