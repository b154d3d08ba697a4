"""The next page by URL, by link, by header and by counting; and servers that lead in a circle."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.errors import InvalidResponseError
from generator.runtime.link_header import find_link
from generator.runtime.operation import PagingRule
from generator.runtime.pagination import Trail
from tests.support.acme_client import KEY, Side

HOME = "https://acme.example/v1"


def listing(paging: PagingRule, **more: Any) -> op.Endpoint[Any]:
    return op.Endpoint("GET", "/things", op.JsonAnswer("ThingPage"), paging=paging, **more)


def page_of(number: int, headers: dict[str, str] | None = None, **members: Any) -> httpx2.Response:
    return httpx2.Response(
        200, json={"data": [{"id": str(number)}], **members}, headers=headers or {}
    )


# ------------------------------------------------------------------------------------------- by URL

BY_URL = PagingRule(next=("links", "next"), rows=("data",))


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://acme.example/v1/things?cursor=x", "https://acme.example/v1/things?cursor=x"),
        ("/v1/things?cursor=x", "https://acme.example/v1/things?cursor=x"),
        ("?cursor=x", "https://acme.example/v1/things?cursor=x"),
        ("things?cursor=x#rows", "https://acme.example/v1/things?cursor=x"),
    ],
)
def test_a_url_may_be_relative_and_replaces_the_query(
    side: Side, target: str, expected: str
) -> None:
    asked: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return page_of(len(asked), links={"next": target if len(asked) == 1 else None})

    page = side.done(side.over(handler).call(listing(BY_URL), query={"limit": 5}))
    assert [row.id for row in side.rest(page)] == ["1", "2"]
    assert [str(one.url) for one in asked] == [f"{HOME}/things?limit=5", expected]
    assert asked[1].headers["authorization"] == f"Bearer {KEY}"


def test_a_key_in_the_query_is_added_to_a_url_that_lacks_it(side: Side) -> None:
    asked: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return page_of(len(asked), links={"next": "?page=2"} if len(asked) == 1 else {})

    endpoint = listing(BY_URL, auth=("query",))
    client = side.over(handler, default_query={"version": "3"})
    side.rest(side.done(client.call(endpoint, {"extra_query": {"team": "a"}})))
    added = f"version=3&team=a&key={KEY}"
    assert asked == [f"{HOME}/things?{added}", f"{HOME}/things?page=2&{added}"]


def test_another_server_gets_no_key(side: Side) -> None:
    asked: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return page_of(
            len(asked), links={"next": "https://other.example/p2" if len(asked) == 1 else None}
        )

    endpoint = listing(BY_URL, auth=("bearer", "query", "cookie", "admin"))
    client = side.over(handler, admin_key="admin", organization="org")
    assert len(side.rest(side.done(client.call(endpoint)))) == 2
    assert str(asked[1].url) == "https://other.example/p2"
    sent = " ".join(f"{name}={value}" for name, value in asked[1].headers.items())
    assert KEY not in sent
    assert "admin" not in sent
    assert "org" not in sent


def test_a_body_is_not_sent_to_another_server(side: Side) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        assert request.url.host == "acme.example"
        return page_of(1, links={"next": "https://other.example/p2"})

    endpoint = op.Endpoint(
        "POST", "/find", op.JsonAnswer("ThingPage"), op.JsonBody(), paging=BY_URL
    )
    page = side.done(side.over(handler).call(endpoint, body={"q": "x"}))
    with pytest.raises(InvalidResponseError, match=r"another server, other\.example, which a POST"):
        side.rest(page)


@pytest.mark.parametrize(
    "target",
    ["http://acme.example/p2", "https://u:p@acme.example/", "file:///etc/passwd", "http://[", 7],
)
def test_a_url_that_must_not_be_followed_is_an_error(side: Side, target: object) -> None:
    page = side.done(side.over(lambda _: page_of(1, links={"next": target})).call(listing(BY_URL)))
    with pytest.raises(InvalidResponseError, match=r"^acme\.example sent a next page that is no"):
        side.rest(page)


# --------------------------------------------------------------------------------- by Link header


@pytest.mark.parametrize(
    ("header", "url"),
    [
        ('</p?a=1,2&b=3>; rel="next"', "/p?a=1,2&b=3"),
        ('<a>; rel="prev", <b>; rel="next"', "b"),
        ("<a>; rel=prev,<b>;rel=next", "b"),
        ('<a>; title="a, <x>; rel=\\"next\\""; rel=last, <b>; REL="Next"', "b"),
        ('<a>; rel="start next last"', "a"),
        ('<a>; rel="prev"; rel="next", <b>; rel="next"', "b"),
        ('<a>; rel="next"; anchor="/other", <b>; rel="next"', "b"),
        ("<a> ; rel = next ; title*=UTF-8''n%C3%A4chste", "a"),
        ("broken, <a>; rel=next", "a"),
        ("<a>; broken=; rel=next", "a"),
        ("<>; rel=next", ""),
        ('<a>; rel="nextpage"', None),
        ('<a>; rel="next', None),
        ("<a", None),
        ("", None),
        ("<" * 50_000, None),
        ("<a>;" * 20_000, None),
        ('<a>; x="' + "\\" * 50_000, None),
    ],
)
def test_a_link_is_found_by_its_relation(header: str, url: str | None) -> None:
    assert find_link(header, "next") == url


def test_links_are_followed(side: Side) -> None:
    paging = PagingRule(next="Link", rows=("data",))

    def handler(request: httpx2.Request) -> httpx2.Response:
        number = int(request.url.params.get("page", "1"))
        target = f'<{HOME}/things?page={number + 1}>; rel="next"' if number < 3 else ""
        return page_of(number, {"link": f'<{HOME}/things>; rel="first"' + f", {target}"})

    rows = side.rest(side.done(side.over(handler).call(listing(paging))))
    assert [row.id for row in rows] == ["1", "2", "3"]


# ------------------------------------------------------------------------------------- by counting


def counting(**rule: Any) -> op.Endpoint[Any]:
    return listing(PagingRule(rows=("data",), **rule))


def rows_from(request: httpx2.Request, name: str, size: int, total: int) -> httpx2.Response:
    start = int(request.url.params.get(name, 0))
    data = [{"id": str(one)} for one in range(start, min(start + size, total))]
    return httpx2.Response(200, json={"data": data, "total": str(total)})


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ({}, ["", "2", "4", "5"]),
        ({"total": ("total",)}, ["", "2", "4"]),
        ({"full": ("limit", "query", 2)}, ["", "2", "4"]),
    ],
)
def test_an_offset_counts_the_rows_that_came(
    side: Side, rule: dict[str, Any], asked: list[str]
) -> None:
    seen: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.params.get("offset", ""))
        return rows_from(request, "offset", 2, 5)

    endpoint = counting(send="offset", counts="rows", **rule)
    rows = side.rest(side.done(side.over(handler).call(endpoint)))
    assert [row.id for row in rows] == ["0", "1", "2", "3", "4"]
    assert seen == asked


def test_a_total_ends_a_walk_that_starts_later(side: Side) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        start = 2 * (int(request.url.params.get("page", 1)) - 1)
        data = [{"id": str(one)} for one in range(start, min(start + 2, 6))]
        return httpx2.Response(200, json={"data": data, "total": 6})

    endpoint = counting(send="page", counts="pages", first=1, total=("total",))
    client = side.over(handler)
    for query, ids in (({}, "012345"), ({"page": 1}, "012345"), ({"page": 2}, "2345")):
        rows = side.rest(side.done(client.call(endpoint, query=query)))
        assert "".join(row.id for row in rows) == ids


@pytest.mark.parametrize("total", [float("inf"), float("nan"), 2.5, "9" * 50, "x", True, None, {}])
def test_a_total_that_is_no_number_ends_nothing(side: Side, total: object) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        rows = [{"id": "1"}] if "page" not in request.url.params else []
        body = json.dumps({"data": rows, "total": total})
        return httpx2.Response(200, text=body, headers={"content-type": "application/json"})

    endpoint = counting(send="page", counts="pages", first=1, total=("total",))
    assert len(side.rest(side.done(side.over(handler).call(endpoint)))) == 1


def test_a_number_of_a_header_is_sent_as_a_number(side: Side) -> None:
    asked: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.params.get("page", ""))
        return page_of(len(asked), {"X-Next-Page": "2" if len(asked) == 1 else ""})

    paging = PagingRule("page", "X-Next-Page", ("data",), sends_number=True)
    endpoint = listing(paging, takes={"page": ("integer",)})
    assert len(side.rest(side.done(side.over(handler).call(endpoint)))) == 2
    assert asked == ["", "2"]


# ---------------------------------------------------------------------------------------- circles


@pytest.mark.parametrize("length", [1, 2, 3, 7])
@pytest.mark.parametrize("before", [0, 1, 4])
def test_a_circle_of_cursors_is_an_error(side: Side, length: int, before: int) -> None:
    count = [0]

    def handler(_request: httpx2.Request) -> httpx2.Response:
        number = count[0]
        count[0] += 1
        cursor = number if number < before else before + (number - before) % length
        return page_of(number, next_cursor=f"c{cursor}")

    endpoint = listing(PagingRule("cursor", ("next_cursor",), ("data",)))
    page = side.done(side.over(handler).call(endpoint))
    with pytest.raises(InvalidResponseError, match=rf"cursor='c{before}' again, the value of"):
        _walk_by_hand(side, page)
    assert count[0] == before + length + 1


def _walk_by_hand(side: Side, page: Any) -> None:
    while page.has_next_page():
        page = side.done(page.aget_next_page()) if side.is_async else page.get_next_page()


@pytest.mark.parametrize("paging", [BY_URL, PagingRule(next="Link", rows=("data",))])
def test_a_circle_of_urls_is_an_error(side: Side, paging: PagingRule) -> None:
    count = [0]

    def handler(_request: httpx2.Request) -> httpx2.Response:
        count[0] += 1
        target = f"/v1/things?page={count[0] % 2}"
        return page_of(count[0], {"Link": f"<{target}>; rel=next"}, links={"next": target})

    page = side.done(side.over(handler).call(listing(paging)))
    with pytest.raises(InvalidResponseError, match="the URL again, the value of an earlier page"):
        side.rest(page)
    assert count[0] == 3


def test_a_server_that_ignores_the_page_is_an_error(side: Side) -> None:
    endpoint = counting(send="page", counts="pages", first=1)
    page = side.done(side.over(lambda _: page_of(1)).call(endpoint))
    with pytest.raises(InvalidResponseError, match=r"for page=2: it ignores the argument$"):
        side.rest(page)


def test_rows_without_ids_may_be_equal_on_two_pages(side: Side) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        rows = [1, 1] if int(request.url.params.get("page", 1)) < 4 else []
        return httpx2.Response(200, json={"data": rows})

    endpoint: op.Endpoint[Any] = op.Endpoint(
        "GET",
        "/numbers",
        op.JsonAnswer("ThingPage"),
        paging=PagingRule("page", rows=("data",), counts="pages", first=1),
    )
    assert side.rest(side.done(side.over(handler).call(endpoint))) == [1] * 6


@pytest.mark.parametrize("length", [5, 5000, 9999])
def test_a_trail_finds_a_circle_of_any_length_in_bounded_memory(length: int) -> None:
    trail = Trail()
    for number in range(60_000):
        trail.add(number % length, number)
        if trail.find((number + 1) % length, number) is not None:
            break
    else:
        pytest.fail("the circle was not found")
    assert number < 4 * max(length, 4096)
    kept = [value for value in vars(trail).values() if isinstance(value, dict)]
    assert sum(map(len, kept)) <= 4096
