"""One attempt at a request, as httpx2 builds it: the body is encoded anew, its files closed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2

from .errors import ConfigurationError
from .media_type import is_event_stream
from .not_given import NotGiven
from .operation import EventsAnswer

if TYPE_CHECKING:
    import ssl

    from .request import PreparedRequest
    from .request_body import EncodedBody

TIMEOUT: Final = httpx2.Timeout(600.0, connect=5.0)  # seconds: some answers take minutes
LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


@cache
def get_tls_context() -> ssl.SSLContext:
    """What all clients of a process verify servers by: making it takes 30 ms."""
    return httpx2.create_ssl_context()


class _LateTLS:
    """Makes the TLS context when a server is to be verified: at http:// never."""

    def __getattr__(self, name: str) -> object:
        return getattr(get_tls_context(), name)


LATE_TLS: Final = cast("ssl.SSLContext", _LateTLS())


def check_http_client(http: object, kind: type[httpx2.Client | httpx2.AsyncClient]) -> None:
    """Raises ConfigurationError where a user's own HTTP client is none of this kind."""
    if not isinstance(http, kind):
        given = f"{type(http).__module__.partition('.')[0]}.{type(http).__name__}"
        raise ConfigurationError(f"`http_client` takes an httpx2.{kind.__name__}, not {given}")


@contextmanager
def build_httpx_request(
    http: httpx2.Client | httpx2.AsyncClient, request: PreparedRequest
) -> Generator[httpx2.Request]:
    """The request for `http` to send within the block.

    Raises ConfigurationError for a URL that can't be requested, ArgumentError for a file that
    can't be read.
    """
    encoded = request.upload.encode() if request.upload else None
    try:
        yield _build(http, request, encoded)
    except (httpx2.InvalidURL, UnicodeError) as error:  # the latter: a host that DNS can't hold
        raise ConfigurationError(f"not a URL that can be requested: {error}") from error
    finally:
        if encoded is not None:
            encoded.close()


def get_send_options(request: PreparedRequest) -> dict[str, Any]:
    """What httpx2 is told of the way: redirects are followed by `exchange` alone."""
    ways: dict[str, Any] = {"stream": True, "follow_redirects": False}
    return {**ways, "auth": None} if request.is_cross_origin else ways


def should_read_body(request: PreparedRequest, response: httpx2.Response) -> bool:
    """Is the body read as a part of the attempt? Not where it is bytes or events for a caller."""
    if request.is_body_read or not response.is_success:
        return True
    return isinstance(request.answer, EventsAnswer) and not is_event_stream(response)


def _build(
    http: httpx2.Client | httpx2.AsyncClient, request: PreparedRequest, encoded: EncodedBody | None
) -> httpx2.Request:
    # To another host a client's own headers, cookies and parameters don't go either.
    build = httpx2.Request if request.is_cross_origin else http.build_request
    chosen = request.timeout
    timeout = http.timeout if isinstance(chosen, NotGiven) else httpx2.Timeout(chosen)
    options: dict[str, Any] = {"extensions": {"timeout": timeout.as_dict()}}
    headers = {name: text for name, text in request.headers.items() if text is not None}
    if encoded is not None:
        said = {name.lower() for name in request.headers}  # names are the same in any case
        headers.update(
            (name, of) for name, of in encoded.headers.items() if name.lower() not in said
        )
        is_async = isinstance(http, httpx2.AsyncClient)
        options["content"] = encoded.async_content if is_async else encoded.content
        options["files"] = list(encoded.parts) or None
    made = build(request.verb, request.url, headers=headers, **options)
    for name, text in request.headers.items():
        if text is None:
            made.headers.pop(name, None)
    if http.params and not request.is_cross_origin:  # these took the place of the whole query
        queries = (str(http.params), request.url.partition("?")[2])
        made.url = made.url.copy_with(query="&".join(filter(None, queries)).encode())
    return made
