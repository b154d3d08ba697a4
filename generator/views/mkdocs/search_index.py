"""Makes the index of the site's search: a record for each thing that a reader may look for.

The pages of a provider come in, and one JSON file goes out. `site/assets/site.js` reads it when the
search is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.escape import json_text
from generator.json_types import Json
from generator.model.provider import Provider, Resource
from generator.model.walk import walk_resources
from generator.views.code.client_paths import client_path
from generator.views.mkdocs.definition_rows import Row
from generator.views.mkdocs.pages import (
    MkdocsResourcePage,
    TypeSection,
    resource_pages,
    types_pages,
)
from generator.views.mkdocs.type_sections import TYPES_PAGE
from generator.views.output_tree import OutputFile

PATH = "docs/mkdocs/docs/assets/search.json"
_LONGEST = 100  # characters of a term


def search_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the index.

    Rule SE1: a record has a term, its kind and the id that it leads to: of resources, methods (by
    name, operationId, HTTP line and Python call), fields, arguments, properties, types and known
    values.
    """
    resources = {
        (service.name, resource.name): resource
        for service, resource in walk_resources(provider.services)
    }
    pages: list[Json] = []
    for page in resource_pages(provider):
        resource = resources[page.service, page.resource]
        pages.append(_page(f"{page.service}/{page.resource}/", page.id, _records(page, resource)))
    for apart in types_pages(provider):
        url = f"{apart.service}/{apart.resource}/{TYPES_PAGE}/"
        pages.append(_page(url, f"types of {apart.resource}", _types(apart.types)))
    yield OutputFile(PATH, json_text(pages).encode())


def _page(url: str, title: str, records: Iterable[tuple[str, str, str]]) -> Json:
    return [url, title, [[term[:_LONGEST], kind, anchor] for term, kind, anchor in records]]


def _records(page: MkdocsResourcePage, resource: Resource) -> Iterator[tuple[str, str, str]]:
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


def _types(types: Iterable[TypeSection]) -> Iterator[tuple[str, str, str]]:
    for one in types:
        yield one.name, "type", one.anchor
        yield from ((value, "value", one.anchor) for value in one.values)
        yield from _rows(one.rows, "property")


def _rows(rows: Iterable[Row], kind: str) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        if row.term:
            yield row.term, kind, row.anchor
        yield from ((value, "value", row.anchor) for value in row.values)
        for shape in row.shapes:
            yield from _rows(shape.rows, "property")
