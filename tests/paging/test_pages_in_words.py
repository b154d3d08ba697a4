"""Documentation and registry documents say the same of a pagination as the client does."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from generator.json_types import Json
from generator.model.provider import Provider
from generator.views.mkdocs.pages import resource_pages
from generator.views.outputs import output_tree
from generator.vocabulary import Part

WORDS = {
    "page_total": "`page` counts the pages from 1, until there are `total` rows; `per_page` sets "
    "its size. SQL reads the first page only.",
    "page_count": "`page[number]` counts the pages from 1, up to page "
    "`meta.pagination.total_pages`; `page[size]` sets its size.",
    "page_from_zero": "`pageIndex` counts the pages from 0, until `page.last` is true; `pageSize` "
    "sets its size. SQL reads the first page only.",
    "skip": "`$skip` counts the rows before it, from 0, until a page has no rows; `$top` sets its "
    "size. SQL reads the first page only.",
    "nested_cursor": "`cursor` takes `meta.cursors.next` of the page before, until that is null; "
    "`limit` sets its size.",
    "odata": "follow the URL at `@odata.nextLink` of the page before, until that is null.",
    "link_header": "follow the link `next` in the header `Link` of the page before, until there is "
    "none; `per_page` sets its size.",
    "header_cursor": "`cursor` takes the header `X-Next-Cursor` of the page before, until there is "
    "none. SQL reads the first page only.",
    "short_page": "`page` counts the pages from 1, until a page is not full; `per_page` sets its "
    "size. SQL reads the first page only.",
}
TOKENS: dict[str, Json] = {
    "page_total": None,
    "page_count": {
        "algorithm": "page_number",
        "requestToken": {"key": "page[number]", "location": "query"},
        "responseToken": {"key": "$.meta.pagination.current_page", "location": "body"},
        "responseTerminator": {"key": "$.meta.pagination.total_pages", "location": "body"},
    },
    "page_from_zero": None,
    "skip": None,
    "nested_cursor": {
        "requestToken": {"key": "cursor", "location": "query"},
        "responseToken": {"key": "$.meta.cursors.next", "location": "body"},
    },
    "odata": {
        "requestToken": {"key": "-", "location": "request"},
        "responseToken": {"key": "$['@odata.nextLink']", "location": "body"},
    },
    "link_header": {
        "requestToken": {"key": "-", "location": "request"},
        "responseToken": {"key": "Link", "location": "header"},
    },
    "header_cursor": None,
    "last_row": {
        "requestToken": {"key": "starting_after", "location": "query"},
        "responseToken": {"key": "$.data[-1:].id", "location": "body"},
    },
    "search": {
        "requestToken": {"key": "cursor", "location": "body"},
        "responseToken": {"key": "$.next_cursor", "location": "body"},
    },
}


@pytest.mark.parametrize("name", WORDS)
def test_a_page_tells_in_words_how_a_list_is_paged(shelf: Provider, name: str) -> None:
    assert _paging_text(shelf, name) == f"For the next page, {WORDS[name]}"


def test_a_page_says_that_only_the_first_page_is_read(shelf: Provider) -> None:
    text = "The client returns the first page only: nothing says how `page_size` works."
    assert _paging_text(shelf, "size_only") == text
    assert _paging_text(shelf, "whole") == ""


def _paging_text(shelf: Provider, name: str) -> str:
    [section] = [
        section
        for page in resource_pages(shelf)
        for section in page.sections
        if section.name == f"list_{name}"
    ]
    return str(section.paging)


@pytest.mark.parametrize("name", TOKENS)
def test_a_registry_document_pages_what_the_engine_can_page(shelf: Provider, name: str) -> None:
    files = output_tree(shelf, {Part.STACKQL}).files
    [text] = [file.content for file in files if file.path.endswith(f"/{name}.yaml")]
    document = YAML(typ="safe").load(text)
    [resource] = document["components"]["x-stackQL-resources"].values()
    [method] = resource["methods"].values()
    assert method.get("config", {}).get("pagination") == TOKENS[name]
