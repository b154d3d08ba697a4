"""What the mock server takes and gives: requests, what is wrong with them, answers, faults."""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.json_types import Json, JsonObject
from generator.model.methods import Content


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request as it came, read to its end."""

    verb: str  # "GET"
    path: str  # below the base URL, percent-encoded as it came: "/files/a%2Fb"
    query_text: str
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, or "" where it wasn't sent; several are joined."""
        return ", ".join(text for key, text in self.headers if key == name.lower())

    @property
    def content_type(self) -> str:
        """Without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part of a multipart form."""

    name: str
    file_name: str | None  # None: a plain value
    content_type: str  # "" where the part named none
    content: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request is refused."""

    status: int
    message: str  # one line
    param: str = ""  # "messages[0].role"
    code: str = "invalid_request"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that the server got, and what it said."""

    operation: str  # "" where the path is no operation's
    verb: str
    path: str  # below the base URL, as it came
    query: tuple[tuple[str, str], ...]  # decoded, in the order sent
    headers: tuple[tuple[str, str], ...]  # names in lower case
    content_type: str  # without its parameters
    body: bytes
    parts: tuple[FormPart, ...]  # of a multipart form
    status: int  # of the answer; 0 where the connection was cut before it
    problems: tuple[str, ...]  # why it was refused

    @property
    def json(self) -> Json:
        """The body, which must be JSON."""
        value: Json = json.loads(self.body)
        return value

    def header(self, name: str) -> str:
        """The value of a header, or "" where it wasn't sent."""
        return ", ".join(text for key, text in self.headers if key == name.lower())


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. One of more than one chunk is sent as a stream, a chunk at a time."""

    status: int
    content_type: str  # "": no body
    chunks: tuple[bytes, ...] = (b"",)
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def is_stream(self) -> bool:
        """Is the length unknown to who reads it?"""
        return len(self.chunks) > 1


CUTS = ("headers", "body", "events")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong in place of, or on top of, an answer."""

    operation: str = ""  # "": of any
    times: int | None = 1  # None: until the server is reset
    status: int = 0  # 0: the answer's own
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None  # None: an error object, as the server's own errors are
    delay: float = 0.0  # seconds before the answer
    cut: str = ""  # one of CUTS: what the connection breaks off before, or in the middle of


@dataclass(frozen=True, slots=True)
class DecodedRequest:
    """The values of a request, read by the types of its operation."""

    path: JsonObject
    query: JsonObject
    unknown_query: tuple[str, ...]  # names in the query that no parameter has
    headers: JsonObject
    cookies: JsonObject
    content: Content | None  # the representation of the body; None: no body, or bytes
    body: Json
    parts: tuple[FormPart, ...]  # of a multipart form

    @property
    def properties(self) -> JsonObject:
        """The body's properties; empty where the body isn't an object."""
        return self.body if isinstance(self.body, dict) else {}
