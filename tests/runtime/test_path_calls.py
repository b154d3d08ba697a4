"""Calls by verb and path, sync and async."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import ArgumentError, InvalidResponseError, NotFoundError
from generator.runtime.path_calls import AsyncVerb, SyncVerb
from tests.support.acme_client import Side, Thing

EVENTS = b'data: {"id": "1"}\n\ndata: {"id": "2"}\n\n'


class Server:
    """Keeps the requests that it answers."""

    def __init__(
        self, body: bytes = b'{"id": "t1"}', status: int = 200, kind: str = "application/json"
    ) -> None:
        self.asked: list[httpx2.Request] = []
        self._body, self._status, self._kind = body, status, kind

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read() if not isinstance(request.stream, httpx2.AsyncByteStream) else None
        self.asked.append(request)
        headers = {"Content-Type": self._kind}
        return httpx2.Response(self._status, content=self._body, headers=headers)


def ask(side: Side, server: Any, verb: str, path: str, **given: Any) -> Any:
    return side.done(side.over(server, max_retries=0).request(verb, path, **given))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Thing, Thing(id="t1")),
        (dict[str, str], {"id": "t1"}),
        (object, {"id": "t1"}),
        (str, '{"id": "t1"}'),
        (bytes, b'{"id": "t1"}'),
        (None, None),
    ],
)
def test_the_body_is_returned_as_the_type_of_the_caller(
    side: Side, kind: Any, expected: object
) -> None:
    server = Server()
    assert ask(side, server, "GET", "/things/t1", cast_to=kind) == expected
    assert str(server.asked[0].url) == "https://acme.example/v1/things/t1"
    assert server.asked[0].headers["authorization"].startswith("Bearer ")


def test_json_is_returned_without_a_type(side: Side) -> None:
    assert ask(side, Server(), "get", "things?limit=1") == {"id": "t1"}


def test_a_response_without_a_body_is_none(side: Side) -> None:
    assert ask(side, Server(b"", 204), "DELETE", "/things/t1", cast_to=Thing) is None


@pytest.mark.parametrize("status", [200, 204])
def test_the_response_itself_is_returned(side: Side, status: int) -> None:
    found = ask(side, Server(b"[1]", status), "GET", "/things", cast_to=httpx2.Response)
    assert (found.status_code, found.content, found.is_closed) == (status, b"[1]", True)


def test_a_model_knows_the_id_of_its_request(side: Side) -> None:
    headers = {"x-request-id": "r1"}

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"id": "t1"}, headers=headers)

    thing = ask(side, answer, "GET", "/things/t1", cast_to=Thing)
    assert vars(thing)["_request_id"] == "r1"
    assert (thing, thing.to_dict()) == (Thing(id="t1"), {"id": "t1"})
    headers.clear()
    assert "_request_id" not in vars(ask(side, answer, "GET", "/things/t1", cast_to=Thing))


def test_a_body_and_options_are_sent(side: Side) -> None:
    server = Server()
    ask(
        side,
        server,
        "POST",
        "/things?a=1",
        body={"name": "x"},
        options={"headers": {"X-Own": "1"}, "params": {"b": 2}, "extra_json": {"size": 3}},
        extra_query={"c": 4},
    )
    [asked] = server.asked
    assert json.loads(asked.content) == {"name": "x", "size": 3}
    assert asked.headers["x-own"] == "1"
    assert dict(asked.url.params) == {"a": "1", "c": "4"}


def test_files_are_parts_of_a_form(side: Side) -> None:
    server = Server()
    ask(side, server, "POST", "/uploads", body={"name": "x"}, files={"file": ("a.txt", b"12")})
    [asked] = server.asked
    assert asked.headers["content-type"].startswith("multipart/form-data")


def test_events_are_streamed_as_the_type_of_the_caller(side: Side) -> None:
    server = Server(EVENTS, kind="text/event-stream")
    stream = ask(side, server, "POST", "/events", body={}, cast_to=Thing, stream=True)
    assert side.rest(stream) == [Thing(id="1"), Thing(id="2")]


def test_an_error_is_raised_as_for_every_call(side: Side) -> None:
    with pytest.raises(NotFoundError, match="404: gone"):
        ask(side, Server(b'{"error": "gone"}', 404), "GET", "/x")
    with pytest.raises(InvalidResponseError, match="isn't JSON"):
        ask(side, Server(b"<html>"), "GET", "/x")


class Opaque: ...


@pytest.mark.parametrize(
    ("verb", "path", "given", "words"),
    [
        ("GET", "https://evil.example/x", {}, "is below the base URL"),
        ("GET", "//evil.example/x", {}, "is below the base URL"),
        ("GET", "/a b", {}, "must be percent-encoded"),
        ("GET", "/a\n", {}, "must be percent-encoded"),
        ("GET", "/{id}", {}, "must be percent-encoded"),
        ("GET", 7, {}, '"path" takes a string'),
        ("G T", "/x", {}, '"verb" takes a string such as "GET"'),
        ("GET", "/x", {"cast_to": Opaque}, "is not a type that JSON can be parsed into"),
        ("GET", "/x", {"options": {"header": {}}}, r'"options" takes headers, params'),
        ("POST", "/x", {"files": [1]}, '"files" takes a mapping'),
        ("POST", "/x", {"files": {}, "body": [1]}, '"body" takes an object beside "files"'),
        ("GET", "/x", {"timeout": "soon"}, '"timeout" takes seconds'),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused(
    side: Side, verb: Any, path: Any, given: Mapping[str, Any], words: str
) -> None:
    server = Server()
    with pytest.raises(ArgumentError, match=words):
        ask(side, server, verb, path, **given)
    assert server.asked == []


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_client_has_a_method_for_each_verb(side: Side, verb: str) -> None:
    base: Any = type(side.client())
    kind = AsyncVerb if side.is_async else SyncVerb
    own: Any = type("Own", (base,), {"ask": kind(verb)})
    server = Server()
    transport = httpx2.MockTransport(server)
    client = own(http_client=side.http(transport=transport))
    assert side.done(client.ask("/things", cast_to=Thing)) == Thing(id="t1")
    assert server.asked[0].method == verb


def test_raw_access_returns_the_response(side: Side) -> None:
    from generator.runtime.raw import AsyncRawSender, RawSender

    client = side.over(Server())
    sender = (AsyncRawSender if side.is_async else RawSender)(client._client)  # noqa: SLF001
    raw = client._with_sender(sender)  # noqa: SLF001 - as `with_raw_response` does
    response = side.done(raw.request("GET", "/things", cast_to=Thing))
    assert (response.status_code, response.parse()) == (200, Thing(id="t1"))
