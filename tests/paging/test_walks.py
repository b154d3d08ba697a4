"""Each way to page: `infer` drafts it, the mock server pages it, and the clients walk it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.infer.rules import infer
from generator.mock.server import MockServer
from tests.paging.conftest import Walk, read_document
from tests.paging.styles import ROWS, STYLES, UNPAGED, Style
from tests.support.clients import strictly_typed

BY_NAME = {style.name: style for style in STYLES}


def _drafted(folder: Path) -> dict[str, dict[str, str]]:
    draft = infer(read_document(folder)[0], "shelf")
    keys = {one.name.value: dict(one.keys) for one in draft.paginations}
    return {
        method.operation: keys[method.pagination.value]
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
        if method.pagination is not None
    }


@pytest.mark.parametrize(
    "style", [one for one in STYLES if not one.by_hand], ids=lambda one: one.name
)
def test_infer_drafts_the_way_to_page(folder: Path, style: Style) -> None:
    assert _drafted(folder).get(f"list_{style.name}") == style.keys


@pytest.mark.parametrize("name", BY_NAME)
def test_every_row_is_walked_once(server: MockServer, walk: Walk, name: str) -> None:
    server.rows(f"list_{name}", ROWS)
    ids = [row.id for row in walk(name)]
    assert len(ids) == len(set(ids)) == ROWS
    assert [request.problems for request in server.requests if request.problems] == []
    pages = -(-ROWS // BY_NAME[name].default_size)
    assert pages <= len(server.requests) <= pages + 1


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("count", [0, 1, 20, 40])
def test_a_list_ends_after_any_number_of_rows(
    server: MockServer, walk: Walk, name: str, count: int
) -> None:
    server.rows(f"list_{name}", count)
    assert len(walk(name)) == count


@pytest.mark.parametrize("name", BY_NAME)
def test_max_items_ends_the_walk(server: MockServer, walk: Walk, name: str) -> None:
    server.rows(f"list_{name}", ROWS)
    most = BY_NAME[name].default_size + 1
    assert len(walk(name, max_items=most)) == most
    assert len(server.requests) == 2


@pytest.mark.parametrize("name", BY_NAME)
def test_pages_can_be_asked_for_one_by_one(package: Any, server: MockServer, name: str) -> None:
    server.rows(f"list_{name}", ROWS)
    size = BY_NAME[name].default_size
    with package.Shelf(api_key="k", base_url=server.url) as client:
        page = getattr(client, name).list()
        assert page.has_next_page()
        following = page.get_next_page()
        repeated = page.get_next_page()
        assert [row.id for row in following] == [row.id for row in repeated]
        assert len(list(following)) == ROWS - size
        assert sum(1 for _ in page.pages()) in (-(-ROWS // size), -(-ROWS // size) + 1)


@pytest.mark.parametrize("name", [one.name for one in UNPAGED])
def test_a_list_without_pagination_has_one_page(server: MockServer, walk: Walk, name: str) -> None:
    server.rows(f"list_{name}", ROWS)
    assert len(walk(name)) == ROWS  # the mock server knows of no pages either
    assert len(server.requests) == 1


def test_infer_names_the_lists_whose_pages_it_does_not_find(folder: Path) -> None:
    draft = infer(read_document(folder)[0], "shelf")
    assert dict(draft.unpaged) == {
        "list_page_as_text": ("page",),
        "list_size_only": ("page_size",),
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nested_cursor", "Iterate it for the rows of all pages."),
        ("size_only", "Iterate it for the rows of the first page only."),
        ("whole", "Iterate it for its rows."),
    ],
)
def test_a_docstring_promises_what_the_call_does(package: Any, name: str, words: str) -> None:
    resource = getattr(package.Shelf(api_key="k", base_url="http://localhost"), name)
    assert words in " ".join(resource.list.__doc__.split())


def test_the_client_is_strictly_typed(package: Any, tmp_path: Path) -> None:
    folder = Path(package.__file__).parents[1]
    use = tmp_path / "use.py"
    use.write_text(
        "from shelf_client import AsyncShelf, Shelf, types\n\n"
        "client = Shelf(api_key='k')\n"
        "page: types.LinkHeaderPage = client.link_header.list()\n"
        "first: types.Row = page[0]\n"
        "rows: list[types.Row] = [*page, *client.next_url.list()]\n"
        "ids: list[str] = [row.id for row in rows if len(page) > 1]\n"
        "async def walk() -> list[str]:\n"
        "    return [row.id async for row in AsyncShelf(api_key='k').link_header.list()]\n",
        encoding="utf-8",
    )
    assert strictly_typed(folder, "shelf_client", str(use)) == "Success"
