"""Terms that several stages share. They belong to OpenAPI, SQL or the client, not to one stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HttpVerb(StrEnum):
    GET = "get"
    POST = "post"
    PUT = "put"
    PATCH = "patch"
    DELETE = "delete"
    HEAD = "head"
    OPTIONS = "options"
    TRACE = "trace"


class ParamPlace(StrEnum):
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class SqlVerb(StrEnum):
    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    EXEC = "exec"


class DocusaurusLayout(StrEnum):
    """How a resource's page for Docusaurus is laid out."""

    SAMPLE = "sample"  # as the registry's older pages: placeholders
    CURRENT = "current"  # as its newer ones: statements that run


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a value, as JSON Schema 2020-12 names them (3.0's boolean bounds are converted)."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True)
class CodeSample:
    """A request that the vendor shows, from `x-codeSamples`, `x-oaiMeta` or `x-fern-examples`."""

    title: str
    language: str  # lower case: "python", "curl"
    text: str


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """A header that the client sends when its argument or environment variable is set."""

    argument: str  # "organization"
    header: str  # "OpenAI-Organization"
    env: str  # "OPENAI_ORG_ID"
