"""A vendor's description in, lines of Markdown out, for the table cells of both layouts.

This module changes only the form of the text. `escape` makes it safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PART = re.compile(
    r"(?P<code>(?P<ticks>(?<!`)`{1,9}(?!`)).+?(?<!`)(?P=ticks)(?!`))"
    r"|<(?P<close>/?)(?P<tag>a|p|br)\b(?P<attributes>[^<>]*)>",
    re.I | re.S,
)
_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t])")
_BULLET = re.compile(r"\s*[-*+][ \t]+")
_RULE = re.compile(r"(?m)^[ \t]*+([-*_])(?:[ \t]*+\1){2,}+[ \t]*+$")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def one_line(description: str) -> str:
    """Returns the description on one line.

    Rule PR1: `<a href>` is a Markdown link; `<p>` and `<br>` are a space; runs of white space are
    one; a comma at the end is dropped. Code spans stay as they are.
    """
    text = " ".join("".join(_parts(description)).split())
    return text.rstrip(", ") if text.endswith(",") else text


def paragraphs(description: str, bullet: str = "•") -> tuple[str, ...]:
    """Returns the description, a line for each paragraph and list item.

    Rule PR2: an item starts with a bullet or its number; dividing lines are left out. A text with a
    code fence is one line.
    """
    text = description.replace("\r\n", "\n").replace("\r", "\n")
    if "```" in text or "~~~" in text:
        return (one_line(text),)
    parts = (
        one_line(f"{bullet} {part[item.end() :]}" if (item := _BULLET.match(part)) else part)
        for part in _BREAK.split(_RULE.sub("", text))
    )
    return tuple(part for part in parts if part)


def _parts(description: str) -> Iterator[str]:
    """Yields the text between the tags, and what each tag becomes."""
    end = 0
    targets: list[str] = []
    for match in _PART.finditer(description):
        yield description[end : match.start()]
        end = match.end()
        if match["code"]:
            yield match.group()
        elif match["tag"].lower() != "a":
            yield " "
        elif not match["close"]:
            targets.append(_target(match["attributes"]))
            yield "[" if targets[-1] else ""
        elif targets:
            target = targets.pop()
            yield f"]({target})" if target else ""
    yield description[end:]
    for target in reversed(targets):  # HTML closes open tags at the end
        yield f"]({target})" if target else ""


def _target(attributes: str) -> str:
    """Returns the target of a link, or "" if Markdown can't have such a link."""
    href = _HREF.search(attributes)
    found = next((part for part in href.groups() if part), "") if href else ""
    return "" if re.search(r"[\s()<>]", found) else found
