"""Streams that add up what arrives: the base of the stream helpers in a provider's own code.

A function receives each event of the server and returns the events that a program sees. It keeps
what they add up to; `deltas` has the general rule for that.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from .closeable import AsyncCloseable, Closeable

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    import httpx2

    from .streams import AsyncStream, Stream

Raw = TypeVar("Raw")
Event = TypeVar("Event")


class AccumulatedStream(Closeable, Generic[Event]):
    """The events of a stream, with what they add up to. Iterating to the end closes it."""

    def __init__(self, stream: Stream[Raw], add: Callable[[Raw], Iterable[Event]]) -> None:
        """`add` receives each event of `stream` and returns the events to iterate over."""
        self._stream: Stream[Any] = stream
        self._events = _iterate(stream, add)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    @property
    def response(self) -> httpx2.Response:
        """The response of httpx2."""
        return self._stream.response

    def close(self) -> None:
        """Closes the connection. No more events arrive."""
        with suppress(ValueError):  # another thread is waiting for an event
            self._events.close()
        self._stream.close()

    def until_done(self) -> Self:
        """Reads the stream to its end."""
        for _ in self:
            pass
        return self


class AsyncAccumulatedStream(AsyncCloseable, Generic[Event]):
    """The events of a stream, with what they add up to. Iterating to the end closes it."""

    def __init__(self, stream: AsyncStream[Raw], add: Callable[[Raw], Iterable[Event]]) -> None:
        """`add` receives each event of `stream` and returns the events to iterate over."""
        self._stream: AsyncStream[Any] = stream
        self._events = _aiterate(stream, add)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        return await anext(self._events)

    @property
    def response(self) -> httpx2.Response:
        """The response of httpx2."""
        return self._stream.response

    async def close(self) -> None:
        """Closes the connection. No more events arrive."""
        with suppress(RuntimeError):  # another task is waiting for an event
            await self._events.aclose()
        await self._stream.close()

    async def until_done(self) -> Self:
        """Reads the stream to its end."""
        async for _ in self:
            pass
        return self


def _iterate(
    stream: Iterable[Raw], add: Callable[[Raw], Iterable[Event]]
) -> Generator[Event, None, None]:
    for event in stream:
        yield from add(event)


async def _aiterate(
    stream: AsyncStream[Raw], add: Callable[[Raw], Iterable[Event]]
) -> AsyncGenerator[Event, None]:
    async for event in stream:
        for found in add(event):
            yield found


class _Open(Protocol):
    def close(self) -> None: ...


class _AsyncOpen(Protocol):
    async def close(self) -> None: ...


Opened = TypeVar("Opened", bound=_Open)
AsyncOpened = TypeVar("AsyncOpened", bound=_AsyncOpen)


class StreamContext(Generic[Opened]):
    """A stream that a `with` statement opens and closes. The request is sent when it is entered."""

    def __init__(self, open_stream: Callable[[], Opened]) -> None:
        self._open_stream = open_stream
        self._opened: Opened | None = None

    def __enter__(self) -> Opened:
        self._opened = self._open_stream()
        return self._opened

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            self._opened.close()


class AsyncStreamContext(Generic[AsyncOpened]):
    """A stream that an `async with` statement opens and closes. Entering it sends the request."""

    def __init__(self, open_stream: Callable[[], Awaitable[AsyncOpened]]) -> None:
        self._open_stream = open_stream
        self._opened: AsyncOpened | None = None

    async def __aenter__(self) -> AsyncOpened:
        self._opened = await self._open_stream()
        return self._opened

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            await self._opened.close()
