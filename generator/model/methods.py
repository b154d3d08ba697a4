"""Methods of a provider: arguments, bodies, answers, pages and waits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.json_types import Json, JsonScalar, JsonValue
from generator.model.types import Array, Condition, Nullable, Origin, Property, Type
from generator.vocabulary import CodeSample, HttpVerb, ParamPlace, Server, SqlVerb, StreamFormat


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a SELECT returns."""

    name: str  # as on the wire
    type: Type
    nullable: bool
    description: str  # raw text of the spec; each view encodes it for its target
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    conditions: tuple[Condition, ...] = ()  # that limit its values further


@dataclass(frozen=True, slots=True)
class Param:
    """An argument of a method that is sent in the path, the query, a header or a cookie."""

    name: str  # as on the wire: "OpenAI-Beta"
    python_name: str  # a safe identifier, unique within its method: "openai_beta"
    place: ParamPlace
    type: Type
    nullable: bool
    required: bool
    description: str
    default: JsonValue | None
    style: str  # as sent: "form", "deepObject" (also for a client with brackets), …
    explode: bool
    content_type: str  # "application/json" for a param that is sent as JSON text; else ""
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    deprecation_reason: str = ""
    allow_reserved: bool = False  # characters like `/` and `:` are sent as they are


class ContentKind(StrEnum):
    JSON = "json"
    MULTIPART = "multipart"
    FORM = "form"
    TEXT = "text"
    BINARY = "binary"
    STREAM = "stream"  # of items: server-sent events, JSON lines, or JSON text sequences


@dataclass(frozen=True, slots=True)
class PartEncoding:
    """How a form sends one property, if not by default (OpenAPI 3.1 §4.8.15)."""

    name: str  # of the property, as on the wire
    content_type: str = ""  # of its parts: "image/png", or a list with ranges: "image/png, text/*"
    style: str = ""  # as a query has it; "": by default, objects are JSON and lists repeat the name
    explode: bool = False
    allow_reserved: bool = False
    headers: tuple[tuple[str, str], ...] = ()  # that its parts carry


@dataclass(frozen=True, slots=True)
class Content:
    """One representation of a body."""

    content_type: str  # "application/json"
    kind: ContentKind
    type: Type  # of a stream: that of an item
    nullable: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    encodings: tuple[PartEncoding, ...] = ()  # of a form
    text_events: tuple[str, ...] = ()  # names of events whose data is text, not JSON; "*": all

    @property
    def stream_format(self) -> StreamFormat | None:
        """How the items of a stream are told apart; None if the body isn't a stream."""
        is_stream = self.kind is ContentKind.STREAM
        return StreamFormat.of_media_type(self.content_type) if is_stream else None

    @property
    def whole(self) -> Type:
        """The type of the body as one value: a stream is the array of its items."""
        if self.kind is not ContentKind.STREAM:
            return self.type
        return Array(Nullable(self.type) if self.nullable else self.type)


@dataclass(frozen=True, slots=True)
class BodyProperty:
    """A property of the request body as an argument. Its SQL column has the prefix `data__`."""

    property: Property
    python_name: str  # a safe identifier, unique among the method's arguments


@dataclass(frozen=True, slots=True)
class OtherMembers:
    """What a further representation of a body is made of."""

    content_type: str
    properties: tuple[Property, ...]  # without read-only ones


class UnsentBody(StrEnum):
    """Why StackQL can't send a body: it sends only JSON objects with known properties."""

    MEDIA_TYPE = "media-type"
    WHOLE_BODY = "whole-body"


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request. `content[0]` is preferred: JSON, else multipart, form, other."""

    required: bool
    description: str
    content: tuple[Content, ...]
    properties: tuple[
        BodyProperty, ...
    ]  # of content[0], with allOf and unions merged, in spec order, without read-only
    #   ones; empty if the body isn't an object (then it is one argument, `body`)
    python_name: str  # "body", or "body_" if a param has that name
    # Wire names of the required ones of `properties`, in the order of the schema's `required`,
    # which is also the order of the INSERT example.
    required_names: tuple[str, ...] = ()
    media_argument: str = ""  # chooses one of `choices`: "content_type"; "" if nothing is to choose
    other_members: tuple[OtherMembers, ...] = ()  # of further `choices`, if there are `properties`

    @property
    def choices(self) -> tuple[Content, ...]:
        """The representations that a call can name: each content type once, and no range."""
        found = {one.content_type: one for one in reversed(self.content)}
        return tuple(
            one
            for one in self.content
            if found[one.content_type] is one and "*" not in one.content_type
        )

    @property
    def wholes(self) -> tuple[Content, ...]:
        """The choices that aren't made of arguments: `python_name` is the whole body."""
        known = {self.content[0].content_type, *(one.content_type for one in self.other_members)}
        found = (one for one in self.choices if one.content_type not in known)
        return tuple(found) if self.properties else ()

    @property
    def form(self) -> Content | None:
        """The multipart form that can be sent in place of the preferred content."""
        others = self.content[1:]
        return next((one for one in others if one.kind is ContentKind.MULTIPART), None)

    @property
    def unsent_by_stackql(self) -> UnsentBody | None:
        """Why StackQL can't send the body, or None if it can or if there is nothing to send."""
        if not self.content:
            return None
        if self.content[0].kind is not ContentKind.JSON:
            return UnsentBody.MEDIA_TYPE
        return None if self.properties else UnsentBody.WHOLE_BODY


