"""Encodes names as ids of elements: Markdown, attribute lists and URLs read them alike."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 120


def anchor_text(name: str) -> str:
    """Returns an id for `name`: letters, digits, `_`, `.` and `-` stay, anything else is a `-`.

    Several names may have one id; whoever writes them into a page keeps them apart.
    """
    return _OTHER.sub("-", name)[:_LONGEST].strip("-.") or "unnamed"
