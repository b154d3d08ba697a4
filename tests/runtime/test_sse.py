"""Decoding of server-sent events from bytes that are split anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime.errors import InvalidResponseError
from generator.runtime.size_limits import SizeLimits
from generator.runtime.sse import EventDecoder, LineSplitter, ServerSentEvent

BODY = (
    "\ufeff: a comment\r\n\r\n"
    'id: 7\nretry: 10\nevent: né\ndata: {"a":\ndata:  "😀\u2028"}\n\n'
    "data: one\r\rdata: two\r\n\r\ndata\ndata:\n\n"
    "event: nothing\n\ndata:a:b\nunknown: x\n\n"
).encode()
EVENTS = [
    ("né", '{"a":\n "😀\u2028"}'),
    ("message", "one"),
    ("message", "two"),
    ("message", "\n"),
    ("message", "a:b"),
]


def decoded(chunks: Iterable[bytes]) -> list[tuple[str, str]]:
    decoder = EventDecoder()
    found = [(one.event, one.data) for chunk in chunks for one in decoder.feed(chunk)]
    assert decoder.flush() is None
    return found


def test_events_follow_the_standard() -> None:
    assert decoded([BODY]) == EVENTS


def test_a_stream_can_be_split_at_each_byte() -> None:
    for place in range(len(BODY) + 1):
        assert decoded([BODY[:place], BODY[place:]]) == EVENTS
    assert decoded([BODY[place : place + 1] for place in range(len(BODY))]) == EVENTS
    assert decoded([BODY.replace(b"\n", b"\r")]) == decoded([BODY.replace(b"\r", b"\n")])


@given(st.lists(st.integers(0, len(BODY))))
def test_a_stream_can_be_split_anywhere(places: list[int]) -> None:
    edges = [0, *sorted(places), len(BODY)]
    assert decoded(BODY[one:other] for one, other in pairwise(edges)) == EVENTS


def test_an_event_is_returned_as_soon_as_it_ends() -> None:
    decoder = EventDecoder()
    assert [one.data for one in decoder.feed(b"data: 1\r\r")] == ["1"]
    assert [one.data for one in decoder.feed(b"data: 2\r\n\r")] == ["2"]
    assert [one.data for one in decoder.feed(b"\ndata: 3\n\n")] == ["3"]


def test_an_unfinished_event_is_returned_by_flush() -> None:
    decoder = EventDecoder()
    assert list(decoder.feed(b"event: e\ndata: 1\ndata: 2")) == []
    assert decoder.flush() == ServerSentEvent("e", "1\n2")


def test_invalid_utf_8_is_replaced() -> None:
    assert decoded([b"data: \xff\n\n"]) == [("message", "\ufffd")]


@pytest.mark.parametrize("chunk", [b"data: 01234567", b"data: 0123\ndata: 4567\n", b"x" * 9])
def test_an_event_that_is_too_large_is_an_error(chunk: bytes) -> None:
    decoder = EventDecoder(SizeLimits(response_size=7))
    with pytest.raises(InvalidResponseError, match="too large"):
        list(decoder.feed(chunk))


def test_lines_end_at_cr_lf_or_both() -> None:
    lines = LineSplitter()
    assert lines.feed("a\u2028b\x0bc\x85\r") == ["a\u2028b\x0bc\x85"]
    assert lines.feed("\nd") == []
    assert lines.feed("e\n\nf") == ["de", ""]
    assert (lines.flush(), lines.pending) == ("f", 1)
