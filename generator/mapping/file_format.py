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
from generator.vocabulary import SqlVerb


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text of a certain spelling."""

    what: str  # follows "must be": "a JSONPath of names"
    pattern: str = r"\S"  # found in the text by re.search, and by JSON Schema
    code: str = "bad-value"
    hint: str = ""
    forbidden: tuple[str, ...] = ()  # spelled well, and yet refused
    allows: Callable[[str], bool] = bool  # what else must hold, and a JSON Schema can't say
    respell: Callable[[str], str] = str  # a spelling that may be meant; checked before it is shown


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """One of a few words."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagForm:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record. Its `about` is what an editor shows."""

    name: str
    form: Form
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A mapping with known keys."""

    what: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()  # exactly one of these keys is there
    pairs: tuple[tuple[str, str], ...] = ()  # keys that are there together or not at all


@dataclass(frozen=True, slots=True)
class TableForm:
    """A mapping from names to entries of one form, with at least one of them."""

    what: str  # one entry: "service"
    name: TextForm
    entry: Form
    hint: str = ""  # what to do about an empty one


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list of entries of one form."""

    what: str
    entry: Form
    hint: str = ""  # what to do about an empty one; "": it may be empty


Form: TypeAlias = TextForm | ChoiceForm | FlagForm | RecordForm | TableForm | ListForm

_SAFE_HINT = "use lower-case letters, digits and _, with a letter first, and no keyword of Python"
NAME = TextForm(
    "a safe name",
    r"^[a-z][a-z0-9_]{0,99}$",
    "unsafe-name",
    _SAFE_HINT,
    names.RESERVED,
    names.is_safe,
    names.python_identifier,
)
ARGUMENT = replace(NAME, forbidden=(*names.RESERVED, "self", "api_key", "base_url"))
PYTHON_PATH = TextForm(
    "a dotted path of safe names",
    r"^[a-z][a-z0-9_]{0,99}(\.[a-z][a-z0-9_]{0,99}){0,9}$",
    "unsafe-python-name",
    f"in each part {_SAFE_HINT}",
    allows=lambda text: all(names.is_safe(part) for part in text.split(".")),
    respell=lambda text: ".".join(names.python_identifier(part) for part in text.split(".")),
)
CLASS_NAME = TextForm(
    "a class name",
    r"^[A-Z][A-Za-z0-9_]{0,99}$",
    "unsafe-name",
    "start with a capital, use letters and digits, and no name that Python or a client has already",
    ("False", "None", "True"),
    names.is_safe_class,
    names.class_case,
)
LINE = TextForm("a line of text", r"^[^\r\n]*\S[^\r\n]*$", hint="write some text in one line")
PROSE = TextForm("a text that says something", hint="write a sentence")
OPERATION_ID = TextForm("an operationId", hint="write it as the spec has it")
ITEMS_PATH = TextForm(
    "a JSONPath of names",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*){1,20}$",
    "bad-json-path",
    "write the path to the list of rows as `$.data` or `$.result.data`",
)
VALUE_PATH = TextForm(
    "a JSONPath of names and [-1]",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-1\]){1,20}$",
    "bad-json-path",
    "write it as `$.last_id`, `$.meta.next` or `$.data[-1].id`",
)
SCHEMA = TextForm("the name of a schema", hint="write it as the spec has it")
_NAME_STEP = r"\.[A-Za-z_][A-Za-z0-9_-]*"
TEXTS_PATH = TextForm(
    "a JSONPath of names, [*] and filters on a tag, with a name last",
    rf"^\$({_NAME_STEP}(\[\*\]|\[\?@{_NAME_STEP}=='[A-Za-z0-9_./:-]+'\])?){{0,20}}{_NAME_STEP}$",
    "bad-json-path",
    "write it as `$.rows[*].text` or `$.rows[?@.type=='message'].text`",
)
PARAM = TextForm(
    "the name of a param",
    r"^(body:)?[A-Za-z_][A-Za-z0-9_.\[\]-]*$",
    hint="write a query param as `after`, a property of the body as `body:after`",
)
HEADER = TextForm(
    "a header's name",
    r"^[A-Za-z][A-Za-z0-9-]{0,99}$",
    hint="use letters, digits and -, as in `OpenAI-Organization`",
)
HEADER_VALUE = TextForm(
    "a header's value",
    r"^[!-~]([ -~]*[!-~])?$",
    hint="use ASCII's visible characters, as in `assistants=v2`",
)
ENVIRONMENT = TextForm(
    "the name of an environment variable",
    r"^[A-Z_][A-Z0-9_]{0,99}$",
    hint="use capitals, digits and _, as in `OPENAI_API_KEY`",
    respell=lambda text: names.snake_case(text).upper(),
)
DIGEST = TextForm(
    "a SHA-256 digest of 64 hex digits",
    r"^[0-9a-f]{64}$",
    "bad-digest",
    "take what `sha256sum FILE` prints",
    respell=str.lower,
)
FILE = TextForm(
    "a relative path",
    r"^[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it relative to this file, with /, as in `openapi.yaml`",
)
RESOURCE = TextForm(
    "a path inside the package",
    r"^(?!(.*/)?\.\.(/|$))[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it as in `acme_specs/data/openapi.yaml`, without `..`",
)
PACKAGE = TextForm(
    "a package with its version",
    r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?==[A-Za-z0-9.!+_-]+$",
    hint="write it as in `acme-specs==1.2.0`",
)
URL = TextForm(
    "an https:// URL",
    r"^https://[^\s/@]+(/\S*)?$",
    hint="write it as in `https://acme.com/spec.yaml`",
)
PUBLISHED = TextForm(
    "an https:// URL of a website",
    r"^https://[^\s/@?#]+(/[^\s?#]*)?$",
    hint="write it as in `https://acme.com/docs`",
)
SCHEME = TextForm(
    "the name of a security scheme",
    r"^[A-Za-z0-9._-]{1,100}$",
    hint="write it as the spec does, as in `AdminApiKeyAuth`",
)
SITE = TextForm(
    "an https:// URL of a site",
    r"^https://[^\s/@]+$",
    hint="write it as in `https://platform.acme.com`, without a path",
)
STATE = TextForm("a state of a job", hint="write it as the response has it")

