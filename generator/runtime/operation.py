"""A call as data: what a generated module says of an operation, apart from the arguments of a call.

How a body is written and what an answer becomes are values of small classes, so that sync and async
clients, and whatever wraps them, read the same constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

Result = TypeVar("Result")

Steps: TypeAlias = tuple[str | int, ...]
"""A place in a response: names of members, and -1 for the last element of an array."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """The arguments as a JSON object, or the one argument as any JSON value."""

    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """The arguments as parts of a form; `files` are those that hold bytes.

    Lists and objects are spread over parts named `tags[]` and `range[from]` where they stand in
    `spread`.
    """

    files: tuple[str, ...] = ()
    content_types: Mapping[str, str] = field(default_factory=dict[str, str])
    spread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JsonOrFilesBody:
    """A JSON object, or a multipart form where one of the arguments `files` holds bytes."""

    files: tuple[str, ...]
    spread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormBody:
    """The arguments as a URL-encoded form."""

    spread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawBody:
    """The one argument, text or bytes, as it is."""

    content_type: str


Body: TypeAlias = JsonBody | MultipartBody | JsonOrFilesBody | FormBody | RawBody


@dataclass(frozen=True, slots=True)
class Json:
    """JSON, parsed into the type of that name in `types`."""

    type: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text, returned as it is."""

    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes, as a `BinaryResponse`."""

    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Events:
    """Server-sent events, as a `Stream` of the type of that name in `types`.

    With `named`, the type is of objects with the members `event` and `data`: the name of an event
    and what it carries. Else it is the type of the data alone.
    """

    type: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """No body: the method returns None."""


Answer: TypeAlias = Json | Text | Binary | Events | Nothing


@dataclass(frozen=True, slots=True)
class Pages:
    """How a list call walks on: what asks for the next page, where its value comes from.

    The walk ends where the flag at `more` is false, or there is no value at `next`. Without a place
    for the next value, there is one page.
    """

    send: str = ""  # the argument on the wire: "after"
    next: Steps = ()  # ("data", -1, "id")
    rows: Steps = ()  # ("data",)
    more: Steps = ()  # ("has_more",); empty: no flag
    place: Literal["query", "headers", "cookies", "body"] = "query"  # where `send` goes


@dataclass(frozen=True, slots=True)
class Operation(Generic[Result]):
    """One operation of the API.

    `Result` is what its JSON becomes; or the type of its events; or `bytes` for a binary answer.
    """

    verb: str  # "GET"
    path: str  # "/files/{file_id}"
    answer: Answer
    body: Body | None = None
    events: Events | None = None  # what comes in place of `answer` where the body says `stream`
    query_styles: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # those that aren't exploded forms
    headers: Mapping[str, str] = field(default_factory=dict[str, str])  # the same for each call
    auth: tuple[str, ...] | None = None  # names of schemes; None: the client's default
    pages: Pages | None = None
    takes: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # wire name → "integer or null"
    deprecated: Mapping[str, str] = field(default_factory=dict[str, str])  # wire name → the reason


@dataclass(frozen=True, slots=True)
class Wait(Generic[Result]):
    """How to wait for what a call started: ask again until the status is one of `until`."""

    poll: Operation[Result]
    path: Mapping[str, Steps]  # arguments of `poll` that the first answer has
    status: Steps  # ("status",)
    until: tuple[str, ...]
