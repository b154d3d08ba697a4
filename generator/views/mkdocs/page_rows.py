"""Walks through all rows of a page, nested ones included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.views.mkdocs.definition_rows import Row
from generator.views.mkdocs.pages import MkdocsResourcePage


def all_rows(page: MkdocsResourcePage) -> Iterator[Row]:
    """Yields every row of a resource's page, in page order."""
    yield from nested_rows(page.fields)
    for section in page.sections:
        yield from nested_rows((*section.params, *section.properties, *section.fields))
        for other in section.other_bodies:
            yield from nested_rows(other.rows)
        for shape in section.shapes:
            yield from nested_rows(shape.rows)
    for one in page.types:
        yield from nested_rows(one.rows)


def nested_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Yields rows, each before the rows of its shapes."""
    for row in rows:
        yield row
        for shape in row.shapes:
            yield from nested_rows(shape.rows)
