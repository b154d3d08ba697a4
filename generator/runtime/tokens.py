"""OAuth2 client credentials (RFC 6749 §4.4): tokens that are fetched and renewed when needed.

Calls that run at the same time share one request for a token, and its error. The sync and the
async client send that request and lock; everything else is here.
"""

from __future__ import annotations

import copy
import json
import threading
import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from urllib.parse import quote_plus, urljoin, urlsplit

import httpx2

from .credentials import TokenGrant, encode_basic
from .errors import (
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    ConfigurationError,
    InvalidResponseError,
)
from .operation import FormBody, JsonAnswer
from .request import PreparedRequest
from .request_body import Upload
from .type_guards import is_object

if TYPE_CHECKING:
    import asyncio

    from .settings import Configuration, Settings

LONGEST_WAIT: Final = 120.0  # seconds that a call waits for the token that another one fetches
_TIMEOUT: Final = 30.0  # seconds for each network operation of the token request
_MARGIN: Final = 60.0  # seconds before its end at which a token is renewed
_REFUSED: Final = (400, 401, 403)

TokenSteps: TypeAlias = Generator[
    PreparedRequest, "httpx2.Response | APIError | None", "AccessToken"
]


class AccessToken(NamedTuple):
    """A token, and when to renew it, in seconds of the monotonic clock. Its repr hides it."""

    value: str
    renew_at: float

    def __repr__(self) -> str:
        return "AccessToken()"


class TokenState:
    """The token of one set of credentials, and the locks of the calls that wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()  # of sync clients
        self.attempts = 0
        self.sends_form = False  # the server takes the credentials in the body only
        self._token: AccessToken | None = None
        self._error: APIError | None = None
        self._task_locks: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}

    def get_task_lock(self) -> asyncio.Lock:
        """Returns the lock of async clients. Each event loop has its own."""
        import asyncio

        loop = asyncio.get_running_loop()
        closed = [one for one in self._task_locks if one.is_closed()]
        for one in closed:
            del self._task_locks[one]
        return self._task_locks.setdefault(loop, asyncio.Lock())

    def get_valid(self, refused: str) -> str:
        """Returns the token; "" if there is none, it is about to end, or it is the refused one."""
        token = self._token
        if token is None or token.value == refused or time.monotonic() >= token.renew_at:
            return ""
        return token.value

    def keep(self, token: AccessToken) -> str:
        """Stores a token, and returns its value."""
        self.attempts += 1
        self._token, self._error = token, None
        return token.value

    def fail(self, error: APIError) -> None:
        """Stores the error of an attempt, for the calls that waited for it."""
        self.attempts += 1
        self._error = error

    def raise_shared_error(self, attempts: int) -> None:
        """Raises the error of the attempt that ended since there were so many `attempts`."""
        if self.attempts != attempts and self._error is not None:
            raise copy.copy(self._error)


def get_state(
    states: dict[tuple[str, ...], TokenState], configuration: Configuration, grant: TokenGrant
) -> TokenState:
    """Returns the state of the client's credentials. Clients of `with_options` share it."""
    names = (grant.client_id, grant.client_secret, grant.token_url, grant.scope)
    values = tuple(configuration.keys.get(name, "") for name in names)
    return states.setdefault((grant.url, *values), TokenState())


def fetch_token(
    settings: Settings, configuration: Configuration, grant: TokenGrant, state: TokenState
) -> TokenSteps:
    """Yields the requests for a token, receives their responses or errors, and returns the token.

    Raises AuthenticationError if the server refuses the credentials, and stores every error for the
    calls that wait.
    """
    try:
        return (yield from _request_token(settings, configuration, grant, state))
    except APIError as error:
        state.fail(error)
        raise


