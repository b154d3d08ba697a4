"""Lists what a reader may search for by name, and where each name leads.

The pages of a provider come in, and one JSON file goes out. The step that makes HTML adds the texts
and builds the index (`output.site_search`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.escape import json_text
from generator.escape.titles import site_title
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

PATH = "docs/mkdocs/search.json"
WEBHOOKS = "webhooks"
"""The section of the front page that lists them."""

_LONGEST = 100  # characters of a term
_LISTS = {"a-to-z/": "A to Z", "api-coverage/": "Coverage", "deprecated-parts/": "Deprecations"}
Record: TypeAlias = tuple[str, str, str]
"""A term, its kind, and the id that it leads to; "" is the page."""


@dataclass(slots=True)
class _Page:
    title: str
    has_sections: bool = False  # are its sections found too, besides the records?
    records: list[Record] = field(default_factory=list)


def search_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the list of names.

    Rule SE1: a record has a term, its kind and the id that it leads to: of services, resources,
    methods (by name, operationId, HTTP line and Python call), fields, arguments, properties, types,
    known values and webhooks. A type that no row describes leads to the method that reaches it
    first, else to the list of webhooks.
    """
    pages = {"": _Page(site_title(provider.title), has_sections=True)}
    pages |= {url: _Page(title, records=[(title, "page", "")]) for url, title in _LISTS.items()}
    for service in provider.services:
        title = site_title(service.title or service.name)
        names = dict.fromkeys((title, service.name))
        pages[f"{service.name}/"] = _Page(title, records=[(one, "service", "") for one in names])
    resources = {
        f"{service.name}/{resource.name}/": resource
        for service, resource in walk_resources(provider.services)
    }
    for page in resource_pages(provider):
        url = f"{page.service}/{page.resource}/"
        pages[url] = _Page(page.id, records=[*_records(page, resources[url])])
    for apart in types_pages(provider):
        url = f"{apart.service}/{apart.resource}/{TYPES_PAGE}/"
        pages[url] = _Page(f"types of {apart.resource}", records=[*_types(apart.types)])
    pages[""].records += ((one.name, "webhook", WEBHOOKS) for one in provider.webhooks)
    _add_other_types(pages, resources, provider)
    made: list[Json] = [_page(url, page) for url, page in pages.items()]
    yield OutputFile(PATH, json_text(made).encode())


def _page(url: str, page: _Page) -> Json:
    shown = dict.fromkeys((term[:_LONGEST], kind, anchor) for term, kind, anchor in page.records)
    return {
        "url": url,
        "title": page.title,
        "has_sections": page.has_sections,
        "records": [[*record] for record in shown],
    }


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
    pages: Mapping[str, _Page], resources: Mapping[str, Resource], provider: Provider
) -> None:
    """Adds a record of each type that no row describes, where it is reached first."""
    found = {term for page in pages.values() for term, kind, _ in page.records if kind == "type"}
    types = named_types(provider)
    seen: set[str] = set()
    for url, resource in resources.items():
        for method in resource.methods:
            new = [*_reached(_method_types(method), types, seen)]
            pages[url].records += ((one, "type", method.name) for one in new if one not in found)
    sent = [webhook.content.type for webhook in provider.webhooks if webhook.content]
    new = [*_reached(sent, types, seen)]
    pages[""].records += ((name, "type", WEBHOOKS) for name in new if name not in found)


def _reached(of: Iterable[Type], types: NamedTypes, seen: set[str]) -> Iterator[str]:
    """Yields the names of types that `of` refers to, the nearest first, and adds them to `seen`."""
    level = [name for one in of for name in find_refs(one)]
    while new := [name for name in dict.fromkeys(level) if name not in seen]:
        seen.update(new)
        yield from new
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
