"""Makes the index of the site's search: a record for each thing that a reader may look for.

The pages of a provider come in, and one JSON file goes out. `site/assets/site.js` reads it when the
search is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.escape import json_text
from generator.json_types import Json
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.types import Type
from generator.model.walk import NamedTypes, named_types, walk_resources
from generator.views.code.client_paths import client_path
from generator.views.mkdocs.definition_rows import Row
from generator.views.mkdocs.pages import (
    MkdocsResourcePage,
    TypeSection,
    resource_pages,
    types_pages,
)
from generator.views.mkdocs.type_sections import TYPES_PAGE, find_refs
from generator.views.output_tree import OutputFile

PATH = "docs/mkdocs/docs/assets/search.json"
_LONGEST = 100  # characters of a term
Record: TypeAlias = tuple[str, str, str]
"""A term, its kind, and the id that it leads to."""


def search_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the index.

    Rule SE1: a record has a term, its kind and the id that it leads to: of resources, methods (by
    name, operationId, HTTP line and Python call), fields, arguments, properties, types and known
    values. A type that no row describes leads to the method that reaches it first.
    """
    resources = {
        f"{service.name}/{resource.name}/": resource
        for service, resource in walk_resources(provider.services)
    }
    titles: dict[str, str] = {}
    pages: dict[str, list[Record]] = {}
    for page in resource_pages(provider):
        url = f"{page.service}/{page.resource}/"
        titles[url] = page.id
        pages[url] = [*_records(page, resources[url])]
    for apart in types_pages(provider):
        url = f"{apart.service}/{apart.resource}/{TYPES_PAGE}/"
        titles[url] = f"types of {apart.resource}"
        pages[url] = [*_types(apart.types)]
    _add_other_types(pages, resources, named_types(provider))
    made: list[Json] = [_page(url, titles[url], records) for url, records in pages.items()]
    yield OutputFile(PATH, json_text(made).encode())


def _page(url: str, title: str, records: Iterable[Record]) -> Json:
    shown = dict.fromkeys((term[:_LONGEST], kind, anchor) for term, kind, anchor in records)
    return [url, title, [[*record] for record in shown]]


def _records(page: MkdocsResourcePage, resource: Resource) -> Iterator[Record]:
    """Yields term, kind and id."""
    yield page.id, "resource", ""
    for method in resource.methods:
        terms = (method.name, method.operation, f"{method.http.sent} {method.path}")
        for term in dict.fromkeys((*terms, client_path(method.python))):
            yield term, "method", method.name
    yield from _rows(page.fields, "field")
    for section in page.sections:
        yield from _rows(section.params, "argument")
        yield from _rows(section.properties, "argument")
        yield from _rows(section.fields, "field")
        for other in section.other_bodies:
            yield from _rows(other.rows, "argument")
        for shape in section.shapes:
            yield from _rows(shape.rows, "property")
    yield from _types(page.types)


def _add_other_types(
    pages: Mapping[str, list[Record]], resources: Mapping[str, Resource], types: NamedTypes
) -> None:
    """Adds a record of each type that no row describes, at the method that reaches it first."""
    found = {term for records in pages.values() for term, kind, _ in records if kind == "type"}
    seen: set[str] = set()
    for url, resource in resources.items():
        for method in resource.methods:
            level = [name for of in _method_types(method) for name in find_refs(of)]
            while new := [name for name in dict.fromkeys(level) if name not in seen]:
                seen.update(new)
                pages[url].extend((name, "type", method.name) for name in new if name not in found)
                level = [inner for name in new for inner in find_refs(types[name].type)]


def _method_types(method: Method) -> Iterator[Type]:
    yield from (param.type for param in method.params)
    yield from (content.type for content in (method.body.content if method.body else ()))
    for answer in (method.answer, *method.other_answers):
        yield from (content.type for content in answer.content)
    for failure in method.failures:
        yield from (content.type for content in failure.content)


def _types(types: Iterable[TypeSection]) -> Iterator[Record]:
    for one in types:
        yield one.name, "type", one.anchor
        yield from ((value, "value", one.anchor) for value in one.values)
        yield from _rows(one.rows, "property")


def _rows(rows: Iterable[Row], kind: str) -> Iterator[Record]:
    for row in rows:
        if row.term:
            yield row.term, kind, row.anchor
        yield from ((value, "value", row.anchor) for value in row.values)
        yield from ((name, "type", row.anchor) for name in row.types)
        for shape in row.shapes:
            yield from _rows(shape.rows, "property")
