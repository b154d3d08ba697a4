"""The form of a provider file, as data: which keys it has, what their values look like, and why.

`form_check` reads files by it and `schema` turns it into JSON Schema, so the two can't drift apart.
What a value refers to (an operation, a pagination) is left to `read` and to the provider stage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator import names
from generator.vocabulary import DocusaurusLayout, SqlVerb


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a certain spelling."""

    what: str  # follows "must be": "a JSONPath of names"
    pattern: str = r"\S"  # found in the text by re.search, and by JSON Schema
    code: str = "bad-value"
    hint: str = ""
    forbidden: tuple[str, ...] = ()  # spelled well, and yet refused
    allows: Callable[[str], bool] = bool  # what else must hold, and a JSON Schema can't say
    respell: Callable[[str], str] = str  # a spelling that may be meant; checked before it is shown


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a Record. Its `about` is what an editor shows."""

    name: str
    form: Form
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys."""

    what: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()  # exactly one of these keys is there
    pairs: tuple[tuple[str, str], ...] = ()  # keys that are there together or not at all


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from names to entries of one form, with at least one of them."""

    what: str  # one entry: "service"
    name: Text
    entry: Form
    hint: str = ""  # what to do about an empty one


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of entries of one form."""

    what: str
    entry: Form
    hint: str = ""  # what to do about an empty one; "": it may be empty


Form: TypeAlias = Text | Choice | Flag | Record | Table | Sequence

_SAFE_HINT = "use lower-case letters, digits and _, with a letter first, and no keyword of Python"
NAME = Text(
    "a safe name",
    r"^[a-z][a-z0-9_]{0,99}$",
    "unsafe-name",
    _SAFE_HINT,
    names.RESERVED,
    names.is_safe,
    names.python_identifier,
)
ARGUMENT = replace(NAME, forbidden=(*names.RESERVED, "self", "api_key", "base_url"))
PYTHON_PATH = Text(
    "a dotted path of safe names",
    r"^[a-z][a-z0-9_]{0,99}(\.[a-z][a-z0-9_]{0,99}){0,9}$",
    "unsafe-python-name",
    f"in each part {_SAFE_HINT}",
    allows=lambda text: all(names.is_safe(part) for part in text.split(".")),
    respell=lambda text: ".".join(names.python_identifier(part) for part in text.split(".")),
)
CLASS_NAME = Text(
    "a class name",
    r"^[A-Z][A-Za-z0-9_]{0,99}$",
    "unsafe-name",
    "start with a capital, use letters and digits, and no name that Python or a client has already",
    ("False", "None", "True"),
    names.is_safe_class,
    names.class_case,
)
LINE = Text("a line of text", r"^[^\r\n]*\S[^\r\n]*$", hint="write some text in one line")
PROSE = Text("a text that says something", hint="write a sentence")
OPERATION_ID = Text("an operationId", hint="write it as the spec has it")
ITEMS_PATH = Text(
    "a JSONPath of names",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*){1,20}$",
    "bad-json-path",
    "write the path to the list of rows as `$.data` or `$.result.data`",
)
VALUE_PATH = Text(
    "a JSONPath of names and [-1]",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-1\]){1,20}$",
    "bad-json-path",
    "write it as `$.last_id`, `$.meta.next` or `$.data[-1].id`",
)
SCHEMA = Text("the name of a schema", hint="write it as the spec has it")
_NAME_STEP = r"\.[A-Za-z_][A-Za-z0-9_-]*"
TEXTS_PATH = Text(
    "a JSONPath of names, [*] and filters on a tag, with a name last",
    rf"^\$({_NAME_STEP}(\[\*\]|\[\?@{_NAME_STEP}=='[A-Za-z0-9_./:-]+'\])?){{0,20}}{_NAME_STEP}$",
    "bad-json-path",
    "write it as `$.rows[*].text` or `$.rows[?@.type=='message'].text`",
)
PARAM = Text(
    "the name of a param",
    r"^(body:)?[A-Za-z_][A-Za-z0-9_.\[\]-]*$",
    hint="write a query param as `after`, a property of the body as `body:after`",
)
HEADER = Text(
    "a header's name",
    r"^[A-Za-z][A-Za-z0-9-]{0,99}$",
    hint="use letters, digits and -, as in `OpenAI-Organization`",
)
HEADER_VALUE = Text(
    "a header's value",
    r"^[!-~]([ -~]*[!-~])?$",
    hint="use ASCII's visible characters, as in `assistants=v2`",
)
ENVIRONMENT = Text(
    "the name of an environment variable",
    r"^[A-Z_][A-Z0-9_]{0,99}$",
    hint="use capitals, digits and _, as in `OPENAI_API_KEY`",
    respell=lambda text: names.snake_case(text).upper(),
)
DIGEST = Text(
    "a SHA-256 digest of 64 hex digits",
    r"^[0-9a-f]{64}$",
    "bad-digest",
    "take what `sha256sum FILE` prints",
    respell=str.lower,
)
FILE = Text(
    "a relative path",
    r"^[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it relative to this file, with /, as in `openapi.yaml`",
)
RESOURCE = Text(
    "a path inside the package",
    r"^(?!(.*/)?\.\.(/|$))[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it as in `acme_specs/data/openapi.yaml`, without `..`",
)
PACKAGE = Text(
    "a package with its version",
    r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?==[A-Za-z0-9.!+_-]+$",
    hint="write it as in `acme-specs==1.2.0`",
)
URL = Text(
    "an https:// URL",
    r"^https://[^\s/@]+(/\S*)?$",
    hint="write it as in `https://acme.com/spec.yaml`",
)
PUBLISHED = Text(
    "an https:// URL of a website",
    r"^https://[^\s/@?#]+(/[^\s?#]*)?$",
    hint="write it as in `https://acme.com/docs`",
)
SCHEME = Text(
    "the name of a security scheme",
    r"^[A-Za-z0-9._-]{1,100}$",
    hint="write it as the spec does, as in `AdminApiKeyAuth`",
)
SITE = Text(
    "an https:// URL of a site",
    r"^https://[^\s/@]+$",
    hint="write it as in `https://platform.acme.com`, without a path",
)
VERSION = Text(
    "a version of registry documents",
    r"^v[0-9]{2}\.[0-9]{2}\.[0-9]{5}$",
    hint="write it as vYY.MM.NNNNN, as in `v26.08.00001`",
)
STATE = Text("a state of a job", hint="write it as the response has it")

