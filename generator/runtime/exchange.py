"""One call as a generator: requests and pauses come out, responses or errors go in.

Retries, redirects and logging are here once; what sends and what sleeps is a client's, sync or not.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import httpx2

from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    InvalidResponseError,
    make_status_error,
    to_one_line,
)
from .retries import compute_delay, is_transient_error, is_transient_status

if TYPE_CHECKING:
    from .request import PreparedRequest

_LOG = logging.getLogger(__name__)
_MOST_REDIRECTS = 5
_HARMLESS = frozenset({"accept", "user-agent"})  # what another host may be told


class Attempt(NamedTuple):
    """Send this, and give back the response, read to its end if it is to be, or the error."""

    request: PreparedRequest


class Pause(NamedTuple):
    """Wait so many seconds."""

    seconds: float


Step: TypeAlias = Attempt | Pause
Reply: TypeAlias = "httpx2.Response | httpx2.RequestError | None"  # None after a pause
Exchange: TypeAlias = Generator[Step, Reply, httpx2.Response]


def exchange(request: PreparedRequest, max_retries: int) -> Exchange:
    """The response of a 2xx status. Raises the error that any other outcome means."""
    retries = redirects = 0
    while True:
        started = time.perf_counter()
        reply = yield Attempt(request)
        assert reply is not None  # an attempt ends in one or the other
        _log_attempt(request, reply, time.perf_counter() - started)
        if isinstance(reply, httpx2.Response):
            if reply.is_success:
                return reply
            following = _follow_redirect(request, reply)
            if following is not None:
                redirects += 1
                if redirects > _MOST_REDIRECTS:
                    raise _make_redirect_error(request, reply)
                request = following
                continue
        if retries >= max_retries or not _is_retryable(request, reply):
            raise _make_error(request, reply) from (reply if isinstance(reply, Exception) else None)
        headers: Mapping[str, str] = reply.headers if isinstance(reply, httpx2.Response) else {}
        delay = compute_delay(retries, headers)
        retries += 1
        _LOG.info(
            "%s: retry %d of %d in %.2f s", _describe_request(request), retries, max_retries, delay
        )
        yield Pause(delay)


def make_connection_error(error: httpx2.RequestError, place: str) -> APIError:
    """This package's error for one of httpx2's, while a request is made or a body is read."""
    words = to_one_line(str(error)) or type(error).__name__
    match error:
        case httpx2.ConnectTimeout():
            return APITimeoutError(f"no connection in time to {place}")
        case httpx2.PoolTimeout():
            return APITimeoutError(
                f"no connection to {place} was free in time: responses that aren't read to their "
                "end hold theirs until they are closed"
            )
        case httpx2.TimeoutException():
            return APITimeoutError(f"no response in time from {place}")
        case httpx2.DecodingError():
            return InvalidResponseError(f"the response can't be unpacked: {words}")
        case httpx2.UnsupportedProtocol():
            return ConfigurationError(f"not a URL that can be requested: {words}")
        case httpx2.LocalProtocolError():
            return APIConnectionError(f"the request to {place} can't be sent: {words}")
        case httpx2.ConnectError() | httpx2.ProxyError():
            return APIConnectionError(f"no connection to {place}: {words}")
        case _:
            return APIConnectionError(f"the connection to {place} broke: {words}")


def _is_retryable(request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError) -> bool:
    if request.upload is not None and not request.upload.can_repeat:
        return False
    if isinstance(reply, httpx2.Response):
        return is_transient_status(reply.status_code, reply.headers)
    return is_transient_error(reply)


def _make_error(request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError) -> APIError:
    if isinstance(reply, httpx2.Response):
        return make_status_error(reply.status_code, reply.headers, _parse_error_body(reply))
    return make_connection_error(reply, _get_host(request.url))


def _parse_error_body(response: httpx2.Response) -> object:
    """The body of an error: JSON, or the text where it isn't JSON."""
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text
    return body


def _make_redirect_error(request: PreparedRequest, response: httpx2.Response) -> APIError:
    words = f"redirected more than {_MOST_REDIRECTS} times, at last by {_get_host(request.url)}"
    return APIStatusError(
        f"{response.status_code}: {words}",
        status_code=response.status_code,
        headers=response.headers,
        body=_parse_error_body(response),
    )


def _follow_redirect(request: PreparedRequest, response: httpx2.Response) -> PreparedRequest | None:
    """Where a response leads; None where it leads nowhere that may be followed.

    A GET is followed to any host, but keys and whatever else is meant for the API stay behind, and
    a secure connection isn't left. A body is sent again only where it was meant to go.
    """
    target = response.headers.get("location")
    if response.status_code not in (301, 302, 303, 307, 308) or not target:
        return None
    try:
        old = httpx2.URL(request.url)
        new = old.join(target)
    except (httpx2.InvalidURL, UnicodeError):
        return None
    if new.scheme not in ("https", old.scheme) or not new.host or new.userinfo:
        return None
    is_same = _is_same_server(old, new)
    if request.verb == "GET" and not is_same:
        kept = {name: text for name, text in request.headers.items() if name.lower() in _HARMLESS}
        return request._replace(url=str(new), headers=kept, upload=None, is_cross_origin=True)
    repeats = request.upload is None or request.upload.can_repeat
    is_meant = request.verb == "GET" or response.status_code in (307, 308)
    return request._replace(url=str(new)) if is_same and is_meant and repeats else None


def _is_same_server(old: httpx2.URL, new: httpx2.URL) -> bool:
    """Is it the same server? One that asks for a secure connection stays the same."""
    if old.host != new.host:
        return False
    was, now = (old.scheme, _get_port(old)), (new.scheme, _get_port(new))
    return was == now or (was, now) == (("http", 80), ("https", 443))


def _get_port(url: httpx2.URL) -> int | None:
    return url.port or {"https": 443, "http": 80}.get(url.scheme)


def _log_attempt(
    request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError, seconds: float
) -> None:
    """What happened, without what may be secret: no query, no headers, no bodies."""
    if not _LOG.isEnabledFor(logging.INFO):
        return
    if isinstance(reply, httpx2.Response):
        known_as = reply.headers.get("x-request-id") or reply.headers.get("request-id") or "-"
        outcome = f"{reply.status_code} (request id {known_as})"
    else:
        outcome = type(reply).__name__
    _LOG.info("%s: %s after %.3f s", _describe_request(request), outcome, seconds)


def _describe_request(request: PreparedRequest) -> str:
    return f"{request.verb} {_get_host(request.url)}{urlsplit(request.url).path}"


def _get_host(url: str) -> str:
    """The host of a URL: the rest may hold a key."""
    return urlsplit(url).netloc.rpartition("@")[2]
