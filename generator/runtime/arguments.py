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

from .choices import Choice, shown
from .errors import ArgumentError
from .files import is_named
from .given import NotGiven
from .operation import Operation
from .options import CALL_CHOICES, LIST_CHOICES, WAIT_CHOICES, CallOptions, WaitOptions
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


def check_options(operation: Operation[Any], options: Mapping[str, object]) -> None:
    """Raises TypeError for a name that is neither an argument of the operation nor an option.

    Raises ArgumentError for an option of a wrong kind.
    """
    choices = LIST_CHOICES if operation.pages else CALL_CHOICES
    for name, value in options.items():
        if name not in choices:
            raise TypeError(_unexpected(operation, name, choices))
        _check_choice(name, value, choices[name])


def call_options(options: WaitOptions) -> CallOptions:
    """The options of each call, of those of a call that waits. Checks the others."""
    every: Mapping[str, object] = {**options}
    for name, choice in WAIT_CHOICES.items():
        _check_choice(name, every.get(name), choice)
    return cast("CallOptions", {name: every[name] for name in every if name not in WAIT_CHOICES})


def _check_choice(name: str, value: object, choice: Choice) -> None:
    if value is not None and (mismatch := choice.mismatch(value)):
        raise ArgumentError(f'"{name}" {mismatch}')


def _unexpected(operation: Operation[Any], name: str, options: Collection[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, sorted({*operation.takes, *options}), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "extra_body and extra_query take further ones"
    return f'{operation.verb} {operation.path} takes no argument "{name}"; {hint}'


def check_body(operation: Operation[Any], members: Mapping[str, object]) -> None:
    """Raises ArgumentError for a member of the body whose kind is none that the schema takes."""
    for name, value in members.items():
        if accepted := operation.takes.get(name):
            _check(name, value, accepted)


def check_texts(operation: Operation[Any], arguments: Mapping[str, object]) -> None:
    """The same for what travels as text, in a path, a query or a header.

    A text may be given as a number; None is not sent.
    """
    for name, value in arguments.items():
        accepted = operation.takes.get(name)
        if accepted and value is not None:
            _check(name, value, (*accepted, *(_TEXTS if "string" in accepted else ())))


def warn_of_deprecated(operation: Operation[Any], arguments: Mapping[str, object]) -> None:
    """A DeprecationWarning, with its reason, for each deprecated argument that is given."""
    for name, reason in operation.deprecated.items():
        if not isinstance(arguments.get(name, NotGiven()), NotGiven):
            words = f'"{name}" is deprecated: {reason}' if reason else f'"{name}" is deprecated'
            warnings.warn(words, DeprecationWarning, stacklevel=_level_of_caller())


def _check(name: str, value: object, accepted: Collection[str]) -> None:
    kinds = _kinds(value)
    if kinds and not kinds & {*accepted}:
        found = shown(value, _LONGEST) if value is not None else _NULL
        raise ArgumentError(f'"{name}" takes {_words(accepted)}, not {found}')


def _kinds(value: object) -> frozenset[str]:  # one case a kind of value
    """What a value can stand for; nothing where that is not for this module to say."""
    match value:
        case enum.Enum():
            return _kinds(value.value)
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
            return frozenset({"array", "file"} if is_named(value) else {"array"})
        case _:
            pass
    if hasattr(value, "read"):
        return frozenset({"file"})
    if getattr(value, "__pydantic_root_model__", False):
        return _kinds(getattr(value, "root", None))
    if callable(getattr(value, "model_dump", None)):
        return frozenset({"object"})
    return frozenset({"array"} if isinstance(value, Iterable) else ())


def _words(accepted: Collection[str]) -> str:
    known = [kind for kind in accepted if not (kind in _TEXTS and "string" in accepted)]
    return " or ".join(_A.get(kind, f"a {kind}") for kind in known)


def _level_of_caller() -> int:
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
