"""What a client sends for a call: recorded without a server, and in a form that can be compared."""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

import httpx2

# Those that say what is asked for, and by whom. Others tell of the client itself.
_HEADERS = ("accept", "authorization", "openai-beta")
_MADE_UP = ("idempotency-key",)  # new for each call: all that counts is whether it is there


@dataclass(frozen=True)
class Sent:
    """A request. What has no order has none here: parameters, parts and members of other names."""

    verb: str
    path: str
    query: tuple[tuple[str, str], ...]  # by name; several of one name as they were sent
    content_type: str  # without its parameters: a boundary says nothing
    body: object  # JSON as data; of a form the pairs, and of a multipart form the parts, by name
    headers: Mapping[str, str] = field(default_factory=dict)

    def differences(self, other: Sent) -> dict[str, tuple[object, object]]:
        """What differs: the name of a part of the request, and how both have it."""
        mine, others = self._parts(), other._parts()
        names = sorted({*mine, *others})
        return {
            name: (mine.get(name), others.get(name))
            for name in names
            if mine.get(name) != others.get(name)
        }

    def _parts(self) -> dict[str, object]:
        parts: dict[str, object] = {
            "verb": self.verb,
            "path": self.path,
            "content type": self.content_type,
            **{f"header {name}": text for name, text in self.headers.items()},
            **{f"query {name}": values for name, values in _by_name(self.query).items()},
        }
        if isinstance(self.body, dict):
            return parts | {f"body {name}": value for name, value in self.body.items()}
        if isinstance(self.body, tuple):
            named = _by_name(tuple((part[0], part[1:]) for part in self.body))
            return parts | {f"body {name}": values for name, values in named.items()}
        return parts | {"body": self.body}


def _by_name(pairs: tuple[tuple[str, Any], ...]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


class Recorder:
    """Keeps what is sent through its transport, and answers with a status that nobody retries."""

    def __init__(self) -> None:
        self.transport = httpx2.MockTransport(self._answer)
        self._requests: list[httpx2.Request] = []

    def sent(self, call: Callable[..., object], arguments: Mapping[str, object]) -> Sent:
        """What a call sends. Raises where it is refused before, or sends more than one request."""
        self._requests.clear()
        refused: Exception | None = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                call(**arguments)
            except Exception as error:
                refused = error
        if len(self._requests) != 1:
            raise RuntimeError(f"{len(self._requests)} requests were sent") from refused
        return _sent(self._requests[0])

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self._requests.append(request)
        return httpx2.Response(418, json={"error": {"message": "recorded"}})


def takes(function: Callable[..., object]) -> set[str]:
    """The names of a function's parameters."""
    with suppress(ValueError):
        return set(inspect.signature(function).parameters)
    return set()


def _sent(request: httpx2.Request) -> Sent:
    content_type = request.headers.get("content-type", "")
    query = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    return Sent(
        verb=request.method,
        path=request.url.raw_path.decode().partition("?")[0],
        query=tuple(sorted(query, key=lambda pair: pair[0])),
        content_type=content_type.partition(";")[0],
        body=_body(content_type, request.content),
        headers={
            name: "made up" if name in _MADE_UP else request.headers[name]
            for name in (*_HEADERS, *_MADE_UP)
            if name in request.headers
        },
    )


def _body(content_type: str, content: bytes) -> object:
    if content_type.startswith("application/json"):
        return json.loads(content) if content else b""
    if content_type.startswith("application/x-www-form-urlencoded"):
        pairs = parse_qsl(content.decode(), keep_blank_values=True)
        return tuple(sorted(pairs, key=lambda pair: pair[0]))
    if content_type.startswith("multipart/"):
        return _parts(content_type, content)
    return content


def _parts(content_type: str, content: bytes) -> tuple[tuple[str, str | None, str, bytes], ...]:
    """Name, file name, type and content of each part."""
    found = []
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    for part in BytesParser().parsebytes(head + content).walk():
        if not part.is_multipart():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            kind = part.get("content-type", "")
            found.append((str(name), part.get_filename(), str(kind), payload))
    return tuple(sorted(found, key=lambda part: part[0]))
