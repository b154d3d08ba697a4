"""Endpoints as data: what a generated module says about an operation.

Sync clients, async clients and raw access use the same constants. They hold no arguments of a call.

The classes are named tuples, because a module makes one in 0.15 ms, and a frozen dataclass in 0.5
ms. The first call of every client waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar

Result = TypeVar("Result")
Value = TypeVar("Value")

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_NO_HEADERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
_NO_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

StreamFormat: TypeAlias = Literal["events", "lines", "records"]
"""How the items of a stream are told apart."""
Steps: TypeAlias = tuple[str | int, ...]
"""A path in a response: member names, and -1 for the last element of an array."""


class JsonBody(NamedTuple):
    """A JSON object of the arguments, or one argument as any JSON value."""

    content_type: str = "application/json"


class MultipartBody(NamedTuple):
    """A multipart form with one part for each argument. `files` are the arguments that hold bytes.

    `content_types` has the media types that a part may have: `image/png, image/*`. `styles` has the
    style of each argument that isn't sent by default; `part_headers` are sent with each part.
    """

    files: tuple[str, ...] = ()
    content_types: Mapping[str, str] = _NONE
    styles: Mapping[str, str] = _NONE
    part_headers: Mapping[str, Mapping[str, str]] = _NO_HEADERS


class JsonOrFilesBody(NamedTuple):
    """A JSON object, or a multipart form if one of the arguments in `files` holds bytes."""

    files: tuple[str, ...]
    content_types: Mapping[str, str] = _NONE
    styles: Mapping[str, str] = _NONE
    part_headers: Mapping[str, Mapping[str, str]] = _NO_HEADERS


class FormBody(NamedTuple):
    """A URL-encoded form of the arguments. `styles` has those that aren't sent by default."""

    styles: Mapping[str, str] = _NONE


class RawBody(NamedTuple):
    """One argument, text or bytes, sent unchanged."""

    content_type: str


class ItemsBody(NamedTuple):
    """One argument, an iterable whose items are sent as JSON, each as a line or a record."""

    content_type: str
    format: Literal["lines", "records"] = "lines"


Body: TypeAlias = JsonBody | MultipartBody | JsonOrFilesBody | FormBody | RawBody | ItemsBody


class JsonAnswer(NamedTuple):
    """JSON, parsed into a type by its name in `types`, or into a type of the caller."""

    type: Any


class TextAnswer(NamedTuple):
    """Text, returned unchanged."""

    content_type: str = "text/plain"


class BinaryAnswer(NamedTuple):
    """Bytes, returned as a `BinaryResponse`."""

    content_type: str = "application/octet-stream"


class StreamAnswer(NamedTuple):
    """Items as they arrive, returned as a `Stream` of a type, as `JsonAnswer` names it.

    The items are server-sent events, lines of JSON, or the records of a JSON text sequence (RFC
    7464). With `named`, the type describes events as objects with the members `event` (the name of
    the event) and `data`. Otherwise it describes the data alone. `by` is the argument, by its name
    on the wire, and its value that ask for a stream in place of another answer.
    """

    type: Any
    named: bool = False
    by: tuple[str, bool | str] | None = None
    content_type: str = "text/event-stream"
    format: StreamFormat = "events"
    texts: tuple[str, ...] = ()  # names of events whose data is text, not JSON; "*": all


class NoAnswer:
    """No body: the method returns None."""


_NO_BODIES: Final[Mapping[str, Body]] = MappingProxyType({})
ExpectedAnswer: TypeAlias = JsonAnswer | TextAnswer | BinaryAnswer | StreamAnswer | NoAnswer
_NO_ANSWERS: Final[Mapping[str, ExpectedAnswer]] = MappingProxyType({})


class ServerUrl(NamedTuple):
    """The server of an endpoint that has one of its own.

    A relative URL (`/v2`) stands for a path on the host of the client's base URL.
    """

    template: str  # "https://{region}.acme.test/v1"
    defaults: Mapping[str, str] = _NONE  # of the variables in the URL


