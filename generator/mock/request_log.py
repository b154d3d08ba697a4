"""The log of the requests that the server received, limited in number and size."""

from __future__ import annotations

import threading
from collections import deque

from generator.mock.model import RecordedRequest
from generator.mock.request_limits import LARGEST_LOG, MOST_RECORDED


class RequestLog:
    """Keeps the newest requests. Safe to use from several threads."""

    def __init__(self, most: int = MOST_RECORDED, largest: int = LARGEST_LOG) -> None:
        self._most = most
        self._largest = largest
        self._requests: deque[tuple[RecordedRequest, int]] = deque()
        self._size = 0
        self._lock = threading.Lock()

    def add(self, request: RecordedRequest) -> None:
        """Adds a request, and drops the oldest ones beyond the limits."""
        size = _measure(request)
        with self._lock:
            self._requests.append((request, size))
            self._size += size
            while len(self._requests) > max(self._most, 1) or (
                self._size > self._largest and len(self._requests) > 1
            ):
                self._size -= self._requests.popleft()[1]

    def list_requests(self) -> tuple[RecordedRequest, ...]:
        """Returns the requests, oldest first."""
        with self._lock:
            return tuple(request for request, _ in self._requests)

    def clear(self) -> None:
        """Drops all requests."""
        with self._lock:
            self._requests.clear()
            self._size = 0


def _measure(request: RecordedRequest) -> int:
    """Returns the size of the texts and bytes that the client sent."""
    pairs = (*request.headers, *request.query)
    return (
        len(request.path)
        + len(request.body)
        + sum(len(part.content) for part in request.parts)
        + sum(len(name) + len(text) for name, text in pairs)
    )