def _request_token(
    settings: Settings, configuration: Configuration, grant: TokenGrant, state: TokenState
) -> TokenSteps:
    """Requests a token, at most twice.

    Servers accept the credentials by basic authentication (RFC 6749 §2.3.1). Some take them in the
    body only, which is tried next.
    """
    url = _find_url(grant, configuration)
    first = state.sends_form
    for sends_form in (first, not first):
        request = _build_token_request(url, grant, configuration, sends_form=sends_form)
        reply = yield request._replace(
            headers={**request.headers, "User-Agent": settings.user_agent}
        )
        if isinstance(reply, httpx2.Response):
            state.sends_form = sends_form
            return _parse_token(reply)
        if not isinstance(reply, APIStatusError):
            raise reply or AssertionError
        if reply.status_code not in _REFUSED or sends_form is not first:
            raise _make_token_error(reply, url) from reply
    raise AssertionError("the loop ends with its second form")


def add_token(request: PreparedRequest, token: str) -> PreparedRequest:
    """Returns the request with the token, unless its own headers replace it."""
    if any(name.lower() == "authorization" for name in request.headers):
        return request
    return request._replace(headers={**request.headers, "Authorization": f"Bearer {token}"})


def is_token_refused(
    request: PreparedRequest, reply: httpx2.Response | httpx2.RequestError
) -> bool:
    """Did the server refuse the token, and can the request be sent again with a new one?"""
    can_repeat = request.upload is None or request.upload.can_repeat
    return isinstance(reply, httpx2.Response) and reply.status_code == 401 and can_repeat


def make_wait_error() -> APITimeoutError:
    """Returns the error of a call that waited too long for a token that another one fetches."""
    return APITimeoutError(f"no access token within {LONGEST_WAIT:g} s")


def _find_url(grant: TokenGrant, configuration: Configuration) -> str:
    url = configuration.keys.get(grant.token_url) or grant.url
    found = urljoin(f"{configuration.base_url}/", url)
    parts = urlsplit(found)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise ConfigurationError(
            f"`{grant.token_url}` must start with https:// or http:// and a host"
        )
    return found


def _build_token_request(
    url: str, grant: TokenGrant, configuration: Configuration, *, sends_form: bool
) -> PreparedRequest:
    identity, secret = (
        configuration.keys[grant.client_id],
        configuration.keys[grant.client_secret],
    )
    form: dict[str, object] = {"grant_type": "client_credentials"}
    headers: dict[str, str | None] = {"Accept": "application/json"}
    if scope := configuration.keys.get(grant.scope):
        form["scope"] = scope
    if sends_form:
        form |= {"client_id": identity, "client_secret": secret}
    else:
        headers["Authorization"] = encode_basic(quote_plus(identity), quote_plus(secret))
    return PreparedRequest(
        verb="POST",
        url=url,
        headers=headers,
        upload=Upload(FormBody(), form),
        timeout=_TIMEOUT,
        answer=JsonAnswer("Any"),
        is_body_read=True,
        is_cross_origin=True,  # headers and cookies of the HTTP client are for the API
    )


def _parse_token(response: httpx2.Response) -> AccessToken:
    """Returns the token of a response (RFC 6749 §5.1). Its errors don't quote the response."""
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    found: Mapping[str, object] = body if is_object(body) else {}
    token, kind = found.get("access_token"), found.get("token_type", "bearer")
    if not isinstance(token, str) or not token or not (token.isascii() and token.isprintable()):
        raise InvalidResponseError("the response of the token endpoint has no `access_token`")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise InvalidResponseError("the token endpoint returned another token than a bearer token")
    seconds = _parse_seconds(found.get("expires_in"))
    return AccessToken(token, time.monotonic() + seconds - min(_MARGIN, seconds / 10))


def _parse_seconds(value: object) -> float:
    """Returns how long a token lasts; a token without an end is used until it is refused."""
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) else -1.0
    except (ValueError, OverflowError):
        seconds = -1.0
    return seconds if 0 <= seconds < 1e9 else 1e9


def _make_token_error(error: APIStatusError, url: str) -> APIStatusError:
    kind = AuthenticationError if error.status_code in _REFUSED else type(error)
    return kind(
        f"no access token from {urlsplit(url).netloc}: {error.message}",
        status_code=error.status_code,
        headers=error.headers,
        body=error.body,
    )
