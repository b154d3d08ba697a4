"""JSON lines and JSON text sequences: decoded from bytes, and over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from itertools import pairwise

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime import operation as op
from generator.runtime.errors import APIConnectionError, InvalidResponseError, StreamError
from generator.runtime.json_items import ItemDecoder
from generator.runtime.media_type import check_stream
from generator.runtime.size_limits import SizeLimits
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

LINES = op.StreamAnswer("Any", content_type="application/x-ndjson", format="lines")
RECORDS = op.StreamAnswer("Any", content_type="application/json-seq", format="records")
BODIES = {
    False: '{"a":\r1}\r\n\n[1,\t"é😀\u2028"]\n"x"\nnull\n-1.5\n{}'.encode(),
    True: (
        '\x1e{"a":\n1}\n\x1e[1,\t"é😀\u2028"]\n\x1e\n\x1e"x"\n\x1enull\n\x1e-1.5\n\x1e{}'
    ).encode(),
}
VALUES = [{"a": 1}, [1, "é😀\u2028"], "x", None, -1.5, {}]


def decoded(chunks: Iterable[bytes], *, is_records: bool) -> list[object]:
    decoder = ItemDecoder(is_records=is_records)
    found = [value for chunk in chunks for value in decoder.feed(chunk)]
    return [*found, *decoder.flush()]


@pytest.mark.parametrize("is_records", [False, True])
@given(places=st.lists(st.integers(0, 60)))
def test_items_are_the_same_however_their_bytes_are_split(
    is_records: bool, places: list[int]
) -> None:
    body = BODIES[is_records]
    edges = [0, *sorted(min(place, len(body)) for place in places), len(body)]
    chunks = [body[one:other] for one, other in pairwise(edges)]
    assert decoded(chunks, is_records=is_records) == VALUES
    single = [body[place : place + 1] for place in range(len(body))]
    assert decoded(single, is_records=is_records) == VALUES


def test_a_record_is_returned_before_the_next_one_starts() -> None:
    decoder = ItemDecoder(is_records=True)
    assert list(decoder.feed(b"\x1e[1,\n")) == []
    assert list(decoder.feed(b"2,\n3,4]\n")) == [[1, 2, 3, 4]]
    assert list(decoder.feed(b"\x1e5\n")) == [5]
    assert list(decoder.flush()) == []


@pytest.mark.parametrize("rest", [b"12", b"true", b'{"a":', b'"x', b"[1,"])
def test_an_item_that_may_be_cut_is_an_error(rest: bytes) -> None:
    for is_records, start in ((False, b""), (True, b"\x1e")):
        decoder = ItemDecoder(is_records=is_records)
        assert list(decoder.feed(start + b"{}\n" + start + rest)) == [{}]
        with pytest.raises(APIConnectionError, match=r"ended within a (line|record) of"):
            list(decoder.flush())


@pytest.mark.parametrize("is_records", [False, True])
def test_an_item_that_is_too_large_is_an_error(is_records: bool) -> None:
    decoder = ItemDecoder(is_records=is_records, limits=SizeLimits(response_size=7))
    assert list(decoder.feed(b"\x1e" * is_records + b'"01234"')) == []
    with pytest.raises(InvalidResponseError, match="of the stream is too large"):
        list(decoder.feed(b" "))
    endless = ItemDecoder(is_records=is_records, limits=SizeLimits(empty_lines=3))
    with pytest.raises(InvalidResponseError, match="more than 3 empty items"):
        list(endless.feed((b"\x1e\n" if is_records else b"\r\n") * 5))


def test_a_long_record_is_not_parsed_for_each_of_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    def parse(text: bytes) -> object:
        parsed.append(len(text))
        raise ValueError

    monkeypatch.setattr("generator.runtime.json_items.json.loads", parse)
    decoder = ItemDecoder(is_records=True)
    for _ in range(10_000):
        assert list(decoder.feed(b"[\n")) == []
    assert len(parsed) < 20


# --------------------------------------------------------------------------------- over sockets


@pytest.fixture(params=[SyncSide, AsyncSide])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    made = request.param()
    yield made
    made.close()


@pytest.mark.parametrize("answer", [LINES, RECORDS], ids=["lines", "records"])
def test_items_come_one_by_one(side: Side, answer: op.StreamAnswer) -> None:
    start = b"\x1e" if answer is RECORDS else b""
    seen = threading.Event()

    def act(connection: socket.socket) -> None:
        first = chunked(start + b'{"n": 1}\n', content_type=answer.content_type, ends=False)
        connection.sendall(first)
        assert seen.wait(5)
        connection.sendall(b"%x\r\n%s2\n\r\n0\r\n\r\n" % (len(start) + 2, start))

    with answering(act) as server:
        stream = side.stream(server.url, answer)
        assert side.next(stream) == {"n": 1}
        seen.set()
        assert side.rest(stream) == [2]
        assert stream.is_closed


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        (b'{}\n<html>\n{"a"', InvalidResponseError, "a line of the stream isn't JSON"),
        (b"{}\n\xff\xfe\n", InvalidResponseError, "a line of the stream isn't JSON"),
        (b'{}\n{"a": ', APIConnectionError, "the connection broke"),
        (b'{}\n{"error": {"message": "full"}}\n', StreamError, "reported an error: full"),
        (b'{}\n{"error": "full"}\n', StreamError, "reported an error: full"),
    ],
)
def test_a_bad_line_is_an_error_after_the_items_before_it(
    side: Side, body: bytes, error: type[Exception], message: str
) -> None:
    with answering(cutting(until_closed(body, LINES.content_type))) as server:
        stream = side.stream(server.url, LINES)
        assert side.next(stream) == {}
        with pytest.raises(error, match=message):
            side.next(stream)
        assert stream.is_closed


def test_an_item_with_an_error_and_other_members_is_an_item(side: Side) -> None:
    body = b'{"id": 1, "error": {"message": "no"}}\n{"error": null}\n'
    with answering(sending(chunked(body, content_type=LINES.content_type))) as server:
        assert side.rest(side.stream(server.url, LINES)) == [
            {"id": 1, "error": {"message": "no"}},
            {"error": None},
        ]


def test_a_response_of_another_type_is_no_stream() -> None:
    html = httpx2.Response(200, headers={"Content-Type": "text/html"})
    with pytest.raises(InvalidResponseError, match=r'of application/x-ndjson: .*"text/html"'):
        check_stream(html, LINES)
    typed = httpx2.Response(200, headers={"Content-Type": "Application/X-NDJSON; charset=utf-8"})
    check_stream(typed, LINES)
    stored = httpx2.Response(200, headers={"Content-Type": "binary/octet-stream"})
    check_stream(stored, LINES)
    with pytest.raises(InvalidResponseError, match="not a stream of events"):
        check_stream(stored, op.StreamAnswer("Any"))
