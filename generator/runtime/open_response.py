"""A response whose body is still to come, sync and async: what bytes and streams of events share.

It holds its connection until it is read to the end or closed; one that is dropped closes itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from .closeable import AsyncCloseable, Closeable
from .errors import APIConnectionError, APIError, APITimeoutError, InvalidResponseError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    import httpx2


class ResponseHead:
    """What is known of a response before its body."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response

    def __repr__(self) -> str:
        state = "closed" if self.is_closed else "open"
        return f"<{type(self).__name__} {self.status_code} {self.content_type} ({state})>"

    @property
    def response(self) -> httpx2.Response:
        """The response as httpx2 has it."""
        return self._response

    @property
    def status_code(self) -> int:
        """The status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by names in any case."""
        return self._response.headers

    @property
    def request_id(self) -> str | None:
        """What the server calls this request, where it says so."""
        return self.headers.get("x-request-id") or self.headers.get("request-id")

    @property
    def content_type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @property
    def is_closed(self) -> bool:
        """Is the connection free again?"""
        return self._response.is_closed


class OpenResponse(ResponseHead, Closeable):
    """An open response of a sync client."""

    def close(self) -> None:
        """Frees the connection, whatever is left unread."""
        self._response.close()

    def __del__(self) -> None:
        # A pool never takes a connection back by itself, and has only so many of them.
        self._response.close()


class AsyncOpenResponse(ResponseHead, AsyncCloseable):
    """An open response of an async client."""

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__(response)
        self._loop = get_running_loop()

    async def close(self) -> None:
        """Frees the connection, whatever is left unread."""
        await self._response.aclose()

    def __del__(self) -> None:
        # Only the loop of the connection can close it; without asyncio it is left to the caller.
        response, loop = self._response, self._loop
        if loop is not None and not response.is_closed and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: loop.create_task(response.aclose()))


class translate_errors:  # reads as a function
    """Turns httpx2's errors while a body is read into this package's."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception):
            return
        import httpx2

        if isinstance(error, httpx2.TimeoutException):
            raise APITimeoutError("the response did not end in time") from error
        if isinstance(error, httpx2.DecodingError):
            raise InvalidResponseError(f"the response can't be unpacked: {error}") from error
        if isinstance(error, httpx2.TransportError):
            raise APIConnectionError(f"the connection broke: {error}") from error
        if isinstance(error, httpx2.StreamError):
            raise APIError("the response was read or closed already") from error


def get_running_loop() -> AbstractEventLoop | None:
    """The loop of this task; None where another library than asyncio runs it."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
