"""Streams of server-sent events, which are parsed as they arrive.

A stream holds an open connection. Iterate to its end, close it, or use it in a `with` statement.
`_EventParser` interprets the events; the streams only pass bytes to it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import APIConnectionError, StreamError
from .json_decoding import parse_json
from .open_response import AsyncOpenResponse, OpenResponse, translate_errors
from .size_limits import SizeLimits, get_limits
from .sse import EventDecoder, ServerSentEvent
from .type_guards import is_object

if TYPE_CHECKING:
    from typing import Self

    import httpx2

Event = TypeVar("Event")

_END = "[DONE]"


class Stream(OpenResponse, Generic[Event]):
    """Server-sent events, parsed as they arrive. Iterating to the end closes the connection."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[object], Event], *, named: bool
    ) -> None:
        """With `named`, `parse` receives objects with the members `event` and `data`."""
        super().__init__(response)
        events = _EventParser(parse, named, self.request_id, get_limits(response))
        self._events = _iterate_events(response, events)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    def close(self) -> None:
        """Closes the connection. No more events arrive."""
        with suppress(ValueError):  # another thread is waiting for an event
            self._events.close()
        super().close()


class AsyncStream(AsyncOpenResponse, Generic[Event]):
    """Server-sent events, parsed as they arrive. Iterating to the end closes the connection."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[object], Event], *, named: bool
    ) -> None:
        """With `named`, `parse` receives objects with the members `event` and `data`."""
        super().__init__(response)
        events = _EventParser(parse, named, self.request_id, get_limits(response))
        self._events = _aiterate_events(response, events)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        return await anext(self._events)

    async def close(self) -> None:
        """Closes the connection. No more events arrive."""
        with suppress(RuntimeError):  # another task is waiting for an event
            await self._events.aclose()
        await super().close()


# These two don't refer to their stream, so a stream that is dropped is freed at once and closes
# its connection.


def _iterate_events(
    response: httpx2.Response, events: _EventParser[Event]
) -> Generator[Event, None, None]:
    try:
        with translate_errors():
            for chunk in response.iter_bytes():
                yield from events.feed(chunk)
                if events.ended:
                    return
        events.check_complete()
    finally:
        response.close()


async def _aiterate_events(
    response: httpx2.Response, events: _EventParser[Event]
) -> AsyncGenerator[Event, None]:
    try:
        with translate_errors():
            async with aclosing(response.aiter_bytes()) as chunks:
                async for chunk in chunks:
                    for event in events.feed(chunk):
                        yield event
                    if events.ended:
                        return
        events.check_complete()
    finally:
        await response.aclose()


class _EventParser(Generic[Event]):
    """Parses typed events from bytes."""

    def __init__(
        self,
        parse: Callable[[object], Event],
        named: bool,
        request_id: str | None,
        limits: SizeLimits,
    ) -> None:
        self._decoder = EventDecoder(limits)
        self._parse = parse
        self._named = named
        self._request_id = request_id
        self.ended = False  # the server sent its end mark

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """Yields the events that end in `chunk`. Raises StreamError for an error event."""
        for sent in self._decoder.feed(chunk):
            if sent.data.strip() == _END:
                self.ended = True
                return
            if not sent.data.isspace():
                yield self._parse_event(sent)

    def check_complete(self) -> None:
        """Raises APIConnectionError if the bytes ended within an event."""
        rest = self._decoder.flush()
        if rest is not None and rest.data.strip() != _END:
            raise APIConnectionError("the connection broke: the stream ended within an event")

    def _parse_event(self, sent: ServerSentEvent) -> Event:
        value = parse_json(sent.data, "an event of the stream")
        if sent.event == "error" or _is_error(value):
            raise StreamError(
                f"the stream reported an error: {_describe_error(value)}",
                request_id=self._request_id,
                body=value,
            )
        return self._parse({"event": sent.event, "data": value} if self._named else value)


def _is_error(value: object) -> bool:
    """Does the event report an error?"""
    error = value.get("error") if is_object(value) else None
    return isinstance(error, str) or (is_object(error) and "message" in error)


def _describe_error(value: object) -> str:
    error = value.get("error", value) if is_object(value) else value
    message = error.get("message", error) if is_object(error) else error
    return " ".join(str(message).split())[:500]