def find_by_status(found: Mapping[str, Value], status: int) -> Value | None:
    """Returns the value for a status: its own, that of its range ("4XX"), or the "default"."""
    for name in (str(status), f"{status // 100}XX", "default"):
        if name in found:
            return found[name]
    return None


Source: TypeAlias = Steps | str
"""A place in a response: a path in its body, or the name of a header."""


class PagingRule(NamedTuple):
    """How to request the next page of a list.

    The value at `next` is sent as the argument `send`; without `send` it is the page's URL. In the
    header `Link`, the URL is the link of the relation `next`. With `counts`, the client counts
    pages or rows instead. Without `next` and `counts`, the list has one page.

    The list ends at the flag or number that the rule names, without a value at `next`, and, if the
    client counts, at a page without rows.
    """

    send: str = ""  # wire name of the argument: "after"
    next: Source = ()  # ("data", -1, "id")
    rows: Steps = ()  # ("data",); empty: the response is the list
    more: Source = ()  # ("has_more",): false on the last page; empty: no such flag
    place: Literal["query", "headers", "cookies", "body"] = (
        "query"  # the place of `send` in a request
    )
    counts: Literal["", "pages", "rows"] = ""  # what `send` counts
    first: int = 0  # the number of the first page, or of the first row
    last: Source = ()  # true on the last page
    total: Source = ()  # the number of all rows
    pages: Source = ()  # the number of all pages
    sends_number: bool = False  # a header's digits are sent as a number
    ends_empty: bool = False  # a page without rows is the last one
    full: tuple[str, str, int | None] | None = (
        None  # a page with fewer rows is the last one: the argument, its place and its default
    )


class Endpoint(NamedTuple, Generic[Result]):
    """One operation of the API.

    `Result` is the type of its JSON response or of its items, or `bytes` for a binary response.
    """

    verb: str  # "GET"
    path: str  # "/files/{file_id}"
    answer: ExpectedAnswer
    body: Body | None = None
    stream: StreamAnswer | None = None  # replaces `answer` if its argument asks for it
    # The styles of arguments whose style isn't the default of their place, as `parse_style` reads
    # them: "label*".
    path_styles: Mapping[str, str] = _NONE
    query_styles: Mapping[str, str] = _NONE
    header_styles: Mapping[str, str] = _NONE
    cookie_styles: Mapping[str, str] = _NONE
    headers: Mapping[str, str] = _NONE  # sent with each call
    auth: tuple[str, ...] | None = None  # names of schemes; None: those of the client
    paging: PagingRule | None = None
    takes: Mapping[str, tuple[str, ...]] = _NO_KINDS  # wire name → ("integer", "null")
    deprecated: Mapping[str, str] = _NONE  # wire name → reason
    other_auth: tuple[tuple[str, ...], ...] = ()  # alternatives to `auth`; (): no key
    server: ServerUrl | None = None  # None: that of the client
    other_answers: Mapping[str, ExpectedAnswer] = _NO_ANSWERS  # by status: "204", "2XX"
    errors: Mapping[str, str] = _NONE  # status, "4XX" or "default" → name of its type in `types`
    names: Mapping[str, str] = _NONE  # wire name → argument, where they differ
    base64: tuple[str, ...] = ()  # members of the body whose bytes are sent as base64
    media: Mapping[str, ExpectedAnswer] = _NO_ANSWERS  # in place of `answer`, by its media type
    bodies: Mapping[str, Body] = _NO_BODIES  # in place of `body`, by the content type of a call
    needs: tuple[str, ...] = ()  # members that a call without a whole body must have
    # Part of `Arguments` ("body", "whole", "content_type") → argument, where it has another name.
    roles: Mapping[str, str] = _NONE


class PollingRule(NamedTuple, Generic[Result]):
    """How to wait for a job: call `poll` until the status is one of `until`."""

    poll: Endpoint[Result]
    path: Mapping[str, Steps]  # path arguments of `poll`, taken from the first response
    status: Steps  # ("status",)
    until: tuple[str, ...]
