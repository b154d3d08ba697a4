"""A call's arguments in, the request that is to be sent out: URL, headers, body. Nothing is sent.

Whoever sends it does so as often as it takes: files are opened anew, and the idempotency key by
which a server knows a repeated POST stays the same.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .arguments import check_body, check_options, check_texts, warn_of_deprecated
from .bodies import Upload
from .encoding import cookie_texts, header_texts, json_value, path_of, query_of
from .errors import ArgumentError, ConfigurationError
from .given import NOT_GIVEN, NotGiven, given
from .operation import Answer, Binary, Events, Json, JsonBody, Nothing, Operation, Text
from .settings import AuthScheme, Configuration, Settings, missing_key
from .type_guards import is_object

if TYPE_CHECKING:
    import httpx2

_NONE: Final[Mapping[str, object]] = MappingProxyType({})


class Arguments(NamedTuple):
    """What a method hands on, by place and by names on the wire."""

    path: Mapping[str, object] = _NONE
    query: Mapping[str, object] = _NONE
    headers: Mapping[str, object] = _NONE
    cookies: Mapping[str, object] = _NONE
    body: object = NOT_GIVEN  # its members, or the one argument that it is


class Request(NamedTuple):
    """What goes out. Its repr shows neither query nor headers: they may hold a key."""

    verb: str
    url: str
    headers: Mapping[str, str | None]  # None: nor the HTTP client's own
    upload: Upload | None
    timeout: float | httpx2.Timeout | NotGiven | None  # NotGiven: the HTTP client's own
    answer: Answer
    is_whole: bool  # is the body of the response read as a part of the call?
    is_elsewhere: bool = False  # led to another host: nothing that is meant for the API goes along

    def __repr__(self) -> str:
        return f"Request({self.verb} {self.url.partition('?')[0]})"


def request_of(
    operation: Operation[Any],
    options: Mapping[str, Any],
    arguments: Arguments,
    settings: Settings,
    configuration: Configuration,
) -> Request:
    """The request of one call. Raises ArgumentError, or ConfigurationError for a missing key."""
    check_options(operation, options)
    query, given_body = given(arguments.query), _given_body(arguments.body)
    headers, cookies = given(arguments.headers), given(arguments.cookies)
    texts = {**arguments.path, **query, **headers, **cookies}
    members: Mapping[str, object] = given_body if is_object(given_body) else {}
    check_texts(operation, texts)
    check_body(operation, members)
    if operation.deprecated:
        warn_of_deprecated(operation, {**texts, **members})
    body = _with_extra(operation, given_body, options.get("extra_body"))
    answer = _answer(operation, {**query, **(body if is_object(body) else {})})
    keys = _Keys(operation, settings, configuration)
    return Request(
        verb=operation.verb,
        url=_url(operation, options, arguments.path, query, keys, configuration),
        headers=_headers(operation, options, headers, cookies, keys, configuration, answer),
        upload=_upload(operation, body),
        timeout=_timeout(options, configuration),
        answer=answer,
        is_whole=not isinstance(answer, (Binary, Events)),
    )


def _answer(operation: Operation[Any], arguments: Mapping[str, object]) -> Answer:
    """Events are sent in place of JSON where an argument asks for them."""
    streams = operation.events is not None and arguments.get("stream") is True
    return operation.events if streams and operation.events else operation.answer


def _given_body(body: object) -> object:
    """A body without the members that weren't given; of a model, those that were set."""
    if is_object(body):
        return given(body)
    return json_value("body", body) if callable(getattr(body, "model_dump", None)) else body


def _with_extra(
    operation: Operation[Any], body: object, extra: Mapping[str, object] | None
) -> object:
    """The body with the members of `extra_body`: by them a caller says what isn't known here."""
    if not extra:
        return body
    if isinstance(body, NotGiven):
        return dict(extra)
    if not is_object(body):
        raise ArgumentError(
            f'"extra_body" adds members to an object; the body of {operation.verb} '
            f"{operation.path} is none"
        )
    return {**body, **extra}


def _timeout(
    options: Mapping[str, Any], configuration: Configuration
) -> float | httpx2.Timeout | NotGiven | None:
    chosen: float | httpx2.Timeout | NotGiven | None = options.get("timeout", NOT_GIVEN)
    return configuration.timeout if isinstance(chosen, NotGiven) else chosen


