"""The texts of a provider file: names, paths, URLs and the like, each as the form that it takes."""

from __future__ import annotations

import ast
import keyword
import sys
from dataclasses import replace

from generator import names
from generator.mapping.forms import TextForm


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


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
_CLIENT_IMPORTS = frozenset(
    {"annotated_types", "anyio", "certifi", "h11", "httpcore2", "httpx2", "idna", "pydantic"}
    | {"pydantic_core", "sniffio", "typing_extensions", "typing_inspection"}
)
PACKAGE_NAME = replace(
    NAME,
    what="a safe name that no module of Python or of the client's dependencies has",
    hint="choose another name, as in `acme_client`",
    allows=lambda text: (
        names.is_safe(text) and text not in sys.stdlib_module_names and text not in _CLIENT_IMPORTS
    ),
    respell=lambda text: f"{names.python_identifier(text)}_client",
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
LINE = TextForm("a line of text", r"^[^\S\r\n]*\S[^\r\n]*$", hint="write some text on one line")
PROSE = TextForm("a text that isn't blank", hint="write a sentence")
OPERATION_ID = TextForm("an operationId", hint="copy it from the spec")
ITEMS_PATH = TextForm(
    "a JSONPath of names",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*){0,20}$",
    "bad-json-path",
    "write the path to the list of rows like `$.data`; `$` is the whole response",
)
VALUE_PATH = TextForm(
    "a JSONPath of names and [-1]",
    r"^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-1\]){1,20}$",
    "bad-json-path",
    "write it like `$.last_id`, `$.meta.next` or `$.data[-1].id`",
)
RESPONSE_PLACE = TextForm(
    "a JSONPath of names and [-1], or `header:` with a name",
    r"^(\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-1\]|\['[^'\\]{1,100}'\]){1,20}"
    r"|header:[A-Za-z][A-Za-z0-9-]{0,99})$",
    "bad-json-path",
    "write it like `$.meta.next`, `$.data[-1].id` or `header:Link`",
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
    r"^(body:)?[$A-Za-z_][A-Za-z0-9_.\[\]-]*$",
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
LINKED_FILE = TextForm(
    "a path below the spec's folder",
    r"^(?!(.*/)?\.{1,2}(/|$))[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it relative to the spec's folder, like `schemas/job.yaml`, without `.` and `..`",
)
RESOURCE = TextForm(
    "a path inside the package",
    r"^(?!(.*/)?\.\.(/|$))[^/\\\s:][^\\\x00-\x1f:]*$",
    "bad-path",
    "write it like `acme_specs/data/openapi.yaml`, without `..`",
)
MEMBER_OF_MODULE = TextForm(
    "a module and a name in it",
    r"^[a-z][a-z0-9_]{0,99}\.[A-Za-z][A-Za-z0-9_]{0,99}$",
    hint="write it like `streaming.StreamedChat`",
)
EXPORT = TextForm(
    "a name of the package, or a module of your code and a name in it",
    r"^([a-z][a-z0-9_]{0,99}\.)?[A-Za-z][A-Za-z0-9_]{0,99}$",
    hint="write it like `NotFoundError` or `tools.make_tool`",
)
IDENTIFIER = TextForm(
    "an identifier",
    r"^[A-Za-z][A-Za-z0-9_]{0,99}$",
    "unsafe-name",
    "start with a letter; use letters, digits and _; avoid Python's keywords",
    tuple(keyword.kwlist),
    lambda text: not keyword.iskeyword(text),
)
RESOURCE_PATH = TextForm(
    "the path of a resource in the client, or `$`",
    r"^(\$|[a-z][a-z0-9_]{0,99}(\.[a-z][a-z0-9_]{0,99}){0,9})$",
    hint="write it like `chat.completions`; `$` is the client itself",
)
TYPE_NAME = TextForm(
    "the name of a type below `types`",
    r"^([a-z][a-z0-9_]{0,99}\.){0,5}[A-Z][A-Za-z0-9_]{0,99}$",
    "unsafe-name",
    "write it like `ChatCompletion`, or `chat.ChatCompletion` in a module of its own",
)
CLIENT_TYPE = TextForm(
    "a type of the client, or a module and a class of your code",
    r"^([a-z][a-z0-9_]{0,99}\.)?[A-Z][A-Za-z0-9_]{0,99}$",
    hint="copy it from `types/__init__.pyi` of the client, or write it like `cards.Card`",
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
PACKAGE_VERSION = TextForm(
    "the version of a package",
    r"^[0-9]{1,9}(\.[0-9]{1,9}){0,5}((a|b|rc)[0-9]{1,9})?(\.post[0-9]{1,9})?(\.dev[0-9]{1,9})?$",
    hint="write it like `1.2.0` or `1.2.0rc1`",
)
LICENSE = TextForm(
    "an SPDX license expression",
    r"^[A-Za-z0-9.+()-]+( [A-Za-z0-9.+()-]+)*$",
    hint="write it like `MIT` or `Apache-2.0`",
)
LABEL = TextForm(
    "a label of at most 32 characters",
    r"^[A-Za-z]([A-Za-z0-9 -]{0,30}[A-Za-z0-9])?$",
    hint="write it like `Source` or `Issue tracker`",
)
PROGRAM = TextForm(
    "Python code that uses `client`",
    r"\S",
    hint="write statements that are valid Python, without a line of three backquotes",
    allows=lambda text: "```" not in text and _is_python(text),
)
KEYWORD = TextForm(
    "a keyword",
    r"^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,48}[A-Za-z0-9])?$",
    hint="use letters, digits, spaces and dashes",
)
IMAGE = TextForm(
    "a path on the site, or an https:// URL",
    r"^(https://[A-Za-z0-9.:-]+)?(/[A-Za-z0-9._-]+)+$",
    hint="write it like `/img/acme.png` or `https://acme.com/acme.png`",
)
COLUMN = TextForm("the name of a column", hint="copy it from the spec, like `name`")
EVENT = TextForm("the name of an event", hint="copy it from the spec")
STATE = TextForm("a state of a job", hint="copy it from the response")
