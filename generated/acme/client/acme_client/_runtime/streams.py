"""Streams of items, which are parsed as they arrive: events, JSON lines, or JSON records.

A stream holds an open connection. Iterate to its end, close it, or use it in a `with` statement.
A parser interprets the bytes; the streams only pass them to it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from .errors import APIConnectionError, StreamError
from .json_decoding import parse_json
from .json_items import ItemDecoder
from .open_response import AsyncOpenResponse, OpenResponse, translate_errors
from .size_limits import SizeLimits, get_limits
from .sse import EventDecoder, ServerSentEvent
from .type_guards import is_object

if TYPE_CHECKING:
    from typing import Self

    import httpx2

    from .operation import StreamAnswer

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)

_END = "[DONE]"


class Stream(OpenResponse, Generic[Item]):
    """Items, parsed as they arrive. Iterating to the end closes the connection."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[object], Item], answer: StreamAnswer
    ) -> None:
        """`answer` tells which items come, and what `parse` receives of each."""
        super().__init__(response)
        items = _make_parser(parse, answer, self.request_id, get_limits(response))
        self._items = _iterate_items(response, items)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Item:
        return next(self._items)

    def close(self) -> None:
        """Closes the connection. No more items arrive."""
        with suppress(ValueError):  # another thread is waiting for an item
            self._items.close()
        super().close()


class AsyncStream(AsyncOpenResponse, Generic[Item]):
    """Items, parsed as they arrive. Iterating to the end closes the connection."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[object], Item], answer: StreamAnswer
    ) -> None:
        """`answer` tells which items come, and what `parse` receives of each."""
        super().__init__(response)
        items = _make_parser(parse, answer, self.request_id, get_limits(response))
        self._items = _aiterate_items(response, items)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        return await anext(self._items)

    async def close(self) -> None:
        """Closes the connection. No more items arrive."""
        with suppress(RuntimeError):  # another task is waiting for an item
            await self._items.aclose()
        await super().close()


# These two don't refer to their stream, so a stream that is dropped is freed at once and closes
# its connection.


def _iterate_items(response: httpx2.Response, items: _Parser[Item]) -> Generator[Item, None, None]:
    try:
        with translate_errors():
            for chunk in response.iter_bytes():
                yield from items.feed(chunk)
                if items.ended:
                    return
        yield from items.flush()
    finally:
        response.close()


async def _aiterate_items(
    response: httpx2.Response, items: _Parser[Item]
) -> AsyncGenerator[Item, None]:
    try:
        with translate_errors():
            async with aclosing(response.aiter_bytes()) as chunks:
                async for chunk in chunks:
                    for item in items.feed(chunk):
                        yield item
                    if items.ended:
                        return
        for item in items.flush():
            yield item
    finally:
        await response.aclose()


class _Parser(Protocol[Item_co]):
    """Parses typed items from bytes."""

    @property
    def ended(self) -> bool:
        """Did the server send its end mark?"""
        ...

    def feed(self, chunk: bytes) -> Iterator[Item_co]:
        """Yields the items that end in `chunk`. Raises StreamError for one that is an error."""
        ...

    def flush(self) -> Iterator[Item_co]:
        """Yields a last item that has no end. Raises APIConnectionError if it is cut."""
        ...


def _make_parser(
    parse: Callable[[object], Item],
    answer: StreamAnswer,
    request_id: str | None,
    limits: SizeLimits,
) -> _Parser[Item]:
    if answer.format == "events":
        return _EventParser(parse, answer, request_id, limits)
    decoder = ItemDecoder(is_records=answer.format == "records", limits=limits)
    return _JsonParser(parse, decoder, request_id)


class _JsonParser(Generic[Item]):
    """Parses typed items from JSON lines or JSON records."""

    ended = False  # the end of the response is the end of the items

    def __init__(
        self,
        parse: Callable[[object], Item],
        decoder: ItemDecoder,
        request_id: str | None,
    ) -> None:
        self._parse = parse
        self._decoder = decoder
        self._request_id = request_id

    def feed(self, chunk: bytes) -> Iterator[Item]:
        """Yields the items that end in `chunk`. Raises StreamError for one that is an error."""
        for value in self._decoder.feed(chunk):
            yield self._parse_item(value)

    def flush(self) -> Iterator[Item]:
        """Yields a last item that has no end. Raises APIConnectionError if it is cut."""
        for value in self._decoder.flush():
            yield self._parse_item(value)

    def _parse_item(self, value: object) -> Item:
        # Items of a batch may have a member `error` beside others, which are theirs.
        if is_object(value) and len(value) == 1 and _is_error(value):
            raise _make_stream_error(value, self._request_id)
        return self._parse(value)


class _EventParser(Generic[Item]):
    """Parses typed events from bytes."""

    def __init__(
        self,
        parse: Callable[[object], Item],
        answer: StreamAnswer,
        request_id: str | None,
        limits: SizeLimits,
    ) -> None:
        self._decoder = EventDecoder(limits)
        self._parse = parse
        self._named = answer.named
        self._texts = answer.texts
        self._request_id = request_id
        self.ended = False  # the server sent its end mark

    def feed(self, chunk: bytes) -> Iterator[Item]:
        """Yields the events that end in `chunk`. Raises StreamError for an error event."""
        for sent in self._decoder.feed(chunk):
            if sent.data.strip() == _END:
                self.ended = True
                return
            if not sent.data.isspace():
                yield self._parse_event(sent)

    def flush(self) -> Iterator[Item]:
        """Raises APIConnectionError if the bytes ended within an event."""
        rest = self._decoder.flush()
        if rest is not None and rest.data.strip() != _END:
            raise APIConnectionError("the connection broke: the stream ended within an event")
        return iter(())

    def _parse_event(self, sent: ServerSentEvent) -> Item:
        is_text = "*" in self._texts or sent.event in self._texts
        value = sent.data if is_text else parse_json(sent.data, "an event of the stream")
        if sent.event == "error" or _is_error(value):
            raise _make_stream_error(value, self._request_id)
        return self._parse({"event": sent.event, "data": value} if self._named else value)


def _make_stream_error(value: object, request_id: str | None) -> StreamError:
    return StreamError(
        f"the stream reported an error: {_describe_error(value)}",
        request_id=request_id,
        body=value,
    )


def _is_error(value: object) -> bool:
    """Does the item report an error?"""
    error = value.get("error") if is_object(value) else None
    return isinstance(error, str) or (is_object(error) and "message" in error)


def _describe_error(value: object) -> str:
    error = value.get("error", value) if is_object(value) else value
    message = error.get("message", error) if is_object(error) else error
    return " ".join(str(message).split())[:500]
