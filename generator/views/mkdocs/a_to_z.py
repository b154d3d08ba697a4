"""Builds the index of the site: every resource, method, call, type and webhook by name.

The pages of a provider come in; the context of one page goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.mkdocs.definition_rows import Row
from generator.views.mkdocs.page_rows import all_rows, nested_rows
from generator.views.mkdocs.pages import resource_pages, types_pages
from generator.views.mkdocs.type_sections import TYPES_PAGE, locate_types

_OTHERS = "0-9"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    name: str
    page: str  # the path of the page, with the id of the thing
    what: str  # "resource of", "method of", "call of", "type of", "webhook of" or "callback of"
    where: str  # names of a service, a resource, a provider or an operation


@dataclass(frozen=True, slots=True)
class IndexLetter:
    letter: str
    anchor: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    letters: tuple[IndexLetter, ...]


def index_pages(provider: Provider) -> Iterator[IndexPage]:
    """Yields the provider's only such page.

    Rule AZ1: the page has each resource, each method as SQL and the Python client name it, each
    webhook, and each type that a page describes, by name.
    """
    letters: dict[str, list[IndexEntry]] = {}
    for entry in sorted(_entries(provider), key=_sort_key):
        first = entry.name[:1].upper()
        letters.setdefault(first if "A" <= first <= "Z" else _OTHERS, []).append(entry)
    yield IndexPage(
        tuple(
            IndexLetter(letter, f"letter-{letter.lower()}", tuple(letters[letter]))
            for letter in sorted(letters)
        )
    )


def _sort_key(entry: IndexEntry) -> tuple[str, ...]:
    return (entry.name.lower(), entry.name, entry.where, entry.what, entry.page)


def _entries(provider: Provider) -> Iterator[IndexEntry]:
    yield from _webhooks(provider)
    yield from _calls(provider)
    for page in resource_pages(provider):
        where = f"{page.service}.{page.resource}"
        path = f"{page.service}/{page.resource}/index.md"
        yield IndexEntry(page.resource, path, "resource of", page.service)
        for method in page.methods:
            yield IndexEntry(method.name, f"{path}#{method.name}", "method of", where)
        yield from _types_in_place(all_rows(page), path, where)
        for section in page.sections:
            for shape in section.shapes:
                if shape.type:
                    yield IndexEntry(shape.type, f"{path}#{section.name}", "type of", where)
    for apart in types_pages(provider):
        path = f"{apart.service}/{apart.resource}/{TYPES_PAGE}/index.md"
        rows = (row for one in apart.types for row in nested_rows(one.rows))
        yield from _types_in_place(rows, path, f"{apart.service}.{apart.resource}")
    for name, place in locate_types(provider).sections.items():
        where = f"{place.service}.{place.resource}"
        yield IndexEntry(name, f"{place.folder}/index.md#{place.anchor}", "type of", where)


def _webhooks(provider: Provider) -> Iterator[IndexEntry]:
    for hook in provider.webhooks:
        what = "callback of" if hook.operation else "webhook of"
        yield IndexEntry(hook.name, "index.md#webhooks", what, hook.operation or provider.name)


def _calls(provider: Provider) -> Iterator[IndexEntry]:
    """Yields the methods of the Python client, those that wait included."""
    for service, resource, method in walk_methods(provider.services):
        page = f"{service.name}/{resource.name}/index.md#{method.name}"
        for path in filter(None, (method.python, method.waiting_path)):
            where = f"{service.name}.{resource.name}"
            yield IndexEntry(".".join(path), page, "call of", where)


def _types_in_place(rows: Iterable[Row], path: str, where: str) -> Iterator[IndexEntry]:
    """Yields the types that open in rows."""
    for row in rows:
        for shape in row.shapes:
            if shape.type:
                yield IndexEntry(shape.type, f"{path}#{row.anchor}", "type of", where)
