"""Converts a vendor's spelling to a safe name, or refuses it.

Only names that come from here become identifiers, paths or file names in the output.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

SAFE = re.compile(r"[a-z][a-z0-9_]{0,99}\Z")
"""The pattern of the name of a provider, service, resource or method."""

_LONGEST = 100
_SAFE_CLASS = re.compile(r"[A-Z][A-Za-z0-9_]{0,99}\Z")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[A-Z]")
# Windows allows no file with these names, whatever the suffix.
_RESERVED_FILES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
# Arguments of every method of a client, besides its operation's own.
_OPTIONS = frozenset(
    {"timeout", "extra_headers", "extra_query", "extra_body", "idempotency_key"}
    | {"max_items", "wait_timeout", "poll_interval", "options"}
)
_WORDS_OF_SCHEMES = frozenset(("api", "auth", "authentication", "authorization", "key", "security"))
RESERVED = tuple(sorted({*filter(SAFE.match, keyword.kwlist), *_RESERVED_FILES}))
"""Names that match `SAFE` but aren't safe."""

IMPORTED_BY_CLIENTS = (
    *("Any", "AsyncBinaryResponse", "AsyncClient", "AsyncIterable", "AsyncPages", "AsyncResource"),
    *("AsyncStream", "Iterable"),
    *("AsyncKeyInput", "AsyncVerb", "KeyInput", "SyncVerb"),
    *("BinaryResponse", "CallOptions", "ClientOptions", "DateInput", "DateTimeInput"),
    *("DecimalInput", "FileInput", "Final", "LazyModule"),
    *("ListOptions", "Literal", "Mapping", "NOT_GIVEN", "NotGiven", "SETTINGS"),
    *(
        "Self",
        "Sequence",
        "Stream",
        "SyncClient",
        "SyncResource",
        "TYPE_CHECKING",
        "TimeInput",
        "UUIDInput",
        "Unpack",
        "WaitOptions",
        "WebhookReceiver",
    ),
)
"""Names that modules of a client import, besides its own classes."""

CLASSES_OF_PYTHON = tuple(
    sorted(name for name in {*dir(builtins), *keyword.kwlist} if name[0].isupper())
)
"""Capitalized builtins and constants: a class with such a name is invalid, or hides the builtin."""


def words(text: str) -> tuple[str, ...]:
    """Splits a name in any case style into words; digits belong to the word before them.

    >>> words("listMCPTools-v2")
    ('list', 'MCP', 'Tools', 'v2')
    """
    ascii_only = text.encode("ascii", "replace").decode("ascii").replace("?", " ")
    found: list[str] = []
    end = -1
    for match in _WORD.finditer(ascii_only):
        if match.group().isdigit() and match.start() == end and found:
            found[-1] += match.group()
        else:
            found.append(match.group())
        end = match.end()
    return tuple(found)


def snake_case(text: str) -> str:
    """Returns `text` in snake case over `[a-z0-9_]`; empty if it has no ASCII letter or digit.

    >>> snake_case("listPaginatedFineTuningJobs"), snake_case("Fine-tuning")
    ('list_paginated_fine_tuning_jobs', 'fine_tuning')
    """
    return "_".join(word.lower() for word in words(text))


def class_case(text: str) -> str:
    """Returns `text` as a class name that keeps upper-case words; may be empty.

    >>> class_case("createFineTuningJob"), class_case("MCP_tool")
    ('CreateFineTuningJob', 'MCPTool')
    """
    name = "".join(word[0].upper() + word[1:] for word in words(text))
    return f"T{name}" if name[:1].isdigit() else name


def python_identifier(text: str) -> str:
    """Returns a lower-case identifier for an argument or attribute, of at most 100 characters.

    It is never empty, a keyword, or private.

    >>> python_identifier("OpenAI-Beta"), python_identifier("from"), python_identifier("2fa")
    ('open_ai_beta', 'from_', 'n2_fa')
    """
    name = snake_case(text) or "value"
    if name[0].isdigit():
        name = f"n{name}"
    name = name[:_LONGEST]
    return f"{name}_" if keyword.iskeyword(name) or name in ("self", "cls") else name


def argument(text: str) -> str:
    """Returns an identifier for an argument of a method, distinct from every method's arguments.

    >>> argument("OpenAI-Beta"), argument("timeout")
    ('open_ai_beta', 'timeout_')
    """
    name = python_identifier(text)
    return f"{name}_" if name in _OPTIONS else name


def stackql_provider(provider: str, scheme: str) -> str:
    """What the StackQL provider of a security scheme may be called.

    >>> stackql_provider("openai", "AdminApiKeyAuth")
    'openai_admin'
    """
    split = snake_case(scheme).split("_")
    telling = [word for word in split if word not in _WORDS_OF_SCHEMES] or split
    name = "_".join((provider, *filter(None, telling)))
    return name if is_safe(name) and name != provider else f"{provider}_2"


def is_safe(name: str) -> bool:
    """Is `name` safe for a provider, service, resource or method, also in the Python client?"""
    return bool(SAFE.match(name)) and not keyword.iskeyword(name) and name not in _RESERVED_FILES


def is_safe_class(name: str) -> bool:
    """Is `name` safe for a class of the Python client?"""
    return (
        bool(_SAFE_CLASS.match(name))
        and not keyword.iskeyword(name)
        and not hasattr(builtins, name)
        and name not in IMPORTED_BY_CLIENTS
    )


class Taken:
    """Names that are in use. Case doesn't tell them apart, because some file systems ignore it.

    `take` is fast for many similar names: a specification may have thousands.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._folded = {name.casefold() for name in given}
        self._numbers: dict[str, int] = {}  # the next number to try, by name

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def take(self, wanted: str) -> str:
        """Returns `wanted`, with the lowest number from 2 if the name is in use."""
        name = wanted
        if wanted in self:
            number = self._numbers.get(wanted.casefold(), 2)
            while f"{wanted}_{number}" in self:
                number += 1
            self._numbers[wanted.casefold()] = number + 1
            name = f"{wanted}_{number}"
        self._folded.add(name.casefold())
        return name


def unique(name: str, given: Iterable[str]) -> str:
    """Returns `name`, with the lowest number from 2 if it is among `given`."""
    return Taken(given).take(name)
