"""Writes a request as a curl command for a POSIX shell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote_plus

from generator.escape import json_text, shell_quoted, shell_word
from generator.escape.characters import visible
from generator.examples.requests import Request, RequestArgument
from generator.json_types import Json
from generator.model.client import AuthKind, AuthScheme
from generator.model.methods import Body, Content, ContentKind, Method
from generator.model.provider import Provider, Service
from generator.model.server_urls import base_url_of, own_url_of
from generator.model.walk import named_types
from generator.runtime.encoding import (
    encode_cookies,
    encode_headers,
    encode_pairs,
    encode_path,
    encode_query,
    encode_scalar,
    join_pairs,
)
from generator.runtime.errors import ArgumentError
from generator.views.code.python_call import is_saved
from generator.views.code.request_files import file_arguments, sent_content
from generator.views.code.style_texts import encoding_style, param_style
from generator.vocabulary import HttpVerb, ParamPlace, StreamFormat


class CurlCommands:
    """Writes the requests of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._auth = {scheme.name: scheme for scheme in provider.auth}
        self._types = named_types(provider)

    def command(self, service: Service, method: Method, request: Request) -> str:
        """Rule CE2: a curl command has the options that the request needs, one a line. Keys come
        from variables. `-N` prints the items of a stream as they come.
        """
        return " \\\n  ".join(self._words(service, method, request))

    def _words(self, service: Service, method: Method, request: Request) -> Iterator[str]:
        schemes = [self._auth[name] for name in method.auth if name in self._auth]
        main = method.answer.main
        unbuffered = "-N " if main and main.kind is ContentKind.STREAM else ""
        yield f"curl {unbuffered}{_verb(method, request)}{self._url(method, request, schemes)}"
        yield from filter(None, map(_credential, schemes))
        sent = {part.name.lower() for part in request.params if part.place is ParamPlace.HEADER}
        for name, value in service.headers:
            if name.lower() not in sent:
                yield f"-H {shell_quoted(f'{name}: {value}')}"
        for name, value in _headers(method, request, ParamPlace.HEADER).items():
            yield f"-H {shell_quoted(f'{name}: {value}')}"
        cookies = _headers(method, request, ParamPlace.COOKIE)
        if cookies:
            text = "; ".join(f"{name}={value}" for name, value in cookies.items())
            yield f"-b {shell_quoted(text)}"
        if method.body and method.body.content and request.body:
            yield from self._body(method.body, request)
        if is_saved(method):
            yield "--output result.bin"

    def _url(self, method: Method, request: Request, schemes: list[AuthScheme]) -> str:
        path = _path(method, request)
        query = "&".join(filter(None, _query(method, request)))
        sign = "&" if "?" in path else "?"
        server = own_url_of(self._provider, method) or base_url_of(self._provider)
        url = f"{server.rstrip('/')}{path}{sign + query if query else ''}"
        keys = [one for one in schemes if one.kind is AuthKind.QUERY]
        if not keys:
            return shell_word(url)
        sign = "&" if "?" in url else "?"
        pairs = "&".join(f"{shell_quoted(one.parameter)[1:-1]}=${one.env}" for one in keys)
        return f'{shell_quoted(url)[:-1]}{sign}{pairs}"'

    def _body(self, body: Body, request: Request) -> Iterator[str]:
        content = sent_content(request, body, self._types)
        files = file_arguments(request, body, self._types)
        if content.kind in (ContentKind.MULTIPART, ContentKind.FORM):
            for part in request.body:
                yield from _fields(part, content, part.name in files)
            return
        yield f"-H {shell_quoted(f'Content-Type: {content.content_type}')}"
        value = request_json(body, request)
        if content.kind is ContentKind.JSON:
            yield f"-d {shell_word(json_text(value, indent=2))}"
        elif content.kind is ContentKind.STREAM:
            yield f"--data-binary {_items_word(content, value)}"
        elif files:
            yield f"--data-binary {shell_word(f'@{value}')}"
        else:
            yield f"--data-raw {shell_word(_scalar(value))}"


def request_json(body: Body, request: Request) -> Json:
    """Returns the body as one JSON value."""
    if not body.properties:
        return request.body[0].value if request.body else None
    return {part.name: part.value for part in request.body}


def _items_word(content: Content, value: Json) -> str:
    """Returns the items of a stream as one word; no shell writes the mark of a record plainly."""
    items = [json_text(one) for one in value] if isinstance(value, list) else []
    if content.stream_format is not StreamFormat.RECORDS:
        return shell_word("\n".join(items))
    words = " ".join(map(shell_word, items))
    return f"\"$(printf '\\036%s\\n' {words})\""


