"""What the mapping stage hands on: a provider file as data, each part with its place.

The JSON Schema of the provider file, which editors use for completion, is made from these classes.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Location
from generator.openapi.model import Source
from generator.vocabulary import ClientHeader, DocusaurusLayout, SqlVerb


@dataclass(frozen=True, slots=True)
class PaginationRule:
    """How a list call walks on: what goes out, what comes back, when it ends.

    Exactly one end: the boolean at `more` is false, the value at `next` is null or absent, or, with
    neither in the response, the page has no rows.
    """

    name: str
    send: str  # the query (or `body:`) param that asks for the next page: "after"
    next: str  # where its value comes from: "$.last_id", "$.next_page", or "$.data[-1].id"
    location: Location
    more: str = ""  # "$.has_more"
    size: str = ""  # the param that sets a page's size: "limit"


@dataclass(frozen=True, slots=True)
class WaitRule:
    """How a call that starts an asynchronous job is waited for."""

    name: str
    poll: str  # the Python method beside it that shows the job: "retrieve"
    status: str  # where that one's response has the job's state: "$.status"
    until: tuple[str, ...]  # the states that end a job: ("succeeded", "failed")
    location: Location
    id: str = "$.id"  # where the first response names the job


@dataclass(frozen=True, slots=True)
class MethodMapping:
    name: str
    operation: str  # operationId
    verb: SqlVerb
    location: Location  # of the method's key
    operation_location: Location  # of the operation's value
    python: tuple[str, ...]  # ("fine_tuning", "jobs", "list")
    python_location: Location
    items: str = ""  # "$.data"; empty where the rows are the response itself
    pagination: str = ""  # name of a PaginationRule
    wait: str = ""  # name of a WaitRule


@dataclass(frozen=True, slots=True)
class ResourceMapping:
    name: str
    methods: tuple[MethodMapping, ...]  # in file order: the first SELECT gives the page's fields
    location: Location
    description: str = ""


@dataclass(frozen=True, slots=True)
class ServiceMapping:
    name: str
    resources: tuple[ResourceMapping, ...]
    location: Location
    title: str = ""
    description: str = ""
    headers: tuple[
        tuple[str, str], ...
    ] = ()  # sent with each call: ("OpenAI-Beta", "assistants=v2")


@dataclass(frozen=True, slots=True)
class ExcludedOperation:
    operation: str
    reason: str
    location: Location


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A key of its own for the operations that ask for one security scheme."""

    argument: str  # "admin_api_key"
    scheme: str  # name of a security scheme
    env: str  # "OPENAI_ADMIN_KEY"
    location: Location  # of the key's argument


@dataclass(frozen=True, slots=True)
class TextMapping:
    """A member of a type that the client makes: the texts at a place, joined."""

    type: str  # a schema's name: "Response"
    name: str  # "output_text"
    path: str  # "$.output[?@.type=='message'].text"
    type_location: Location
    name_location: Location
    path_location: Location


@dataclass(frozen=True, slots=True)
class ClientMapping:
    """Names of the generated client. The package is also its distribution's name (with `-`)."""

    package: str  # "openai_client"
    class_name: str  # "OpenAI"
    api_key_env: str  # "OPENAI_API_KEY"
    base_url_env: str  # "OPENAI_BASE_URL"
    headers: tuple[ClientHeader, ...] = ()
    keys: tuple[ClientKey, ...] = ()
    brackets: bool = False  # lists and objects go as `tags[]` and `range[from]`
    texts: tuple[TextMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class DocusaurusMapping:
    descriptions: bool = False  # fill the sample layout's description column of Methods
    layout: DocusaurusLayout = DocusaurusLayout.CURRENT


@dataclass(frozen=True, slots=True)
class StackqlSplit:
    """A StackQL provider of its own for the operations that ask for one security scheme."""

    name: str  # "openai_admin"
    scheme: str  # name of a security scheme
    location: Location  # of the provider's name
    scheme_location: Location


@dataclass(frozen=True, slots=True)
class StackqlMapping:
    """How StackQL loads the provider."""

    version: str = ""  # of the registry documents: "v26.08.00001"
    body_columns: str = ""  # "bare" or "prefixed"
    providers: tuple[StackqlSplit, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    file: str  # how diagnostics name it
    name: str  # "openai"
    title: str  # "OpenAI"
    location: Location
    source: Source
    overlay: str  # file relative to the provider file, or ""
    client: ClientMapping
    docusaurus: DocusaurusMapping
    paginations: tuple[PaginationRule, ...]
    services: tuple[ServiceMapping, ...]  # in file order
    excluded: tuple[ExcludedOperation, ...]
    documentation: str = ""  # the vendor's site, which `/docs/…` links of descriptions are below
    site: str = ""  # where the generated website is published
    waits: tuple[WaitRule, ...] = ()
    stackql: StackqlMapping = StackqlMapping()
