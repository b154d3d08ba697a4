"""Reads the text of each place of an HTML page: of a section, or of a row with an id.

A page that any builder made comes in, and the ids of its known places; texts by id go out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_TITLES = ("h1", "h2", "h3")
_LOWER_TITLES = ("h4", "h5", "h6")
_NO_PROSE = frozenset({"button", "dt", "label", "nav", "pre", "script", "style", "summary"})
_NO_PROSE_CLASSES = frozenset({"crumbs", "facts", "headerlink", "site-page", "tabbed-set", "uses"})
_BLOCKS = frozenset({"br", "dd", "div", "dt", "li", "p", "pre", "td", "th", *_LOWER_TITLES})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link"}) | {
    *("meta", "source", "track", "wbr")
}
"""HTML, 13.1.2: elements without an end tag."""


@dataclass(slots=True)
class PlaceText:
    """What a page says at a place."""

    title: str = ""  # of a section
    text: str = ""


def read_page_texts(
    html: str, known: Collection[str], has_sections: bool
) -> Mapping[str, PlaceText]:
    """Returns the texts of a page by id, in page order; "" is the page up to its first section.

    Rule SE3: a place is an element whose id is in `known`, and with `has_sections` each `h1`, `h2`
    and `h3`. Its text is the prose up to the next id: no code, no tabs, no names of rows.
    """
    reader = _PageReader(known, has_sections)
    reader.feed(html)
    reader.close()
    return {
        id_: PlaceText(_joined(place.title), _joined(place.text))
        for id_, place in reader.places.items()
    }


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


@dataclass(slots=True)
class _Parts:
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _PageReader(HTMLParser):
    def __init__(self, known: Collection[str], has_sections: bool) -> None:
        super().__init__()
        self.places: dict[str, _Parts] = {}
        self._known = known
        self._has_sections = has_sections
        self._open: list[tuple[str, bool]] = []  # elements inside the article: is it no prose?
        self._is_inside = False
        self._hidden = 0  # how many of the open elements are no prose
        self._target: list[str] = []  # where text goes; of no place at first
        self._text_below: list[str] = []  # where it goes after the title that is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_inside = self._is_inside or tag == "article"
        if not self._is_inside:
            return
        id_ = given.get("id") or ""
        if tag in _BLOCKS:
            self._target.append(" ")
        is_row_name = bool(id_) and id_ in self._known and tag not in _TITLES
        if tag in _TITLES:
            self._enter_section("" if tag == "h1" else id_)
        elif is_row_name:
            self._target = self._place(id_).text
        elif tag == "dt" or (tag in _LOWER_TITLES and not self._has_sections):
            self._target = []
        if tag not in _EMPTY:
            classes = (given.get("class") or "").split()
            is_hidden = is_row_name or tag in _NO_PROSE or not _NO_PROSE_CLASSES.isdisjoint(classes)
            self._open.append((tag, is_hidden))
            self._hidden += is_hidden

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            name = ""
            while name != tag:
                name, is_hidden = self._open.pop()
                self._hidden -= is_hidden
        if tag == "article" and not self._open:
            self._is_inside = False
        if tag in _TITLES and self._is_inside:
            self._target = self._text_below

    def handle_data(self, data: str) -> None:
        if self._is_inside and not self._hidden:
            self._target.append(data)

    def _enter_section(self, id_: str) -> None:
        is_place = self._has_sections or id_ in self._known
        place = self._place(id_) if is_place else _Parts()
        self._target, self._text_below = place.title, place.text

    def _place(self, id_: str) -> _Parts:
        return self.places.setdefault(id_, _Parts())
