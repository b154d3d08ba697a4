"""Streams of events, sync and async, over real sockets."""

from __future__ import annotations

import gc
import pickle
import socket
import threading
from collections.abc import Iterator

import pytest

from generator.runtime import operation as op
from generator.runtime.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    InvalidResponseError,
    StreamError,
)
from tests.support.sockets import (
    AsyncSide,
    Side,
    SyncSide,
    answering,
    chunked,
    cutting,
    sending,
    until_closed,
)

THREE = b'data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"n":3}\n\n'
NAMED = op.StreamAnswer("Any", named=True)
ENDLESS = chunked(THREE, ends=False)


@pytest.fixture(params=[SyncSide, AsyncSide])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    made = request.param()
    yield made
    made.close()


def test_events_come_one_by_one(side: Side) -> None:
    with answering(sending(chunked(THREE, b"data: [DONE]\n\n"))) as server:
        stream = side.stream(server.url)
        assert (stream.status_code, stream.request_id) == (200, "r-1")
        assert "open" in repr(stream)
        assert side.next(stream) == {"n": 1}
        assert side.rest(stream) == [{"n": 2}, {"n": 3}]
        assert stream.is_closed
        with pytest.raises(StopIteration):
            side.next(stream)


def test_an_event_is_returned_before_the_next_is_sent(side: Side) -> None:
    seen = threading.Event()

    def act(connection: socket.socket) -> None:
        connection.sendall(chunked(b"data: 1\r\n\r", ends=False))
        assert seen.wait(5)
        connection.sendall(b"b\r\n\ndata: 2\r\n\r\r\n0\r\n\r\n")

    with answering(act) as server:
        stream = side.stream(server.url)
        assert side.next(stream) == 1
        seen.set()
        assert side.rest(stream) == [2]


def test_a_stream_is_complete_however_its_bytes_are_split(side: Side) -> None:
    body = (
        '\ufeffdata: {"a":\r\ndata: "é😀"}\r\n\r\n: ping\n\nretry: 5\nid: x\ndata: 2\r\r'.encode()
    )
    chunks = [body[place : place + 1] for place in range(len(body))]
    with answering(sending(chunked(*chunks))) as server:
        assert side.rest(side.stream(server.url)) == [{"a": "é😀"}, 2]


def test_named_events_have_their_names(side: Side) -> None:
    with answering(sending(chunked(b"event: a\ndata: 1\n\ndata: 2\n\n"))) as server:
        assert side.rest(side.stream(server.url, NAMED)) == [
            {"event": "a", "data": 1},
            {"event": "message", "data": 2},
        ]


@pytest.mark.parametrize("end", [b"data: [DONE]\n\n", b"data: [DONE] \n\ndata: no JSON\n\n"])
def test_done_ends_a_stream_that_stays_open(side: Side, end: bytes) -> None:
    with answering(sending(chunked(THREE + end, ends=False))) as server:
        for _ in range(2):
            assert len(side.rest(side.stream(server.url))) == 3


@pytest.mark.parametrize("end", [b"data: [DONE]", b"data: [DONE]\n"])
def test_done_does_not_need_an_empty_line(side: Side, end: bytes) -> None:
    with answering(sending(chunked(THREE, end))) as server:
        assert len(side.rest(side.stream(server.url))) == 3


@pytest.mark.parametrize(
    ("event", "message", "code"),
    [
        (b'data: {"error": {"message": "over\\nloaded", "code": "c"}}', "over loaded", "c"),
        (b'event: error\ndata: {"type": "error", "message": "late", "code": "c"}', "late", "c"),
        (b'data: {"error": "gone"}', "gone", None),
        (b'event: error\ndata: "odd"', "odd", None),
    ],
)
def test_an_error_in_a_stream_is_raised_and_frees_the_connection(
    side: Side, event: bytes, message: str, code: str | None
) -> None:
    with answering(sending(chunked(THREE, event + b"\n\n", ends=False))) as server:
        for _ in range(2):
            stream = side.stream(server.url)
            for number in (1, 2, 3):
                assert side.next(stream) == {"n": number}
            with pytest.raises(StreamError, match=f"reported an error: {message}$") as caught:
                side.next(stream)
            assert (caught.value.code, caught.value.request_id) == (code, "r-1")
            assert stream.is_closed
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - bytes of ours
    assert (str(copy), copy.body, copy.code) == (str(caught.value), caught.value.body, code)


