"""Limits on the size of responses, so that a server can't fill the memory of its client.

The limits of a client travel with each response, in httpx2's `extensions`. httpx2 decompresses in
pieces of at most 1 MiB, so a small compressed body is stopped before it grows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Final, TypeVar, cast

from .errors import InvalidResponseError

if TYPE_CHECKING:
    import httpx2

    from .settings import Configuration

Chunk = TypeVar("Chunk", bytes, str)

_EXTENSION = "size_limits"


class SizeLimits:
    """The limits of a client."""

    __slots__ = ("empty_lines", "response_size")  # a NamedTuple takes longer to import

    def __init__(self, response_size: int = 256 * 1024 * 1024, empty_lines: int = 100_000) -> None:
        """Takes the limits.

        `response_size`: the bytes of a body that is read as a whole or decompressed, and the
        characters of a line or an event. `empty_lines`: the lines between two events of a stream.
        """
        self.response_size = response_size
        self.empty_lines = empty_lines


DEFAULT_LIMITS: Final = SizeLimits()


def set_limits(response: httpx2.Response, configuration: Configuration) -> None:
    """Stores the limits of the client in its response."""
    response.extensions[_EXTENSION] = SizeLimits(
        configuration.max_response_size, configuration.max_empty_lines
    )


def get_limits(response: httpx2.Response) -> SizeLimits:
    """Returns the limits that were stored, or the default ones."""
    return cast("SizeLimits", response.extensions.get(_EXTENSION, DEFAULT_LIMITS))


def read_body(response: httpx2.Response) -> bytes:
    """Reads and keeps the body. Raises InvalidResponseError if it is too large."""
    largest = get_limits(response).response_size

    def iterate() -> Iterator[bytes]:
        return limit_chunks(type(response).iter_bytes(response), largest)

    members = vars(response)  # `read` joins what the response's `iter_bytes` yields
    members["iter_bytes"] = iterate
    try:
        return response.read()
    except InvalidResponseError:
        response.close()
        raise
    finally:
        del members["iter_bytes"]


async def aread_body(response: httpx2.Response) -> bytes:
    """Reads and keeps the body, as `read_body` does."""
    largest = get_limits(response).response_size

    def iterate() -> AsyncIterator[bytes]:
        return alimit_chunks(type(response).aiter_bytes(response), largest)

    members = vars(response)
    members["aiter_bytes"] = iterate
    try:
        return await response.aread()
    except InvalidResponseError:
        await response.aclose()
        raise
    finally:
        del members["aiter_bytes"]


def get_streaming_limit(response: httpx2.Response) -> int | None:
    """Returns the size limit of a body that is read in chunks: only a compressed body has one."""
    encodings = {
        part.strip().lower() for part in response.headers.get_list("content-encoding", True)
    }
    return get_limits(response).response_size if encodings - {"", "identity"} else None


def limit_chunks(chunks: Iterator[Chunk], largest: int | None) -> Iterator[Chunk]:
    """Yields the chunks. Raises InvalidResponseError if they are longer than `largest`."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if largest is not None and size > largest:
            raise make_size_error("the response", largest)
        yield chunk


async def alimit_chunks(chunks: AsyncIterator[Chunk], largest: int | None) -> AsyncIterator[Chunk]:
    """Yields the chunks, as `limit_chunks` does."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if largest is not None and size > largest:
            raise make_size_error("the response", largest)
        yield chunk


def make_size_error(what: str, largest: int) -> InvalidResponseError:
    """Returns the error for a part of a response that is too large."""
    return InvalidResponseError(
        f"{what} is too large: more than {largest} bytes; `max_response_size` raises the limit"
    )
