"""One call as a generator: requests and pauses come out, responses or errors go in.

Retries, redirects and logging are here once; what sends and what sleeps is a client's, sync or not.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin, urlsplit

import httpx2

from .errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    ConfigurationError,
    InvalidResponseError,
    status_error,
)
from .retries import delay_before, is_transient_error, is_transient_status

if TYPE_CHECKING:
    from .request import Request

_LOG = logging.getLogger(__name__)
_MOST_REDIRECTS = 5
_HARMLESS = frozenset({"accept", "user-agent"})  # what another host may be told


@dataclass(frozen=True, slots=True)
class Attempt:
    """Send this, and give back the response, read to its end if it is to be, or the error."""

    request: Request


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Step: TypeAlias = Attempt | Pause
Reply: TypeAlias = "httpx2.Response | httpx2.RequestError | None"  # None after a pause
Exchange: TypeAlias = Generator[Step, Reply, httpx2.Response]


def exchange(request: Request, max_retries: int) -> Exchange:
    """The response of a 2xx status. Raises the error that any other outcome means."""
    retries = redirects = 0
    while True:
        started = time.perf_counter()
        reply = yield Attempt(request)
        assert reply is not None  # an attempt ends in one or the other
        _log(request, reply, time.perf_counter() - started)
        if isinstance(reply, httpx2.Response):
            if reply.is_success:
                return reply
            following = _redirected(request, reply) if redirects < _MOST_REDIRECTS else None
            if following is not None:
                redirects += 1
                request = following
                continue
        if retries >= max_retries or not _may_succeed_later(request, reply):
            raise _error(request, reply) from (reply if isinstance(reply, Exception) else None)
        headers: Mapping[str, str] = reply.headers if isinstance(reply, httpx2.Response) else {}
        delay = delay_before(retries, headers)
        retries += 1
        _LOG.info("%s: retry %d of %d in %.2f s", _place(request), retries, max_retries, delay)
        yield Pause(delay)


def connection_error(error: httpx2.RequestError, place: str) -> APIError:
    """This package's error for one of httpx2's, while a request is made or a body is read."""
    if isinstance(error, httpx2.TimeoutException):
        return APITimeoutError(f"no response in time from {place}")
    if isinstance(error, httpx2.DecodingError):
        return InvalidResponseError(f"the response can't be unpacked: {error}")
    if isinstance(error, httpx2.UnsupportedProtocol):
        return ConfigurationError(f"not a URL that can be requested: {error}")
    if isinstance(error, httpx2.ConnectError):
        return APIConnectionError(f"no connection to {place}: {error}")
    return APIConnectionError(f"the connection to {place} broke: {error}")


def _may_succeed_later(request: Request, reply: httpx2.Response | httpx2.RequestError) -> bool:
    if request.upload is not None and not request.upload.can_repeat:
        return False
    if isinstance(reply, httpx2.Response):
        return is_transient_status(reply.status_code, reply.headers)
    return is_transient_error(reply)


def _error(request: Request, reply: httpx2.Response | httpx2.RequestError) -> APIError:
    if isinstance(reply, httpx2.Response):
        return status_error(reply.status_code, reply.headers, _body(reply))
    return connection_error(reply, _host(request.url))


def _body(response: httpx2.Response) -> object:
    """The body of an error: JSON, or the text where it isn't JSON."""
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text
    return body


def _redirected(request: Request, response: httpx2.Response) -> Request | None:
    """Where a response leads; None where it leads nowhere that may be followed.

    A GET is followed to any host, but keys and whatever else is meant for the API stay behind, and
    a secure connection isn't left. A body is sent again only where it was meant to go.
    """
    target = response.headers.get("location")
    if response.status_code not in (301, 302, 303, 307, 308) or not target:
        return None
    try:
        url = urljoin(request.url, target)
        old, new = _origin(request.url), _origin(url)
    except ValueError:
        return None
    if new[0] not in ("https", old[0]) or not new[1] or "@" in urlsplit(url).netloc:
        return None
    if request.verb == "GET":
        if new == old:
            return replace(request, url=url)
        kept = {name: text for name, text in request.headers.items() if name.lower() in _HARMLESS}
        return replace(request, url=url, headers=kept, upload=None)
    repeats = request.upload is None or request.upload.can_repeat
    is_same = new == old and response.status_code in (307, 308)
    return replace(request, url=url) if is_same and repeats else None


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port. Raises ValueError for a URL that has no readable ones."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


def _log(request: Request, reply: httpx2.Response | httpx2.RequestError, seconds: float) -> None:
    """What happened, without what may be secret: no query, no headers, no bodies."""
    if not _LOG.isEnabledFor(logging.INFO):
        return
    if isinstance(reply, httpx2.Response):
        known_as = reply.headers.get("x-request-id") or reply.headers.get("request-id") or "-"
        outcome = f"{reply.status_code} (request id {known_as})"
    else:
        outcome = type(reply).__name__
    _LOG.info("%s: %s after %.3f s", _place(request), outcome, seconds)


def _place(request: Request) -> str:
    return f"{request.verb} {_host(request.url)}{urlsplit(request.url).path}"


def _host(url: str) -> str:
    """The host of a URL: the rest may hold a key."""
    return urlsplit(url).netloc.rpartition("@")[2]
