"""What a call was given, looked at before anything is sent: kinds, deprecated names, options.

Only the outermost kind of an argument is checked. What is inside is for models to say, and in the
end for the server, whose schemas grow sooner than a client does; `extra_body` and `extra_query`
take what isn't known here.
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
from .type_guards import is_tuple

_PACKAGE = __name__.rpartition("._runtime.")[0] or __name__.rpartition(".")[0]
_TEXTS = ("integer", "number", "boolean")  # a path, a query or a header carries them as text
_A = {
    "array": "an array",
    "file": "a file (bytes, an open binary file or a Path, perhaps in a tuple behind its name)",
    "integer": "an integer",
    "null": "null",
    "object": "an object",
}
_NULL = "null; an argument that is left out isn't sent"
_LONGEST = 60  # of a value that a message shows


def check_options(endpoint: Endpoint[Any], options: Mapping[str, object]) -> None:
    """Raises TypeError for a name that is neither an argument of the operation nor an option.

    Raises ArgumentError for an option of a wrong kind.
    """
    option_types = LIST_OPTION_TYPES if endpoint.paging else CALL_OPTION_TYPES
    for name, value in options.items():
        if name not in option_types:
            raise TypeError(_describe_unexpected(endpoint, name, option_types))
        _check_option(name, value, option_types[name])


def check_wait_options(options: WaitOptions) -> CallOptions:
    """The options of each call, of those of a call that waits. Checks the others."""
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

    near = difflib.get_close_matches(name, sorted({*endpoint.takes, *options}), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "extra_body and extra_query take further ones"
    return f'{endpoint.verb} {endpoint.path} takes no argument "{name}"; {hint}'


def check_body(endpoint: Endpoint[Any], members: Mapping[str, object]) -> None:
    """Raises ArgumentError for a member of the body whose kind is none that the schema takes."""
    for name, value in members.items():
        if accepted := endpoint.takes.get(name):
            _check(name, value, accepted)


def check_text_arguments(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> None:
    """The same for what travels as text, in a path, a query or a header.

    A text may be given as a number; None is not sent.
    """
    for name, value in arguments.items():
        accepted = endpoint.takes.get(name)
        if accepted and value is not None:
            _check(name, value, (*accepted, *(_TEXTS if "string" in accepted else ())))


def warn_about_deprecated(endpoint: Endpoint[Any], arguments: Mapping[str, object]) -> None:
    """A DeprecationWarning, with its reason, for each deprecated argument that is given."""
    for name, reason in endpoint.deprecated.items():
        if not isinstance(arguments.get(name, NotGiven()), NotGiven):
            words = f'"{name}" is deprecated: {reason}' if reason else f'"{name}" is deprecated'
            warnings.warn(words, DeprecationWarning, stacklevel=_find_caller_level())


def _check(name: str, value: object, accepted: Collection[str]) -> None:
    kinds = _find_kinds(value)
    if kinds and not kinds & {*accepted}:
        found = describe_value(value, _LONGEST) if value is not None else _NULL
        raise ArgumentError(f'"{name}" takes {_describe_kinds(accepted)}, not {found}')


def _find_kinds(value: object) -> frozenset[str]:  # one case a kind of value
    """What a value can stand for; nothing where that is not for this module to say."""
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
        case bytes() | bytearray() | memoryview() | os.PathLike():
            return frozenset({"file"})
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
    known = [kind for kind in accepted if not (kind in _TEXTS and "string" in accepted)]
    return " or ".join(_A.get(kind, f"a {kind}") for kind in known)


def _find_caller_level() -> int:
    """How many frames up the code is that called the client."""
    level = 1  # warnings can't skip a package before Python 3.12
    here = inspect.currentframe()
    frame = here.f_back if here else None
    while frame and frame.f_back and _is_own(frame.f_globals.get("__name__")):
        frame = frame.f_back
        level += 1
    return level


def _is_own(module: object) -> bool:
    return f"{module}.".startswith(f"{_PACKAGE}.")