def test_a_null_member_named_error_is_not_an_error(side: Side) -> None:
    with answering(sending(chunked(b'data: {"error": null}\n\ndata: {"error": {}}\n\n'))) as server:
        assert side.rest(side.stream(server.url)) == [{"error": None}, {"error": {}}]


def test_an_event_that_is_not_json_is_an_error(side: Side) -> None:
    with answering(sending(chunked(b"data: <html>\n\n"))) as server:
        stream = side.stream(server.url)
        with pytest.raises(InvalidResponseError, match="an event of the stream isn't JSON"):
            side.next(stream)
        assert stream.is_closed


@pytest.mark.parametrize(
    "sent",
    [
        ENDLESS,
        ENDLESS + b"5\r\nda",
        until_closed(THREE + b'data: {"n"'),
        until_closed(THREE + b"data: 4\n"),
    ],
)
def test_a_cut_is_an_error_after_the_received_events(side: Side, sent: bytes) -> None:
    with answering(cutting(sent)) as server:
        stream = side.stream(server.url)
        for number in (1, 2, 3):
            assert side.next(stream) == {"n": number}
        with pytest.raises(APIConnectionError, match="the connection broke") as caught:
            side.next(stream)
        assert not isinstance(caught.value, APITimeoutError)
        assert stream.is_closed


def test_a_stream_that_stalls_is_a_timeout(side: Side) -> None:
    with answering(sending(ENDLESS)) as server:
        for _ in range(2):
            stream = side.stream(server.url)
            for _ in range(3):
                side.next(stream)
            with pytest.raises(APITimeoutError, match="did not end in time"):
                side.next(stream)


def test_closing_frees_the_connection(side: Side) -> None:
    with answering(sending(ENDLESS)) as server:
        for taken in (0, 1, 2):
            stream = side.stream(server.url)
            for _ in range(taken):
                side.next(stream)
            side.done(stream.close())
            side.done(stream.close())
            assert stream.is_closed
            with pytest.raises(StopIteration):
                side.next(stream)
        assert server.connections == 3


def test_leaving_a_with_block_frees_the_connection(side: Side) -> None:
    def fail() -> None:
        raise KeyError

    with answering(sending(ENDLESS)) as server:
        for act in (lambda: None, fail):
            stream = side.stream(server.url)
            if act is fail:
                with pytest.raises(KeyError):
                    side.within(stream, act)
            else:
                side.within(stream, act)
            assert stream.is_closed


@pytest.mark.parametrize("taken", [0, 1])
def test_a_stream_that_is_dropped_frees_the_connection(side: Side, taken: int) -> None:
    gc.collect()
    gc.disable()  # it must not wait for a collection
    try:
        with answering(sending(ENDLESS)) as server:
            for _ in range(3):
                stream = side.stream(server.url)
                for _ in range(taken):
                    side.next(stream)
                del stream
                side.settle()
    finally:
        gc.enable()


def test_a_stream_in_a_cycle_frees_the_connection_when_it_is_collected(side: Side) -> None:
    with answering(sending(ENDLESS)) as server:
        for _ in range(2):
            stream = side.stream(server.url)
            side.next(stream)
            stream.me = stream
            del stream
            gc.collect()
            side.settle()


def test_a_loop_can_continue_after_break() -> None:
    side = SyncSide()
    with answering(sending(chunked(THREE))) as server:
        stream = side.stream(server.url)
        for event in stream:
            assert event == {"n": 1}
            break
        assert list(stream) == [{"n": 2}, {"n": 3}]
    side.close()


def test_a_response_that_was_read_has_no_events(side: Side) -> None:
    with answering(sending(chunked(THREE))) as server:
        binary = side.binary(server.url)
        side.rest(binary.iter_bytes())
        with pytest.raises(APIError, match="already read or closed"):
            side.done(binary.read())
