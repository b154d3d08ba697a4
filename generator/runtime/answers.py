"""What a call returns where it isn't a model: bytes, and streams of events.

Both hold an open connection: read them to the end, close them, or use them in a `with` statement.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import APIConnectionError, APIError, APITimeoutError, InvalidResponseError

if TYPE_CHECKING:
    from typing import Self

    import httpx2

Event = TypeVar("Event")

_END = "[DONE]"
_LARGEST_EVENT = 256 * 1024 * 1024  # images come as one event


class _OpenResponse:
    """A response whose body is still to come."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response

    @property
    def status_code(self) -> int:
        """The status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by names in any case."""
        return self._response.headers

    @property
    def content_type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    def close(self) -> None:
        """Frees the connection, whatever is left unread."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class BinaryResponse(_OpenResponse):
    """Bytes, such as a file's content."""

    @property
    def content(self) -> bytes:
        """All bytes; read once and then kept."""
        return self.read()

    @property
    def text(self) -> str:
        """The bytes as text, by the charset that the response names."""
        self.read()
        return self._response.text

    def read(self) -> bytes:
        """All bytes."""
        with _connection_errors():
            return self._response.read()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes as they come, in chunks of `chunk_size` where it is given."""
        with _connection_errors(), self:
            yield from self._response.iter_bytes(chunk_size)

    def write_to_file(self, path: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file as they come; a broken download leaves no file behind."""
        target = Path(path)
        partial = target.with_name(f"{target.name}.part")
        try:
            with partial.open("wb") as file:
                for chunk in self.iter_bytes():
                    file.write(chunk)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


class Stream(_OpenResponse, Generic[Event]):
    """Server-sent events, parsed as they come. Iterating to the end closes the connection."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[object], Event], *, named: bool
    ) -> None:
        super().__init__(response)
        self._parse = parse
        self._named = named
        self._events = self._read()

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def __next__(self) -> Event:
        return next(self._events)

    def _read(self) -> Iterator[Event]:
        import httpx2

        with _connection_errors(), self:
            for event in httpx2.EventSource(self._response, _LARGEST_EVENT):
                if event.data == _END:
                    return
                if not event.data:
                    continue
                value = _json(event.data)
                if event.event == "error" or _is_error(value):
                    raise APIError(f"the stream reported an error: {_one_line(value)}")
                yield self._parse({"event": event.event, "data": value} if self._named else value)


class _connection_errors:  # noqa: N801 - reads as a function
    """Turns httpx2's errors while a body is read into this package's."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        import httpx2

        if isinstance(error, httpx2.TimeoutException):
            raise APITimeoutError("the response did not end in time") from error
        if isinstance(error, httpx2.DecodingError):
            raise InvalidResponseError(f"the response can't be unpacked: {error}") from error
        if isinstance(error, (httpx2.TransportError, httpx2.StreamError)):
            raise APIConnectionError(f"the connection broke: {error}") from error


def _json(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidResponseError(f"an event of the stream isn't JSON: {error}") from None
    return value


def _is_error(value: object) -> bool:
    """Does an event say what went wrong, in place of what was asked for?"""
    error = value.get("error") if isinstance(value, Mapping) else None
    return isinstance(error, Mapping) and "message" in error


def _one_line(value: object) -> str:
    error = value.get("error", value) if isinstance(value, Mapping) else value
    message = error.get("message", error) if isinstance(error, Mapping) else error
    return " ".join(str(message).split())[:500]
