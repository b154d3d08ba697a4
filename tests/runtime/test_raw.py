"""Raw access, sync and async."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable
from typing import Any, cast

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.base_model import BaseModel
from generator.runtime.binary import AsyncBinaryResponse, BinaryResponse
from generator.runtime.errors import (
    APIConnectionError,
    APIError,
    ArgumentError,
    InvalidResponseError,
    NotFoundError,
)
from generator.runtime.raw import (
    AsyncRawSender,
    AsyncStreaming,
    AsyncStreamingSender,
    RawSender,
    StreamingSender,
    async_to_raw_response,
    async_to_streamed_response,
    to_raw_response,
    to_streamed_response,
)
from generator.runtime.resource import AsyncResource, SyncResource
from generator.runtime.streams import AsyncStream, Stream
from tests.support.acme_client import (
    CONTENT,
    CREATE,
    DELETE,
    EVENTS,
    GET,
    KEY,
    LIST,
    AsyncSide,
    Side,
    SyncSide,
    Thing,
    ThingPage,
)
from tests.support.scripted import Scripted, cut_in_body, json_reply, reply, scripted

OK = json_reply({"id": "t1"}, headers={"x-request-id": "r-1"})
ONE = httpx2.Limits(max_connections=1)  # who doesn't free it can't ask again
EVENT_STREAM = {"Content-Type": "text/event-stream"}
TWO_EVENTS = reply(200, b'data: {"id": "1"}\n\ndata: {"id": "2"}\n\n', EVENT_STREAM)


class Things(SyncResource):
    def send(self, operation: Any, options: Any = None, /, **arguments: Any) -> Any:
        return self._client.send(operation, cast("Any", options or {}), **arguments)


class AsyncThings(AsyncResource):
    async def send(self, operation: Any, options: Any = None, /, **arguments: Any) -> Any:
        return await self._client.send(operation, cast("Any", options or {}), **arguments)


class Raw:
    """One connection, and raw access over it: what a generated resource does."""

    def __init__(self, side: Side, server: Scripted) -> None:
        http = side.http(limits=ONE, timeout=httpx2.Timeout(5, pool=0.1))
        self.side = side
        self.client = side.client(base_url=server.url, http_client=http)
        self.sender = self.client._client  # noqa: SLF001 - as generated code does

    def raw(self, *arguments: Any, **named: Any) -> Any:
        """What a method of `with_raw_response` gives."""
        raw_sender: Any = AsyncRawSender if self.side.is_async else RawSender
        kind: Any = AsyncThings if self.side.is_async else Things
        return self.side.done(kind(raw_sender(self.sender)).send(*arguments, **named))

    def opened(self, *arguments: Any, **named: Any) -> Any:
        """What a method of `with_streaming_response` gives: a context manager."""
        if self.side.is_async:
            things: Any = AsyncStreaming(AsyncThings(AsyncStreamingSender(self.sender)))
            return things.send(*arguments, **named)
        return Things(StreamingSender(self.sender)).send(*arguments, **named)

    def within(self, opened: Any, act: Callable[[Any], Any]) -> Any:
        """What `act` makes of an open response in its block."""

        async def entered() -> Any:
            async with opened as response:
                found = act(response)
                return await found if asyncio.iscoroutine(found) else found

        if self.side.is_async:
            return self.side.done(entered())
        with opened as response:
            return act(response)

    def is_free(self) -> bool:
        """Can the one connection be used?"""
        return bool(self.side.done(self.client.call(GET, path={"id": "t1"})).id)


def test_a_raw_response_has_the_response_and_the_parsed_result(side: Side) -> None:
    with scripted(OK) as server:
        use = Raw(side, server)
        response = use.raw(GET, path={"id": "t1"})
        assert (response.status_code, response.request_id) == (200, "r-1")
        assert (response.headers["X-Request-Id"], response.content_type) == (
            "r-1",
            "application/json",
        )
        assert response.content == b'{"id": "t1"}'
        assert side.done(response.json()) if side.is_async else response.json() == {"id": "t1"}
        assert response.is_closed
        found = response.parse()
        assert (type(found), found.id) == (Thing, "t1")
        assert response.parse() is found
        assert use.is_free()


def test_an_error_is_raised_before_there_is_a_raw_response(side: Side) -> None:
    with scripted(json_reply({"error": {"message": "gone"}}, 404), OK) as server:
        use = Raw(side, server)
        with pytest.raises(NotFoundError, match="404: gone"):
            use.raw(GET, path={"id": "t1"})
        with pytest.raises(ArgumentError, match='"name" takes a string'):
            use.raw(CREATE, body={"name": 1})
        assert use.is_free()


def test_a_response_that_cannot_be_parsed_can_still_be_read(side: Side) -> None:
    with scripted(reply(200, b"<html>", {"Content-Type": "text/html"})) as server:
        response = Raw(side, server).raw(GET, path={"id": "t1"})
        for _ in range(2):
            with pytest.raises(InvalidResponseError, match="isn't JSON"):
                response.parse()
        assert (response.content, response.text) == (b"<html>", "<html>")


def test_the_parsed_page_of_a_raw_response_can_be_iterated(side: Side) -> None:
    first = {"data": [{"id": "1"}], "has_more": True, "last_id": "1"}
    with scripted(json_reply(first), json_reply({"data": [{"id": "2"}]})) as server:
        response = Raw(side, server).raw(LIST, {"max_items": 5})
        page = response.parse()
        assert type(page) is ThingPage
        assert json.loads(response.content) == page.model_dump(exclude_unset=True)
        assert [row.id for row in side.rest(page)] == ["1", "2"]


def test_an_empty_response_is_parsed_into_none(side: Side) -> None:
    with scripted(reply(204)) as server:
        response = Raw(side, server).raw(DELETE, path={"id": "t1"})
        assert (response.status_code, response.parse(), response.parse()) == (204, None, None)


def test_a_raw_stream_is_open_until_it_is_read(side: Side) -> None:
    with scripted(TWO_EVENTS, OK) as server:
        use = Raw(side, server)
        response = use.raw(CREATE, body={"stream": True})
        assert not response.is_closed
        stream = response.parse()
        assert type(stream) is (AsyncStream if side.is_async else Stream)
        assert response.parse() is stream
        del response  # the stream goes on without it
        gc.collect()
        assert [event.id for event in side.rest(stream)] == ["1", "2"]
        assert use.is_free()


@pytest.mark.parametrize("where", ["body", "query"])
def test_stream_can_be_an_argument_in_any_place(side: Side, where: str) -> None:
    verb, body = ("POST", op.JsonBody()) if where == "body" else ("GET", None)
    operation: op.Endpoint[Thing] = op.Endpoint(
        verb,
        "/t",
        op.JsonAnswer("Thing"),
        body,
        stream=op.StreamAnswer("Thing", by=("stream", True)),
    )
    with scripted(TWO_EVENTS, OK) as server:
        use = Raw(side, server)
        stream = side.done(use.client.call(operation, **{where: {"stream": True}}))
        assert [event.id for event in side.rest(stream)] == ["1", "2"]
        assert side.done(use.client.call(operation, **{where: {"stream": False}})).id == "t1"
    assert [asked.headers["accept"] for asked in server.asked] == [
        "text/event-stream",
        "application/json",
    ]


def test_a_raw_response_that_is_dropped_frees_its_connection(side: Side) -> None:
    large = reply(200, b"x" * 10_000_000)
    with scripted(large, large, OK) as server:
        use = Raw(side, server)

        async def parse(response: Any) -> None:
            response.parse()

        for parses in (False, True):
            response = use.raw(CONTENT, path={"id": "t1"})
            if parses:
                side.done(parse(response)) if side.is_async else response.parse()
            assert not response.is_closed
            del response  # no cycle keeps it until the collector runs
            side.done(asyncio.sleep(0.01)) if side.is_async else None
        assert use.is_free()
    assert server.connections == 3


def test_a_raw_binary_response_has_its_bytes(side: Side) -> None:
    with scripted(reply(200, b"bytes", {"Content-Type": "text/csv"}), OK) as server:
        use = Raw(side, server)
        response = use.raw(CONTENT, path={"id": "t1"})
        answer = response.parse()
        assert type(answer) is (AsyncBinaryResponse if side.is_async else BinaryResponse)
        assert b"".join(side.rest(answer.iter_bytes())) == b"bytes"
        assert use.is_free()


# --------------------------------------------------------------------------------------- streaming


def test_an_unread_body_is_dropped_at_the_end_of_the_block(side: Side) -> None:
    large = reply(200, b"[" + b"1," * 5_000_000 + b"1]", {"Content-Type": "application/json"})
    with scripted(large, OK) as server:
        use = Raw(side, server)
        opened = use.opened(GET, path={"id": "t1"})
        assert server.asked == []  # the request is sent when the block is entered
        assert use.within(opened, lambda response: response.status_code) == 200
        assert use.is_free()


def test_an_open_response_is_parsed_in_its_block(side: Side) -> None:
    with scripted(OK) as server:
        use = Raw(side, server)

        def parse(response: Any) -> Any:
            return response.parse()

        async def parse_twice(response: Any) -> Any:
            found = await response.parse()
            assert await response.parse() is found
            return found

        found = use.within(
            use.opened(GET, path={"id": "t1"}), parse_twice if side.is_async else parse
        )
        assert (type(found), found.id) == (Thing, "t1")
        assert use.is_free()


def test_an_open_stream_is_closed_with_its_block(side: Side) -> None:
    async def first_of(response: Any) -> Any:
        return await anext(await response.parse())

    with scripted(TWO_EVENTS, OK) as server:
        use = Raw(side, server)
        opened = use.opened(EVENTS)
        act = first_of if side.is_async else lambda response: next(response.parse())
        assert use.within(opened, act).id == "1"
        assert use.is_free()


def test_an_open_response_has_lines_and_bytes(side: Side) -> None:
    async def lines_of(response: Any) -> list[str]:
        return [line async for line in response.iter_lines()]

    with scripted(reply(200, b"a\nb\r\nc"), OK) as server:
        use = Raw(side, server)
        act: Any = lines_of if side.is_async else lambda response: list(response.iter_lines())
        assert use.within(use.opened(GET, path={"id": "t1"}), act) == ["a", "b", "c"]
        assert use.is_free()


def test_an_error_in_the_block_frees_the_connection(side: Side) -> None:
    def fail(_response: Any) -> Any:
        raise LookupError("of the user's own")

    with scripted(reply(200, b"x" * 1_000_000), OK) as server:
        use = Raw(side, server)
        with pytest.raises(LookupError):
            use.within(use.opened(CONTENT, path={"id": "t1"}), fail)
        assert use.is_free()


def test_a_body_that_is_cut_in_the_block_is_typed(side: Side) -> None:
    with scripted(cut_in_body(b'{"id": '), OK) as server:
        use = Raw(side, server)
        with pytest.raises(APIConnectionError, match="broke"):
            use.within(use.opened(GET, path={"id": "t1"}), lambda response: response.parse())
        assert use.is_free()


def test_a_server_error_is_raised_when_the_block_is_entered(side: Side) -> None:
    with scripted(json_reply({"error": {"message": "gone"}}, 404), OK) as server:
        use = Raw(side, server)
        with pytest.raises(NotFoundError, match="404: gone"):
            use.within(use.opened(GET, path={"id": "t1"}), repr)
        assert use.is_free()


def test_a_wait_over_a_raw_sender_returns_the_last_state(pauses: list[float]) -> None:
    for side in (SyncSide(), AsyncSide()):
        job = json_reply({"id": "t1", "status": "runs"})
        with scripted(job, json_reply({"id": "t1", "status": "done"})) as server:
            client = side.client(base_url=server.url)
            sender: Any = AsyncRawSender if side.is_async else RawSender
            raw_client: Any = client._with_sender(sender(client._client))  # noqa: SLF001
            assert side.done(raw_client.wait(body={})).status == "done"
        side.close()
    assert pauses == [1, 1]


def test_a_wait_starts_no_job_over_a_streaming_sender() -> None:
    for side in (SyncSide(), AsyncSide()):
        with scripted() as server:
            client = side.client(base_url=server.url)
            sender: Any = AsyncStreamingSender if side.is_async else StreamingSender
            streaming: Any = client._with_sender(sender(client._client))  # noqa: SLF001
            with pytest.raises(APIError, match="call this method without"):
                side.done(streaming.wait(body={}))
            assert server.asked == []
        side.close()


def test_only_type_checkers_call_the_types_of_raw_access() -> None:
    functions: Any = (
        to_raw_response,
        to_streamed_response,
        async_to_raw_response,
        async_to_streamed_response,
    )
    for function in functions:
        with pytest.raises(APIError, match="is wrapped for type checkers only"):
            function(len)


def test_a_raw_response_tells_how_it_came(side: Side, pauses: list[float]) -> None:
    with scripted(json_reply({}, 503), json_reply({}, 503), OK) as server:
        response = Raw(side, server).raw(GET, path={"id": "t1"})
    assert response.retries_taken == len(pauses) == 2
    assert response.elapsed.total_seconds() > 0
    assert response.http_response is response.response
    assert response.http_request.headers["authorization"] == f"Bearer {KEY}"
    assert (response.method, response.url.path) == ("GET", "/things/t1")


def test_the_time_of_an_open_response_is_not_known(side: Side) -> None:
    with scripted(TWO_EVENTS) as server:
        response = Raw(side, server).raw(CREATE, body={"stream": True})
        with pytest.raises(APIError, match="once the response is read or closed"):
            _ = response.elapsed
        side.done(response.close()) if side.is_async else response.close()
        assert response.elapsed.total_seconds() > 0


class Named(BaseModel):
    id: str


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Named, Named(id="t1")),
        (dict[str, str], {"id": "t1"}),
        (object, {"id": "t1"}),
        (str, '{"id": "t1"}'),
        (bytes, b'{"id": "t1"}'),
    ],
)
def test_a_response_is_parsed_into_a_type_of_the_caller(
    side: Side, kind: Any, expected: object
) -> None:
    with scripted(OK) as server:
        use = Raw(side, server)
        assert use.raw(GET, path={"id": "t1"}).parse(to=kind) == expected
        opened = use.opened(GET, path={"id": "t1"})
        assert use.within(opened, lambda response: response.parse(to=kind)) == expected


def test_a_type_that_json_has_no_form_of_is_refused(side: Side) -> None:
    class Opaque: ...

    with scripted(OK) as server:
        response = Raw(side, server).raw(GET, path={"id": "t1"})
        with pytest.raises(ArgumentError, match="is not a type that JSON can be parsed into"):
            response.parse(to=Opaque)


def test_a_binary_response_is_closed_when_it_is_read(side: Side) -> None:
    with scripted(reply(200, b"12"), OK) as server:
        use = Raw(side, server)
        response = use.raw(CONTENT, path={"id": "t1"})
        assert not response.is_closed
        assert (side.done(response.read()) if side.is_async else response.read()) == b"12"
        assert response.is_closed
        assert response.parse(to=bytes) == b"12"
        assert use.is_free()
