"""One attempt at a request, as httpx2 sends it: the body is encoded anew each time."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2

from .errors import ConfigurationError
from .media_type import is_stream
from .not_given import NotGiven
from .operation import StreamAnswer

if TYPE_CHECKING:
    import ssl

    from .request import PreparedRequest
    from .request_body import EncodedBody

TIMEOUT: Final = httpx2.Timeout(600.0, connect=5.0)  # seconds; some responses take minutes
_FRAMING: Final = frozenset({"content-length", "transfer-encoding"})
LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


@cache
def get_tls_context() -> ssl.SSLContext:
    """Returns the TLS context of all clients in this process. It takes 30 ms to make."""
    return httpx2.create_ssl_context()


class _LateTLS:
    """Makes the TLS context when it is first used, so that clients of http:// URLs never do."""

    def __getattr__(self, name: str) -> object:
        return getattr(get_tls_context(), name)


LATE_TLS: Final = cast("ssl.SSLContext", _LateTLS())


def check_http_client(http: object, kind: type[httpx2.Client | httpx2.AsyncClient]) -> None:
    """Raises ConfigurationError if the user's HTTP client is not of this class."""
    if not isinstance(http, kind):
        given = f"{type(http).__module__.partition('.')[0]}.{type(http).__name__}"
        raise ConfigurationError(f"`http_client` takes an httpx2.{kind.__name__}, not {given}")


@contextmanager
def build_httpx_request(
    http: httpx2.Client | httpx2.AsyncClient, request: PreparedRequest
) -> Generator[httpx2.Request]:
    """Yields the httpx2 request of one attempt, and closes its files at the end of the block.

    Raises ConfigurationError for an invalid URL, and ArgumentError for an unreadable file.
    """
    encoded = request.upload.encode() if request.upload else None
    try:
        yield _build(http, request, encoded)
    except (httpx2.InvalidURL, UnicodeError) as error:  # UnicodeError: a host that DNS can't encode
        raise ConfigurationError(f"invalid URL: {error}") from error
    finally:
        if encoded is not None:
            encoded.close()


def get_send_options(request: PreparedRequest) -> dict[str, Any]:
    """Returns the options of httpx2's `send`. Only `exchange` follows redirects."""
    ways: dict[str, Any] = {"stream": True, "follow_redirects": False}
    return {**ways, "auth": None} if request.is_cross_origin else ways


def should_read_body(request: PreparedRequest, response: httpx2.Response) -> bool:
    """Should the attempt read the body? Not if the caller reads bytes or items from it."""
    if request.is_body_read or not response.is_success:
        return True
    return isinstance(request.answer, StreamAnswer) and not is_stream(response, request.answer)


def _build(
    http: httpx2.Client | httpx2.AsyncClient, request: PreparedRequest, encoded: EncodedBody | None
) -> httpx2.Request:
    # The first call needs this module, the import of the package does not.
    from .response_heads import atrace, trace

    # `build_request` adds headers, cookies and parameters of the client; other hosts get none.
    build = httpx2.Request if request.is_cross_origin else http.build_request
    chosen = request.timeout
    timeout = http.timeout if isinstance(chosen, NotGiven) else httpx2.Timeout(chosen)
    is_async = isinstance(http, httpx2.AsyncClient)
    steps = atrace if is_async else trace
    options: dict[str, Any] = {"extensions": {"timeout": timeout.as_dict(), "trace": steps}}
    headers = {
        name: text
        for name, text in request.headers.items()
        if text is not None and name.lower() not in _FRAMING
    }
    if encoded is not None:
        # Names are case-insensitive.
        named = {name.lower() for name in request.headers} - _FRAMING
        headers.update(
            (name, text) for name, text in encoded.headers.items() if name.lower() not in named
        )
        options["content"] = encoded.async_content if is_async else encoded.content
        options["files"] = list(encoded.parts) or None
    made = build(request.verb, request.url, headers=headers, **options)
    if any(name.lower() in _FRAMING for name in request.headers):
        from .framing import apply_framing  # few callers give these headers

        apply_framing(made, request, encoded)
    for name, text in request.headers.items():
        if text is None and name.lower() not in _FRAMING:
            made.headers.pop(name, None)
    if http.params and not request.is_cross_origin:  # httpx2 replaced the query with them
        queries = (str(http.params), request.url.partition("?")[2])
        made.url = made.url.copy_with(query="&".join(filter(None, queries)).encode())
    return made
