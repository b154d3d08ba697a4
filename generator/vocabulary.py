"""Terms of OpenAPI, SQL, the client and the output that several stages share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}")  # RFC 9110 §5.6.2; as long as is usual


def is_token(text: str) -> bool:
    """Can `text` be the method of a request?"""
    return bool(_TOKEN.fullmatch(text))


class HttpVerb(StrEnum):
    """The method of a request: a key of a path item, or a key of its `additionalOperations`.

    >>> HttpVerb("get").sent, HttpVerb("Copy").sent, HttpVerb("Copy").is_of_openapi_3_0
    ('GET', 'Copy', False)
    """

    GET = "get"
    POST = "post"
    PUT = "put"
    PATCH = "patch"
    DELETE = "delete"
    HEAD = "head"
    OPTIONS = "options"
    TRACE = "trace"
    QUERY = "query"  # OpenAPI 3.2: a read with a body

    @classmethod
    def _missing_(cls, value: object) -> HttpVerb | None:
        """Makes a further method, which is spelled as it is sent (OpenAPI 3.2 §4.9.1)."""
        if not isinstance(value, str) or not is_token(value):
            return None
        made = str.__new__(cls, value)
        made._name_ = made._value_ = value
        return made

    @property
    def sent(self) -> str:
        """The method as a request has it."""
        return self.value.upper() if self in HttpVerb.__members__.values() else self.value

    @property
    def is_of_openapi_3_0(self) -> bool:
        """Does OpenAPI 3.0 have a key for it?"""
        return self is not HttpVerb.QUERY and self in HttpVerb.__members__.values()


class ParamPlace(StrEnum):
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class Part(StrEnum):
    """A part of the output, as `--only` names it. Its files lie in the folder of its name.

    A new part is a member here and its rows in `views/outputs.py`.
    """

    DATA = "data"  # the model and its coverage; its files lie at the top of the output folder
    DOCS = "docs"
    CLIENT = "client"
    STACKQL = "stackql"  # registry documents, and archives of them
    DEPLOY = "deploy"  # a stack for stackql-deploy
    SITE = "site"  # HTML that MkDocs builds from `docs`; in no manifest

    @classmethod
    def of_path(cls, path: str) -> Part:
        """Returns the part that a file of the output belongs to.

        >>> Part.of_path("docs/mkdocs/mkdocs.yml"), Part.of_path("catalog.json")
        (<Part.DOCS: 'docs'>, <Part.DATA: 'data'>)
        """
        folder, slash, _ = path.partition("/")
        try:
            return cls(folder) if slash else cls.DATA
        except ValueError:
            return cls.DATA


class StreamFormat(StrEnum):
    """How the items of a stream are told apart."""

    EVENTS = "events"  # server-sent events (WHATWG HTML §9.2)
    LINES = "lines"  # JSON, one value a line
    RECORDS = "records"  # JSON text sequences (RFC 7464)

    @classmethod
    def of_media_type(cls, content_type: str) -> StreamFormat | None:
        """Returns the format of a media type without parameters; None if it isn't a stream's.

        >>> StreamFormat.of_media_type("application/geo+json-seq")
        <StreamFormat.RECORDS: 'records'>
        """
        if content_type == "application/json-seq" or content_type.endswith("+json-seq"):
            return cls.RECORDS
        if content_type in _LINES:
            return cls.LINES
        return cls.EVENTS if content_type == "text/event-stream" else None


_LINES = frozenset(
    {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl"}
    | {"application/jsonlines", "application/x-jsonlines", "application/stream+json"}
)


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
    """Limits of a value, named as in JSON Schema 2020-12. Boolean limits of 3.0 are converted."""

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
class ServerVariable:
    """A part of a server's URL that the user of a client may choose."""

    name: str  # as in the URL, without its braces: "region"
    default: str | None  # None: the document gives none, so a value is needed
    values: tuple[str, ...]  # the only values that it takes; empty: any
    description: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go: a URL to which the paths of operations are appended."""

    template: str  # "https://{region}.acme.test/v1"; a relative one, "/v1", names no host
    description: str
    variables: tuple[ServerVariable, ...] = ()  # in the order of the URL

    @property
    def url(self) -> str:
        """The URL with the defaults of its variables. A variable without one stays in braces."""
        url = self.template
        for one in self.variables:
            if one.default is not None:
                url = url.replace(f"{{{one.name}}}", one.default)
        return url


@dataclass(frozen=True, slots=True)
class CodeSample:
    """A sample request of the vendor, from `x-codeSamples`, `x-oaiMeta` or `x-fern-examples`."""

    title: str
    language: str  # lower case: "python", "curl"
    text: str


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A group of services in the website's navigation."""

    title: str
    services: tuple[str, ...]
    badge: str = ""  # a word beside each service: "legacy"


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What the provider file says about the website."""

    url: str = ""  # where it is published, or ""
    title: str = ""  # "" for the provider's
    logo: str = ""  # a file of the site's folder, or ""
    groups: tuple[NavGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class DocusaurusOptions:
    """What the provider file says about the Docusaurus pages."""

    descriptions: bool = False  # fill the sample layout's description column of Methods
    layout: DocusaurusLayout = DocusaurusLayout.CURRENT
    image: str = ""  # of the front matter: a path of the site or a URL; "" for the layout's
    keywords: tuple[str, ...] = ()  # of the front matter, after the page's own; () for the layout's


@dataclass(frozen=True, slots=True)
class Publication:
    """What a package index shows of a generated client."""

    version: str = ""  # of the package: "1.2.0"; "": that of the spec
    license: str = ""  # an SPDX expression: "Apache-2.0"
    urls: tuple[tuple[str, str], ...] = ()  # label → URL
    keywords: tuple[str, ...] = ()
    showcase: tuple[tuple[str, str], ...] = ()  # title → Python that uses `client`


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """A header that the client sends if its argument or environment variable is set."""

    argument: str  # "organization"
    header: str  # "OpenAI-Organization"
    env: str  # "OPENAI_ORG_ID"


class PageCounting(StrEnum):
    """What the parameter of a page counts, and from which number."""

    PAGES = "pages"
    PAGES_FROM_ZERO = "pages_from_zero"
    ROWS = "rows"  # an offset: the first row has the number 0
    ROWS_FROM_ONE = "rows_from_one"


class PageLimit(StrEnum):
    """The number of rows by which a list shows its last page."""

    EMPTY_PAGE = "empty_page"
    SHORT_PAGE = "short_page"  # fewer rows than a page has
