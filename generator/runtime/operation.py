"""A call as data: what a generated module says of an operation, apart from the arguments of a call.

How a body is written and what an answer becomes are values of small classes, so that sync and async
clients, and whatever wraps them, read the same constants. NoAnswer here holds what a user gave.

They are named tuples: a module makes them in a third of the time that frozen dataclasses take
(0.15 ms each against 0.5), and every client's first call waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar

Result = TypeVar("Result")

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_NO_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

Steps: TypeAlias = tuple[str | int, ...]
"""A place in a response: names of members, and -1 for the last element of an array."""


class JsonBody(NamedTuple):
    """The arguments as a JSON object, or the one argument as any JSON value."""

    content_type: str = "application/json"


class MultipartBody(NamedTuple):
    """The arguments as parts of a form; `files` are those that hold bytes.

    Lists and objects are spread over parts named `tags[]` and `range[from]` where they stand in
    `spread`.
    """

    files: tuple[str, ...] = ()
    content_types: Mapping[str, str] = _NONE
    spread: tuple[str, ...] = ()


class JsonOrFilesBody(NamedTuple):
    """A JSON object, or a multipart form where one of the arguments `files` holds bytes."""

    files: tuple[str, ...]
    spread: tuple[str, ...] = ()


class FormBody(NamedTuple):
    """The arguments as a URL-encoded form."""

    spread: tuple[str, ...] = ()


class RawBody(NamedTuple):
    """The one argument, text or bytes, as it is."""

    content_type: str


Body: TypeAlias = JsonBody | MultipartBody | JsonOrFilesBody | FormBody | RawBody


class JsonAnswer(NamedTuple):
    """JSON, parsed into the type of that name in `types`."""

    type: str


class TextAnswer(NamedTuple):
    """Text, returned as it is."""

    content_type: str = "text/plain"


class BinaryAnswer(NamedTuple):
    """Bytes, as a `BinaryResponse`."""

    content_type: str = "application/octet-stream"


class EventsAnswer(NamedTuple):
    """Server-sent events, as a `Stream` of the type of that name in `types`.

    With `named`, the type is of objects with the members `event` and `data`: the name of an event
    and what it carries. Else it is the type of the data alone.
    """

    type: str
    named: bool = False


class NoAnswer:
    """No body: the method returns None."""


ExpectedAnswer: TypeAlias = JsonAnswer | TextAnswer | BinaryAnswer | EventsAnswer | NoAnswer


class PagingRule(NamedTuple):
    """How a list call walks on: what asks for the next page, where its value comes from.

    The walk ends where the flag at `more` is false, or there is no value at `next`. Without a place
    for the next value, there is one page.
    """

    send: str = ""  # the argument on the wire: "after"
    next: Steps = ()  # ("data", -1, "id")
    rows: Steps = ()  # ("data",)
    more: Steps = ()  # ("has_more",); empty: no flag
    place: Literal["query", "headers", "cookies", "body"] = "query"  # where `send` goes


class Endpoint(NamedTuple, Generic[Result]):
    """One operation of the API.

    `Result` is what its JSON becomes; or the type of its events; or `bytes` for a binary answer.
    """

    verb: str  # "GET"
    path: str  # "/files/{file_id}"
    answer: ExpectedAnswer
    body: Body | None = None
    events: EventsAnswer | None = (
        None  # what comes in place of `answer` where the body says `stream`
    )
    query_styles: Mapping[str, str] = _NONE  # those that aren't exploded forms
    headers: Mapping[str, str] = _NONE  # the same for each call
    auth: tuple[str, ...] | None = None  # names of schemes; None: the client's default
    paging: PagingRule | None = None
    takes: Mapping[str, tuple[str, ...]] = _NO_KINDS  # wire name → ("integer", "null")
    deprecated: Mapping[str, str] = _NONE  # wire name → the reason


class PollingRule(NamedTuple, Generic[Result]):
    """How to wait for what a call started: ask again until the status is one of `until`."""

    poll: Endpoint[Result]
    path: Mapping[str, Steps]  # arguments of `poll` that the first answer has
    status: Steps  # ("status",)
    until: tuple[str, ...]
