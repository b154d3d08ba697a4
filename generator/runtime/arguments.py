"""Checks the arguments and options of a call before anything is sent.

Only the outermost kind of an argument is checked here. Models and the server check the values
inside, because a server's schemas change more often than its clients. `extra_body` and
`extra_query` accept members that the schema does not describe.
"""

from __future__ import annotations

import datetime
import enum
import inspect
import os
import warnings
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from .errors import ArgumentError
from .files import is_named_file
from .not_given import NotGiven
from .operation import Endpoint
from .option_types import OptionType, describe_value
from .options import (
    CALL_OPTION_TYPES,
    LIST_OPTION_TYPES,
    WAIT_OPTION_TYPES,
    CallOptions,
    WaitOptions,
)
from .type_guards import is_decimal, is_tuple, is_uuid

_PACKAGE = __name__.rpartition("._runtime.")[0] or __name__.rpartition(".")[0]
_SENT_AS_TEXT = ("integer", "number", "boolean")  # in a path, a query or a header
_PHRASES = {
    "array": "an array",
    "bytes": "bytes",
    "file": "a file (bytes, an open binary file or a Path, or a tuple of a name and one of these)",
    "integer": "an integer",
    "null": "null",
    "object": "an object",
}
_NULL = "null; leave an argument out to send nothing"
_LONGEST = 60  # characters of a value in a message


def check_options(endpoint: Endpoint[Any], options: Mapping[str, object]) -> None:
    """Raises TypeError for a name that is neither an argument of the endpoint nor an option.

    Raises ArgumentError for an option with a value of the wrong type.
    """
    option_types = LIST_OPTION_TYPES if endpoint.paging else CALL_OPTION_TYPES
    for name, value in options.items():
        if name not in option_types:
            raise TypeError(_describe_unexpected(endpoint, name, option_types))
        _check_option(name, value, option_types[name])


def check_wait_options(options: WaitOptions) -> CallOptions:
    """Checks the options of the wait, and returns the remaining ones, which each call takes.

    Raises ArgumentError for an option with a value of the wrong type.
    """
    every: Mapping[str, object] = {**options}
    for name, option_type in WAIT_OPTION_TYPES.items():
        _check_option(name, every.get(name), option_type)
    return cast(
        "CallOptions", {name: every[name] for name in every if name not in WAIT_OPTION_TYPES}
    )


def _check_option(name: str, value: object, option_type: OptionType) -> None:
    if value is not None and (mismatch := option_type.describe_mismatch(value)):
        raise ArgumentError(f'"{name}" {mismatch}')


def _describe_unexpected(endpoint: Endpoint[Any], name: str, options: Collection[str]) -> str:
    import difflib

    arguments = {endpoint.names.get(taken, taken) for taken in endpoint.takes}
    near = difflib.get_close_matches(name, sorted({*arguments, *options}), n=1)
    hint = (
        f'did you mean "{near[0]}"?'
        if near
        else "use extra_body or extra_query for members that this version doesn't know"
    )
    return f'{endpoint.verb} {endpoint.path} takes no argument "{name}"; {hint}'


def check_body(endpoint: Endpoint[Any], members: Mapping[str, object]) -> None:
    """Raises ArgumentError for a body member whose kind its schema does not accept."""
    for name, value in members.items():
        if accepted := endpoint.takes.get(name):
            _check(endpoint.names.get(name, name), value, accepted)


def check_text_arguments(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> None:
    """Raises ArgumentError for a path, query or header argument of the wrong kind.

    These arguments are sent as text, so a number may stand for a string. None is not sent.
    """
    for name, value in arguments.items():
        accepted = endpoint.takes.get(name)
        if accepted and value is not None:
            shown = endpoint.names.get(name, name)
            _check(shown, value, (*accepted, *(_SENT_AS_TEXT if "string" in accepted else ())))


def warn_about_deprecated(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> None:
    """Issues a DeprecationWarning for each deprecated argument that the caller gave."""
    for name, reason in endpoint.deprecated.items():
        if not isinstance(arguments.get(name, NotGiven()), NotGiven):
            shown = endpoint.names.get(name, name)
            words = f'"{shown}" is deprecated: {reason}' if reason else f'"{shown}" is deprecated'
            warnings.warn(words, DeprecationWarning, stacklevel=_find_caller_level())


def _check(name: str, value: object, accepted: Collection[str]) -> None:
    kinds = _find_kinds(value)
    if kinds and not kinds & {*accepted}:
        found = describe_value(value, _LONGEST) if value is not None else _NULL
        raise ArgumentError(f'"{name}" takes {_describe_kinds(accepted)}, not {found}')


def _find_kinds(value: object) -> frozenset[str]:  # one case for each kind of value
    """Returns the JSON kinds that a value can stand for; empty if the value can be anything."""
    match value:
        case enum.Enum():
            return _find_kinds(value.value)
        case None:
            return frozenset({"null"})
        case bool():
            return frozenset({"boolean"})
        case int():
            return frozenset({"integer", "number"})
        case float():
            return frozenset({"number", "integer"} if value.is_integer() else {"number"})
        case str() | datetime.date() | datetime.time():
            return frozenset({"string"})
        case bytes() | bytearray() | memoryview():
            return frozenset({"bytes", "file"})
        case os.PathLike():
            return frozenset({"file"})
        case _ if is_uuid(value) or is_decimal(value):
            return frozenset({"string"})
        case Mapping():
            return frozenset({"object"})
        case _ if is_tuple(value):
            return frozenset({"array", "file"} if is_named_file(value) else {"array"})
        case _:
            pass
    if hasattr(value, "read"):
        return frozenset({"file"})
    if getattr(value, "__pydantic_root_model__", False):
        return _find_kinds(getattr(value, "root", None))
    if callable(getattr(value, "model_dump", None)):
        return frozenset({"object"})
    return frozenset({"array"} if isinstance(value, Iterable) else ())


def _describe_kinds(accepted: Collection[str]) -> str:
    known = [kind for kind in accepted if not (kind in _SENT_AS_TEXT and "string" in accepted)]
    return " or ".join(_PHRASES.get(kind, f"a {kind}") for kind in known)


def _find_caller_level() -> int:
    """Returns how many frames above this function the code is that called the client."""
    level = 1  # `skip_file_prefixes` of warnings.warn needs Python 3.12
    here = inspect.currentframe()
    frame = here.f_back if here else None
    while frame and frame.f_back and _is_own(frame.f_globals.get("__name__")):
        frame = frame.f_back
        level += 1
    return level


def _is_own(module: object) -> bool:
    return f"{module}.".startswith(f"{_PACKAGE}.")
