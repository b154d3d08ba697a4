"""The base of a generated client: settings and arguments in, one request out, a typed answer back.

`_prepared` and `_answer` do no IO but to read a body, so that other ways of sending can share them.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .binary import BinaryResponse
from .bodies import EncodedBody, encode_body
from .encoding import cookie_texts, header_texts, path_of, query_of
from .errors import (
    APIConnectionError,
    APITimeoutError,
    ArgumentError,
    ConfigurationError,
    InvalidResponseError,
    status_error,
)
from .given import NotGiven, given
from .operation import Binary, Events, Json, Nothing, Operation, Result, Text
from .streams import Stream

if TYPE_CHECKING:
    from typing import Self

    import httpx2

    from .parsing import Parser


@dataclass(frozen=True, slots=True)
class AuthScheme:
    """How a key is sent: as a bearer token, or in the header, query or cookie `parameter`."""

    kind: str  # "bearer", "basic", "header", "query", "cookie"
    parameter: str = ""
    key: str = "api_key"  # the argument of the client that gives it


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """A header that goes with every request where its argument or variable is set."""

    argument: str
    header: str
    env: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a generated client says of its provider."""

    user_agent: str
    base_url: str
    base_url_env: str
    key_envs: Mapping[str, str]  # the client's arguments for keys, and their variables
    schemes: Mapping[str, AuthScheme]
    auth: tuple[str, ...]  # the schemes of an operation that names none
    headers: tuple[ClientHeader, ...]
    load_type: Callable[[str], object]  # a type by its name in `types`


class SyncClient:
    """Sends operations over httpx2, one at a time, and waits for their answers."""

    def __init__(
        self,
        settings: Settings,
        *,
        keys: Mapping[str, str | None],
        base_url: str | None,
        headers: Mapping[str, str | None],
        timeout: float | None,
        http_client: httpx2.Client | None,
    ) -> None:
        """Raises ConfigurationError where all keys or a usable base URL are missing."""
        self._settings = settings
        self._keys = _keys(settings, keys)
        self._base_url = _base_url(settings, base_url)
        self._headers = _own_headers(settings, headers)
        self._timeout = timeout
        self._http = http_client
        self._owns_http = http_client is None
        self._is_closed = False
        self._lock = threading.Lock()
        self._parsers: dict[str, Parser] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    def close(self) -> None:
        """Closes the connections, but for those of an `http_client` that was given."""
        with self._lock:
            self._is_closed = True
            if self._http is not None and self._owns_http:
                self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(
        self,
        operation: Operation[Result],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = None,
    ) -> Result:
        """The answer of one request; arguments are by their names on the wire."""
        import httpx2

        url = self._url(operation, path or {}, given(query))
        sent = given(body) if isinstance(body, Mapping) else body
        streams = isinstance(sent, Mapping) and sent.get("stream") is True
        answer = operation.events if operation.events and streams else operation.answer
        encoded = _encoded(operation, sent)
        all_headers = self._request_headers(operation, given(headers), given(cookies))
        all_headers["Accept"] = _accept(answer)
        if encoded.content_type:
            all_headers["Content-Type"] = encoded.content_type
        http = self._http_client()
        try:
            request = http.build_request(
                operation.verb,
                url,
                headers=all_headers,
                content=encoded.content,
                files=list(encoded.parts) or None,
            )
            response = http.send(request, stream=True, follow_redirects=False)
        except httpx2.TimeoutException as error:
            raise APITimeoutError(f"no response in time from {_place(url)}") from error
        except httpx2.RequestError as error:
            raise APIConnectionError(f"no connection to {_place(url)}: {error}") from error
        except (httpx2.InvalidURL, UnicodeError) as error:  # the latter: a host that DNS can't hold
            raise ConfigurationError(f"not a URL that can be requested: {error}") from error
        finally:
            encoded.close()
        return cast("Result", self._answer(answer, response))

    def _http_client(self) -> httpx2.Client:
        import httpx2

        with self._lock:
            if self._is_closed or (self._http is not None and self._http.is_closed):
                raise ConfigurationError("the client is closed")
            if self._http is None:
                self._http = httpx2.Client(timeout=self._timeout)
            return self._http

    def _url(
        self,
        operation: Operation[Any],
        path: Mapping[str, object],
        query: Mapping[str, object],
    ) -> str:
        for name, value in path.items():
            if isinstance(value, NotGiven) or value is None:
                raise ArgumentError(f'"{name}" is part of the path and must be given')
        url = self._base_url + path_of(operation.path, path)
        text = query_of({**query, **self._secrets(operation, "query")}, operation.query_styles)
        return f"{url}?{text}" if text else url

    def _request_headers(
        self,
        operation: Operation[Any],
        headers: Mapping[str, object],
        cookies: Mapping[str, object],
    ) -> dict[str, str]:
        crumbs = cookie_texts({**cookies, **self._secrets(operation, "cookie")})
        texts = {"User-Agent": self._settings.user_agent, **self._headers, **operation.headers}
        texts.update(header_texts(headers))
        texts.update(header_texts(self._secrets(operation, "header")))
        for scheme in self._schemes(operation):
            if scheme.kind == "bearer":
                texts["Authorization"] = f"Bearer {self._key(scheme)}"
            elif scheme.kind == "basic":
                texts["Authorization"] = f"Basic {_base64(self._key(scheme))}"
        if crumbs:
            texts["Cookie"] = "; ".join(f"{name}={text}" for name, text in crumbs.items())
        return texts

    def _schemes(self, operation: Operation[Any]) -> list[AuthScheme]:
        names = self._settings.auth if operation.auth is None else operation.auth
        return [self._settings.schemes[name] for name in names]

    def _key(self, scheme: AuthScheme) -> str:
        if scheme.key not in self._keys:
            raise ConfigurationError(_missing_key(self._settings, scheme.key))
        return self._keys[scheme.key]

    def _secrets(self, operation: Operation[Any], kind: str) -> dict[str, object]:
        """The key, under the names that it has in a place."""
        return {
            scheme.parameter: self._key(scheme)
            for scheme in self._schemes(operation)
            if scheme.kind == kind
        }

    def _answer(
        self, answer: Json | Text | Binary | Events | Nothing, response: httpx2.Response
    ) -> object:
        """What a method returns for a response. Raises the error of a status that is no 2xx."""
        if not response.is_success:
            raise status_error(response.status_code, response.headers, _error_body(response))
        if isinstance(answer, Binary):
            return BinaryResponse(response)
        if isinstance(answer, Events):
            return self._stream(answer, response)
        raw = _read(response)
        if isinstance(answer, Nothing) or not raw:
            return None
        if isinstance(answer, Text):
            return response.text
        try:
            return self._parser(answer.type).parse(raw)
        except InvalidResponseError:
            if response.headers.get("content-type", "").startswith("text/plain"):
                return response.text  # a transcript, say, whose format an argument chose
            raise

    def _stream(self, answer: Events, response: httpx2.Response) -> Stream[Any]:
        stream = Stream(response, self._parser(answer.type).parse_value, named=answer.named)
        if stream.content_type.lower() != "text/event-stream":
            stream.close()
            raise InvalidResponseError(
                f'the response is no stream of events, but "{stream.content_type}"'
            )
        return stream

    def _parser(self, name: str) -> Parser:
        from .parsing import Parser

        if name not in self._parsers:
            self._parsers[name] = Parser(self._settings.load_type(name))
        return self._parsers[name]


