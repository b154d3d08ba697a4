"""Streams that add up what arrives, and the rule by which parts add up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest

from generator.runtime.accumulation import (
    AccumulatedStream,
    AsyncAccumulatedStream,
    AsyncStreamContext,
    StreamContext,
)
from generator.runtime.deltas import find_by_index, merge_delta
from generator.runtime.operation import StreamAnswer
from generator.runtime.streams import AsyncStream, Stream


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([{"text": "Good "}, {"text": "day"}], {"text": "Good day"}),
        ([{"size": 1}, {"size": 2}], {"size": 2}),
        ([{"done": False}, {"done": True}], {"done": True}),
        ([{"text": "a"}, {"text": None}], {"text": "a"}),
        ([{"text": None}, {"text": "a"}], {"text": "a"}),
        ([{"role": "user", "id": "1"}, {"role": "user", "id": "1"}], {"role": "user", "id": "1"}),
        ([{"part": {"text": "a"}}, {"part": {"text": "b"}}], {"part": {"text": "ab"}}),
        ([{"tokens": ["a"]}, {"tokens": ["b"]}], {"tokens": ["a", "b"]}),
        ([{"rows": [{"n": 1}]}, {"rows": [{"n": 1}]}], {"rows": [{"n": 1}, {"n": 1}]}),
        (
            [{"rows": [{"index": 1, "a": "x"}]}, {"rows": [{"index": 0, "a": "y"}]}],
            {"rows": [{"index": 0, "a": "y"}, {"index": 1, "a": "x"}]},
        ),
        (
            [{"rows": [{"index": 0, "a": "x"}, {"index": 0, "a": "y"}]}],
            {"rows": [{"index": 0, "a": "xy"}]},
        ),
        ([{"text": "a"}, {"text": {"b": 1}}, {"text": [1]}], {"text": [1]}),
    ],
)
def test_parts_add_up_by_the_rule(parts: list[dict[str, Any]], whole: dict[str, Any]) -> None:
    found: dict[str, Any] = {}
    for part in parts:
        merge_delta(found, part)
    assert found == whole


def test_the_parts_themselves_stay_as_they_are() -> None:
    first = {"rows": [{"index": 0, "text": "a"}]}
    whole: dict[str, Any] = {}
    merge_delta(whole, first)
    merge_delta(whole, first)
    assert first == {"rows": [{"index": 0, "text": "a"}]}
    assert find_by_index(whole["rows"], 0) == {"index": 0, "text": "aa"}
    assert find_by_index(None, 0) is None


def test_a_caller_names_further_members_that_are_replaced() -> None:
    whole: dict[str, Any] = {"model": "m"}
    merge_delta(whole, {"model": "m"}, {"model"})
    assert whole == {"model": "m"}


EVENTS = "".join(f"data: {number}\n\n" for number in range(3))


class Doubled:
    """Shows each event twice, and keeps their sum."""

    def __init__(self) -> None:
        self.total = 0

    def add(self, event: int) -> Iterator[str]:
        self.total += event
        yield f"{event}a"
        yield f"{event}b"


SHOWN = ["0a", "0b", "1a", "1b", "2a", "2b"]


def to_number(value: object) -> int:
    assert isinstance(value, int)
    return value


def test_a_stream_shows_what_its_function_returns() -> None:
    state = Doubled()
    response = httpx2.Response(200, content=iter([EVENTS.encode()]))
    stream: AccumulatedStream[str] = AccumulatedStream(
        Stream(response, to_number, StreamAnswer("Any")), state.add
    )
    assert next(stream) == "0a"
    assert list(stream) == SHOWN[1:]
    assert stream.until_done() is stream
    assert state.total == 3
    assert stream.response.is_closed


def test_a_context_opens_its_stream_when_it_is_entered() -> None:
    opened: list[httpx2.Response] = []

    def open_stream() -> AccumulatedStream[str]:
        opened.append(httpx2.Response(200, content=iter([EVENTS.encode()])))
        return AccumulatedStream(Stream(opened[-1], to_number, StreamAnswer("Any")), Doubled().add)

    context = StreamContext(open_stream)
    assert opened == []
    with context as stream:
        assert next(stream) == "0a"
    assert opened[0].is_closed
    assert list(stream) == []


def test_a_failed_request_leaves_nothing_to_close() -> None:
    def fail() -> AccumulatedStream[str]:
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"), StreamContext(fail):
        pass


def test_async_streams_do_the_same() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield EVENTS.encode()

    async def run() -> None:
        state = Doubled()
        response = httpx2.Response(200, content=chunks())

        async def open_stream() -> AsyncAccumulatedStream[str]:
            stream = AsyncStream(response, to_number, StreamAnswer("Any"))
            return AsyncAccumulatedStream(stream, state.add)

        async with AsyncStreamContext(open_stream) as stream:
            assert await anext(stream) == "0a"
            await stream.until_done()
        assert state.total == 3
        assert response.is_closed
        assert [one async for one in stream] == []

    asyncio.run(run())