NOT_MODIFIED = "304"
"""The status of a response that has no body because the caller knows it already."""


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """A header that a response has."""

    name: str
    type: Type
    nullable: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of a successful request: a 2xx, or a 304 that the document declares."""

    status: str
    description: str
    content: tuple[Content, ...]  # a call returns the first one by default; empty: no body
    headers: tuple[ResponseHeader, ...] = ()

    @property
    def main(self) -> Content | None:
        """The representation that a call returns unless it asks for another."""
        return self.content[0] if self.content else None

    @property
    def rows(self) -> Content | None:
        """The representation that contains the rows: `main`, unless that is a stream."""
        main = self.main
        return None if main is None or main.kind is ContentKind.STREAM else main

    @property
    def stream(self) -> Content | None:
        """The stream of items, if the response can be one."""
        return next((one for one in self.content if one.kind is ContentKind.STREAM), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A response that is not a 2xx."""

    status: str  # "404", "4XX", "default"
    description: str
    content: tuple[Content, ...]
    headers: tuple[ResponseHeader, ...] = ()

    @property
    def json(self) -> Content | None:
        """The body as JSON, if the failure has one."""
        return next((one for one in self.content if one.kind is ContentKind.JSON), None)


class PageEnd(StrEnum):
    FLAG_FALSE = "flag_false"  # the boolean at `more` is false
    FLAG_TRUE = "flag_true"  # the boolean at `more` is true
    NEXT_NULL = "next_null"  # the value at `next` is null or absent
    ROW_TOTAL = "row_total"  # the rows so far are as many as the number at `total`
    PAGE_TOTAL = "page_total"  # the page's number is the number at `total`
    SHORT_PAGE = "short_page"  # the page has fewer rows than `size`
    EMPTY_PAGE = "empty_page"  # the page has no rows


@dataclass(frozen=True, slots=True)
class PathInResponse:
    """A place in a response: names of properties, and -1 for the last element of an array."""

    steps: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """A header of a response."""

    name: str

    @property
    def is_link(self) -> bool:
        """Does it hold links (RFC 8288), of which the one of the relation `next` counts?"""
        return self.name.lower() == "link"


ResponsePlace: TypeAlias = PathInResponse | HeaderPlace


class PageUnit(StrEnum):
    PAGES = "pages"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class PageCount:
    """What the client counts to ask for the next page."""

    unit: PageUnit
    first: int  # the number of the first page, or of the first row


@dataclass(frozen=True, slots=True)
class PageArgument:
    """An argument that controls the paging of a list call."""

    name: str  # as on the wire
    python_name: str
    place: ParamPlace | None  # None: a property of the body
    type: Type
    default: JsonValue | None = None


@dataclass(frozen=True, slots=True)
class Pagination:
    """How a list gets its next page: by a value that is sent, by a URL, or by counting."""

    send: PageArgument | None  # asks for the next page; None: `next` is a URL
    next: ResponsePlace | None  # where its value comes from; None: the client counts
    end: PageEnd
    more: ResponsePlace | None  # the boolean of FLAG_FALSE and FLAG_TRUE
    size: PageArgument | None  # sets a page's size
    total: ResponsePlace | None = None  # the number of ROW_TOTAL and PAGE_TOTAL
    count: PageCount | None = None  # set if `next` is None
    page: PathInResponse | None = None  # the response's own page number, beside PAGE_TOTAL
    sends_number: bool = False  # digits of a header are sent as a number

    @property
    def is_paged_by_stackql(self) -> bool:
        """Can StackQL's engine read all pages?

        Measured on any-sdk v0.5.3 (tokens), and read in its source (URLs, page numbers): it sends a
        token in a query or a body, it follows a URL in a body or a `Link` header, and it counts
        pages from 1 if the response has their number. It counts no rows and reads no other header.
        """
        if self.send is not None and self.send.place not in (ParamPlace.QUERY, None):
            return False
        if self.count is not None:
            is_counted = self.count == PageCount(PageUnit.PAGES, 1)
            return is_counted and self.end is PageEnd.PAGE_TOTAL and self.page is not None
        if isinstance(self.next, HeaderPlace):
            return self.next.is_link
        return True


