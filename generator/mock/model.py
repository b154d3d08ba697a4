"""The mock server's data: requests, problems with them, replies and faults."""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.json_types import Json, JsonObject
from generator.model.methods import Content


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A complete request, before it is decoded."""

    verb: str  # "GET"
    path: str  # below the base URL, still percent-encoded: "/files/a%2Fb"
    query_text: str
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    base_url: str = ""  # as the request names the server: "http://127.0.0.1:8080/v1"

    def header(self, name: str) -> str:
        """Returns the value of a header, joined if sent several times; "" if it was not sent."""
        return ", ".join(text for key, text in self.headers if key == name.lower())

    @property
    def content_type(self) -> str:
        """The content type in lower case, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part of a multipart form."""

    name: str
    file_name: str | None  # None: a plain value
    content_type: str  # "" if the part has none
    content: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the server rejects a request."""

    status: int
    message: str  # one line
    param: str = ""  # "messages[0].role"
    code: str = "invalid_request"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that the server received, and the outcome."""

    operation: str  # "" if no operation has the path
    verb: str
    path: str  # below the base URL, still percent-encoded
    query: tuple[tuple[str, str], ...]  # decoded, in the order sent
    headers: tuple[tuple[str, str], ...]  # names in lower case
    content_type: str  # without its parameters
    body: bytes
    parts: tuple[FormPart, ...]  # of a multipart form
    status: int  # of the reply; 0 if the connection was cut before it
    problems: tuple[str, ...]  # why the server rejected it

    @property
    def json(self) -> Json:
        """The body as JSON. Raises ValueError if it isn't JSON."""
        value: Json = json.loads(self.body)
        return value

    def header(self, name: str) -> str:
        """Returns the value of a header, or "" if it was not sent."""
        return ", ".join(text for key, text in self.headers if key == name.lower())


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply. With more than one chunk, it is sent as a stream, chunk by chunk."""

    status: int
    content_type: str  # "": no body
    chunks: tuple[bytes, ...] = (b"",)
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def is_stream(self) -> bool:
        """Is it sent as a stream, without a content length?"""
        return len(self.chunks) > 1


CUTS = ("headers", "body", "events")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to simulate, in place of a reply or in addition to it."""

    operation: str = ""  # "": any operation
    times: int | None = 1  # None: until the server is reset
    status: int = 0  # 0: the status of the answer
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None  # None: an error object, like those of the server itself
    delay: float = 0.0  # seconds before the reply
    cut: str = ""  # one of CUTS: where the connection breaks


@dataclass(frozen=True, slots=True)
class RequestUrl:
    """The URL of a request, from which the URLs of other pages are made."""

    place: str = ""  # without the query
    query: tuple[tuple[str, str], ...] = ()  # as sent
    start: int = 0  # the first row that a URL of this server asks for


@dataclass(frozen=True, slots=True)
class ListPage:
    """The answer of a list: one page of its rows, and the headers that lead to the next one."""

    body: Json
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DecodedRequest:
    """The values of a request, decoded by the types of its operation."""

    path: JsonObject
    query: JsonObject
    unknown_query: tuple[str, ...]  # names in the query that no parameter has
    headers: JsonObject
    cookies: JsonObject
    content: Content | None  # the representation of the body; None: no body, or bytes
    body: Json
    parts: tuple[FormPart, ...]  # of a multipart form
    url: RequestUrl = RequestUrl()

    @property
    def properties(self) -> JsonObject:
        """The body's properties; empty where the body isn't an object."""
        return self.body if isinstance(self.body, dict) else {}
