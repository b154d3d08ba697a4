"""Pages over a transport in memory. `test_faults` tests the faults between pages."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import warnings
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.async_client import AsyncSender
from generator.runtime.base_model import BaseModel
from generator.runtime.errors import APIError
from generator.runtime.operation import PagingRule
from generator.runtime.pagination import NextPageInfo, Page
from tests.support.acme_client import LIST, TYPES, AsyncAcme, Side, Thing, ThingPage

FOUR = [str(number) for number in range(4)]


def listing(
    cursor: Callable[[httpx2.Request], str | None], size: int = 2, **more: Any
) -> Callable[[httpx2.Request], httpx2.Response]:
    """A server of four things; `cursor` finds in a request what the page follows."""

    def handler(request: httpx2.Request) -> httpx2.Response:
        after = cursor(request)
        start = FOUR.index(after) + 1 if after else 0
        ids = FOUR[start : start + size]
        has_more = start + size < len(FOUR)
        page = {
            "object": "list",
            "data": [{"id": one, "extra": one} for one in ids],
            "has_more": has_more,
            "last_id": ids[-1] if ids else None,
            **more,
        }
        return httpx2.Response(200, json=page)

    return handler


def in_query(request: httpx2.Request) -> str | None:
    after: str | None = request.url.params.get("after")
    return after


def paged(place: Any) -> op.Endpoint[ThingPage]:
    """A list whose cursor is sent in that place."""
    paging = PagingRule("after", ("last_id",), ("data",), ("has_more",), place=place)
    body = op.JsonBody() if place == "body" else None
    return op.Endpoint(
        "POST" if body else "GET", "/t", op.JsonAnswer("ThingPage"), body, paging=paging
    )


@pytest.mark.parametrize(
    ("where", "cursor", "argument"),
    [
        ("query", in_query, {"query": {"after": None, "limit": 2}}),
        ("headers", lambda request: request.headers.get("after"), {"headers": {"X-Other": "1"}}),
        ("cookies", lambda request: request.headers.get("cookie", "")[6:], {}),
        ("body", lambda request: json.loads(request.content).get("after"), {"body": {"a": 1}}),
    ],
)
def test_the_cursor_is_sent_in_the_place_of_the_paging_rule(
    side: Side, where: str, cursor: Any, argument: dict[str, Any]
) -> None:
    page = side.done(side.over(listing(cursor)).call(paged(where), **argument))
    assert [row.id for row in side.rest(page)] == FOUR


@pytest.mark.parametrize(
    ("paging", "changes"),
    [
        (PagingRule("after", ("data", -1, "id"), ("data",), ("has_more",)), {"last_id": None}),
        (PagingRule("after", ("data", -1, "extra"), ("data",)), {"has_more": None}),
        (PagingRule("after", ("data", -1, "id"), ("data",), ("has_more",)), {"has_more": None}),
    ],
)
def test_a_cursor_can_come_from_the_last_row(side: Side, paging: PagingRule, changes: Any) -> None:
    """Without a flag the walk ends at the page that is empty."""
    operation: op.Endpoint[Any] = op.Endpoint(
        "GET", "/t", op.JsonAnswer("ThingPage"), paging=paging
    )
    page = side.done(side.over(listing(in_query, **changes)).call(operation))
    assert [row.id for row in side.rest(page)] == FOUR


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_list_can_have_one_page(side: Side, most: int) -> None:
    paging = PagingRule(rows=("data",))
    operation: op.Endpoint[Any] = op.Endpoint(
        "GET", "/t", op.JsonAnswer("ThingPage"), paging=paging
    )
    page = side.done(side.over(listing(in_query)).call(operation, {"max_items": most}))
    assert not page.has_next_page()
    assert [row.id for row in side.rest(page)] == FOUR[: min(most, 2)]


@pytest.mark.parametrize("most", range(7))
def test_max_items_counts_over_all_pages(side: Side, most: int) -> None:
    page = side.done(side.over(listing(in_query, 3)).call(LIST, {"max_items": most}))
    assert [row.id for row in side.rest(page)] == FOUR[:most]


def test_a_page_has_the_members_that_the_server_sent(side: Side) -> None:
    page = side.done(side.over(listing(in_query)).call(LIST))
    rows = [{"id": "0", "extra": "0"}, {"id": "1", "extra": "1"}]
    sent = {"object": "list", "data": rows, "has_more": True, "last_id": "1"}
    assert page.model_dump(exclude_unset=True) == sent
    assert json.loads(page.model_dump_json(exclude_unset=True)) == sent
    assert (page.has_more, page.last_id, page.data[1].id, page.object) == (True, "1", "1", "list")
    assert page == ThingPage.model_validate(sent)
    assert "PagePosition" not in repr(page)
    assert "_position" not in page.model_fields_set


class CountedList(BaseModel):
    data: list[Thing]
    pages: int
    has_next_page: bool
    get_next_page: str
    aget_next_page: str


class CountedPage(Page[Thing], CountedList): ...  # type: ignore[misc]  # as a spec may have it


def test_members_named_like_methods_do_not_stop_iteration(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TYPES, "CountedPage", CountedPage)
    own: dict[str, Any] = {
        "pages": 2,
        "has_next_page": False,
        "get_next_page": "/t",
        "aget_next_page": "/t",
    }
    counted: op.Endpoint[Any] = op.Endpoint(
        "GET", "/t", op.JsonAnswer("CountedPage"), paging=LIST.paging
    )
    page = side.done(side.over(listing(in_query, **own)).call(counted))
    assert [row.id for row in side.rest(page)] == FOUR
    assert {name: getattr(page, name) for name in own} == own


def test_pages_are_iterated_one_by_one(side: Side) -> None:
    page = side.done(side.over(listing(in_query)).call(LIST))
    assert [[row.id for row in one.data] for one in side.rest(page.pages())] == [FOUR[:2], FOUR[2:]]
    assert page.has_next_page()
    assert page.next_page_info() == NextPageInfo(params={"after": "1"})
    following = side.done(page.get_next_page())  # awaited with an async client
    assert type(following) is ThingPage
    assert not following.has_next_page()
    assert following.next_page_info() is None
    assert len([*side.rest(page.iter_pages())]) == 2
    with pytest.raises(APIError, match=r"^there is no next page$"):
        side.done(following.aget_next_page()) if side.is_async else following.get_next_page()
    assert [row.id for row in side.rest(page)] == FOUR  # as often as one likes


def test_the_wrong_kind_of_loop_is_an_error(side: Side) -> None:
    page = side.done(side.over(listing(in_query)).call(LIST))

    async def loop(items: Any) -> None:
        async for _ in items:
            pass

    for items in (page, page.pages()):
        if side.is_async:
            with pytest.raises(APIError, match=r"^the client is async: use `async for`, or await"):
                next(iter(items))
        else:
            with pytest.raises(APIError, match=r"^the client isn't async: use `for`, or `get_ne"):
                loop(items).send(None)
    if not side.is_async:
        with pytest.raises(APIError, match="async"):
            page.aget_next_page().send(None)


def test_a_copied_page_has_no_client(side: Side) -> None:
    page = side.done(side.over(listing(in_query)).call(LIST))
    for copied in (pickle.loads(pickle.dumps(page)), copy.deepcopy(page)):  # noqa: S301 - ours
        assert copied == page
        with pytest.raises(APIError, match="does not belong to a client, so it can't request"):
            list(copied)
    assert len(side.rest(copy.copy(page))) == 4


def test_a_page_without_a_client_raises_an_error() -> None:
    with pytest.raises(APIError, match="does not belong to a client, so it can't request"):
        list(ThingPage(data=[Thing(id="1")]))


def test_missing_rows_count_as_no_rows(side: Side) -> None:
    for body in ({"data": None}, {}, {"data": "x"}):
        client = side.over(lambda _, body=body: httpx2.Response(200, json=body))  # type: ignore[misc]
        assert side.rest(side.done(client.call(LIST))) == []


def test_a_page_model_issues_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        class Rows(BaseModel):
            data: list[int]

        class RowPage(Page[int], Rows): ...  # type: ignore[misc]

    assert RowPage(data=[1]).data == [1]


def test_async_pages_are_awaited_or_iterated() -> None:
    seen: list[str] = []
    answer = listing(in_query)

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.path)
        return answer(request)

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(handler))
        async with AsyncAcme(http_client=http) as client:
            sender: AsyncSender = client._client  # noqa: SLF001 - as a generated method does
            assert (await sender.list_pages(LIST, {})).data[0].id == "0"
            assert len(seen) == 1
            assert [row.id async for row in sender.list_pages(LIST, {})] == FOUR
            assert [len(page.data) async for page in sender.list_pages(LIST, {}).pages()] == [2, 2]
            assert [row.id async for row in sender.list_pages(LIST, {"max_items": 3})] == FOUR[:3]
            with pytest.raises(TypeError, match="no argument"):
                await sender.list_pages(LIST, {"max_item": 3})  # type: ignore[typeddict-unknown-key]
            with pytest.raises(TypeError, match="'AsyncPages' object is not iterable"):
                iter(sender.list_pages(LIST, {}))  # type: ignore[call-overload]
        await http.aclose()

    asyncio.run(run())