SOURCE = RecordForm(
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
CLIENT_HEADER = RecordForm(
    "header",
    (
        Key("header", HEADER, "The header's name on the wire.", True),
        Key("env", ENVIRONMENT, "The environment variable that sets it.", True),
    ),
)
CLIENT_KEY = RecordForm(
    "key",
    (
        Key("scheme", SCHEME, "The security scheme of the spec that asks for this key.", True),
        Key("env", ENVIRONMENT, "The environment variable that holds it.", True),
    ),
)
CLIENT = RecordForm(
    "client",
    (
        Key("package", NAME, "The import name of the generated package."),
        Key("class", CLASS_NAME, "The class that a user of the package calls."),
        Key("api_key_env", ENVIRONMENT, "The environment variable that holds the API key."),
        Key("base_url_env", ENVIRONMENT, "The environment variable that replaces the base URL."),
        Key(
            "headers",
            TableForm("header", ARGUMENT, CLIENT_HEADER, "name an argument, or leave the key out"),
            "Headers that the client sends, by the argument that sets them.",
        ),
        Key(
            "keys",
            TableForm("key", ARGUMENT, CLIENT_KEY, "name an argument, or leave the key out"),
            "Keys beside the API key, by the argument that gives them.",
        ),
        Key(
            "brackets",
            FlagForm(),
            "Send lists as `tags[]` and objects as `range[from]` in queries and forms, "
            "where the spec names no style.",
        ),
        Key(
            "texts",
            TableForm(
                "type",
                SCHEMA,
                TableForm("text", NAME, TEXTS_PATH, "name a member, or leave the type out"),
                "name a schema, or leave the key out",
            ),
            "Members that the client makes, by schema: the texts at a place of it, joined.",
        ),
    ),
)
DOCUSAURUS = RecordForm(
    "docusaurus",
    (Key("descriptions", FlagForm(), "Fill the Description column of the Methods table."),),
)
PAGINATION = RecordForm(
    "pagination",
    (
        Key("send", PARAM, "The param that asks for the next page.", True),
        Key("next", VALUE_PATH, "Where the response has the value to send.", True),
        Key("more", VALUE_PATH, "Where the response says whether there are more pages."),
        Key("size", PARAM, "The param that sets how many rows a page has."),
    ),
)
WAIT = RecordForm(
    "wait",
    (
        Key("poll", NAME, "The method beside it in the client that shows the job.", True),
        Key("status", VALUE_PATH, "Where the response of that method has the job's state.", True),
        Key(
            "until",
            ListForm("states", STATE, "name the states that end a job"),
            "The states that end a job.",
            True,
        ),
        Key("id", VALUE_PATH, "Where the first response names the job; `$.id` if left out."),
    ),
)
METHOD = RecordForm(
    "method",
    (
        Key("operation", OPERATION_ID, "The operationId, as the spec has it.", True),
        Key(
            "verb",
            ChoiceForm("SQL verb", tuple(SqlVerb)),
            "The SQL verb: select, insert, update, replace, delete or exec.",
            True,
        ),
        Key("python", PYTHON_PATH, "The method's name in the Python client.", True),
        Key("items", ITEMS_PATH, "Where the response keeps its rows, if it isn't itself the row."),
        Key("pagination", NAME, "The name of one of `paginations`."),
        Key("wait", NAME, "The name of one of `waits`: the client can wait for the job's end."),
    ),
)
RESOURCE_ENTRY = RecordForm(
    "resource",
    (
        Key("description", PROSE, "What the resource is, for its page."),
        Key(
            "methods",
            TableForm("method", NAME, METHOD, "map an operation, or remove the resource"),
            "The methods by name. The first SELECT gives the page's fields.",
            True,
        ),
    ),
)
SERVICE = RecordForm(
    "service",
    (
        Key("title", LINE, "The service's name for people."),
        Key("description", PROSE, "What the service is, for its page."),
        Key(
            "headers",
            TableForm("header", HEADER, HEADER_VALUE, "name a header, or leave the key out"),
            "Headers that the client sends with each call of the service, and their values.",
        ),
        Key(
            "resources",
            TableForm("resource", NAME, RESOURCE_ENTRY, "add a resource, or remove the service"),
            "The resources by name.",
            True,
        ),
    ),
)
EXCLUSION = RecordForm(
    "exclusion",
    (
        Key("operation", OPERATION_ID, "The operationId, as the spec has it.", True),
        Key("reason", PROSE, "Why the operation is left out.", True),
    ),
)
PROVIDER_FILE = RecordForm(
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
        Key(
            "paginations",
            TableForm("pagination", NAME, PAGINATION, "name a pagination, or leave the key out"),
            "How list calls walk on, by name.",
        ),
        Key(
            "waits",
            TableForm("wait", NAME, WAIT, "name a wait, or leave the key out"),
            "How calls that start an asynchronous job are waited for, by name.",
        ),
        Key(
            "services",
            TableForm(
                "service", NAME, SERVICE, "`generate infer SPEC` drafts a mapping of all operations"
            ),
            "The services by name, each with its resources and their methods.",
            True,
        ),
        Key("exclude", ListForm("exclusions", EXCLUSION), "Operations that are left out, and why."),
    ),
)


def accepts(form: TextForm, text: str) -> bool:
    """Is `text` spelled as `form` says?"""
    whole = form.pattern.removesuffix("$") + r"\Z" if form.pattern.endswith("$") else form.pattern
    return bool(re.search(whole, text)) and text not in form.forbidden and form.allows(text)
