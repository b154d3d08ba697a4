"""Builds a request (URL, headers and body) from the arguments of a call. Sends nothing.

The request can be sent several times. Each attempt opens the files anew. The idempotency key stays
the same, so that the server recognizes a repeated POST.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .arguments import (
    check_body,
    check_options,
    check_text_arguments,
    warn_about_deprecated,
)
from .encoding import (
    encode_cookies,
    encode_headers,
    encode_path,
    encode_query,
    to_json_value,
)
from .errors import ArgumentError, ConfigurationError
from .not_given import NOT_GIVEN, NotGiven, drop_not_given
from .operation import (
    BinaryAnswer,
    Endpoint,
    EventsAnswer,
    ExpectedAnswer,
    JsonAnswer,
    JsonBody,
    NoAnswer,
    TextAnswer,
)
from .request_body import Upload
from .settings import Configuration, KeyPlacement, Settings, describe_missing_key
from .type_guards import is_object

if TYPE_CHECKING:
    import httpx2

_NONE: Final[Mapping[str, object]] = MappingProxyType({})


class Arguments(NamedTuple):
    """The arguments of a call by their place in the request, with their names on the wire."""

    path: Mapping[str, object] = _NONE
    query: Mapping[str, object] = _NONE
    headers: Mapping[str, object] = _NONE
    cookies: Mapping[str, object] = _NONE
    body: object = NOT_GIVEN  # its members by name, or one value for all of it


class PreparedRequest(NamedTuple):
    """A request to send. Its repr shows no query and no headers, because they may hold a key."""

    verb: str
    url: str
    headers: Mapping[str, str | None]  # None: omit the HTTP client's own
    upload: Upload | None
    timeout: float | httpx2.Timeout | NotGiven | None  # NotGiven: that of the HTTP client
    answer: ExpectedAnswer
    is_body_read: bool  # False: the caller reads the response
    is_cross_origin: bool = False  # a redirect left the host: send no API headers

    def __repr__(self) -> str:
        return f"PreparedRequest({self.verb} {self.url.partition('?')[0]})"


def build_request(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    arguments: Arguments,
    settings: Settings,
    configuration: Configuration,
) -> PreparedRequest:
    """Builds the request of one call.

    Raises ArgumentError for an argument that can't be sent, ConfigurationError for a missing key.
    """
    check_options(endpoint, options)
    query, given_body = drop_not_given(arguments.query), _select_given_body(arguments.body)
    headers, cookies = drop_not_given(arguments.headers), drop_not_given(arguments.cookies)
    texts = {**arguments.path, **query, **headers, **cookies}
    members: Mapping[str, object] = given_body if is_object(given_body) else {}
    check_text_arguments(endpoint, texts)
    check_body(endpoint, members)
    if endpoint.deprecated:
        warn_about_deprecated(endpoint, {**texts, **members})
    body = _add_extra_members(endpoint, given_body, options.get("extra_body"))
    answer = _choose_answer(endpoint, {**query, **(body if is_object(body) else {})})
    keys = _Keys(endpoint, settings, configuration)
    return PreparedRequest(
        verb=endpoint.verb,
        url=_build_url(endpoint, options, arguments.path, query, keys, configuration),
        headers=_build_headers(endpoint, options, headers, cookies, keys, configuration, answer),
        upload=_make_upload(endpoint, body),
        timeout=_choose_timeout(options, configuration),
        answer=answer,
        is_body_read=not isinstance(answer, (BinaryAnswer, EventsAnswer)),
    )


def _choose_answer(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> ExpectedAnswer:
    """Returns the events instead of the JSON answer if the call asks for them."""
    events = endpoint.events
    if events is None or events.by is None:
        return endpoint.answer
    name, value = events.by
    given = arguments.get(name)
    return events if type(given) is type(value) and given == value else endpoint.answer


def _select_given_body(body: object) -> object:
    """Leaves out the members that the caller didn't give, or didn't set on a model."""
    if is_object(body):
        return drop_not_given(body)
    return to_json_value("body", body) if callable(getattr(body, "model_dump", None)) else body


def _add_extra_members(
    endpoint: Endpoint[Any], body: object, extra: Mapping[str, object] | None
) -> object:
    """Adds the members of `extra_body`. This version of the client needn't know them."""
    if not extra:
        return body
    if isinstance(body, NotGiven):
        return dict(extra)
    if not is_object(body):
        raise ArgumentError(
            f'"extra_body" adds members to an object; the body of {endpoint.verb} '
            f"{endpoint.path} is not an object"
        )
    return {**body, **extra}


