"""Methods of a provider: arguments, bodies, answers, pages and waits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.json_types import Json, JsonScalar, JsonValue
from generator.model.types import Origin, Property, Type
from generator.vocabulary import CodeSample, HttpVerb, ParamPlace, SqlVerb


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a SELECT returns."""

    name: str  # as on the wire
    type: Type
    nullable: bool
    description: str  # raw text of the spec; each view encodes it for its target
    deprecated: bool
    origin: Origin


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
    content_type: str  # "application/json" for a param with `content`; else ""
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    deprecation_reason: str = ""


class ContentKind(StrEnum):
    JSON = "json"
    MULTIPART = "multipart"
    FORM = "form"
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"  # text/event-stream


@dataclass(frozen=True, slots=True)
class Content:
    """One representation of a body."""

    content_type: str  # "application/json"
    kind: ContentKind
    type: Type
    nullable: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    encodings: tuple[tuple[str, str], ...] = ()  # multipart: property → content type


@dataclass(frozen=True, slots=True)
class BodyProperty:
    """A property of the request body as an argument. Its SQL column has the prefix `data__`."""

    property: Property
    python_name: str  # a safe identifier, unique among the method's arguments


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
    nested: tuple[str, ...] = ()  # wire names that a form sends as deep objects: `range[from]`


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx response."""

    status: str
    description: str
    content: tuple[Content, ...]  # a call returns the first one by default; empty: no body

    @property
    def main(self) -> Content | None:
        """The representation that a call returns unless it asks for another."""
        return self.content[0] if self.content else None

    @property
    def rows(self) -> Content | None:
        """The representation that contains the rows: `main`, unless that is a stream of events."""
        main = self.main
        return None if main is None or main.kind is ContentKind.EVENTS else main

    @property
    def events(self) -> Content | None:
        """The stream of events, if the response can be one."""
        return next((one for one in self.content if one.kind is ContentKind.EVENTS), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A response that is not a 2xx."""

    status: str  # "404", "4XX", "default"
    description: str
    content: tuple[Content, ...]


class PageEnd(StrEnum):
    FLAG_FALSE = "flag_false"  # the boolean at `more` is false
    NEXT_NULL = "next_null"  # the value at `next` is null or absent
    EMPTY_PAGE = "empty_page"  # the page has no rows


@dataclass(frozen=True, slots=True)
class PathInResponse:
    """A place in a response: names of properties, and -1 for the last element of an array."""

    steps: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PageArgument:
    """An argument that controls the paging of a list call."""

    name: str  # as on the wire
    python_name: str
    place: ParamPlace | None  # None: a property of the body
    type: Type


@dataclass(frozen=True, slots=True)
class Pagination:
    send: PageArgument  # asks for the next page
    next: PathInResponse  # where its value comes from
    end: PageEnd
    more: PathInResponse | None  # with FLAG_FALSE
    size: PageArgument | None  # sets a page's size


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
class StreamSwitch:
    """The argument that asks for events instead of the main response."""

    name: str  # as on the wire: "stream"
    place: ParamPlace | None  # None: a property of the body
    value: JsonScalar  # asks for events: True


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
    answer: Answer
    failures: tuple[Failure, ...]
    items: PathInResponse | None  # the rows in a list answer; None: the answer has one row
    fields: tuple[Field, ...]  # of a row, in page order (rules F1 to F3); empty unless SELECT
    pagination: Pagination | None
    auth: tuple[str, ...]  # names of the AuthSchemes that one request uses
    samples: tuple[CodeSample, ...]
    sample_responses: tuple[tuple[str, str], ...]  # title → text
    origin: Origin
    wait: Wait | None = None
    stream_by: StreamSwitch | None = None  # set if events are not the main response
    item: PathInResponse | None = None  # the one row, if the answer has it in an envelope
    stackql_provider: str = ""  # the StackQL provider that sends the method's keys