class Resource:
    """A group of methods of a client."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


def _keys(settings: Settings, given_keys: Mapping[str, str | None]) -> dict[str, str]:
    """The keys that are given, else those in the environment. A key that is "" is none."""
    found = {
        name: _given_or_set(given_keys.get(name), env) for name, env in settings.key_envs.items()
    }
    for name, key in found.items():
        if not (key.isascii() and key.isprintable() and key == key.strip()):
            raise ConfigurationError(f"`{name}` holds more than ASCII's visible characters")
    keys = {name: key for name, key in found.items() if key}
    if not keys and settings.auth:
        raise ConfigurationError(_missing_key(settings, settings.schemes[settings.auth[0]].key))
    return keys


def _given_or_set(value: str | None, env: str) -> str:
    """A setting: what was given, were it empty, goes before what the environment says."""
    return os.environ.get(env, "") if value is None else value


def _missing_key(settings: Settings, name: str) -> str:
    return f"no API key: give `{name}`, or set the variable {settings.key_envs[name]}"


def _base_url(settings: Settings, base_url: str | None) -> str:
    url = base_url or os.environ.get(settings.base_url_env, "") or settings.base_url
    if "@" in url.partition("://")[2].partition("/")[0]:  # not shown: it may be a password
        raise ConfigurationError("the base URL can't hold a user name or a password")
    try:
        parts = urlsplit(url)
        place = (parts.hostname, parts.port)
    except ValueError:  # brackets that don't match, or a port that is no number
        place = (None, None)
    if not url.startswith(("https://", "http://")) or place[0] is None:
        raise ConfigurationError(
            f"not a base URL: {url!r}; it starts with https:// or http:// and a host"
        )
    if "?" in url or "#" in url or " " in url or not url.isprintable():
        raise ConfigurationError(
            f"not a base URL: {url!r}; it ends with its host or a path and holds no spaces"
        )
    return url.rstrip("/")


def _own_headers(settings: Settings, values: Mapping[str, str | None]) -> dict[str, str]:
    """The headers of the client's own arguments and variables."""
    found = {
        header.header: _given_or_set(values.get(header.argument), header.env)
        for header in settings.headers
    }
    return header_texts({name: value for name, value in found.items() if value})


def _encoded(operation: Operation[Any], body: object) -> EncodedBody:
    if operation.body is None or body is None or isinstance(body, NotGiven):
        return EncodedBody()
    return encode_body(operation.body, body)


def _accept(answer: Json | Text | Binary | Events | Nothing) -> str:
    match answer:
        case Json():
            return "application/json"
        case Text() | Binary():
            return answer.content_type
        case Events():
            return "text/event-stream"
        case Nothing():
            return "*/*"


def _read(response: httpx2.Response) -> bytes:
    import httpx2

    try:
        return response.read()
    except httpx2.TimeoutException as error:
        raise APITimeoutError("the response did not end in time") from error
    except httpx2.DecodingError as error:
        raise InvalidResponseError(f"the response can't be unpacked: {error}") from error
    except httpx2.TransportError as error:
        raise APIConnectionError(f"the connection broke: {error}") from error
    finally:
        response.close()


def _error_body(response: httpx2.Response) -> object:
    raw = _read(response)
    try:
        body: object = json.loads(raw)
    except (ValueError, RecursionError):
        return response.text
    return body


def _place(url: str) -> str:
    """The host of a URL: the rest may hold a key."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()
