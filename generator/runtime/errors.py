"""What a call can raise. No error ever holds the request's headers, so none can show a key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .type_guards import is_object

_HEAD = 2000  # letters of a page that its title is looked for in


class APIError(Exception):
    """Base of all errors of this package; `message` is one line for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(APIError):
    """The client can't be used as it was made: no key, or no usable base URL."""


class ArgumentError(APIError, ValueError):
    """An argument can't be sent; the message names it. Nothing was requested."""


class APIConnectionError(APIError):
    """No response came: no connection, or it broke."""


class APITimeoutError(APIConnectionError):
    """No response came in time."""


class WaitTimeoutError(APITimeoutError):
    """What a call started did not end in the time that the caller had; `last` is its last state."""

    def __init__(self, message: str, last: object = None) -> None:
        super().__init__(message)
        self.last = last

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.last)


class InvalidResponseError(APIError):
    """A response of a 2xx status whose body is not what its content type says."""


class APIStatusError(APIError):
    """The server answered with a status that is no 2xx.

    `body` is the parsed JSON, or the text where it isn't JSON; `code`, `param` and `type` come from
    an `error` object inside it, where there is one.
    """

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

    def __reduce__(self) -> tuple[object, ...]:
        """Errors of a pool's processes are pickled; exceptions give no keywords by themselves."""
        return _restore_status_error, (
            type(self),
            self.message,
            self.status_code,
            self.headers,
            self.body,
        )


class StreamError(APIError):
    """The server reported an error inside of a stream, after events that were right.

    `body` is what the event carried; `code`, `param` and `type` come from an `error` object inside
    it, where there is one.
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
        """As that of APIStatusError."""
        return _restore_stream_error, (self.message, self.request_id, self.body)


class BadRequestError(APIStatusError):
    """400."""


class AuthenticationError(APIStatusError):
    """401: the key is missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""


class NotFoundError(APIStatusError):
    """404."""


class ConflictError(APIStatusError):
    """409."""


class UnprocessableEntityError(APIStatusError):
    """422."""


class RateLimitError(APIStatusError):
    """429: too many requests, or a quota is used up."""


class InternalServerError(APIStatusError):
    """5xx."""


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
    """The error that a response of this status means."""
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
    """Where a redirect leads, without its query or fragment: they may hold a key."""
    target = re.split(r"[?#]", headers.get("location", ""))[0]
    if not 300 <= status_code < 400 or not target:
        return ""
    return f"redirected to {to_one_line(target)}, where it can't be followed; see the base URL"


def _get_details(body: object) -> Mapping[str, object]:
    """The `error` object of a body, or the body itself where it is an object."""
    if not is_object(body):
        return {}
    inner = body.get("error")
    return inner if is_object(inner) else body


def _find_message(body: object) -> str:
    """What a body says is wrong, on one line and not long."""
    details = _get_details(body)
    text = details.get("message") or details.get("detail") or details.get("error") or body
    if isinstance(text, str) and re.match(r"\s*<(!doctype html|html)\b", text, re.IGNORECASE):
        return _describe_html_page(text)
    return to_one_line(str(text)) if text else ""


def _describe_html_page(text: str) -> str:
    """An HTML page by its title: a proxy's, for an API sends none."""
    import html  # whose table of names takes a while

    title = re.search(r"<title>([^<]*)", text[:_HEAD], re.IGNORECASE)
    words = to_one_line(html.unescape(title[1])) if title else ""
    return f'an HTML page, "{words}"' if words else "an HTML page"


def to_one_line(text: str) -> str:
    """`text` for a message: on one line and not long."""
    line = " ".join(text.split())
    return line if len(line) <= 500 else f"{line[:499]}…"


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None
