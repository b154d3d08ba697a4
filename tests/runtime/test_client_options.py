"""Options of a client, sync and async: reading them, assigning them, and keys from functions."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from generator.runtime import tokens
from generator.runtime.errors import APITimeoutError, ConfigurationError, PermissionDeniedError
from generator.runtime.not_given import NOT_GIVEN, Omit
from tests.support.acme_client import GET, GET_BY_ALL, GET_BY_QUERY, KEY, Side

THING = {"id": "t1"}


class Server:
    """Keeps the requests that it answers."""

    def __init__(self) -> None:
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return httpx2.Response(200, json=THING)

    @property
    def authorization(self) -> str | None:
        found: str | None = self.asked[-1].headers.get("authorization")
        return found


@pytest.fixture
def server() -> Server:
    return Server()


def ask(side: Side, client: Any, operation: Any = GET, **options: Any) -> None:
    side.done(client.call(operation, options, path={"id": "t1"}))


# ----------------------------------------------------------------------------------- attributes


def test_options_can_be_read(side: Side, server: Server) -> None:
    client = side.over(server, base_url="https://acme.example/v2/", timeout=3, max_retries=1)
    assert (client.base_url, client.timeout, client.max_retries) == (
        "https://acme.example/v2",
        3,
        1,
    )
    assert side.over(server, timeout=None).timeout is None
    assert side.over(server).timeout == httpx2.Timeout(5)  # that of the user's HTTP client
    assert side.client().timeout == httpx2.Timeout(600, connect=5)


def test_an_assignment_takes_effect(side: Side, server: Server) -> None:
    client = side.over(server)
    client.base_url = "https://other.example/v3"
    client.timeout = 4
    client.max_retries = 0
    ask(side, client)
    assert str(server.asked[0].url) == "https://other.example/v3/things/t1"
    assert server.asked[0].extensions["timeout"]["read"] == 4
    client.timeout = None
    ask(side, client)
    assert server.asked[1].extensions["timeout"]["read"] is None
    assert (client.timeout, client.max_retries) == (None, 0)


def test_an_assignment_does_not_change_other_clients(side: Side, server: Server) -> None:
    client = side.over(server, max_retries=1)
    other = client.with_options(timeout=1)
    client.max_retries = 5
    assert (client.max_retries, other.max_retries) == (5, 1)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("base_url", "acme", "not a base URL"),
        ("base_url", None, "`base_url` can't be None"),
        ("max_retries", -1, r"`max_retries` takes an integer \(0 or more\)"),
        ("max_retries", None, "`max_retries` can't be None"),
        ("timeout", "soon", "`timeout` takes seconds"),
    ],
)
def test_an_assignment_of_a_wrong_value_is_refused(
    side: Side, name: str, value: object, words: str
) -> None:
    client = side.client(max_retries=1)
    with pytest.raises(ConfigurationError, match=words):
        setattr(client, name, value)
    assert (client.max_retries, client.base_url) == (1, "https://acme.example/v1")


def test_a_name_that_is_no_option_cannot_be_assigned(side: Side) -> None:
    with pytest.raises(AttributeError, match=r"`default_headers` can't be assigned.*with_options"):
        side.client().default_headers = {}


def test_a_subclass_assigns_the_attributes_that_it_declares(side: Side) -> None:
    base: Any = type(side.client())

    class Own(base):  # type: ignore[misc]
        cache: dict[str, str]

    own = Own()
    own.cache = {"a": "b"}
    assert own.cache == {"a": "b"}


def test_a_client_knows_whether_it_is_closed(side: Side) -> None:
    client = side.client()
    other = client.with_options(timeout=1)
    assert not client.is_closed()
    side.done(client.close()) if side.is_async else client.close()
    assert client.is_closed()
    assert other.is_closed()


def test_a_client_is_closed_with_the_http_client_that_it_was_given(side: Side) -> None:
    http = side.http()
    client = side.client(http_client=http)
    side.done(http.aclose()) if side.is_async else http.close()
    assert client.is_closed()


def test_a_base_url_can_be_an_object(side: Side, server: Server) -> None:
    client = side.over(server, base_url=httpx2.URL("https://other.example/v3/"))
    assert client.base_url == "https://other.example/v3"
    client.base_url = httpx2.URL("https://third.example")
    ask(side, client)
    assert str(server.asked[0].url) == "https://third.example/things/t1"
    with pytest.raises(ConfigurationError, match=r"a string or an httpx2\.URL, not 7"):
        side.client(base_url=7)


@pytest.mark.parametrize("value", [Omit(), NOT_GIVEN, None])
def test_a_header_can_be_omitted(side: Side, server: Server, value: object) -> None:
    client = side.over(server)
    ask(side, client, extra_headers={"User-Agent": value, "X-New": value})
    ask(side, client.with_options(default_headers={"authorization": value}))
    assert "x-new" not in server.asked[0].headers
    assert "user-agent" not in server.asked[0].headers
    assert "authorization" not in server.asked[1].headers


# ------------------------------------------------------------------------------ keys of functions


def late(side: Side, key: object) -> Callable[[], Any]:
    """A function that gives the key: an async one for the async client."""
    if not side.is_async:
        return lambda: key

    async def give() -> object:
        await asyncio.sleep(0)
        return key

    return give


def failing(side: Side, error: Exception) -> Callable[[], Any]:
    def fail() -> object:
        raise error

    async def fail_later() -> object:
        await asyncio.sleep(0)
        raise error

    return fail_later if side.is_async else fail


def test_a_function_gives_the_key_of_each_call(side: Side, server: Server) -> None:
    keys = iter(["one", "two"])
    client = side.over(server, api_key=lambda: next(keys))
    for key in ("one", "two"):
        ask(side, client)
        assert server.authorization == f"Bearer {key}"


def test_an_async_function_is_awaited(side: Side, server: Server) -> None:
    client = side.over(server, api_key=late(side, "one"), admin_key=late(side, "two"))
    ask(side, client, GET_BY_ALL)
    assert server.authorization == "Bearer one"
    assert server.asked[0].url.params["key"] == "one"
    assert server.asked[0].headers["x-admin"] == "two"


def test_only_the_functions_of_the_keys_that_a_call_sends_are_called(
    side: Side, server: Server
) -> None:
    client = side.over(server, admin_key=failing(side, RuntimeError()))
    ask(side, client, GET_BY_QUERY)
    assert server.asked[0].url.params["key"] == KEY


def test_another_key_replaces_a_function(side: Side, server: Server) -> None:
    client = side.over(server, api_key=late(side, "one"))
    ask(side, client.with_options(api_key="two"))
    assert server.authorization == "Bearer two"
    ask(side, side.over(server).with_options(api_key=late(side, "three")))
    assert server.authorization == "Bearer three"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "the function for `api_key` returned NoneType, not a string"),
        (b"k", "the function for `api_key` returned bytes, not a string"),
        ("", "the function for `api_key` returned an empty string"),
        ("a\nb", "characters other than visible ASCII"),
    ],
)
def test_what_is_no_key_is_refused(side: Side, server: Server, key: object, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        ask(side, side.over(server, api_key=late(side, key)))
    assert server.asked == []


def test_a_function_that_fails_raises_an_error_without_its_words(
    side: Side, server: Server
) -> None:
    cause = RuntimeError(f"no token for {KEY}")
    with pytest.raises(ConfigurationError) as caught:
        ask(side, side.over(server, api_key=failing(side, cause)))
    assert str(caught.value) == "the function for `api_key` raised RuntimeError"
    assert caught.value.__cause__ is cause


def test_an_error_of_this_package_passes_unchanged(side: Side, server: Server) -> None:
    error = PermissionDeniedError("no", status_code=403, headers={}, body=None)
    with pytest.raises(PermissionDeniedError) as caught:
        ask(side, side.over(server, api_key=failing(side, error)))
    assert caught.value is error


def test_a_key_that_never_comes_is_not_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.acme_client import AsyncSide

    monkeypatch.setattr(tokens, "LONGEST_WAIT", 0.01)
    side = AsyncSide()
    try:
        client = side.over(server, api_key=asyncio.Event().wait)
        with pytest.raises(APITimeoutError, match="the function for `api_key` gave no key in time"):
            ask(side, client)
    finally:
        side.close()


def test_a_sync_client_refuses_an_async_function(server: Server) -> None:
    from tests.support.acme_client import SyncSide

    async def give() -> str:
        return "k"

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ConfigurationError, match="an async client can await it"):
            ask(SyncSide(), SyncSide().over(server, api_key=give))
        gc.collect()


def test_a_key_is_a_string_or_a_function(side: Side) -> None:
    with pytest.raises(ConfigurationError, match="`api_key` takes a string, or a function"):
        side.client(api_key=7)


def test_raw_access_calls_the_function_too(side: Side, server: Server) -> None:
    from generator.runtime.raw import AsyncRawSender, RawSender

    client = side.over(server, api_key=late(side, "one"))
    sender: Any = (AsyncRawSender if side.is_async else RawSender)(client._client)  # noqa: SLF001
    side.done(sender.send(GET, {}, path={"id": "t1"}))
    assert server.authorization == "Bearer one"