def _upload(operation: Operation[Any], body: object) -> Upload | None:
    if isinstance(body, NotGiven) or (operation.body is None and not body):
        return None
    if body is None and not isinstance(operation.body, JsonBody):
        return None
    return Upload(operation.body or JsonBody(), body)


def _url(
    operation: Operation[Any],
    options: Mapping[str, Any],
    path: Mapping[str, object],
    query: Mapping[str, object],
    keys: _Keys,
    configuration: Configuration,
) -> str:
    for name, value in path.items():
        if isinstance(value, NotGiven) or value is None:
            raise ArgumentError(f'"{name}" is part of the path and must be given')
    every: dict[str, object] = {
        **configuration.default_query,
        **query,
        **(options.get("extra_query") or {}),
        **keys.texts("query"),
    }
    text = query_of(every, operation.query_styles)
    url = configuration.base_url + path_of(operation.path, path)
    mark = "&" if "?" in url else "?"  # a path may have a query of its own: "/agents?beta=true"
    return f"{url}{mark}{text}" if text else url


def _headers(
    operation: Operation[Any],
    options: Mapping[str, Any],
    headers: Mapping[str, object],
    cookies: Mapping[str, object],
    keys: _Keys,
    configuration: Configuration,
    answer: Answer,
) -> dict[str, str | None]:
    """The headers of a request, from the general to the particular: the last of a name counts."""
    crumbs = cookie_texts({**cookies, **keys.texts("cookie")})
    of_call: dict[str, object] = {"Accept": _accept(answer)}
    if crumbs:
        of_call["Cookie"] = "; ".join(f"{name}={text}" for name, text in crumbs.items())
    if key := options.get("idempotency_key"):
        of_call["Idempotency-Key"] = key
    elif operation.verb == "POST":
        of_call["Idempotency-Key"] = f"call-{os.urandom(16).hex()}"
    return _merged(
        {"User-Agent": keys.settings.user_agent},
        configuration.own_headers,
        operation.headers,
        keys.headers(),
        of_call,
        configuration.default_headers,
        {name: value for name, value in headers.items() if value is not None},
        options.get("extra_headers") or {},
    )


def _merged(*layers: Mapping[str, object]) -> dict[str, str | None]:
    """Header texts by name; names are the same in any case, and the last layer counts."""
    found: dict[str, tuple[str, object]] = {}
    for layer in layers:
        found.update({name.lower(): (name, value) for name, value in layer.items()})
    merged = dict(found.values())
    return {**dict.fromkeys(merged), **header_texts(merged)}


def _accept(answer: Answer) -> str:
    match answer:
        case Json():
            return "application/json"
        case Text() | Binary():
            return answer.content_type
        case Events():
            return "text/event-stream"
        case Nothing():
            return "*/*"


class _Keys:
    """The keys that an operation needs, where its schemes put them."""

    def __init__(
        self, operation: Operation[Any], settings: Settings, configuration: Configuration
    ) -> None:
        self.operation = operation
        self.settings = settings
        self.configuration = configuration

    def schemes(self) -> list[AuthScheme]:
        """The schemes of the operation, or else the provider's."""
        auth = self.operation.auth
        names = self.settings.auth if auth is None else auth
        return [self.settings.schemes[name] for name in names]

    def key(self, scheme: AuthScheme) -> str:
        """Raises ConfigurationError where there is none."""
        if scheme.key not in self.configuration.keys:
            raise ConfigurationError(missing_key(self.settings, scheme.key))
        return self.configuration.keys[scheme.key]

    def texts(self, kind: str) -> dict[str, str]:
        """The keys under the names that they have in a place."""
        return {
            scheme.parameter: self.key(scheme) for scheme in self.schemes() if scheme.kind == kind
        }

    def headers(self) -> dict[str, str]:
        """The keys that are sent as headers."""
        found = self.texts("header")
        for scheme in self.schemes():
            if scheme.kind == "bearer":
                found["Authorization"] = f"Bearer {self.key(scheme)}"
            elif scheme.kind == "basic":
                text = base64.b64encode(self.key(scheme).encode()).decode()
                found["Authorization"] = f"Basic {text}"
        return found
