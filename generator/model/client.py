"""The credentials of a provider, and the names of its client."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from generator.vocabulary import ClientHeader, ParamPlace, Publication


class AuthKind(StrEnum):
    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"
    UNSUPPORTED = "unsupported"  # another scheme of HTTP: the client sends a bearer token


def basic_variables(env: str) -> tuple[str, str]:
    """Returns the variables of a user name and a password, from the variable of a key.

    >>> basic_variables("ACME_API_KEY")
    ('ACME_USERNAME', 'ACME_PASSWORD')
    """
    stem = variable_stem(env)
    return f"{stem}_USERNAME", f"{stem}_PASSWORD"


def variable_stem(env: str) -> str:
    """Returns the start of all variables that belong to the variable of a key."""
    return env.removesuffix("_API_KEY")


@dataclass(frozen=True, slots=True)
class AuthScheme:
    """A security scheme: how a request sends the credential, and which variable holds it."""

    name: str
    kind: AuthKind
    place: ParamPlace  # HEADER, QUERY or COOKIE
    parameter: str  # the name there: "Authorization"
    word: str  # before the credential: "Bearer", "Basic", or "" for an API key
    env: str  # the environment variable that holds the credential: "OPENAI_API_KEY"
    description: str
    token_url: str = ""  # where OAuth2 client credentials become a bearer token, or ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables of the credential: two for a user name and a password."""
        return basic_variables(self.env) if self.kind is AuthKind.BASIC else (self.env,)

    @property
    def grant_variables(self) -> tuple[str, ...]:
        """The variables of an id and a secret that get a token, in place of the token."""
        stem = variable_stem(self.env)
        return (f"{stem}_CLIENT_ID", f"{stem}_CLIENT_SECRET") if self.token_url else ()


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A separate credential for the operations that use this scheme."""

    argument: str  # "admin_api_key"
    scheme: str  # name of an AuthScheme
    env: str


@dataclass(frozen=True, slots=True)
class TextStep:
    """A step to a text: a member, or with `each` the elements of the array in it."""

    name: str  # as on the wire
    each: bool = False
    tag: str = ""  # only elements whose member of this name is `value`
    value: str = ""


@dataclass(frozen=True, slots=True)
class JoinedText:
    """A member that the client computes by joining the texts at a place."""

    type: str  # name of a NamedType
    name: str  # a safe identifier that no member of the type has: "output_text"
    path: str  # as the provider file has it
    steps: tuple[TextStep, ...]


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module of the provider's own code, which becomes a module of the package."""

    name: str
    file: str  # the name that diagnostics use
    content: bytes = field(metadata={"in_catalog": False})


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the provider's own code that extends the class of a resource or of the client."""

    path: tuple[str, ...]  # of the resource; empty: the client
    module: str
    class_name: str  # of the sync client; that of the async client has the prefix `Async`


@dataclass(frozen=True, slots=True)
class Export:
    """A further name that the package exports."""

    name: str
    target: str
    module: str  # of the provider's own code; "" if the package exports `target`


@dataclass(frozen=True, slots=True)
class TypeAlias:
    """A further name of a type: `types.chat.ChatCompletion` for a type of the client."""

    module: tuple[str, ...]  # below `types`
    name: str
    target: str
    own_module: str = ""  # of the provider's code that has the target; "": the client's types


@dataclass(frozen=True, slots=True)
class MethodAlias:
    """A further name of a method in its resource."""

    path: tuple[str, ...]  # of the resource
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A text file of the provider that goes with the package."""

    name: str  # "CHANGELOG.md"
    content: bytes = field(metadata={"in_catalog": False})


@dataclass(frozen=True, slots=True)
class Additions:
    """What a provider adds to its client: code of its own, and further names."""

    modules: tuple[OwnModule, ...] = ()  # by name
    documents: tuple[OwnDocument, ...] = field(default=(), metadata={"in_catalog": False})
    classes: tuple[OwnClass, ...] = ()
    exports: tuple[Export, ...] = ()
    types: tuple[TypeAlias, ...] = ()
    methods: tuple[MethodAlias, ...] = ()


@dataclass(frozen=True, slots=True)
class WebhookCheck:
    """How a client checks the signatures of webhooks."""

    secret_env: str  # "ACME_WEBHOOK_SECRET"
    prefix: str  # of the names of the headers: "webhook-"
    function: Export | None = None  # of the provider's own code; None: Standard Webhooks


@dataclass(frozen=True, slots=True)
class ClientNames:
    package: str  # "openai_client"
    class_name: str  # "OpenAI"
    api_key_env: str
    base_url_env: str
    headers: tuple[ClientHeader, ...]
    keys: tuple[ClientKey, ...] = ()  # schemes that aren't listed here use the API key
    brackets: bool = False  # lists and objects are sent as `tags[]` and `range[from]`
    datetimes: bool = False  # dates and times in models are objects
    texts: tuple[JoinedText, ...] = ()  # in file order
    additions: Additions = Additions()
    webhooks: WebhookCheck | None = None  # None: the API sends no JSON
    publication: Publication = field(default=Publication(), metadata={"in_catalog": False})
