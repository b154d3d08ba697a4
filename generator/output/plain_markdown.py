"""Turns the Markdown of a page into Markdown that any reader knows.

The site's Markdown has tabs, folded blocks, definition rows and attribute lists, which only MkDocs
reads. They become bold titles and nested lists; text and code stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_OPENER = re.compile(r'(?:===|!!!|\?\?\?\+?)\s+(?P<kind>[\w-]+\s+)?"(?P<title>.*)"\Z')
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})")
_TICKS = re.compile(r"(?<!`)`+")
_ATTRIBUTES = re.compile(r"(?<!\\) ?\{ [.#][^{}]*\}")  # behind what they belong to
_TEXT_OF_TERM = ":   "


def plain_markdown(page: str) -> str:
    """Returns the text of a page without what only MkDocs reads.

    Rule CP1: a tab or a folded block becomes its title and its content, a type becomes a section, a
    row becomes an item of a list; front matter and attribute lists go.
    """
    lines = _FRONT_MATTER.sub("", page, count=1).split("\n")
    text = "\n".join(_plain_lines(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _plain_lines(lines: list[str]) -> Iterator[str]:
    blocks: list[int] = []  # how far the open blocks are indented
    fence = ""
    for number, line in enumerate(lines):
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        if not fence and words:
            blocks = [block for block in blocks if indent > block]
        margin = " " * max(indent - 4 * len(blocks), 0)
        if fence:
            yield line[min(4 * len(blocks), indent) :]
            fence = "" if words == fence else fence
        elif found := _FENCE.match(words):
            fence = found["fence"]
            yield f"{margin}{words}"
        elif found := _OPENER.match(words):
            blocks.append(indent)
            is_section = (found["kind"] or "").strip() == "type"
            yield from (
                "",
                f"### {found['title']}" if is_section else f"{margin}**{found['title']}**",
            )
            yield ""
        elif words.startswith(_TEXT_OF_TERM.strip() + " "):
            yield f"{margin}    {words.removeprefix(':').strip()}"
        elif shown := _drop_attributes(words):
            yield f"{margin}{'- ' if _is_term(lines, number, indent) else ''}{shown}"
        else:
            yield ""


def _is_term(lines: list[str], number: int, indent: int) -> bool:
    """Is the line the name of a definition row?"""
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.startswith(" " * indent + _TEXT_OF_TERM)


def _drop_attributes(line: str) -> str:
    """Leaves out attribute lists, except in code spans (CommonMark 0.31 §6.1)."""
    runs = list(_TICKS.finditer(line))
    ends: dict[int, deque[re.Match[str]]] = defaultdict(deque)
    for run in runs:
        ends[len(run[0])].append(run)
    kept, start = [], 0
    for run in runs:
        same = ends[len(run[0])]
        while same and same[0].start() <= run.start():
            same.popleft()
        if run.start() >= start and same:
            kept += [
                _ATTRIBUTES.sub("", line[start : run.start()]),
                line[run.start() : same[0].end()],
            ]
            start = same[0].end()
    return "".join((*kept, _ATTRIBUTES.sub("", line[start:])))
