"""The runtime's client over a transport in memory."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.core import ClientCore
from generator.runtime.credentials import KeyPlacement
from generator.runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ArgumentError,
    ConfigurationError,
    InvalidResponseError,
    RateLimitError,
    make_status_error,
)
from generator.runtime.not_given import NOT_GIVEN
from generator.runtime.options import CallOptions
from generator.runtime.settings import ClientOptions, HeaderSetting, Settings, UrlVariable
from generator.runtime.streams import Stream
from generator.runtime.sync_client import Connections, SyncClient, SyncSender

SETTINGS = Settings(
    user_agent="acme/1",
    base_url="https://acme.example/v1/",
    base_url_env="ACME_URL",
    key_envs={
        "api_key": "ACME_KEY",
        "admin_key": "ACME_ADMIN",
        "username": "ACME_USERNAME",
        "password": "ACME_PASSWORD",
    },
    schemes={
        "bearer": KeyPlacement("bearer"),
        "basic": KeyPlacement("basic", "", "username", "password"),
        "query": KeyPlacement("query", "key"),
        "cookie": KeyPlacement("cookie", "sid"),
        "admin": KeyPlacement("header", "X-Admin", "admin_key"),
    },
    auth=("bearer",),
    needed=(("bearer",), ("admin",)),
    headers=(HeaderSetting("team", "X-Team", "ACME_TEAM"),),
    load_type=lambda name: {"Numbers": list[int]}[name],
)
GET: op.Endpoint[list[int]] = op.Endpoint("GET", "/n/{id}", op.JsonAnswer("Numbers"))


class Acme(SyncClient):
    """A client as it is generated, but for its resources."""

    def send(self, operation: op.Endpoint[Any], options: CallOptions, **arguments: Any) -> Any:
        return self._client.send(operation, options, **arguments)


def client(
    answer: Callable[[httpx2.Request], httpx2.Response],
    *,
    settings: Settings = SETTINGS,
    admin: str | None = None,
) -> SyncSender:
    changes = ClientOptions(
        keys={"api_key": "k", "admin_key": admin, "username": "Jörg", "password": ""},
        base_url=None,
        headers={"team": "blue"},
        max_retries=0,
    )
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    return SyncSender(ClientCore.create(settings, changes), Connections(http))


def numbers(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json=[1, 2])


def made(
    *,
    key: str | None = "k",
    base_url: str | None = None,
    answer: Callable[[httpx2.Request], httpx2.Response] = numbers,
) -> Acme:
    """A client as a user makes it, but for its transport."""
    changes = ClientOptions(keys={"api_key": key}, base_url=base_url, headers={}, max_retries=0)
    return Acme(SETTINGS, changes, httpx2.Client(transport=httpx2.MockTransport(answer)))


def sent_with(auth: tuple[str, ...], *, admin: str | None = None) -> httpx2.Request:
    """The request that a call with these schemes makes."""
    seen: list[httpx2.Request] = []

    def keep(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return numbers(request)

    operation: op.Endpoint[list[int]] = op.Endpoint(
        "GET", "/n", op.JsonAnswer("Numbers"), auth=auth
    )
    client(keep, admin=admin).send(operation, {}, query={"q": "1"})
    return seen[0]


def test_an_operation_is_sent_and_parsed() -> None:
    assert client(numbers).send(GET, {}, path={"id": 1}) == [1, 2]


def test_arguments_are_appended_to_the_query_of_a_path() -> None:
    seen: list[str] = []

    def keep(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return numbers(request)

    beta: op.Endpoint[list[int]] = op.Endpoint("GET", "/n/{id}?beta=true", op.JsonAnswer("Numbers"))
    client(keep).send(beta, {}, path={"id": "a?b"}, query={"q": "1"})
    client(keep).send(beta, {}, path={"id": "a?b"})
    assert seen == [
        "https://acme.example/v1/n/a%3Fb?beta=true&q=1",
        "https://acme.example/v1/n/a%3Fb?beta=true",
    ]


def test_a_key_is_sent_in_the_place_of_its_scheme() -> None:
    assert sent_with(("basic",)).headers["authorization"] == "Basic SsO2cmc6"
    assert str(sent_with(("query",)).url) == "https://acme.example/v1/n?q=1&key=k"
    assert sent_with(("cookie",)).headers["cookie"] == "sid=k"
    assert sent_with(("admin", "query"), admin="a").headers["x-admin"] == "a"
    assert "authorization" not in sent_with(()).headers
    assert sent_with(()).headers["x-team"] == "blue"


def test_headers_of_an_endpoint_are_sent_and_can_be_replaced() -> None:
    operation: op.Endpoint[list[int]] = op.Endpoint(
        "GET", "/n", op.JsonAnswer("Numbers"), headers={"X-Beta": "a=1", "X-Team": "red"}
    )

    def echo(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["x-team"] == "red"
        return httpx2.Response(200, json=[int(request.headers["x-beta"][2:])])

    assert client(echo).send(operation, {}) == [1]
    assert client(echo).send(operation, {}, headers={"X-Beta": "a=2"}) == [2]


def test_a_missing_key_is_named_when_it_is_needed() -> None:
    with pytest.raises(ConfigurationError, match=r"`admin_key`.*ACME_ADMIN"):
        sent_with(("admin",))


@pytest.mark.parametrize("key", ["a\nb", " a", "a\x00", "clé"])
def test_a_key_with_control_characters_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationError, match="visible ASCII characters") as caught:
        client(numbers, admin=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize("value", [NOT_GIVEN, None])
def test_a_path_argument_is_required(value: object) -> None:
    with pytest.raises(ArgumentError, match='"id" is part of the path and must be given'):
        client(numbers).send(GET, {}, path={"id": value})


def test_a_transport_error_shows_only_the_host() -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    def hang(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("slow", request=request)

    with pytest.raises(APIConnectionError, match=r"^could not connect to acme\.example: refused$"):
        client(fail).send(GET, {}, path={"id": 1})
    with pytest.raises(APITimeoutError, match=r"acme\.example"):
        client(hang).send(GET, {}, path={"id": 1})


def test_the_body_of_an_error_can_be_any_value() -> None:
    for body, message in (
        ({"error": {"message": "m"}}, "400: m"),
        ({"error": "e"}, "400: e"),
        ({"message": "top"}, "400: top"),
        ({"detail": [{"loc": 1}]}, "400: [{'loc': 1}]"),
        ("", "400: no message"),
        (None, "400: no message"),
        ("x" * 600, f"400: {'x' * 499}…"),
    ):
        assert str(make_status_error(400, {}, body)) == message


def test_an_error_can_be_pickled() -> None:
    answer = httpx2.Response(429, json={"error": {"code": "slow"}}, headers={"x-request-id": "r"})
    with pytest.raises(RateLimitError) as caught:
        client(lambda _: answer).send(GET, {}, path={"id": 1})
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - bytes of ours
    assert (type(copy), str(copy)) == (RateLimitError, str(caught.value))
    assert (copy.code, copy.request_id, copy.headers["X-Request-Id"]) == ("slow", "r", "r")


def test_a_redirect_is_shown_without_its_query() -> None:
    headers = {"location": "https://elsewhere.example/n?key=secret"}
    error = make_status_error(302, headers, "<html>moved</html>")
    assert str(error).startswith("302: redirected to https://elsewhere.example/n, which")


@pytest.mark.parametrize(
    "url",
    [
        *("acme.example/v1", "ftp://acme.example", "http://", "http://:80", "https://[::1/v1"),
        *(
            "https://acme.example:99999",
            "https://acme.example/v1?version=2",
            "https://a.example/#v",
        ),
        *(" https://acme.example", "https://acme\n.example", "https://acme.example/a b"),
    ],
)
def test_a_base_url_must_be_a_host_and_a_path(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"not a base URL|query or a fragment"):
        made(base_url=url)


def test_a_missing_base_url_is_an_error() -> None:
    changes = ClientOptions(keys={"api_key": "k"}, base_url=None, headers={})
    with pytest.raises(ConfigurationError, match=r"give `base_url`, or set the variable ACME_URL$"):
        ClientCore.create(SETTINGS._replace(base_url=""), changes)


def test_a_base_url_with_a_password_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="user name or a password") as caught:
        made(base_url="https://ann:secret@acme.example:x")
    assert "secret" not in str(caught.value)


def test_arguments_override_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_KEY", "from-environment")
    monkeypatch.setenv("ACME_TEAM", "red")
    with pytest.raises(ConfigurationError, match="no API key"):
        made(key="")  # the real key isn't sent where a caller asked for none
    client = made(
        key=None, answer=lambda request: httpx2.Response(200, json=[len(request.headers)])
    )
    assert client.send(GET, {}, path={"id": 1})


def test_a_forked_process_makes_its_own_connections() -> None:
    connections = Connections(None)
    first = connections.get_http()
    assert connections.get_http() is first
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, b"same" if connections.get_http() is first else b"other")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10) == b"other"
    assert connections.get_http() is first
    connections.close()


def test_a_closed_client_stays_closed() -> None:
    used = made()
    used.close()
    used.close()
    unused = Acme(SETTINGS, ClientOptions(keys={"api_key": "k"}, base_url=None, headers={}), None)
    unused.close()
    for one in (used, unused):
        with pytest.raises(ConfigurationError, match="the client is closed"):
            one.send(GET, {}, path={"id": 1})


def test_an_unreadable_response_raises_an_api_error() -> None:
    broken = {"content-encoding": "gzip"}
    for response, words in (
        (httpx2.Response(200, content=b"<html>proxy</html>"), r"isn't JSON.*'<html>proxy"),
        (httpx2.Response(200, content=b"[" * 100_000), "isn't JSON.*recursion"),
        (httpx2.Response(200, stream=Unread(b"no gzip"), headers=broken), "can't be decoded"),
        (httpx2.Response(500, stream=Unread(b"no gzip"), headers=broken), "can't be decoded"),
    ):
        with pytest.raises(InvalidResponseError, match=words):
            made(answer=partial(answered, response)).send(GET, {}, path={"id": 1})
    deep = httpx2.Response(500, content=b"[" * 100_000)
    with pytest.raises(APIStatusError, match=r"^500: \["):
        made(answer=lambda _: deep).send(GET, {}, path={"id": 1})


def answered(response: httpx2.Response, _request: httpx2.Request) -> httpx2.Response:
    return response


class Unread(httpx2.SyncByteStream):
    """A body that is read when the client asks for it, as over a network."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content


