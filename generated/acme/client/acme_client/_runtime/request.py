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
from urllib.parse import parse_qsl, urlsplit

from .arguments import (
    check_body,
    check_options,
    check_text_arguments,
    warn_about_deprecated,
)
from .credentials import CallKeys, TokenGrant, choose_keys, make_missing_key_error
from .encoding import (
    encode_cookies,
    encode_headers,
    encode_path,
    encode_query,
    to_json_value,
)
from .errors import ArgumentError, InvalidResponseError
from .not_given import NOT_GIVEN, NotGiven, drop_not_given
from .operation import (
    BinaryAnswer,
    Body,
    Endpoint,
    ExpectedAnswer,
    ItemsBody,
    JsonAnswer,
    JsonBody,
    NoAnswer,
    RawBody,
    StreamAnswer,
    TextAnswer,
    find_by_status,
)
from .option_types import describe_value
from .request_body import Upload
from .request_target import get_host, is_same_server
from .settings import Configuration, Settings, find_server
from .type_guards import is_bytes, is_object

if TYPE_CHECKING:
    import httpx2

    from .credentials import AsyncKeyFunction

_SAFE_HEADERS = frozenset({"accept", "user-agent"})  # sent to other servers too
_NONE: Final[Mapping[str, object]] = MappingProxyType({})
_NO_ANSWERS: Final[Mapping[str, ExpectedAnswer]] = MappingProxyType({})
_NO_ERRORS: Final[Mapping[str, str]] = MappingProxyType({})


class Arguments(NamedTuple):
    """The arguments of a call by their place in the request, with their names on the wire."""

    path: Mapping[str, object] = _NONE
    query: Mapping[str, object] = _NONE
    headers: Mapping[str, object] = _NONE
    cookies: Mapping[str, object] = _NONE
    body: object = NOT_GIVEN  # its members by name, or one value for all of it
    whole: object = NOT_GIVEN  # one value for all of it, beside the members
    content_type: object = NOT_GIVEN  # one of several that the body may have
    url: str = ""  # of a next page that the server names; replaces path and query


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
    other_answers: Mapping[str, ExpectedAnswer] = _NO_ANSWERS  # by status, in place of `answer`
    errors: Mapping[str, str] = _NO_ERRORS  # status → name of the type of its body
    media: Mapping[str, ExpectedAnswer] = _NO_ANSWERS  # by media type, in place of `answer`
    grant: TokenGrant | None = None  # its token is added when the request is sent

    def find_answer(self, status: int, media_type: str) -> ExpectedAnswer:
        """Returns what a successful response with this status and media type holds."""
        other = find_by_status(self.other_answers, status)
        return other or self.media.get(media_type.lower(), self.answer)

    def __repr__(self) -> str:
        return f"PreparedRequest({self.verb} {self.url.partition('?')[0]})"


def drop_credentials(request: PreparedRequest, url: str) -> PreparedRequest:
    """Returns the request to another server, without the keys and the headers for the API."""
    kept = {name: text for name, text in request.headers.items() if name.lower() in _SAFE_HEADERS}
    return request._replace(url=url, headers=kept, upload=None, is_cross_origin=True, grant=None)


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
    kind, given_body = _choose_body(endpoint, arguments)
    query = drop_not_given(arguments.query)
    headers, cookies = drop_not_given(arguments.headers), drop_not_given(arguments.cookies)
    texts = {**arguments.path, **query, **headers, **cookies}
    _check_arguments(endpoint, texts, given_body if is_object(given_body) else {})
    body = _complete_body(endpoint, given_body, options.get("extra_body"))
    answer = _choose_answer(endpoint, {**query, **(body if is_object(body) else {})})
    keys = _choose_keys(endpoint, options, headers, settings, configuration)
    base_url = _find_base_url(endpoint, settings, configuration)
    request = PreparedRequest(
        verb=endpoint.verb,
        url=base_url + _build_path(endpoint, options, arguments.path, query, keys, configuration),
        headers=_merge_headers(
            {"User-Agent": settings.user_agent},
            *_list_headers(endpoint, options, headers, cookies, keys, configuration, answer),
        ),
        upload=_make_upload(kind, body, _name_body(endpoint, arguments)),
        timeout=_choose_timeout(options, configuration),
        answer=answer,
        is_body_read=not isinstance(answer, (BinaryAnswer, StreamAnswer)),
        other_answers=endpoint.other_answers if answer is endpoint.answer else _NO_ANSWERS,
        media=endpoint.media,
        errors=endpoint.errors,
        grant=keys.find_grant(),
    )
    return _go_to_next_page(request, arguments.url, options, keys, configuration)


