"""The runtime's client by itself, over a transport that answers in memory."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.client import AuthScheme, ClientHeader, Settings, SyncClient
from generator.runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    ArgumentError,
    ConfigurationError,
    status_error,
)
from generator.runtime.given import NOT_GIVEN

SETTINGS = Settings(
    title="Acme",
    user_agent="acme/1",
    base_url="https://acme.example/v1/",
    base_url_env="ACME_URL",
    key_envs={"api_key": "ACME_KEY", "admin_key": "ACME_ADMIN"},
    schemes={
        "bearer": AuthScheme("bearer"),
        "basic": AuthScheme("basic"),
        "query": AuthScheme("query", "key"),
        "cookie": AuthScheme("cookie", "sid"),
        "admin": AuthScheme("header", "X-Admin", "admin_key"),
    },
    auth=("bearer",),
    headers=(ClientHeader("team", "X-Team", "ACME_TEAM"),),
    load_type=lambda name: {"Numbers": list[int]}[name],
)
GET: op.Operation[list[int]] = op.Operation("GET", "/n/{id}", op.Json("Numbers"))


def client(
    answer: Callable[[httpx2.Request], httpx2.Response],
    *,
    settings: Settings = SETTINGS,
    admin: str | None = None,
) -> SyncClient:
    return SyncClient(
        settings,
        keys={"api_key": "k", "admin_key": admin},
        base_url=None,
        headers={"team": "blue"},
        timeout=1,
        http_client=httpx2.Client(transport=httpx2.MockTransport(answer)),
    )


def numbers(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json=[1, 2])


def sent_with(auth: tuple[str, ...], *, admin: str | None = None) -> httpx2.Request:
    """The request that a call with these schemes makes."""
    seen: list[httpx2.Request] = []

    def keep(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return numbers(request)

    operation: op.Operation[list[int]] = op.Operation("GET", "/n", op.Json("Numbers"), auth=auth)
    client(keep, admin=admin).send(operation, query={"q": "1"})
    return seen[0]


def test_an_operation_is_sent_and_parsed() -> None:
    assert client(numbers).send(GET, path={"id": 1}) == [1, 2]


def test_a_key_is_sent_where_its_scheme_says() -> None:
    assert sent_with(("basic",)).headers["authorization"] == "Basic aw=="
    assert str(sent_with(("query",)).url) == "https://acme.example/v1/n?q=1&key=k"
    assert sent_with(("cookie",)).headers["cookie"] == "sid=k"
    assert sent_with(("admin", "query"), admin="a").headers["x-admin"] == "a"
    assert "authorization" not in sent_with(()).headers
    assert sent_with(()).headers["x-team"] == "blue"


def test_a_key_that_is_missing_is_named_when_it_is_needed() -> None:
    with pytest.raises(ConfigurationError, match=r"`admin_key`.*ACME_ADMIN"):
        sent_with(("admin",))


@pytest.mark.parametrize("key", ["a\nb", " a", "a\x00"])
def test_a_key_holds_no_control_characters(key: str) -> None:
    with pytest.raises(ConfigurationError, match="white space") as caught:
        client(numbers, admin=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize("value", [NOT_GIVEN, None])
def test_a_path_argument_must_be_given(value: object) -> None:
    with pytest.raises(ArgumentError, match='"id" is part of the path and must be given'):
        client(numbers).send(GET, path={"id": value})


def test_an_error_of_the_transport_shows_no_more_than_the_host() -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    def hang(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("slow", request=request)

    with pytest.raises(APIConnectionError, match=r"^no connection to acme\.example: refused$"):
        client(fail).send(GET, path={"id": 1})
    with pytest.raises(APITimeoutError, match=r"acme\.example"):
        client(hang).send(GET, path={"id": 1})


def test_the_body_of_an_error_may_be_anything() -> None:
    for body, message in (
        ({"error": {"message": "m"}}, "400: m"),
        ({"error": "e"}, "400: e"),
        ({"message": "top"}, "400: top"),
        ({"detail": [{"loc": 1}]}, "400: [{'loc': 1}]"),
        ("", "400: no message"),
        (None, "400: no message"),
        ("x" * 600, f"400: {'x' * 499}…"),
    ):
        assert str(status_error(400, {}, body)) == message