def events(body: bytes, content_type: str = "text/event-stream") -> Stream[list[int]]:
    response = httpx2.Response(200, stream=Unread(body), headers={"content-type": content_type})
    operation: op.Endpoint[list[int]] = op.Endpoint("GET", "/n", op.StreamAnswer("Numbers"))
    stream: Stream[list[int]] = made(answer=lambda _: response).send(operation, {})
    return stream


def test_an_event_can_be_as_large_as_an_image() -> None:
    large = b"data: [" + b"1," * 1_000_000 + b"2]\n\n"
    assert [len(event) for event in events(large)] == [1_000_001]


def test_a_stream_raises_the_error_that_it_reports() -> None:
    stream = events(b'data: [1]\n\ndata: {"error": {"message": "over\\nloaded"}}\n\n')
    assert next(stream) == [1]
    with pytest.raises(APIError, match="reported an error: over loaded"):
        next(stream)


def test_a_stream_must_have_the_media_type_of_events() -> None:
    with pytest.raises(
        InvalidResponseError, match='not a stream of events: its type is "text/html"'
    ):
        events(b"<html>", "text/html; charset=utf-8")


def test_a_stream_that_stalls_is_a_timeout() -> None:
    class Stalled(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"data: [1]\n\n"
            raise httpx2.ReadTimeout("slow")

    headers = {"content-type": "text/event-stream"}
    response = httpx2.Response(200, stream=Stalled(), headers=headers)
    operation: op.Endpoint[list[int]] = op.Endpoint("GET", "/n", op.StreamAnswer("Numbers"))
    stream = made(answer=lambda _: response).send(operation, {})
    assert next(stream) == [1]
    with pytest.raises(APITimeoutError, match="did not end in time"):
        next(stream)


def test_a_document_without_a_host_needs_a_base_url(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = ClientOptions(keys={"api_key": "k"}, base_url=None, headers={})
    for url, words in (
        ("/api/v3", "the API's document names no host, only '/api/v3': give `base_url`, such as "),
        ("", "no base URL: give `base_url`, or set the variable ACME_URL"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            ClientCore.create(SETTINGS._replace(base_url=url), changes)
        assert str(caught.value).startswith(words)
        assert str(caught.value).endswith("or set the variable ACME_URL")
    monkeypatch.setenv("ACME_URL", "https://own.example/api/v3")
    made = ClientCore.create(SETTINGS._replace(base_url="/api/v3"), changes)
    assert made.configuration.base_url == "https://own.example/api/v3"


def test_a_variable_of_a_url_without_a_default_is_needed() -> None:
    settings = SETTINGS._replace(
        base_url="https://{team_name}.acme.example",
        url_variables={"team": UrlVariable("team_name")},
    )
    changes = ClientOptions(keys={"api_key": "k"}, base_url=None, headers={})
    with pytest.raises(ConfigurationError, match="`team` is part of the URL"):
        ClientCore.create(settings, changes)
    for value, url in (("red", "https://red.acme.example"), ("a@b", "")):
        given = changes._replace(url_variables={"team": value})
        if url:
            assert ClientCore.create(settings, given).configuration.base_url == url
        else:
            with pytest.raises(ConfigurationError, match="must not contain a user name"):
                ClientCore.create(settings, given)
