"""Servers that send too much, or text that controls a terminal, sync and async."""

from __future__ import annotations

import gzip
import json
import pickle
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest

from generator.runtime.errors import (
    APIError,
    APIStatusError,
    ConfigurationError,
    InvalidResponseError,
    StreamError,
)
from generator.runtime.raw import StreamingSender
from tests.support.acme_client import CONTENT, EVENTS, GET, Side, SyncSide

EVENT_STREAM = {"content-type": "text/event-stream"}
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\x00\x08\x7f\u202etxt\u2066\U000e0041\ud800\u2028end"


def ask(side: Side, response: httpx2.Response, **options: Any) -> Any:
    return side.done(side.over(lambda _: response, **options).call(GET, path={"id": "t1"}))


# ---------------------------------------------------------------------------- control characters


@pytest.mark.parametrize("key", ["message", "detail", "error"])
def test_a_message_of_a_server_cannot_control_a_terminal(side: Side, key: str) -> None:
    with pytest.raises(APIStatusError) as caught:
        ask(side, httpx2.Response(400, content=json.dumps({key: HOSTILE})))
    assert str(caught.value) == caught.value.message
    assert caught.value.message.isprintable()
    assert "owned" in caught.value.message
    assert caught.value.body == {key: HOSTILE}  # the body is kept as it was sent


def test_a_title_of_a_page_cannot_control_a_terminal(side: Side) -> None:
    page = "<html><title>&#27;[2Jdown&#x9b;1m</title>"
    with pytest.raises(APIStatusError, match="down") as caught:
        ask(side, httpx2.Response(400, text=page))
    assert caught.value.message.isprintable()


def test_an_error_in_a_stream_cannot_control_a_terminal(side: Side) -> None:
    content = b'data: {"error": {"message": "\\u001b[2Jdown\\u202e"}}\n\n'
    client = side.over(lambda _: httpx2.Response(200, headers=EVENT_STREAM, content=content))
    with pytest.raises(StreamError, match="down") as caught:
        side.rest(side.done(client.call(EVENTS)))
    assert caught.value.message.isprintable()


def test_an_error_has_one_line_without_control_characters_after_pickling() -> None:
    error = APIError(f"a\r\nb\t{HOSTILE}")
    assert error.message.startswith("a b ")
    assert error.message.isprintable()
    assert pickle.loads(pickle.dumps(error)).args == error.args  # noqa: S301 - our own


def test_a_message_keeps_letters_of_all_languages_and_emoji() -> None:
    text = "Größe 大きさ \u0645\u0631\u062d\u0628\u0627 👩\u200d🚀 a\u00a0b"
    assert APIError(text).message == text