SOURCE = Record(
    "source",
    (
        Key(
            "package", PACKAGE, "An installed distribution that carries the spec, with its version."
        ),
        Key("resource", RESOURCE, "The spec's path inside the package."),
        Key("file", FILE, "The spec's path, relative to this file."),
        Key("url", URL, "Where the spec is downloaded from."),
        Key(
            "sha256", DIGEST, "The digest of the spec's bytes. A run stops where it differs.", True
        ),
    ),
    one_of=("package", "file", "url"),
    pairs=(("package", "resource"),),
)
CLIENT_HEADER = Record(
    "header",
    (
        Key("header", HEADER, "The header's name on the wire.", True),
        Key("env", ENVIRONMENT, "The environment variable that sets it.", True),
    ),
)
CLIENT_KEY = Record(
    "key",
    (
        Key("scheme", SCHEME, "The security scheme of the spec that asks for this key.", True),
        Key("env", ENVIRONMENT, "The environment variable that holds it.", True),
    ),
)
CLIENT = Record(
    "client",
    (
        Key("package", NAME, "The import name of the generated package."),
        Key("class", CLASS_NAME, "The class that a user of the package calls."),
        Key("api_key_env", ENVIRONMENT, "The environment variable that holds the API key."),
        Key("base_url_env", ENVIRONMENT, "The environment variable that replaces the base URL."),
        Key(
            "headers",
            Table("header", ARGUMENT, CLIENT_HEADER, "name an argument, or leave the key out"),
            "Headers that the client sends, by the argument that sets them.",
        ),
        Key(
            "keys",
            Table("key", ARGUMENT, CLIENT_KEY, "name an argument, or leave the key out"),
            "Keys beside the API key, by the argument that gives them.",
        ),
        Key(
            "brackets",
            Flag(),
            "Send lists as `tags[]` and objects as `range[from]` in queries and forms, "
            "where the spec names no style.",
        ),
        Key(
            "texts",
            Table(
                "type",
                SCHEMA,
                Table("text", NAME, TEXTS_PATH, "name a member, or leave the type out"),
                "name a schema, or leave the key out",
            ),
            "Members that the client makes, by schema: the texts at a place of it, joined.",
        ),
    ),
)
DOCUSAURUS = Record(
    "docusaurus",
    (
        Key(
            "layout",
            Choice("layout", tuple(DocusaurusLayout)),
            "Pages like the registry's: `current`, or the older `sample`; `current` if left out.",
        ),
        Key(
            "descriptions",
            Flag(),
            "Fill the Description column of the Methods table in the layout `sample`.",
        ),
    ),
)
STACKQL_PROVIDER = Record(
    "StackQL provider",
    (Key("scheme", SCHEME, "The security scheme of the spec whose key it sends.", True),),
)
STACKQL = Record(
    "stackql",
    (
        Key(
            "version", VERSION, "The version of its registry documents; `v00.00.00000` if left out."
        ),
        Key(
            "body_columns",
            Choice("way to name columns", ("bare", "prefixed")),
            "The columns of a request's body: by their own names, or with `data__` in front.",
        ),
        Key(
            "providers",
            Table("provider", NAME, STACKQL_PROVIDER, "name a provider, or leave the key out"),
            "StackQL providers beside the one of this file's name, each with a key of its own.",
        ),
    ),
)
PAGINATION = Record(
    "pagination",
    (
        Key("send", PARAM, "The param that asks for the next page.", True),
        Key("next", VALUE_PATH, "Where the response has the value to send.", True),
        Key("more", VALUE_PATH, "Where the response says whether there are more pages."),
        Key("size", PARAM, "The param that sets how many rows a page has."),
    ),
)
WAIT = Record(
    "wait",
    (
        Key("poll", NAME, "The method beside it in the client that shows the job.", True),
        Key("status", VALUE_PATH, "Where the response of that method has the job's state.", True),
        Key(
            "until",
            Sequence("states", STATE, "name the states that end a job"),
            "The states that end a job.",
            True,
        ),
        Key("id", VALUE_PATH, "Where the first response names the job; `$.id` if left out."),
    ),
)
METHOD = Record(
    "method",
    (
        Key("operation", OPERATION_ID, "The operationId, as the spec has it.", True),
        Key(
            "verb",
            Choice("SQL verb", tuple(SqlVerb)),
            "The SQL verb: select, insert, update, replace, delete or exec.",
            True,
        ),
        Key("python", PYTHON_PATH, "The method's name in the Python client.", True),
        Key("items", ITEMS_PATH, "Where the response keeps its rows, if it isn't itself the row."),
        Key("pagination", NAME, "The name of one of `paginations`."),
        Key("wait", NAME, "The name of one of `waits`: the client can wait for the job's end."),
    ),
)
RESOURCE_ENTRY = Record(
    "resource",
    (
        Key("description", PROSE, "What the resource is, for its page."),
        Key(
            "methods",
            Table("method", NAME, METHOD, "map an operation, or remove the resource"),
            "The methods by name. The first SELECT gives the page's fields.",
            True,
        ),
    ),
)
SERVICE = Record(
    "service",
    (
        Key("title", LINE, "The service's name for people."),
        Key("description", PROSE, "What the service is, for its page."),
        Key(
            "headers",
            Table("header", HEADER, HEADER_VALUE, "name a header, or leave the key out"),
            "Headers that the client sends with each call of the service, and their values.",
        ),
        Key(
            "resources",
            Table("resource", NAME, RESOURCE_ENTRY, "add a resource, or remove the service"),
            "The resources by name.",
            True,
        ),
    ),
)
EXCLUSION = Record(
    "exclusion",
    (
        Key("operation", OPERATION_ID, "The operationId, as the spec has it.", True),
        Key("reason", PROSE, "Why the operation is left out.", True),
    ),
)
PROVIDER_FILE = Record(
    "provider file",
    (
        Key("provider", NAME, "The provider's name: the first part of each resource's id.", True),
        Key("title", LINE, "The provider's name for people."),
        Key("source", SOURCE, "Where the OpenAPI document comes from.", True),
        Key("overlay", FILE, "An OpenAPI Overlay that repairs the document, beside this file."),
        Key("documentation", SITE, "The vendor's site: links of descriptions are below it."),
        Key("site", PUBLISHED, "Where the generated website is published."),
        Key("client", CLIENT, "Names of the Python client; by default made from the provider's."),
        Key("docusaurus", DOCUSAURUS, "Choices of the Docusaurus layout."),
        Key("stackql", STACKQL, "How StackQL loads the provider."),
        Key(
            "paginations",
            Table("pagination", NAME, PAGINATION, "name a pagination, or leave the key out"),
            "How list calls walk on, by name.",
        ),
        Key(
            "waits",
            Table("wait", NAME, WAIT, "name a wait, or leave the key out"),
            "How calls that start an asynchronous job are waited for, by name.",
        ),
        Key(
            "services",
            Table(
                "service", NAME, SERVICE, "`generate infer SPEC` drafts a mapping of all operations"
            ),
            "The services by name, each with its resources and their methods.",
            True,
        ),
        Key("exclude", Sequence("exclusions", EXCLUSION), "Operations that are left out, and why."),
    ),
)


def accepts(form: Text, text: str) -> bool:
    """Is `text` spelled as `form` says?"""
    whole = form.pattern.removesuffix("$") + r"\Z" if form.pattern.endswith("$") else form.pattern
    return bool(re.search(whole, text)) and text not in form.forbidden and form.allows(text)
