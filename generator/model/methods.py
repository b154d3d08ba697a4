"""Methods of a provider: arguments, bodies, answers, pages and waits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.json_types import Json, JsonValue
from generator.model.types import Origin, Property, Type
from generator.vocabulary import CodeSample, HttpVerb, ParamPlace, SqlVerb


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a SELECT returns."""

    name: str  # as on the wire
    type: Type
    nullable: bool
    description: str  # as the spec has it; each view cleans it for its target
    deprecated: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Param:
    """An argument of a method that travels in the path, the query, a header or a cookie."""

    name: str  # as on the wire: "OpenAI-Beta"
    python_name: str  # a safe identifier, unique within its method: "openai_beta"
    place: ParamPlace
    type: Type
    nullable: bool
    required: bool
    description: str
    default: JsonValue | None
    style: str
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
    """A property of the request body as an argument: a column with `data__` in SQL."""

    property: Property
    python_name: str  # a safe identifier, unique among the method's arguments


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries. `content[0]` is preferred: JSON, else multipart, form, other."""

    required: bool
    description: str
    content: tuple[Content, ...]
    properties: tuple[BodyProperty, ...]  # of content[0], allOf merged, unions merged; spec order;
    #   read-only ones left out; empty where the body is no object (then it is one argument, `body`)
    python_name: str  # "body", or "body_" where a param has that name
    # Wire names of the required ones among `properties`, in the order of the schema's `required`:
    # the INSERT example lists them so.
    required_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx response."""

    status: str
    description: str
    content: tuple[Content, ...]  # empty: no body


@dataclass(frozen=True, slots=True)
class Failure:
    """A response that is no 2xx."""

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
    """An argument of a list call that has to do with pages."""

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
    """How the end of the asynchronous job is awaited that a method starts."""

    poll: tuple[str, ...]  # the Python path of the method that shows the job, beside this one
    id: PathInResponse  # in the response of the first call: names the job
    id_param: str  # the poll's path param that takes it, as on the wire
    shared: tuple[str, ...]  # path params that both calls have, as on the wire
    status: PathInResponse  # in the response of the poll
    until: tuple[str, ...]  # states that end the job


@dataclass(frozen=True, slots=True)
class Method:
    name: str  # snake case: "list_paginated_fine_tuning_jobs"
    verb: SqlVerb
    operation: str  # operationId as the spec has it
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
    items: PathInResponse | None  # where a list answer keeps its rows; None: the answer is the row
    fields: tuple[Field, ...]  # of a row, in page order (rules F1 to F3); empty unless SELECT
    pagination: Pagination | None
    auth: tuple[str, ...]  # names of AuthSchemes, the first that suffices
    samples: tuple[CodeSample, ...]
    sample_responses: tuple[tuple[str, str], ...]  # title → text
    origin: Origin
    wait: Wait | None = None
    stackql_provider: str = ""  # the StackQL provider that sends the method's keys
