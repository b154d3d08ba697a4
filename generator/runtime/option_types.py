"""What a user may choose for a client or for one call: its kind, and the words for a wrong one.

Nothing of it is left for the HTTP library to stumble over in the middle of a call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, cast

from .not_given import NotGiven
from .type_guards import is_object

_LONGEST = 12  # of a value that a message shows: a longer one may be a secret in a wrong place


class OptionType(NamedTuple):
    """What an option may be, as a test and in words."""

    accepts: Callable[[object], bool]
    words: str

    def describe_mismatch(self, value: object) -> str:
        """What to say after the name of an option with a wrong value; nothing for a right one."""
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        found = value if is_number else describe_value(value)
        return "" if self.accepts(value) else f"takes {self.words}, not {found}"


def _is_seconds(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_timeout(value: object) -> bool:
    httpx2 = sys.modules.get("httpx2")  # who has one of its timeouts has loaded it
    is_made = httpx2 is not None and isinstance(value, httpx2.Timeout)
    return is_made or value is None or isinstance(value, NotGiven) or _is_seconds(value)


def _is_mapping(value: object) -> bool:
    if not is_object(value):
        return False
    names = cast("Iterable[object]", value)
    return all(isinstance(name, str) for name in names)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


TIMEOUT: Final = OptionType(
    _is_timeout, "seconds from 0 on, an httpx2.Timeout, or None for no limit"
)
SECONDS: Final = OptionType(_is_seconds, "seconds from 0 on")
COUNT: Final = OptionType(_is_count, "an integer from 0 on")
MAPPING: Final = OptionType(_is_mapping, "a mapping with strings as its keys")
TEXT: Final = OptionType(_is_text, "a string")
FLAG: Final = OptionType(_is_flag, "True or False")


def describe_value(value: object, longest: int = _LONGEST) -> str:
    """A wrong value in a message: its kind, and the value where it is short."""
    text = repr(value) if isinstance(value, (str, int, float)) else ""
    kind = _describe_kind(value)
    return f"{kind} ({text})" if text and len(text) <= longest else kind


def _describe_kind(value: object) -> str:
    """What a value is, in the words that say what is accepted."""
    match value:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list() | tuple():
            return "an array"
        case dict():
            return "an object"
        case _:
            return type(value).__name__
