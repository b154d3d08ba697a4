"""The format of a provider file, as data: its keys, the form of their values, and a description.

`format_check` checks files by it, and `schema` makes the JSON Schema from it, so the two agree.
`provider_file` and `lower` check what a value refers to, such as an operation or a pagination.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator import names
from generator.vocabulary import DocusaurusLayout, SqlVerb


@dataclass(frozen=True, slots=True)
class TextForm:
    """A string of a certain spelling."""

    what: str  # follows "must be": "a JSONPath of names"
    pattern: str = r"\S"  # for re.search, and for JSON Schema
    code: str = "bad-value"
    hint: str = ""
    forbidden: tuple[str, ...] = ()  # matches the pattern, but is refused
    allows: Callable[[str], bool] = bool  # a condition that JSON Schema can't express
    respell: Callable[[str], str] = str  # suggests a spelling; it is checked before it is shown


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
    """A key of a record. Editors show its `about`."""

    name: str
    form: Form
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A mapping with known keys."""

    what: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()  # exactly one of these keys must be present
    pairs: tuple[tuple[str, str], ...] = ()  # keys that must be present together


@dataclass(frozen=True, slots=True)
class TableForm:
    """A mapping from names to entries of one form. It has at least one entry."""

    what: str  # one entry: "service"
    name: TextForm
    entry: Form
    hint: str = ""  # what to do if it is empty


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list of entries of one form."""

    what: str
    entry: Form
    hint: str = ""  # what to do if it is empty; "" allows an empty list


Form: TypeAlias = TextForm | ChoiceForm | FlagForm | RecordForm | TableForm | ListForm

_SAFE_HINT = "use lower-case letters, digits and _; start with a letter; avoid Python's keywords"
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
    f"in each part, {_SAFE_HINT}",
    allows=lambda text: all(names.is_safe(part) for part in text.split(".")),
    respell=lambda text: ".".join(names.python_identifier(part) for part in text.split(".")),
)
CLASS_NAME = TextForm(
    "a class name",
    r"^[A-Z][A-Za-z0-9_]{0,99}$",
    "unsafe-name",
    "start with a capital letter, use letters and digits, and avoid names of Python and the client",
    ("False", "None", "True"),
    names.is_safe_class,
    names.class_case,
)
LINE = TextForm("a line of text", r"^[^\r\n]*\S[^\r\n]*$", hint="write some text on one line")
PROSE = TextForm("a text that isn't blank", hint="write a sentence")
OPERATION_ID = TextForm("an operationId", hint="copy it from the spec")
ITEMS_PATH = TextForm(
    "a JSONPath of names",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*){1,20}$",
    "bad-json-path",
    "write the path to the list of rows like `$.data` or `$.result.data`",
)
VALUE_PATH = TextForm(
    "a JSONPath of names and [-1]",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-1\]){1,20}$",
    "bad-json-path",
    "write it like `$.last_id`, `$.meta.next` or `$.data[-1].id`",
)
SCHEMA = TextForm("the name of a schema", hint="copy it from the spec")
_NAME_STEP = r"\.[A-Za-z_][A-Za-z0-9_-]*"
TEXTS_PATH = TextForm(
    "a JSONPath of names, [*] and filters on a tag, with a name last",
    rf"^\$({_NAME_STEP}(\[\*\]|\[\?@{_NAME_STEP}=='[A-Za-z0-9_./:-]+'\])?){{0,20}}{_NAME_STEP}$",
    "bad-json-path",
    "write it like `$.rows[*].text` or `$.rows[?@.type=='message'].text`",
)
PARAM = TextForm(
    "the name of a parameter",
    r"^(body:)?[A-Za-z_][A-Za-z0-9_.\[\]-]*$",
    hint="write a query parameter as `after`, a property of the body as `body:after`",
)
HEADER = TextForm(
    "a header's name",
    r"^[A-Za-z][A-Za-z0-9-]{0,99}$",
    hint="use letters, digits and -, as in `OpenAI-Organization`",
)
HEADER_VALUE = TextForm(
    "a header's value",
    r"^[!-~]([ -~]*[!-~])?$",
    hint="use visible ASCII characters, as in `assistants=v2`",
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
    "copy it from the output of `sha256sum FILE`",
    respell=str.lower,
)
FILE = TextForm(
    "a relative path",
    r"^[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it relative to this file, with `/`, like `openapi.yaml`",
)
RESOURCE = TextForm(
    "a path inside the package",
    r"^(?!(.*/)?\.\.(/|$))[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it like `acme_specs/data/openapi.yaml`, without `..`",
)
PACKAGE = TextForm(
    "a package with its version",
    r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?==[A-Za-z0-9.!+_-]+$",
    hint="write it like `acme-specs==1.2.0`",
)
URL = TextForm(
    "an https:// URL",
    r"^https://[^\s/@]+(/\S*)?$",
    hint="write it like `https://acme.com/spec.yaml`",
)
PUBLISHED = TextForm(
    "an https:// URL of a website",
    r"^https://[^\s/@?#]+(/[^\s?#]*)?$",
    hint="write it like `https://acme.com/docs`",
)
SCHEME = TextForm(
    "the name of a security scheme",
    r"^[A-Za-z0-9._-]{1,100}$",
    hint="copy it from the spec, like `AdminApiKeyAuth`",
)
SITE = TextForm(
    "an https:// URL of a site",
    r"^https://[^\s/@]+$",
    hint="write it like `https://platform.acme.com`, without a path",
)
VERSION = TextForm(
    "a version of registry documents",
    r"^v[0-9]{2}\.[0-9]{2}\.[0-9]{5}$",
    hint="write it as vYY.MM.NNNNN, like `v26.08.00001`",
)
COLUMN = TextForm("the name of a column", hint="copy it from the spec, like `name`")
STATE = TextForm("a state of a job", hint="copy it from the response")

SOURCE = RecordForm(
    "source",
    (
        Key(
            "package",
            PACKAGE,
            "The installed distribution that contains the spec, with its version.",
        ),
        Key("resource", RESOURCE, "The spec's path inside the package."),
        Key("file", FILE, "The spec's path, relative to this file."),
        Key("url", URL, "The URL of the spec."),
        Key("sha256", DIGEST, "The digest of the spec's bytes. A run stops if it differs.", True),
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
        Key("scheme", SCHEME, "The spec's security scheme that uses this key.", True),
        Key("env", ENVIRONMENT, "The environment variable that holds it.", True),
    ),
)
CLIENT = RecordForm(
    "client",
    (
        Key("package", NAME, "The import name of the generated package."),
        Key("class", CLASS_NAME, "The client class of the package."),
        Key("api_key_env", ENVIRONMENT, "The environment variable that holds the API key."),
        Key("base_url_env", ENVIRONMENT, "The environment variable that replaces the base URL."),
        Key(
            "headers",
            TableForm("header", ARGUMENT, CLIENT_HEADER, "add an argument, or remove the key"),
            "Headers that the client sends, each under the argument that sets it.",
        ),
        Key(
            "keys",
            TableForm("key", ARGUMENT, CLIENT_KEY, "add an argument, or remove the key"),
            "Further API keys, each under the argument that sets it.",
        ),
        Key(
            "brackets",
            FlagForm(),
            "Send lists as `tags[]` and objects as `range[from]` in queries and forms, "
            "unless the spec gives a style.",
        ),
        Key(
            "texts",
            TableForm(
                "type",
                SCHEMA,
                TableForm("text", NAME, TEXTS_PATH, "add a member, or remove the type"),
                "add a schema, or remove the key",
            ),
            "Members that the client computes, by schema: the joined texts at a path in it.",
        ),
    ),
)
DOCUSAURUS = RecordForm(
    "docusaurus",
    (
        Key(
            "layout",
            ChoiceForm("layout", tuple(DocusaurusLayout)),
            "The layout of the pages: `current`, the registry's and the default, or `sample`.",
        ),
        Key(
            "descriptions",
            FlagForm(),
            "Fill the Description column of the Methods table in the layout `sample`.",
        ),
    ),
)
STACKQL_PROVIDER = RecordForm(
    "StackQL provider",
    (Key("scheme", SCHEME, "The security scheme of the spec whose key it sends.", True),),
)
STACKQL = RecordForm(
    "stackql",
    (
        Key(
            "version", VERSION, "The version of the registry documents; by default `v00.00.00000`."
        ),
        Key(
            "body_columns",
            ChoiceForm("way to name columns", ("bare", "prefixed")),
            "The columns of a request's body: their own names, or `data__` in front of them.",
        ),
        Key(
            "providers",
            TableForm("provider", NAME, STACKQL_PROVIDER, "name a provider, or leave the key out"),
            "StackQL providers beside the one with this file's name, each with its own key.",
        ),
    ),
)
PAGINATION = RecordForm(
    "pagination",
    (
        Key("send", PARAM, "The parameter that asks for the next page.", True),
        Key("next", VALUE_PATH, "The path in the response to the value to send.", True),
        Key("more", VALUE_PATH, "The path in the response to a boolean: are there more pages?"),
        Key("size", PARAM, "The parameter that sets the number of rows on a page."),
    ),
)
WAIT = RecordForm(
    "wait",
    (
        Key("poll", NAME, "The client's method, in the same resource, that returns the job.", True),
        Key("status", VALUE_PATH, "The path in that method's response to the job's state.", True),
        Key(
            "until",
            ListForm("states", STATE, "list the states that end a job"),
            "The states that end a job.",
            True,
        ),
        Key("id", VALUE_PATH, "The path in the first response to the job's id; `$.id` by default."),
    ),
)
METHOD = RecordForm(
    "method",
    (
        Key("operation", OPERATION_ID, "The operationId in the spec.", True),
        Key(
            "verb",
            ChoiceForm("SQL verb", tuple(SqlVerb)),
            "The SQL verb: select, insert, update, replace, delete or exec.",
            True,
        ),
        Key("python", PYTHON_PATH, "The method's name in the Python client.", True),
        Key("items", ITEMS_PATH, "The path to the rows, unless the response itself is the row."),
        Key("pagination", NAME, "The name of one of `paginations`."),
        Key("wait", NAME, "The name of one of `waits`: the client can wait until the job ends."),
    ),
)
DEPLOY = RecordForm(
    "deploy",
    (
        Key(
            "exists_by",
            COLUMN,
            "The column or the param of a SELECT by which stackql-deploy finds what it created.",
            True,
        ),
        Key(
            "value",
            COLUMN,
            "The property or param of the INSERT that sets it; the one of its name if left out.",
        ),
    ),
)
RESOURCE_ENTRY = RecordForm(
    "resource",
    (
        Key("deploy", DEPLOY, "How stackql-deploy finds the resource again."),
        Key("description", PROSE, "The description of the resource on its page."),
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
        Key("title", LINE, "The service's display name."),
        Key("description", PROSE, "The description of the service on its page."),
        Key(
            "headers",
            TableForm("header", HEADER, HEADER_VALUE, "add a header, or remove the key"),
            "Headers, with their values, that the client sends with each call of the service.",
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
        Key("operation", OPERATION_ID, "The operationId in the spec.", True),
        Key("reason", PROSE, "The reason for leaving the operation out.", True),
    ),
)
PROVIDER_FILE = RecordForm(
    "provider file",
    (
        Key(
            "provider",
            NAME,
            "The provider's name, which is the first part of each resource's id.",
            True,
        ),
        Key("title", LINE, "The provider's display name."),
        Key("source", SOURCE, "Where the OpenAPI document comes from.", True),
        Key(
            "overlay", FILE, "An OpenAPI Overlay that corrects the document, relative to this file."
        ),
        Key(
            "documentation",
            SITE,
            "The vendor's documentation site; relative links in descriptions point to it.",
        ),
        Key("site", PUBLISHED, "The URL where the generated website is published."),
        Key(
            "client",
            CLIENT,
            "Names of the Python client; the defaults come from the provider's name.",
        ),
        Key("docusaurus", DOCUSAURUS, "Options of the Docusaurus layout."),
        Key("stackql", STACKQL, "How StackQL loads the provider."),
        Key(
            "paginations",
            TableForm("pagination", NAME, PAGINATION, "add a pagination, or remove the key"),
            "How list calls get the next page, by name.",
        ),
        Key(
            "waits",
            TableForm("wait", NAME, WAIT, "add a wait, or remove the key"),
            "How the client waits for asynchronous jobs, by name.",
        ),
        Key(
            "services",
            TableForm(
                "service", NAME, SERVICE, "`generate infer SPEC` drafts a mapping of all operations"
            ),
            "The services by name, each with its resources and their methods.",
            True,
        ),
        Key(
            "exclude",
            ListForm("exclusions", EXCLUSION),
            "Operations that are left out, each with the reason.",
        ),
    ),
)


def accepts(form: TextForm, text: str) -> bool:
    """Is `text` spelled as `form` demands?"""
    whole = form.pattern.removesuffix("$") + r"\Z" if form.pattern.endswith("$") else form.pattern
    return bool(re.search(whole, text)) and text not in form.forbidden and form.allows(text)
