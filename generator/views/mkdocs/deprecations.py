"""Lists what is deprecated, with the reason and the replacement that the vendor names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.model.provider import Provider
from generator.views.mkdocs.definition_rows import DEPRECATED, NestedShape, Row
from generator.views.mkdocs.methods import MethodSection
from generator.views.mkdocs.pages import MkdocsResourcePage, resource_pages, types_pages
from generator.views.mkdocs.type_sections import TYPES_PAGE
from generator.views.mkdocs.type_words import Markdown


@dataclass(frozen=True, slots=True)
class DeprecatedPart:
    name: Markdown
    page: str  # with its id there
    what: Markdown  # "argument of `client.jobs.create`"
    text: Markdown


@dataclass(frozen=True, slots=True)
class DeprecationsPage:
    methods: tuple[DeprecatedPart, ...]
    parts: tuple[DeprecatedPart, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a page, and what they are."""

    rows: Iterable[Row]
    what: str


def deprecations_pages(provider: Provider) -> Iterator[DeprecationsPage]:
    """Yields the provider's only such page.

    Rule DE1: the page has each deprecated method, field, argument and property, in page order, by
    its name and what it belongs to.
    """
    pages = resource_pages(provider)
    parts = [
        part
        for page in pages
        for rows in _rows_of(page)
        for part in _parts(rows.rows, (), rows.what, f"{page.service}/{page.resource}/index.md")
    ]
    for page in types_pages(provider):
        folder = f"{page.service}/{page.resource}/{TYPES_PAGE}/index.md"
        for one in page.types:
            parts += _parts(one.rows, (), _of("property", one.name), folder)
    yield DeprecationsPage(
        methods=tuple(
            DeprecatedPart(
                Markdown(markdown_code(one.python)),
                f"{page.service}/{page.resource}/index.md#{one.name}",
                Markdown(f"{one.verb} on {markdown_code(page.id)}"),
                one.deprecation_reason,
            )
            for page in pages
            for one in page.sections
            if one.deprecated
        ),
        parts=tuple(parts),
    )


def _of(what: str, owner: str) -> str:
    return f"{what} of {markdown_code(owner)}"


def _rows_of(page: MkdocsResourcePage) -> Iterator[_Rows]:
    yield _Rows(page.fields, _of("field", page.id))
    for section in page.sections:
        yield from _rows_of_method(section)
    for one in page.types:
        yield _Rows(one.rows, _of("property", one.name))


def _rows_of_method(section: MethodSection) -> Iterator[_Rows]:
    argument = _of("argument", section.python)
    yield _Rows((*section.params, *section.properties), argument)
    yield _Rows(section.fields, _of("field", section.name))
    for other in section.other_bodies:
        yield _Rows(other.rows, argument)
    yield from _rows_of_shapes(section.body_shapes, argument)
    yield from _rows_of_shapes(section.returned, _of("property of the answer", section.python))
    for error in section.errors:
        yield from _rows_of_shapes(error.shapes, _of("property of an error", section.python))


def _rows_of_shapes(shapes: Iterable[NestedShape], what: str) -> Iterator[_Rows]:
    return (_Rows(shape.rows, what) for shape in shapes)


def _parts(
    rows: Iterable[Row], outer: tuple[str, ...], what: str, page: str
) -> Iterator[DeprecatedPart]:
    """Yields the deprecated rows, nested ones with the names of those around them."""
    for row in rows:
        names = (*outer, row.term) if row.term else outer
        if DEPRECATED in row.flags:
            name = Markdown(markdown_code(".".join(names)))
            yield DeprecatedPart(name, f"{page}#{row.anchor}", Markdown(what), _first(row))
        for shape in row.shapes:
            yield from _parts(shape.rows, names, what, page)


def _first(row: Row) -> Markdown:
    return Markdown(row.text.split("\n")[0])
