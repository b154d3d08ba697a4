"""Responses whose body is not read yet: the base of binary responses and streams, sync and async.

A response holds its connection until it is read to the end or closed. One that is garbage collected
closes itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from .closeable import AsyncCloseable, Closeable
from .errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    InvalidResponseError,
    describe_exception,
    replace_control_characters,
)

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from datetime import timedelta

    import httpx2


class ResponseHead:
    """The status and headers of a response."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response

    def __repr__(self) -> str:
        state = "closed" if self.is_closed else "open"
        content_type = replace_control_characters(self.content_type)
        return f"<{type(self).__name__} {self.status_code} {content_type} ({state})>"

    @property
    def response(self) -> httpx2.Response:
        """The response of httpx2."""
        return self._response

    @property
    def http_response(self) -> httpx2.Response:
        """The response of httpx2, as `response`."""
        return self._response

    @property
    def http_request(self) -> httpx2.Request:
        """The request of httpx2, with its keys."""
        return self._response.request

    @property
    def method(self) -> str:
        """The verb of the request."""
        return self._response.request.method

    @property
    def url(self) -> httpx2.URL:
        """The URL of the request, which may hold a key."""
        return self._response.request.url

    @property
    def elapsed(self) -> timedelta:
        """The time from the request to the end of the response. The response must be closed."""
        if not self._response.is_closed:
            raise APIError("`elapsed` is known once the response is read or closed")
        return self._response.elapsed

    @property
    def retries_taken(self) -> int:
        """How often the request was sent again before this response arrived."""
        found: int = self._response.extensions.get("retries_taken", 0)
        return found

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def http_version(self) -> str:
        """The version of HTTP, such as "HTTP/1.1"."""
        return self._response.http_version

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers. Their names are case-insensitive."""
        return self._response.headers

    @property
    def request_id(self) -> str | None:
        """The id that the server gave this request, if it sent one."""
        return self.headers.get("x-request-id") or self.headers.get("request-id")

    @property
    def content_type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @property
    def is_closed(self) -> bool:
        """Is the response closed, and its connection free?"""
        return self._response.is_closed


class OpenResponse(ResponseHead, Closeable):
    """An open response of a sync client."""

    def close(self) -> None:
        """Frees the connection, even if bytes are unread."""
        self._response.close()

    def __del__(self) -> None:
        # The pool has a limited number of connections, and does not take them back by itself.
        self._response.close()


class AsyncOpenResponse(ResponseHead, AsyncCloseable):
    """An open response of an async client."""

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__(response)
        self._loop = get_running_loop()

    async def close(self) -> None:
        """Frees the connection, even if bytes are unread."""
        await self._response.aclose()

    def __del__(self) -> None:
        # Only the connection's own loop can close it. Without asyncio, the caller must.
        response, loop = self._response, self._loop
        if loop is not None and not response.is_closed and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: loop.create_task(response.aclose()))


class translate_errors:  # used like a function
    """Translates exceptions, raised while a body is read, into errors of this package."""

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
        if isinstance(error, APIError):
            return
        from .redaction import attach_exchange

        found = _translate(error)
        attach_exchange(found, error)
        raise found from error


def _translate(error: Exception) -> APIError:
    import httpx2

    match error:
        case httpx2.TimeoutException():
            return APITimeoutError("the response did not end in time")
        case httpx2.DecodingError():
            return InvalidResponseError(f"the response can't be decoded: {error}")
        case httpx2.TransportError():
            return APIConnectionError(f"the connection broke: {error}")
        case httpx2.StreamError():
            return APIError("the response was already read or closed")
        case _:  # of the caller's own transport
            return APIConnectionError(f"the connection broke: {describe_exception(error)}")


def get_running_loop() -> AbstractEventLoop | None:
    """Returns the running asyncio loop, or None if another library runs the task."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
