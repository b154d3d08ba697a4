"""One attempt at a request, as httpx2 builds it: the body is encoded anew, its files closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .core import is_event_stream
from .errors import ConfigurationError
from .given import NotGiven
from .operation import Events

if TYPE_CHECKING:
    from .request import Request

TIMEOUT: Final = httpx2.Timeout(600.0, connect=5.0)  # seconds: some answers take minutes
LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


@contextmanager
def built(http: httpx2.Client | httpx2.AsyncClient, request: Request) -> Iterator[httpx2.Request]:
    """The request for `http` to send within the block.

    Raises ConfigurationError for a URL that can't be requested, ArgumentError for a file that
    can't be read.
    """
    encoded = request.upload.encoded() if request.upload else None
    options: dict[str, Any] = {}
    if not isinstance(request.timeout, NotGiven):
        options["timeout"] = request.timeout
    headers = httpx2.Headers(encoded.headers if encoded else {})
    headers.update(request.headers)  # names are the same in any case
    if encoded is not None:
        is_async = isinstance(http, httpx2.AsyncClient)
        options["content"] = encoded.async_content if is_async else encoded.content
        options["files"] = list(encoded.parts) or None
    try:
        yield http.build_request(request.verb, request.url, headers=headers, **options)
    except (httpx2.InvalidURL, UnicodeError) as error:  # the latter: a host that DNS can't hold
        raise ConfigurationError(f"not a URL that can be requested: {error}") from error
    finally:
        if encoded is not None:
            encoded.close()


def is_to_be_read(request: Request, response: httpx2.Response) -> bool:
    """Is the body read as a part of the attempt? Not where it is bytes or events for a caller."""
    if request.is_whole or not response.is_success:
        return True
    return isinstance(request.answer, Events) and not is_event_stream(response)