def _verb(method: Method, request: Request) -> str:
    if method.http is HttpVerb.HEAD:
        return "--head "
    is_default = (method.http is HttpVerb.GET and not request.body) or (
        method.http is HttpVerb.POST and request.body
    )
    sent = method.http.sent
    return "" if is_default else f"-X {sent if sent.isalpha() else shell_word(sent)} "


def _credential(scheme: AuthScheme) -> str:
    """Returns the option that sends a key. A scheme without a place sends a bearer token."""
    name = shell_quoted(scheme.parameter)[1:-1]
    match scheme.kind:
        case AuthKind.QUERY:
            return ""
        case AuthKind.BASIC:
            user, password = scheme.variables
            return f'-u "${user}:${password}"'
        case AuthKind.HEADER:
            return f'-H "{name}: ${scheme.env}"'
        case AuthKind.COOKIE:
            return f'-b "{name}=${scheme.env}"'
        case _:
            return f'-H "Authorization: Bearer ${scheme.env}"'


def _by_name(request: Request, place: ParamPlace) -> Mapping[str, Json]:
    return {part.name: part.value for part in request.params if part.place is place}


def _path(method: Method, request: Request) -> str:
    """Returns the path with its values; a placeholder without one stays, as text."""
    names = re.findall(r"\{([^{}]*)\}", method.path)
    values: dict[str, Json] = {name: f"{{{name}}}" for name in names}
    styles = _styles(method)
    for name, value in _by_name(request, ParamPlace.PATH).items():
        with suppress(ArgumentError):
            encode_path(f"{{{name}}}", {name: value}, styles)
            values[name] = value if isinstance(value, list | dict) else _scalar(value)
    return encode_path(method.path, values, styles)


def _query(method: Method, request: Request) -> Iterator[str]:
    """Yields each argument of the query, except one that the client refuses to send."""
    styles = _styles(method)
    for name, value in _by_name(request, ParamPlace.QUERY).items():
        with suppress(ArgumentError):
            yield encode_query({name: value}, styles)


def _headers(method: Method, request: Request, place: ParamPlace) -> dict[str, str]:
    """Returns headers or cookies, except those that the client refuses to send."""
    encode = encode_cookies if place is ParamPlace.COOKIE else encode_headers
    found: dict[str, str] = {}
    for name, value in _by_name(request, place).items():
        with suppress(ArgumentError):
            found.update(encode({name: value}, _styles(method)))
    return found


def _styles(method: Method) -> dict[str, str]:
    """Returns the styles of parameters that aren't sent in the default style of their place."""
    styles = ((param.name, param_style(param)) for param in method.params)
    return {name: style for name, style in styles if style}


def _scalar(value: Json) -> str:
    """Returns a single value as text."""
    if isinstance(value, dict | list):
        return json_text(value)
    return visible(value) if isinstance(value, str) else encode_scalar("", value)


def _fields(part: RequestArgument, content: Content, is_file: bool) -> Iterator[str]:
    """Yields an option for each field of a form that a value becomes."""
    encoding = next((one for one in content.encodings if one.name == part.name), None)
    style = encoding_style(encoding) if encoding else ""
    if is_file:
        is_list = isinstance(part.value, list)
        kind = encoding.content_type if encoding else ""
        suffix = f";type={kind}" if kind and "," not in kind and "*" not in kind else ""
        name = f"{part.name}[]" if is_list and style == "deepObject" else part.name
        for value in part.value if isinstance(part.value, list) else [part.value]:
            yield f"-F {shell_word(f'{name}=@{value}{suffix}')}"
    elif style:
        with suppress(ArgumentError):
            yield from _styled_fields(part, content, style)
    else:
        for value in part.value if isinstance(part.value, list) else [part.value]:
            if isinstance(value, dict | list):
                yield _field(part.name, json_text(value), content, "application/json")
            elif value is not None:
                yield _field(part.name, _scalar(value), content)


def _styled_fields(part: RequestArgument, content: Content, style: str) -> Iterator[str]:
    if content.kind is ContentKind.FORM:
        for name, encoded in encode_pairs(part.name, part.value, style):
            yield f"-d {shell_word(f'{quote_plus(name)}={encoded}')}"
    else:
        for name, text in join_pairs(part.name, part.value, style):
            yield _field(name, text, content)


def _field(name: str, text: str, content: Content, kind: str = "") -> str:
    if content.kind is ContentKind.FORM:
        return f"--data-urlencode {shell_word(f'{name}={text}')}"
    if kind:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        field = f'{name}="{escaped}";type={kind}'
        return f"-F {shell_word(field)}"
    is_plain = not set(text) & set(';"\\') and not text.startswith(("@", "<"))
    return f"{'-F' if is_plain else '--form-string'} {shell_word(f'{name}={text}')}"
