"""The errors that a call can raise. None holds a key: their requests are redacted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from .type_guards import is_object

if TYPE_CHECKING:
    import httpx2

_HEAD = 2000  # characters of a page to search for its title
_CONTROL_CHARACTERS: Final = (
    "\x00-\x1f\x7f-\x9f"  # terminal escapes, line ends
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # line separators, text direction
    "\ud800-\udfff"  # lone surrogates, which can't be printed
    "\U000e0000-\U000e007f"  # invisible tags
)


class APIError(Exception):
    """The base class of all errors of this package.

    `message` is one line of text. It may quote a server, so control characters are replaced.
    `request` is the request that failed, and `response` the response to it, if there are any. Their
    headers, URL and body show no credential.
    """

    request: httpx2.Request | None = None
    response: httpx2.Response | None = None

    def __init__(self, message: str) -> None:
        self.message = replace_control_characters(message)
        super().__init__(self.message)


class ConfigurationError(APIError):
    """The client can't be used with its options: a key or a usable base URL is missing."""


class ArgumentError(APIError, ValueError):
    """An argument can't be sent. The message names it. No whole request was sent."""


class APIConnectionError(APIError):
    """No response arrived: the connection failed or broke."""


class APITimeoutError(APIConnectionError):
    """No response arrived in time."""


class WaitTimeoutError(APITimeoutError):
    """A job did not end within `wait_timeout`. `last` is its last state."""

    def __init__(self, message: str, last: object = None) -> None:
        super().__init__(message)
        self.last = last

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.last)


class InvalidResponseError(APIError):
    """The body of a successful response, or of a webhook, doesn't match its content type."""


class InvalidWebhookSignatureError(APIError, ValueError):
    """A webhook isn't from the API, or is too old: its signature or its timestamp isn't valid."""


class APIStatusError(APIError):
    """The server responded with an error status.

    `body` is the parsed JSON, or the text if it isn't JSON. `code`, `param` and `type` come from
    the `error` object in it, if there is one. `model` is the body as the type that the API's
    document gives this status, or None if it gives none or the body isn't JSON.
    """

    if TYPE_CHECKING:
        # The server answered, so there are both.
        request: httpx2.Request  # pyright: ignore[reportIncompatibleVariableOverride]
        response: httpx2.Response  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(
        self, message: str, *, status_code: int, headers: Mapping[str, str], body: object
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.headers = headers
        self.request_id = headers.get("x-request-id") or headers.get("request-id")
        self.body = body
        details = _get_details(body)
        self.code = _as_text(details.get("code"))
        self.param = _as_text(details.get("param"))
        self.type = _as_text(details.get("type"))
        self._parse_body: Callable[[object], object] | None = None

    @cached_property
    def model(self) -> object:
        """The body, parsed when this is first read. Parts that don't fit the type are kept."""
        return None if self._parse_body is None else self._parse_body(self.body)

    def describe_body(self, parse: Callable[[object], object]) -> None:
        """Sets the function that parses the body into `model`."""
        self._parse_body = parse

    def __reduce__(self) -> tuple[object, ...]:
        """Makes the error picklable: by default an exception loses its keyword arguments."""
        made_from = (
            type(self),
            self.message,
            self.status_code,
            self.headers,
            self.body,
        )
        kept = {"model": self.model, "request": self.request, "response": self.response}
        return _restore_status_error, made_from, kept


class StreamError(APIError):
    """The server reported an error within a stream, after valid events.

    `body` is the value of the event. `code`, `param` and `type` come from the `error` object in it,
    if there is one.
    """

    def __init__(self, message: str, *, request_id: str | None, body: object) -> None:
        super().__init__(message)
        self.request_id = request_id
        self.body = body
        details = _get_details(body)
        self.code = _as_text(details.get("code"))
        self.param = _as_text(details.get("param"))
        self.type = _as_text(details.get("type"))

    def __reduce__(self) -> tuple[object, ...]:
        """Makes the error picklable, as APIStatusError does."""
        return _restore_stream_error, (self.message, self.request_id, self.body)


class BadRequestError(APIStatusError):
    """Status 400."""


class AuthenticationError(APIStatusError):
    """Status 401: the key is missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """Status 403: the key does not permit this call."""


class NotFoundError(APIStatusError):
    """Status 404."""


class ConflictError(APIStatusError):
    """Status 409."""


class UnprocessableEntityError(APIStatusError):
    """Status 422."""


class RateLimitError(APIStatusError):
    """Status 429: too many requests, or a quota is used up."""


class InternalServerError(APIStatusError):
    """A status of 500 or above."""


_BY_STATUS: Final = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def make_status_error(status_code: int, headers: Mapping[str, str], body: object) -> APIStatusError:
    """Returns the error that stands for an error status."""
    kind = _BY_STATUS.get(status_code)
    if kind is None:
        kind = InternalServerError if status_code >= 500 else APIStatusError
    words = _describe_redirect(status_code, headers) or _find_message(body) or "no message"
    return kind(f"{status_code}: {words}", status_code=status_code, headers=headers, body=body)


def _restore_status_error(
    kind: type[APIStatusError],
    message: str,
    status_code: int,
    headers: Mapping[str, str],
    body: object,
) -> APIStatusError:
    return kind(message, status_code=status_code, headers=headers, body=body)


def _restore_stream_error(message: str, request_id: str | None, body: object) -> StreamError:
    return StreamError(message, request_id=request_id, body=body)


def _describe_redirect(status_code: int, headers: Mapping[str, str]) -> str:
    """Names the target of a redirect, without its query or fragment, which may hold a key."""
    target = re.split(r"[?#]", headers.get("location", ""))[0]
    if not 300 <= status_code < 400 or not target:
        return ""
    return f"redirected to {to_one_line(target)}, which can't be followed; check the base URL"


def _get_details(body: object) -> Mapping[str, object]:
    """Returns the `error` object of a body, or else the body itself if it is an object."""
    if not is_object(body):
        return {}
    inner = body.get("error")
    return inner if is_object(inner) else body


def _find_message(body: object) -> str:
    """Returns the error message of a body as one short line."""
    details = _get_details(body)
    text = details.get("message") or details.get("detail") or details.get("error") or body
    if isinstance(text, str) and re.match(r"\s*<(!doctype html|html)\b", text, re.IGNORECASE):
        return _describe_html_page(text)
    return to_one_line(str(text)) if text else ""


def _describe_html_page(text: str) -> str:
    """Describes an HTML page by its title. It usually comes from a proxy, not from the API."""
    import html  # its table of entities is slow to import

    title = re.search(r"<title>([^<]*)", text[:_HEAD], re.IGNORECASE)
    words = to_one_line(html.unescape(title[1])) if title else ""
    return f'an HTML page, "{words}"' if words else "an HTML page"


def to_one_line(text: str) -> str:
    """Shortens `text` to one line of at most 500 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 500 else f"{line[:499]}…"


def describe_exception(error: BaseException) -> str:
    """Returns the class and the words of an exception that isn't of this package."""
    words = to_one_line(str(error))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def make_unreadable_error(argument: str, error: Exception) -> ArgumentError:
    """Returns the error for an argument whose own code raised `error`."""
    return ArgumentError(f'"{argument}" can\'t be read: {describe_exception(error)}')


def replace_control_characters(text: str) -> str:
    """Replaces line ends and tabs by spaces, and other control characters by U+FFFD."""
    if text.isprintable():
        return text
    line = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text)
    return re.sub(f"[{_CONTROL_CHARACTERS}]", "\ufffd", line)


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None