def test_logs_and_reprs_cannot_control_a_terminal(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [(b"x-request-id", b"r\x9b2J"), (b"content-type", b"text\x9b2J/event-stream")]
    client = side.over(lambda _: httpx2.Response(200, headers=headers, content=b"x"))
    with caplog.at_level("INFO", "generator.runtime"):
        assert repr(side.done(client.call(CONTENT, path={"id": "t1"}))).isprintable()
    logged = [one.getMessage() for one in caplog.records if one.name.startswith("generator.")]
    assert "request id r\ufffd2J" in logged[0]


# ------------------------------------------------------------------------------------ size limits

MOST = 64 * 1024  # the limit of a test
BOMB = 64 * 1024 * 1024  # bytes after decompression


def packed(encoding: str) -> bytes:
    """Returns zeros, compressed once for each name in `encoding`."""
    content = b" " * BOMB
    for name in encoding.split(", "):
        content = compressor(name)(content)
    return content


def compressor(encoding: str) -> Callable[[bytes], bytes]:
    """Returns the function that compresses; skips the test if its library isn't installed.

    httpx2 decodes `br` and `zstd` with these libraries, if they are installed.
    """
    if encoding == "br":
        return cast("Callable[[bytes], bytes]", pytest.importorskip("brotli").compress)
    if encoding == "zstd":
        return cast("Callable[[bytes], bytes]", pytest.importorskip("backports.zstd").compress)
    return gzip.compress if encoding == "gzip" else zlib.compress


@pytest.fixture(scope="module", params=["gzip", "deflate", "gzip, gzip", "br", "zstd"])
def bomb(request: pytest.FixtureRequest) -> tuple[dict[str, str], bytes]:
    return {"content-encoding": request.param}, packed(request.param)


class Chunks(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that arrives in chunks, and counts those that were read."""

    def __init__(self, *chunks: bytes, repeat: int = 1) -> None:
        self.chunks = chunks
        self.repeat = repeat
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.repeat):
            for chunk in self.chunks:
                self.sent += 1
                yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


def over(
    side: Side, body: Chunks, headers: dict[str, str], status: int = 200, **options: Any
) -> Any:
    def handle(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, headers=headers, stream=body)

    return side.over(handle, **{"max_response_size": MOST, "max_retries": 0, **options})


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_compressed_body_that_grows_too_large_is_stopped(
    side: Side, bomb: tuple[dict[str, str], bytes], status: int
) -> None:
    headers, content = bomb
    client = over(side, Chunks(content), headers, status)
    tracemalloc.start()
    try:
        with pytest.raises(InvalidResponseError, match=f"more than {MOST} bytes; `max_response"):
            side.done(client.call(GET, path={"id": "t1"}))
        assert tracemalloc.get_traced_memory()[1] < BOMB / 8
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "method", ["read", "iter_bytes", "iter_text", "iter_lines", "write_to_file"]
)
def test_a_compressed_download_that_grows_too_large_is_stopped(
    side: Side, bomb: tuple[dict[str, str], bytes], method: str, tmp_path: Path
) -> None:
    headers, content = bomb
    answer = side.done(over(side, Chunks(content), headers).call(CONTENT, path={"id": "t1"}))
    arguments = [tmp_path / "out"] if method == "write_to_file" else []
    take = side.rest if method.startswith("iter_") else side.done
    with pytest.raises(InvalidResponseError, match="too large"):
        take(getattr(answer, method)(*arguments))
    assert answer.is_closed
    assert [*tmp_path.iterdir()] == []


def test_a_body_that_does_not_end_is_stopped(side: Side) -> None:
    endless = Chunks(b" " * 1024, repeat=10**9)
    with pytest.raises(InvalidResponseError, match="too large"):
        side.done(over(side, endless, {}).call(GET, path={"id": "t1"}))
    assert endless.sent == MOST / 1024 + 1


def test_a_line_that_does_not_end_is_stopped(side: Side) -> None:
    endless = Chunks(b"x" * 1024, repeat=10**9)
    answer = side.done(over(side, endless, {}).call(CONTENT, path={"id": "t1"}))
    with pytest.raises(InvalidResponseError, match="a line of the response is too large"):
        side.rest(answer.iter_lines())
    assert endless.sent == MOST / 1024 + 1


def test_a_plain_download_has_no_limit_when_it_is_written(side: Side, tmp_path: Path) -> None:
    client = over(side, Chunks(b"x" * 1024, repeat=100), {"content-encoding": "identity"})
    answer = side.done(client.call(CONTENT, path={"id": "t1"}))
    side.done(answer.write_to_file(tmp_path / "out"))
    assert (tmp_path / "out").stat().st_size == 100 * 1024


def test_the_limits_can_be_raised(side: Side) -> None:
    content = json.dumps({"id": "t" * MOST}).encode()
    client = over(side, Chunks(gzip.compress(content)), {"content-encoding": "gzip"})
    with pytest.raises(InvalidResponseError, match="too large"):
        side.done(client.call(GET, path={"id": "t1"}))
    larger = client.with_options(max_response_size=2 * MOST)
    assert side.done(larger.call(GET, path={"id": "t1"})).id == "t" * MOST


def test_a_raw_response_has_the_limits_of_its_client() -> None:
    client = SyncSide().over(
        lambda _: httpx2.Response(200, stream=Chunks(b" " * 1024, repeat=10**9)),
        max_response_size=MOST,
    )
    streamed = client._with_sender(StreamingSender(client._client))  # noqa: SLF001 - as generated
    opened = streamed.call(GET, path={"id": "t1"})
    with opened as answer, pytest.raises(InvalidResponseError, match="too large"):
        answer.parse()


@pytest.mark.parametrize(
    "chunk", [b"data: " + b"x" * 1017 + b"\n", b"data:\n" * 171, b"x" * 1024, b": " + b"x" * 1022]
)
def test_an_event_that_does_not_end_is_stopped(side: Side, chunk: bytes) -> None:
    endless = Chunks(chunk, repeat=10**9)
    events = side.done(over(side, endless, EVENT_STREAM).call(EVENTS))
    with pytest.raises(InvalidResponseError, match="an event of the stream is too large"):
        side.rest(events)
    assert endless.sent <= 6 * MOST / 1024 + 1
    assert events.is_closed


@pytest.mark.parametrize(
    "chunk",
    [
        b"\n",
        b": comment\n",
        b": ping\n\n",
        b"event: e\n\n",
        b"id: 1\n",
        b"data:\n\n",
        b"data:  \n\n",
    ],
)
def test_a_stream_without_events_is_stopped(side: Side, chunk: bytes) -> None:
    endless = Chunks(chunk * 10, repeat=10**9)
    events = side.done(over(side, endless, EVENT_STREAM, max_empty_lines=1000).call(EVENTS))
    with pytest.raises(InvalidResponseError, match="1000 lines without an event; `max_empty_lin"):
        side.rest(events)
    assert endless.sent <= 101


def test_lines_without_data_between_events_are_counted_anew(side: Side) -> None:
    chunks = Chunks(b": ping\n\n" * 400 + b'data: {"id": "t1"}\n\n', repeat=20)
    events = side.done(over(side, chunks, EVENT_STREAM, max_empty_lines=1000).call(EVENTS))
    assert len(side.rest(events)) == 20


def test_a_compressed_stream_of_events_may_be_longer_than_one_event(side: Side) -> None:
    content = gzip.compress(b'data: {"id": "t1"}\n\n' * 10_000)
    headers = {**EVENT_STREAM, "content-encoding": "gzip"}
    events = side.done(over(side, Chunks(content), headers).call(EVENTS))
    assert len(side.rest(events)) == 10_000


@pytest.mark.parametrize("option", ["max_response_size", "max_empty_lines"])
def test_a_limit_is_a_number(side: Side, option: str) -> None:
    for value in (-1, "1", True, 1.5):
        with pytest.raises(ConfigurationError, match=f"`{option}` takes an integer"):
            side.client(**{option: value})
