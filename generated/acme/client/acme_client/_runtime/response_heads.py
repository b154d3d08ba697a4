"""Limits on what a server sends before its response, so that it can't hold a call for ever.

HTTP/1.1 allows any number of interim responses (100 to 199) before a response, and httpcore2 skips
them; each of its reads has the read timeout anew. With the trace functions of this module, all
reads of a response's head share one read timeout and one limit on their size.

httpcore2 calls the function of a request's `trace` extension with each of its steps: those that
open a connection give its stream, whose `read` is replaced. The others tell where a head begins and
ends, in the thread or the task that reads it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final

import httpx2

from .errors import InvalidResponseError

MAX_SIZE: Final = 256 * 1024  # bytes; httpcore2 accepts at most 100 KiB for each response
_OPENED: Final = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")
_STARTED: Final = "http11.receive_response_headers.started"
_ENDED: Final = (
    "http11.receive_response_headers.complete",
    "http11.receive_response_headers.failed",
)


class _Head:
    """What is left for the head of a response that is being read."""

    __slots__ = ("_deadline", "_size")

    def __init__(self, timeout: float | None) -> None:
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._size = 0

    def check(self) -> float | None:
        """Returns the timeout of the next read, in seconds. Raises an error if nothing is left."""
        if self._size >= MAX_SIZE:
            raise InvalidResponseError(
                f"the server sent more than {MAX_SIZE} bytes of interim responses, and no response"
            )
        if self._deadline is None:
            return None
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpx2.ReadTimeout("no response after interim responses")
        return left

    def count(self, received: bytes) -> bytes:
        """Counts bytes, and returns them."""
        self._size += len(received)
        return received


_HEAD: ContextVar[_Head | None] = ContextVar("head", default=None)


def trace(step: str, info: Mapping[str, Any]) -> None:
    """Receives the steps of httpcore2's sync connections."""
    if step.endswith(_OPENED):
        stream = info["return_value"]
        read = stream.read

        def read_limited(max_bytes: int, timeout: float | None = None) -> bytes:
            head = _HEAD.get()
            if head is None:
                return read(max_bytes, timeout)  # type: ignore[no-any-return]
            return head.count(read(max_bytes, head.check()))

        _replace_read(stream, read_limited)
    else:
        _set_head(step, info)


async def atrace(step: str, info: Mapping[str, Any]) -> None:
    """Receives the steps of httpcore2's async connections."""
    if step.endswith(_OPENED):
        stream = info["return_value"]
        read = stream.read

        async def read_limited(max_bytes: int, timeout: float | None = None) -> bytes:
            head = _HEAD.get()
            if head is None:
                return await read(max_bytes, timeout)  # type: ignore[no-any-return]
            return head.count(await read(max_bytes, head.check()))

        _replace_read(stream, read_limited)
    else:
        _set_head(step, info)


def _set_head(step: str, info: Mapping[str, Any]) -> None:
    if step == _STARTED:
        _HEAD.set(_Head(info["request"].extensions.get("timeout", {}).get("read")))
    elif step in _ENDED:
        _HEAD.set(None)


def _replace_read(stream: Any, read: object) -> None:
    with suppress(AttributeError):  # a stream of the user's own that has no such attribute
        stream.read = read
