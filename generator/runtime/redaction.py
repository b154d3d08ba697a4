"""Requests and responses as errors keep them: without keys, cookies, queries and request bodies."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import httpx2

if TYPE_CHECKING:
    from .errors import APIError

_REDACTED: Final = "[redacted]"
_HARMLESS: Final = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
    | {"idempotency-key", "transfer-encoding", "user-agent"}
)
"""Request headers that hold no credential, whatever the API."""


def redact_request(request: httpx2.Request) -> httpx2.Request:
    """Returns the request without query and body. Only harmless headers keep their values."""
    headers = [
        (name, value if name.lower() in _HARMLESS else _REDACTED)
        for name, value in request.headers.multi_items()
    ]
    url = request.url.copy_with(query=None, fragment=None, userinfo=b"")
    made = httpx2.Request(request.method, url, headers=headers)
    if "content-length" not in request.headers:
        made.headers.pop("content-length", None)
    return made


def redact_response(response: httpx2.Response) -> httpx2.Response:
    """Returns a response that was read, without cookies, and with its request redacted."""
    made = copy.copy(response)  # a copy has no connection
    made.headers = response.headers.copy()
    made.headers.pop("set-cookie", None)
    made.history = []
    made.next_request = None  # after a redirect, httpx2 prepares a request with all headers
    made.request = redact_request(response.request)
    return made


def attach_exchange(error: APIError, cause: httpx2.Response | Exception) -> None:
    """Gives an error its redacted request and response.

    The exception of httpx2 that caused the error loses its own request, which holds the keys.
    """
    if isinstance(cause, httpx2.Response):
        error.response = redact_response(cause)
        error.request = error.response.request
    elif isinstance(cause, httpx2.RequestError):
        with suppress(RuntimeError):  # it has no request
            cause.request = error.request = redact_request(cause.request)