def _choose_timeout(
    options: Mapping[str, Any], configuration: Configuration
) -> float | httpx2.Timeout | NotGiven | None:
    chosen: float | httpx2.Timeout | NotGiven | None = options.get("timeout", NOT_GIVEN)
    return configuration.timeout if isinstance(chosen, NotGiven) else chosen


def _make_upload(endpoint: Endpoint[Any], body: object) -> Upload | None:
    if isinstance(body, NotGiven) or (endpoint.body is None and not body):
        return None
    if body is None and not isinstance(endpoint.body, JsonBody):
        return None
    return Upload(endpoint.body or JsonBody(), body)


def _build_url(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    path: Mapping[str, object],
    query: Mapping[str, object],
    keys: _Keys,
    configuration: Configuration,
) -> str:
    for name, value in path.items():
        if isinstance(value, NotGiven) or value is None:
            raise ArgumentError(f'"{name}" is part of the path and must be given')
    merged: dict[str, object] = {
        **configuration.default_query,
        **query,
        **(options.get("extra_query") or {}),
        **keys.collect_for("query"),
    }
    text = encode_query(merged, endpoint.query_styles)
    url = configuration.base_url + encode_path(endpoint.path, path)
    separator = "&" if "?" in url else "?"  # a path may already have a query: "/agents?beta=true"
    return f"{url}{separator}{text}" if text else url


def _build_headers(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    headers: Mapping[str, object],
    cookies: Mapping[str, object],
    keys: _Keys,
    configuration: Configuration,
    answer: ExpectedAnswer,
) -> dict[str, str | None]:
    """Returns the headers of a request. Layers go from general to specific; the last one wins."""
    cookie_pairs = encode_cookies({**cookies, **keys.collect_for("cookie")})
    of_call: dict[str, object] = {"Accept": _choose_accept(answer)}
    if cookie_pairs:
        of_call["Cookie"] = "; ".join(f"{name}={text}" for name, text in cookie_pairs.items())
    if key := options.get("idempotency_key"):
        of_call["Idempotency-Key"] = key
    elif endpoint.verb == "POST":
        of_call["Idempotency-Key"] = f"call-{os.urandom(16).hex()}"
    return _merge_headers(
        {"User-Agent": keys.settings.user_agent},
        configuration.own_headers,
        endpoint.headers,
        keys.build_headers(),
        of_call,
        configuration.default_headers,
        {name: value for name, value in headers.items() if value is not None},
        options.get("extra_headers") or {},
    )


def _merge_headers(*layers: Mapping[str, object]) -> dict[str, str | None]:
    """Merges headers by their case-insensitive names. The last layer wins."""
    found: dict[str, tuple[str, object]] = {}
    for layer in layers:
        found.update({name.lower(): (name, value) for name, value in layer.items()})
    merged = dict(found.values())
    return {**dict.fromkeys(merged), **encode_headers(merged)}


def _choose_accept(answer: ExpectedAnswer) -> str:
    match answer:
        case JsonAnswer():
            return "application/json"
        case TextAnswer() | BinaryAnswer():
            return answer.content_type
        case EventsAnswer():
            return "text/event-stream"
        case NoAnswer():
            return "*/*"


class _Keys:
    """The keys that a call needs, and the places where they are sent."""

    def __init__(
        self, endpoint: Endpoint[Any], settings: Settings, configuration: Configuration
    ) -> None:
        self.endpoint = endpoint
        self.settings = settings
        self.configuration = configuration

    def list_placements(self) -> list[KeyPlacement]:
        """Returns the key placements of the endpoint, or else those of the provider."""
        auth = self.endpoint.auth
        names = self.settings.auth if auth is None else auth
        return [self.settings.schemes[name] for name in names]

    def get_key(self, scheme: KeyPlacement) -> str:
        """Returns a key. Raises ConfigurationError if it is missing."""
        if scheme.key not in self.configuration.keys:
            raise ConfigurationError(describe_missing_key(self.settings, scheme.key))
        return self.configuration.keys[scheme.key]

    def collect_for(self, kind: str) -> dict[str, str]:
        """Returns the keys for one kind of place, by parameter name."""
        return {
            scheme.parameter: self.get_key(scheme)
            for scheme in self.list_placements()
            if scheme.kind == kind
        }

    def build_headers(self) -> dict[str, str]:
        """Returns the headers that carry keys."""
        found = self.collect_for("header")
        for scheme in self.list_placements():
            if scheme.kind == "bearer":
                found["Authorization"] = f"Bearer {self.get_key(scheme)}"
            elif scheme.kind == "basic":
                text = base64.b64encode(self.get_key(scheme).encode()).decode()
                found["Authorization"] = f"Basic {text}"
        return found