def _check_arguments(
    endpoint: Endpoint[Any], texts: Mapping[str, object], members: Mapping[str, object]
) -> None:
    check_text_arguments(endpoint, texts)
    check_body(endpoint, members)
    if endpoint.deprecated:
        warn_about_deprecated(endpoint, {**texts, **members})


def find_key_functions(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    arguments: Arguments,
    settings: Settings,
    configuration: Configuration,
) -> Mapping[str, AsyncKeyFunction]:
    """Returns the functions of the user that give the keys of a call. Raises as `build_request`."""
    check_options(endpoint, options)
    headers = drop_not_given(arguments.headers)
    chosen = _choose_keys(endpoint, options, headers, settings, configuration)
    names = {name for one in chosen.placements for name in (one.key, one.password)}
    return {name: call for name, call in configuration.key_functions.items() if name in names}


def _go_to_next_page(
    request: PreparedRequest,
    url: str,
    options: Mapping[str, Any],
    keys: CallKeys,
    configuration: Configuration,
) -> PreparedRequest:
    """Returns the request of a page by its URL, if it has one. Keys go to the API's server only.

    A server leaves the key of a query out of the URLs that it sends.
    """
    if not url:
        return request
    if not is_same_server(request.url, url):
        if request.verb != "GET":
            raise InvalidResponseError(
                f"the next page is at another server, {get_host(url)}, "
                f"which a {request.verb} is not sent to"
            )
        return drop_credentials(request, url)
    given = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    always: dict[str, object] = {
        **configuration.default_query,
        **(options.get("extra_query") or {}),
        **keys.collect_for("query"),
    }
    text = encode_query({name: always[name] for name in always if name not in given}, {})
    url = url.partition("#")[0]
    separator = "&" if "?" in url else "?"
    return request._replace(url=f"{url}{separator}{text}" if text else url)


