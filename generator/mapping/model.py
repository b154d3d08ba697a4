"""A provider file as data: the result of this stage. Each part has its position."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.diagnostics import Location
from generator.openapi.model import Source
from generator.vocabulary import (
    ClientHeader,
    DocusaurusOptions,
    PageCounting,
    PageLimit,
    Publication,
    SiteOptions,
    SqlVerb,
)


@dataclass(frozen=True, slots=True)
class PaginationRule:
    """How a list call gets the next page, in the spelling of the provider file."""

    name: str
    send: str  # the parameter that asks for the next page: "after"; "": `next` is a URL
    next: str  # the place of its value: "$.last_id", "$.data[-1].id" or "header:Link"
    location: Location
    more: str = ""  # the place of a flag that is false on the last page: "$.has_more"
    size: str = ""  # the parameter that sets a page's size: "limit"
    count: PageCounting | None = None  # set if the client counts in place of `next`
    last: str = ""  # the place of a flag that is true on the last page
    total: str = ""  # the place of the number of rows
    pages: str = ""  # the place of the number of pages
    end: PageLimit | None = None
    key_locations: tuple[tuple[str, Location], ...] = ()  # of the values of the keys

    def locate(self, key: str) -> Location:
        """Returns the position of a key's value; that of the pagination if it has no such key."""
        return dict(self.key_locations).get(key, self.location)


@dataclass(frozen=True, slots=True)
class WaitRule:
    """How the client waits for the end of an asynchronous job."""

    name: str
    poll: str  # the Python method in the same resource that returns the job: "retrieve"
    status: str  # the path in its response to the job's state: "$.status"
    until: tuple[str, ...]  # the states that end a job: ("succeeded", "failed")
    location: Location
    id: str = "$.id"  # the path in the first response to the job's id


@dataclass(frozen=True, slots=True)
class PlaceMapping:
    """A place in a body, an answer or an event."""

    path: str  # "$.choices[-1].message.content"; "": none
    location: Location


@dataclass(frozen=True, slots=True)
class GeneratedTextMapping:
    """A text that a model writes, and the places that belong to it."""

    text: PlaceMapping
    schema: PlaceMapping
    unless: PlaceMapping
    copies: tuple[tuple[PlaceMapping, PlaceMapping], ...]  # in the answer, in the body
    delta: PlaceMapping
    event: str
    response: PlaceMapping
    number: PlaceMapping


@dataclass(frozen=True, slots=True)
class MethodMapping:
    name: str
    operation: str  # operationId
    verb: SqlVerb
    location: Location  # of the method's key
    operation_location: Location  # of the operation's value
    python: tuple[str, ...]  # ("fine_tuning", "jobs", "list")
    python_location: Location
    items: str = ""  # "$.data"; empty if the response itself is the row
    pagination: str = ""  # name of a PaginationRule
    wait: str = ""  # name of a WaitRule
    generates: tuple[GeneratedTextMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class DeployMapping:
    """How stackql-deploy finds a resource that it created."""

    exists_by: str  # a column of the rows, or a parameter of a SELECT: "name"
    value: str  # the property or parameter of the INSERT that sets it: "name"
    location: Location  # of `exists_by`
    value_location: Location  # of `value`, or of `exists_by` if `value` is left out


@dataclass(frozen=True, slots=True)
class ResourceMapping:
    name: str
    methods: tuple[MethodMapping, ...]  # in file order: the first SELECT gives the page's fields
    location: Location
    description: str = ""
    deploy: DeployMapping | None = None


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
class ClientKeyMapping:
    """An API key of its own for the operations that use one security scheme."""

    argument: str  # "admin_api_key"
    scheme: str  # name of a security scheme
    env: str  # "OPENAI_ADMIN_KEY"
    location: Location  # of the key's argument


@dataclass(frozen=True, slots=True)
class TextMapping:
    """A member of a type that the client computes: the joined texts at a path."""

    type: str  # a schema's name: "Response"
    name: str  # "output_text"
    path: str  # "$.output[?@.type=='message'].text"
    type_location: Location
    name_location: Location
    path_location: Location


@dataclass(frozen=True, slots=True)
class NameMapping:
    """An entry that gives a name to something that has one: an alias, an export or a class."""

    name: str
    target: str
    location: Location  # of the name
    target_location: Location


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A module of the provider's own code."""

    file: str  # the name that diagnostics use
    name: str  # of the module: "streaming"
    content: bytes


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A text file of the provider that goes with the package, such as a changelog."""

    name: str  # in the folder of the package: "CHANGELOG.md"
    content: bytes


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What a provider adds to its client as files."""

    code: tuple[CodeFile, ...] = ()  # by name
    documents: tuple[DocumentFile, ...] = ()  # in the order of the provider file


NO_FILES = OwnFiles()


@dataclass(frozen=True, slots=True)
class WebhookMapping:
    """How webhooks are signed."""

    prefix: str = ""  # of the names of the headers: "svix-"
    verify: NameMapping | None = None  # → "signatures.check"
    secret_env: str = ""
    location: Location | None = None  # of the key; None: the file has none


@dataclass(frozen=True, slots=True)
class ClientMapping:
    """Names of the generated client. The package is also its distribution's name (with `-`)."""

    package: str  # "openai_client"
    class_name: str  # "OpenAI"
    api_key_env: str  # "OPENAI_API_KEY"
    base_url_env: str  # "OPENAI_BASE_URL"
    headers: tuple[ClientHeader, ...] = ()
    keys: tuple[ClientKeyMapping, ...] = ()
    brackets: bool = False  # lists and objects are sent as `tags[]` and `range[from]`
    datetimes: bool = False  # dates and times in models are objects
    texts: tuple[TextMapping, ...] = ()
    code: str = ""  # a folder with Python modules, relative to the provider file
    code_location: Location | None = None
    documents: tuple[tuple[str, Location], ...] = ()  # files, relative to the provider file
    extends: tuple[NameMapping, ...] = ()  # "chat.completions", or "$" → "streaming.Chat"
    exports: tuple[NameMapping, ...] = ()  # "OpenAIError" → "APIError", or "tools.make_tool"
    types: tuple[NameMapping, ...] = ()  # "chat.ChatCompletion" → "CreateChatCompletionResponse"
    methods: tuple[NameMapping, ...] = ()  # "batches.create_and_poll" → "create_and_wait"
    webhooks: WebhookMapping = WebhookMapping()
    publication: Publication = field(default=Publication())


@dataclass(frozen=True, slots=True)
class StackqlSplit:
    """An additional StackQL provider for the operations that require a security scheme."""

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
    file: str  # the name that diagnostics use
    name: str  # "openai"
    title: str  # "OpenAI"
    location: Location
    source: Source
    overlay: str  # path relative to the provider file, or ""
    overlay_location: Location  # of that path
    client: ClientMapping
    docusaurus: DocusaurusOptions
    paginations: tuple[PaginationRule, ...]
    services: tuple[ServiceMapping, ...]  # in file order
    excluded: tuple[ExcludedOperation, ...]
    documentation: str = ""  # the vendor's site; descriptions link to it as `/docs/…`
    site: SiteOptions = SiteOptions()
    waits: tuple[WaitRule, ...] = ()
    stackql: StackqlMapping = StackqlMapping()
