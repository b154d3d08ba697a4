"""Events out of bytes, wherever these are cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime.errors import InvalidResponseError
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


def test_events_are_what_the_standard_says() -> None:
    assert decoded([BODY]) == EVENTS


def test_a_stream_may_be_cut_at_each_byte() -> None:
    for place in range(len(BODY) + 1):
        assert decoded([BODY[:place], BODY[place:]]) == EVENTS
    assert decoded([BODY[place : place + 1] for place in range(len(BODY))]) == EVENTS
    assert decoded([BODY.replace(b"\n", b"\r")]) == decoded([BODY.replace(b"\r", b"\n")])


@given(st.lists(st.integers(0, len(BODY))))
def test_a_stream_may_be_cut_anywhere(places: list[int]) -> None:
    edges = [0, *sorted(places), len(BODY)]
    assert decoded(BODY[one:other] for one, other in pairwise(edges)) == EVENTS


def test_an_event_waits_for_nothing_but_its_end() -> None:
    decoder = EventDecoder()
    assert [one.data for one in decoder.feed(b"data: 1\r\r")] == ["1"]
    assert [one.data for one in decoder.feed(b"data: 2\r\n\r")] == ["2"]
    assert [one.data for one in decoder.feed(b"\ndata: 3\n\n")] == ["3"]


def test_what_never_ended_is_kept_apart() -> None:
    decoder = EventDecoder()
    assert list(decoder.feed(b"event: e\ndata: 1\ndata: 2")) == []
    assert decoder.flush() == ServerSentEvent("e", "1\n2")


def test_bytes_that_are_no_utf_8_are_no_error_of_the_decoder() -> None:
    assert decoded([b"data: \xff\n\n"]) == [("message", "\ufffd")]


@pytest.mark.parametrize("chunk", [b"data: 01234567", b"data: 0123\ndata: 4567\n", b"x" * 9])
def test_an_event_has_bounds(chunk: bytes) -> None:
    decoder = EventDecoder(largest=7)
    with pytest.raises(InvalidResponseError, match="too large"):
        list(decoder.feed(chunk))


def test_lines_end_where_files_end_them() -> None:
    lines = LineSplitter()
    assert lines.feed("a\u2028b\x0bc\x85\r") == ["a\u2028b\x0bc\x85"]
    assert lines.feed("\nd") == []
    assert lines.feed("e\n\nf") == ["de", ""]
    assert (lines.flush(), lines.pending) == ("f", 1)
