"""Names: a vendor's spelling in, a name of a safe alphabet out; or a refusal.

Only names that pass through here become identifiers, paths or file names in any output.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

SAFE = re.compile(r"[a-z][a-z0-9_]{0,99}\Z")
"""What a provider, service, resource or method may be called."""

_LONGEST = 100
_SAFE_CLASS = re.compile(r"[A-Z][A-Za-z0-9_]{0,99}\Z")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[A-Z]")
# Windows can't hold a file of these names, whatever its suffix.
_RESERVED_FILES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
# What every method of a client takes beside its operation's own arguments.
_OPTIONS = frozenset(
    {"timeout", "extra_headers", "extra_query", "extra_body", "idempotency_key"}
    | {"max_items", "wait_timeout", "poll_interval", "options"}
)
_WORDS_OF_SCHEMES = frozenset(("api", "auth", "authentication", "authorization", "key", "security"))
RESERVED = tuple(sorted({*filter(SAFE.match, keyword.kwlist), *_RESERVED_FILES}))
"""What is spelled as `SAFE` says, and yet is no safe name."""

IMPORTED_BY_CLIENTS = (
    *("Any", "AsyncBinaryResponse", "AsyncClient", "AsyncPages", "AsyncResource", "AsyncStream"),
    *("AsyncStreaming", "BinaryResponse", "CallOptions", "Changes", "FileInput", "Final"),
    *("ListOptions", "Literal", "Mapping", "NOT_GIVEN", "NotGiven", "Resource", "SETTINGS"),
    *("Self", "Sequence", "Stream", "SyncClient", "TYPE_CHECKING", "Unpack", "WaitOptions"),
)
"""What modules of a client import beside its own classes."""


def words(text: str) -> tuple[str, ...]:
    """The words of a name in any case style, digits joined to the word before them.

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
    """`text` in snake case over `[a-z0-9_]`; an empty string where no letter or digit is left.

    >>> snake_case("listPaginatedFineTuningJobs"), snake_case("Fine-tuning")
    ('list_paginated_fine_tuning_jobs', 'fine_tuning')
    """
    return "_".join(word.lower() for word in words(text))


def class_case(text: str) -> str:
    """`text` as a class name, words that are already capitals kept; may be empty.

    >>> class_case("createFineTuningJob"), class_case("MCP_tool")
    ('CreateFineTuningJob', 'MCPTool')
    """
    name = "".join(word[0].upper() + word[1:] for word in words(text))
    return f"T{name}" if name[:1].isdigit() else name


def python_identifier(text: str) -> str:
    """A lower-case identifier for an argument or attribute, at most a hundred characters long.

    It is never empty, a keyword, or marked as private.

    >>> python_identifier("OpenAI-Beta"), python_identifier("from"), python_identifier("2fa")
    ('open_ai_beta', 'from_', 'n2_fa')
    """
    name = snake_case(text) or "value"
    if name[0].isdigit():
        name = f"n{name}"
    name = name[:_LONGEST]
    return f"{name}_" if keyword.iskeyword(name) or name in ("self", "cls") else name


def argument(text: str) -> str:
    """An identifier for an argument of a client's method, none that every method has.

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
    """May `name` be a provider, service, resource or method, also of the Python client?"""
    return bool(SAFE.match(name)) and not keyword.iskeyword(name) and name not in _RESERVED_FILES


def is_safe_class(name: str) -> bool:
    """May `name` be a class of the Python client?"""
    return (
        bool(_SAFE_CLASS.match(name))
        and not keyword.iskeyword(name)
        and not hasattr(builtins, name)
        and name not in IMPORTED_BY_CLIENTS
    )


class Taken:
    """Names that are given out. They differ without regard to case: some file systems do too.

    An answer takes no longer where there are many names: a spec may bring thousands that are alike.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._lower = {name.lower() for name in given}
        self._numbers: dict[str, int] = {}  # the next to try for a name that was asked for again

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._lower

    def take(self, wanted: str) -> str:
        """`wanted`, or `wanted` with the lowest number from 2 that no other name has."""
        name = wanted
        if wanted in self:
            number = self._numbers.get(wanted.lower(), 2)
            while f"{wanted}_{number}" in self:
                number += 1
            self._numbers[wanted.lower()] = number + 1
            name = f"{wanted}_{number}"
        self._lower.add(name.lower())
        return name


def unique(name: str, given: Iterable[str]) -> str:
    """`name`, or `name` with the lowest number from 2 that makes it differ from `given`."""
    return Taken(given).take(name)
