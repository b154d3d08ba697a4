"""One call as a generator: attempts and pauses come out, responses or errors go in.

Retries, redirects and logging are here. The sync and the async client send the requests and sleep.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator, Mapping
from types import TracebackType
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

import httpx2

from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    InvalidResponseError,
    describe_exception,
    make_status_error,
    replace_control_characters,
    to_one_line,
)
from .request import PreparedRequest, drop_credentials
from .request_target import get_host, is_same_server, join_url
from .retries import compute_delay, is_transient_error, is_transient_status

_LOG = logging.getLogger(__name__)
_MAX_REDIRECTS = 5


class Attempt(NamedTuple):
    """Send the request, and send back the response or the error."""

    request: PreparedRequest


class Pause(NamedTuple):
    """Sleep for this many seconds."""

    seconds: float


Step: TypeAlias = Attempt | Pause
Reply: TypeAlias = "httpx2.Response | httpx2.RequestError | None"  # None after a pause
Exchange: TypeAlias = Generator[Step, Reply, httpx2.Response]


def exchange(request: PreparedRequest, max_retries: int) -> Exchange:
    """Runs one call to a successful response, and returns it.

    Raises an APIError for any other outcome.
    """
    retries = redirects = 0
    while True:
        started = time.perf_counter()
        reply = yield Attempt(request)
        assert reply is not None  # an attempt ends with a response or an error
        _log_attempt(request, reply, time.perf_counter() - started)
        if isinstance(reply, httpx2.Response):
            if reply.is_success or str(reply.status_code) in request.other_answers:
                reply.extensions["retries_taken"] = retries
                return reply  # a document may declare a 304
            following = _follow_redirect(request, reply)
            if following is not None:
                redirects += 1
                if redirects > _MAX_REDIRECTS:
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


class translate_foreign_errors:  # used like a function
    """Translates exceptions of the caller's own transport, hook or authentication.

    Errors of httpx2 pass: they are retried. Those for an invalid URL are the caller's to translate.
    """

    def __init__(self, request: PreparedRequest) -> None:
        self._request = request

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        known = (APIError, httpx2.RequestError, httpx2.InvalidURL, UnicodeError)
        if isinstance(error, Exception) and not isinstance(error, known):
            place = get_host(self._request.url)
            raise APIConnectionError(
                f"the call to {place} failed: {describe_exception(error)}"
            ) from error


def make_connection_error(error: httpx2.RequestError, place: str) -> APIError:
    """Returns this package's error for an error of httpx2."""
    words = to_one_line(str(error)) or type(error).__name__
    match error:
        case httpx2.ConnectTimeout():
            return APITimeoutError(f"could not connect to {place} in time")
        case httpx2.PoolTimeout():
            return APITimeoutError(
                f"no connection to {place} was free in time: a response that isn't read to its "
                "end holds its connection until it is closed"
            )
        case httpx2.TimeoutException():
            return APITimeoutError(f"no response in time from {place}")
        case httpx2.DecodingError():
            return InvalidResponseError(f"the response can't be decoded: {words}")
        case httpx2.UnsupportedProtocol():
            return ConfigurationError(f"unsupported URL: {words}")
        case httpx2.LocalProtocolError():
            return APIConnectionError(f"the request to {place} can't be sent: {words}")
        case httpx2.ConnectError() | httpx2.ProxyError():
            return APIConnectionError(f"could not connect to {place}: {words}")
        case _:
            return APIConnectionError(f"the connection to {place} broke: {words}")


def _is_retryable(request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError) -> bool:
    if request.upload is not None and not request.upload.can_repeat:
        return False
    if isinstance(reply, httpx2.Response):
        return is_transient_status(reply.status_code, reply.headers)
    return is_transient_error(reply)


def _make_error(request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError) -> APIError:
    from .redaction import attach_exchange

    if isinstance(reply, httpx2.Response):
        error: APIError = make_status_error(
            reply.status_code, reply.headers, _parse_error_body(reply)
        )
    else:
        error = make_connection_error(reply, get_host(request.url))
    attach_exchange(error, reply)
    return error


def _parse_error_body(response: httpx2.Response) -> object:
    """Returns the JSON value of an error's body, or its text if it isn't JSON."""
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text
    return body


def _make_redirect_error(request: PreparedRequest, response: httpx2.Response) -> APIError:
    words = f"redirected more than {_MAX_REDIRECTS} times, most recently by {get_host(request.url)}"
    from .redaction import attach_exchange

    error = APIStatusError(
        f"{response.status_code}: {words}",
        status_code=response.status_code,
        headers=response.headers,
        body=_parse_error_body(response),
    )
    attach_exchange(error, response)
    return error


def _follow_redirect(request: PreparedRequest, response: httpx2.Response) -> PreparedRequest | None:
    """Returns the request that follows a redirect, or None if it must not be followed.

    A GET is followed to any host. The keys, and all other headers for the API, are not sent to
    another host, and HTTPS is never left for HTTP. A body is sent again only to the same server,
    after a 307 or 308.
    """
    target = response.headers.get("location")
    if response.status_code not in (301, 302, 303, 307, 308) or not target:
        return None
    url = join_url(request.url, target)
    if url is None:
        return None
    is_same = is_same_server(request.url, url)
    if request.verb == "GET" and not is_same:
        return drop_credentials(request, url)
    repeats = request.upload is None or request.upload.can_repeat
    is_meant = request.verb == "GET" or response.status_code in (307, 308)
    return request._replace(url=url) if is_same and is_meant and repeats else None


def _log_attempt(
    request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError, seconds: float
) -> None:
    """Logs the outcome of an attempt.

    The query, the headers and the bodies are left out, because they may hold secrets.
    """
    if not _LOG.isEnabledFor(logging.INFO):
        return
    if isinstance(reply, httpx2.Response):
        request_id = reply.headers.get("x-request-id") or reply.headers.get("request-id") or "-"
        outcome = f"{reply.status_code} (request id {replace_control_characters(request_id)})"
    else:
        outcome = type(reply).__name__
    _LOG.info("%s: %s after %.3f s", _describe_request(request), outcome, seconds)


def _describe_request(request: PreparedRequest) -> str:
    return f"{request.verb} {get_host(request.url)}{urlsplit(request.url).path}"
