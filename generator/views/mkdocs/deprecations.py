"""Lists what is deprecated, with the reason and the replacement that the vendor names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.provider import Provider
from generator.views.mkdocs.definition_rows import DEPRECATED, Row
from generator.views.mkdocs.page_rows import all_rows
from generator.views.mkdocs.pages import MkdocsResourcePage, resource_pages
from generator.views.mkdocs.type_words import Markdown


@dataclass(frozen=True, slots=True)
class DeprecatedPart:
    name: str  # ids of the site's pages
    page: str
    text: Markdown


@dataclass(frozen=True, slots=True)
class DeprecationsPage:
    methods: tuple[DeprecatedPart, ...]
    parts: tuple[DeprecatedPart, ...]


def deprecations_pages(provider: Provider) -> Iterator[DeprecationsPage]:
    """Yields the provider's only such page.

    Rule DE1: the page has each deprecated method, field, argument and property, in page order.
    """
    pages = resource_pages(provider)
    yield DeprecationsPage(
        methods=tuple(
            DeprecatedPart(f"{page.id}.{one.name}", _place(page, one.name), one.deprecation_reason)
            for page in pages
            for one in page.sections
            if one.deprecated
        ),
        parts=tuple(
            DeprecatedPart(f"{page.id}: {row.anchor}", _place(page, row.anchor), _first(row))
            for page in pages
            for row in all_rows(page)
            if DEPRECATED in row.flags
        ),
    )


def _place(page: MkdocsResourcePage, anchor: str) -> str:
    return f"{page.service}/{page.resource}/index.md#{anchor}"


def _first(row: Row) -> Markdown:
    return Markdown(row.text.split("\n")[0])