def _choose_answer(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> ExpectedAnswer:
    """Returns the stream instead of the JSON answer if the call asks for it."""
    stream = endpoint.stream
    if stream is None or stream.by is None:
        return endpoint.answer
    name, value = stream.by
    given = arguments.get(name)
    return stream if type(given) is type(value) and given == value else endpoint.answer


def _choose_body(endpoint: Endpoint[Any], arguments: Arguments) -> tuple[Body | None, object]:
    """Returns how the body is sent, and its members or its value.

    Raises ArgumentError for an unknown content type, for a missing member, and for a whole body
    beside members or without a content type.
    """
    chosen = arguments.content_type
    chooser = endpoint.roles.get("content_type", "content_type")
    whole = endpoint.roles.get("whole", "body")
    kind = endpoint.body
    if not isinstance(chosen, NotGiven):
        if not isinstance(chosen, str) or chosen not in endpoint.bodies:
            known = " or ".join(f'"{name}"' for name in endpoint.bodies)
            raise ArgumentError(f'"{chooser}" takes {known}, not {describe_value(chosen)}')
        kind = endpoint.bodies[chosen]
    body = _select_given_body(endpoint.roles.get("body", "body"), arguments.body)
    if isinstance(arguments.whole, NotGiven):
        if is_object(body) and isinstance(kind, (RawBody, ItemsBody)) and endpoint.bodies:
            raise ArgumentError(f'"{chooser}" is "{chosen}": give the body as "{whole}"')
        missing = [name for name in endpoint.needs if is_object(body) and name not in body]
        if missing:
            shown = endpoint.names.get(missing[0], missing[0])
            raise ArgumentError(f'"{shown}" must be given, or "{whole}" with its "{chooser}"')
        return kind, body
    if isinstance(chosen, NotGiven):
        raise ArgumentError(f'"{whole}" is a whole body, so "{chooser}" must tell what it is')
    if is_object(body) and body:
        name = next(iter(body))
        shown = endpoint.names.get(name, name)
        raise ArgumentError(f'"{whole}" is the whole body, so "{shown}" can\'t be given beside it')
    return kind, _select_given_body(whole, arguments.whole)


def _select_given_body(name: str, body: object) -> object:
    """Leaves out the members that the caller didn't give, or didn't set on a model."""
    if is_object(body):
        return drop_not_given(body)
    return to_json_value(name, body) if callable(getattr(body, "model_dump", None)) else body


def _complete_body(
    endpoint: Endpoint[Any], body: object, extra: Mapping[str, object] | None
) -> object:
    """Adds the members of `extra_body`, and encodes the bytes that the API takes as base64."""
    return _encode_base64(endpoint, _add_extra_members(endpoint, body, extra))


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


def _encode_base64(endpoint: Endpoint[Any], body: object) -> object:
    """Encodes the bytes of members that the API takes as base64."""
    if not endpoint.base64 or not is_object(body):
        return body
    return {
        name: base64.b64encode(value).decode()
        if name in endpoint.base64 and is_bytes(value)
        else value
        for name, value in body.items()
    }


def _choose_timeout(
    options: Mapping[str, Any], configuration: Configuration
) -> float | httpx2.Timeout | NotGiven | None:
    chosen: float | httpx2.Timeout | NotGiven | None = options.get("timeout", NOT_GIVEN)
    return configuration.timeout if isinstance(chosen, NotGiven) else chosen


def _name_body(endpoint: Endpoint[Any], arguments: Arguments) -> str:
    """Returns the name of the argument that is the body, as errors give it."""
    part = "body" if isinstance(arguments.whole, NotGiven) else "whole"
    return endpoint.roles.get(part, "body")


def _make_upload(kind: Body | None, body: object, name: str) -> Upload | None:
    if isinstance(body, NotGiven) or (kind is None and not body):
        return None
    if body is None and not isinstance(kind, JsonBody):
        return None
    return Upload(kind or JsonBody(), body, name)


def _choose_keys(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    headers: Mapping[str, object],
    settings: Settings,
    configuration: Configuration,
) -> CallKeys:
    """Returns the keys of the call. Raises ConfigurationError if it lacks one."""
    auth = settings.auth if endpoint.auth is None else endpoint.auth
    alternatives = (auth, *endpoint.other_auth)
    given: Mapping[str, object] = options.get("extra_headers") or {}
    named = (*configuration.own_headers, *configuration.default_headers, *headers, *given)
    lowered = {name.lower() for name in named}
    chosen = choose_keys(settings.schemes, alternatives, configuration.keys, lowered)
    if chosen is None:
        raise make_missing_key_error(
            settings.schemes, alternatives, configuration.keys, settings.key_envs
        )
    return chosen


def _find_base_url(
    endpoint: Endpoint[Any], settings: Settings, configuration: Configuration
) -> str:
    if endpoint.server is None:
        return configuration.base_url
    return find_server(settings, configuration, *endpoint.server)


def _build_path(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    path: Mapping[str, object],
    query: Mapping[str, object],
    keys: CallKeys,
    configuration: Configuration,
) -> str:
    """Returns the path and the query of a request."""
    for name, value in path.items():
        if isinstance(value, NotGiven) or value is None:
            shown = endpoint.names.get(name, name)
            raise ArgumentError(f'"{shown}" is part of the path and must be given')
    merged: dict[str, object] = {
        **configuration.default_query,
        **query,
        **(options.get("extra_query") or {}),
        **keys.collect_for("query"),
    }
    text = encode_query(merged, endpoint.query_styles)
    url = encode_path(endpoint.path, path, endpoint.path_styles)
    separator = "&" if "?" in url else "?"  # a path may already have a query: "/agents?beta=true"
    return f"{url}{separator}{text}" if text else url


def _list_headers(
    endpoint: Endpoint[Any],
    options: Mapping[str, Any],
    headers: Mapping[str, object],
    cookies: Mapping[str, object],
    keys: CallKeys,
    configuration: Configuration,
    answer: ExpectedAnswer,
) -> tuple[Mapping[str, object], ...]:
    """Returns the headers of a request in layers, from general to specific."""
    cookie_pairs = encode_cookies({**cookies, **keys.collect_for("cookie")}, endpoint.cookie_styles)
    of_call: dict[str, object] = {"Accept": _choose_accept(answer)}
    if cookie_pairs:
        of_call["Cookie"] = "; ".join(f"{name}={text}" for name, text in cookie_pairs.items())
    if key := options.get("idempotency_key"):
        of_call["Idempotency-Key"] = key
    elif endpoint.verb == "POST":
        of_call["Idempotency-Key"] = f"call-{os.urandom(16).hex()}"
    return (
        configuration.own_headers,
        endpoint.headers,
        keys.build_headers(),
        of_call,
        configuration.default_headers,
        encode_headers(headers, endpoint.header_styles),
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
        case TextAnswer() | BinaryAnswer() | StreamAnswer():
            return answer.content_type
        case NoAnswer():
            return "*/*"