@dataclass(frozen=True, slots=True)
class Wait:
    """How the client waits for the asynchronous job that a method starts."""

    name: str  # of the waiting method in the client: "create_and_wait"
    poll: tuple[str, ...]  # the Python path of the method that shows the job, in the same resource
    id: PathInResponse  # the job's id in the response of the first call
    id_param: str  # the poll's path param for the id, as on the wire
    shared: tuple[str, ...]  # path params that both calls have, as on the wire
    status: PathInResponse  # in the response of the poll
    until: tuple[str, ...]  # states that end the job


@dataclass(frozen=True, slots=True)
class GeneratedText:
    """A text that a model writes: its place in the answer, and the places that belong to it.

    Places in the body are those of a JSON Schema that the text must fit, and of values that the
    answer repeats. Places in an event are those of a part of the text, of the whole answer, and of
    the event's number.
    """

    text: PathInResponse
    schema: PathInResponse | None = None  # in the body
    unless: PathInResponse | None = None  # in the body: with a value there, the schema is ignored
    copies: tuple[tuple[PathInResponse, PathInResponse], ...] = ()  # in the answer, in the body
    delta: PathInResponse | None = None  # in an event
    event: str = ""  # the events with `delta`; "": all with a text there
    response: PathInResponse | None = None  # in an event; None: events are parts of the answer
    number: PathInResponse | None = None  # in an event


@dataclass(frozen=True, slots=True)
class StreamSwitch:
    """The argument that asks for a stream instead of the main response."""

    name: str  # as on the wire: "stream"
    place: ParamPlace | None  # None: a property of the body
    value: JsonScalar  # asks for the stream: True


@dataclass(frozen=True, slots=True)
class Method:
    name: str  # snake case: "list_paginated_fine_tuning_jobs"
    verb: SqlVerb
    operation: str  # the spec's operationId
    http: HttpVerb
    path: str  # "/fine_tuning/jobs/{fine_tuning_job_id}"
    python: tuple[str, ...]  # ("fine_tuning", "jobs", "list")
    summary: str
    description: str
    deprecated: bool
    deprecation_reason: str
    params: tuple[Param, ...]  # in spec order
    body: Body | None
    answer: Answer  # the main one: its content is what a call returns
    failures: tuple[Failure, ...]
    items: PathInResponse | None  # the rows in a list answer; None: the answer has one row
    fields: tuple[Field, ...]  # of a row, in page order (rules F1 to F3); empty unless SELECT
    pagination: Pagination | None
    auth: tuple[str, ...]  # names of the AuthSchemes that one request uses together
    samples: tuple[CodeSample, ...]
    sample_responses: tuple[tuple[str, str], ...]  # title → text
    origin: Origin
    wait: Wait | None = None
    stream_by: StreamSwitch | None = None  # set if the stream is not the main response
    item: PathInResponse | None = None  # the one row, if the answer has it in an envelope
    stackql_provider: str = ""  # the StackQL provider that sends the method's keys
    other_auth: tuple[tuple[str, ...], ...] = ()  # alternatives to `auth`; (): no credential
    servers: tuple[Server, ...] = ()  # of its own, in place of the provider's
    other_answers: tuple[Answer, ...] = ()  # further successes, in spec order
    # Names that show that a list has pages, if it has no pagination: it returns the first page.
    unpaged_by: tuple[str, ...] = ()
    generates: tuple[GeneratedText, ...] = ()

    @property
    def waiting_path(self) -> tuple[str, ...]:
        """The Python path of the method that also waits for the job; () if there is none."""
        return (*self.python[:-1], self.wait.name) if self.wait else ()

    @property
    def needs_no_key(self) -> bool:
        """Can the method be called without a credential?"""
        return not self.auth or () in self.other_auth
