"""The values that an option of a client or of a call accepts, and the message for a wrong value.

All options are checked before a call, so that httpx2 doesn't fail on one in the middle of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, cast

from .not_given import NotGiven
from .type_guards import is_object

_LONGEST = 12  # characters of a value in a message: a longer one may be a misplaced secret


class OptionType(NamedTuple):
    """A test of the accepted values, and a phrase that describes them."""

    accepts: Callable[[object], bool]
    words: str

    def describe_mismatch(self, value: object) -> str:
        """Returns the message that follows the name of the option, or "" for an accepted value."""
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        found = value if is_number else describe_value(value)
        return "" if self.accepts(value) else f"takes {self.words}, not {found}"


def _is_seconds(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_timeout(value: object) -> bool:
    httpx2 = sys.modules.get("httpx2")  # a Timeout exists only if it is imported
    is_timeout = httpx2 is not None and isinstance(value, httpx2.Timeout)
    return is_timeout or value is None or isinstance(value, NotGiven) or _is_seconds(value)


def _is_mapping(value: object) -> bool:
    if not is_object(value):
        return False
    names = cast("Iterable[object]", value)
    return all(isinstance(name, str) for name in names)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_key(value: object) -> bool:
    return isinstance(value, str) or callable(value)


def _is_url(value: object) -> bool:
    httpx2 = sys.modules.get("httpx2")
    return isinstance(value, str) or (httpx2 is not None and isinstance(value, httpx2.URL))


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


TIMEOUT: Final = OptionType(
    _is_timeout, "seconds (0 or more), an httpx2.Timeout, or None for no limit"
)
SECONDS: Final = OptionType(_is_seconds, "seconds (0 or more)")
COUNT: Final = OptionType(_is_count, "an integer (0 or more)")
MAPPING: Final = OptionType(_is_mapping, "a mapping with string keys")
TEXT: Final = OptionType(_is_text, "a string")
KEY: Final = OptionType(_is_key, "a string, or a function that returns one")
URL: Final = OptionType(_is_url, "a string or an httpx2.URL")
FLAG: Final = OptionType(_is_flag, "True or False")


def describe_value(value: object, longest: int = _LONGEST) -> str:
    """Describes a value for a message: its kind, and the value itself if it is short."""
    text = repr(value) if isinstance(value, (str, int, float)) else ""
    kind = _describe_kind(value)
    return f"{kind} ({text})" if text and len(text) <= longest else kind


def _describe_kind(value: object) -> str:
    """Names the kind of a value, in the words that describe accepted kinds."""
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
