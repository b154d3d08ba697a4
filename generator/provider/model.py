"""The IR: one immutable `Provider` that holds all that any view needs. No view sees more.

Names that views turn into identifiers, paths or files are safe by now (`names.SAFE`); every other
text is as the spec has it, hostile or not, and is encoded by each view for its target.
Named types end recursion: a `Ref` names one, nothing nests without bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.jsontypes import Json, JsonScalar, JsonValue
from generator.mapping.model import ClientHeader, SqlVerb
from generator.provider.credentials import (
    AuthKind,
    AuthScheme,
    ClientKey,
    ClientNames,
    JoinedText,
    TextStep,
)
from generator.spec.model import CodeSample, HttpVerb, Limits, ParamPlace

# Words that views use too.
__all__ = ["ClientHeader", "CodeSample", "HttpVerb", "Limits", "ParamPlace", "SqlVerb"]
__all__ += ["AuthKind", "AuthScheme", "ClientKey", "ClientNames", "JoinedText", "TextStep"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the spec a part comes from, and why an overlay changed it, if one did."""

    pointer: str  # RFC 6901, into the document after its overlay
    overlay: str = ""  # the action's description


# ---------------------------------------------------------------------------------------- types


class ScalarKind(StrEnum):
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Anything:
    """A schema that says nothing of its values."""


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: ScalarKind
    format: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes: a file part of a multipart form, or `format: binary`."""


@dataclass(frozen=True, slots=True)
class Enum:
    """Known values of one kind. An open enum takes any other value of its kind as well."""

    kind: ScalarKind
    values: tuple[JsonScalar, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Const:
    value: JsonScalar


@dataclass(frozen=True, slots=True)
class Array:
    items: Type
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Map:
    """An object whose keys are data."""

    values: Type
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Property:
    name: str  # as on the wire: any text
    type: Type  # without its outermost Nullable
    nullable: bool
    required: bool
    description: str
    default: JsonValue | None
    read_only: bool
    write_only: bool
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    deprecation_reason: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """An object with known properties, in spec order; allOf is merged."""

    properties: tuple[Property, ...]
    extra: Type | None  # type of further properties; None: closed or silent, see `closed`
    closed: bool = False  # additionalProperties: false


@dataclass(frozen=True, slots=True)
class Variant:
    """One branch of a union. `tags` are the discriminator's values that choose it."""

    type: Type
    tags: tuple[str, ...] = ()
    title: str = ""  # what stands beside the variant itself; a Ref's NamedType has its own
    description: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """oneOf or anyOf with two or more variants that aren't null.

    The discriminator is the spec's, or a constant that all object variants require. Variants that
    are no objects have no tags, and a declared discriminator may leave two variants one tag.
    """

    variants: tuple[Variant, ...]
    discriminator: str = ""  # property name on the wire
    exclusive: bool = False  # oneOf


@dataclass(frozen=True, slots=True)
class Nullable:
    """`of`, or null. Never nested, and never the type of a Property, Field, Param or NamedType."""

    of: Type


@dataclass(frozen=True, slots=True)
class Ref:
    name: str  # of a NamedType


Type: TypeAlias = (
    Anything | Scalar | Binary | Enum | Const | Array | Map | Object | Union | Nullable | Ref
)


@dataclass(frozen=True, slots=True)
class NamedType:
    """A component schema. Whoever refers to one that is nullable wraps the Ref in Nullable."""

    name: str  # a class name: safe, unique also without regard to case
    spec_name: str  # as the spec has it
    type: Type  # never Nullable
    description: str
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()


# -------------------------------------------------------------------------------------- methods


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


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    service: str
    description: str
    methods: tuple[Method, ...]  # in mapping order
    fields: tuple[Field, ...]  # of the first SELECT, in page order


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    title: str  # the tag as the spec has it
    description: str
    resources: tuple[Resource, ...]  # by name
    headers: tuple[tuple[str, str], ...] = ()  # what each call of the client sends


# ------------------------------------------------------------------------------------- provider


@dataclass(frozen=True, slots=True)
class Exclusion:
    operation: str
    http: HttpVerb
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Provider:
    name: str  # "openai"
    title: str  # "OpenAI"
    version: str  # the spec's info.version
    description: str
    spec_sha256: str
    servers: tuple[str, ...]
    auth: tuple[AuthScheme, ...]
    client: ClientNames
    docusaurus_descriptions: bool
    services: tuple[Service, ...]  # by name
    types: tuple[NamedType, ...]  # all that a method reaches, by name
    excluded: tuple[Exclusion, ...]  # in spec order
    documentation: str = ""  # "https://platform.openai.com": what `/docs/…` links are below, or ""
    site: str = ""  # where the generated website is published, or ""
