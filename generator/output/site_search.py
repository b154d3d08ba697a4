"""Writes the index of the built site's search, and the library that reads it.

The HTML of any builder and the names of `docs/mkdocs/search.json` come in; two files beside the
site's own assets go out. `site/assets/search.js` loads them when a reader opens the search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict

from generator.output.lunr_index import SearchDocument, build_lunr_index, library_text
from generator.output.page_texts import PlaceText, read_page_texts

NAMES = "search.json"
INDEX = "assets/search-index.json"
LIBRARY = "assets/lunr.js"
_SECTION = "section"
_BOOSTS = {"resource": 3.0, _SECTION: 3.0, "service": 2.5, "method": 2.0, "type": 1.5} | {
    "field": 1.3,
    "argument": 1.2,
}
"""By the kind of the first name; 1 for the others."""

_Name: TypeAlias = tuple[str, str]
"""A term and its kind."""


class _ListedPage(TypedDict):
    """A page of the list of names."""

    url: str
    title: str
    has_sections: bool
    records: list[tuple[str, str, str]]  # a term, its kind and the id


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    names: list[_Name]
    text: str


def write_search(names: Path, site: Path) -> None:
    """Writes the index into `site`. `names` is the list that the documentation has.

    Rule SE2: the search finds each listed name with the text at its id, and each section of a page
    that isn't listed. A name whose id its page lacks leads to that page.
    """
    listed: list[_ListedPage] = json.loads(names.read_bytes()) if names.is_file() else []
    known = {page["url"]: page for page in listed}
    pages: list[tuple[str, str]] = []
    records: list[tuple[int, str, list[_Name], str]] = []
    documents: list[SearchDocument] = []
    for path in sorted(site.rglob("*.html")):
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        if url == "404.html":
            continue
        title, places = _read_page(path.read_text(encoding="utf-8"), known.get(url))
        for place in places:
            records.append((len(pages), place.id, place.names, place.text))
            documents.append(_document(place))
        pages.append((url, title))
    made = {"pages": pages, "records": records, "index": build_lunr_index(documents)}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    (site / INDEX).parent.mkdir(parents=True, exist_ok=True)
    (site / INDEX).write_text(text, encoding="utf-8")
    (site / LIBRARY).write_bytes(library_text())


def _read_page(html: str, listed: _ListedPage | None) -> tuple[str, list[_Place]]:
    """Returns the title of a page and its places."""
    if listed is None:
        texts = read_page_texts(html, (), has_sections=True)
        return texts.get("", PlaceText()).title, [*_places({}, texts)]
    known: dict[str, list[_Name]] = {}
    for term, kind, id_ in listed["records"]:
        known.setdefault(id_, []).append((term, kind))
    texts = read_page_texts(html, known, listed["has_sections"])
    return listed["title"], [*_places(known, texts)]


def _places(known: Mapping[str, list[_Name]], texts: Mapping[str, PlaceText]) -> Iterator[_Place]:
    for id_, names in known.items():
        place = texts.get(id_)
        yield _Place(id_ if place else "", names, place.text if place else "")
    for id_, place in texts.items():
        if id_ not in known and (place.title or place.text):
            yield _Place(id_, [(place.title, _SECTION)], place.text)


def _document(place: _Place) -> SearchDocument:
    boost = _BOOSTS.get(place.names[0][1], 1.0)
    return SearchDocument(tuple(term for term, _ in place.names), place.text, boost)
