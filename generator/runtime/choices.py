"""What a user may choose for a client or for one call: its kind, and the words for a wrong one.

Nothing of it is left for the HTTP library to stumble over in the middle of a call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, cast

from .given import NotGiven
from .narrowing import is_object

_LONGEST = 10  # of a text that a message shows: a longer one may be a secret in the wrong place


@dataclass(frozen=True, slots=True)
class Choice:
    """What a choice may be, as a test and in words."""

    accepts: Callable[[object], bool]
    words: str

    def mismatch(self, value: object) -> str:
        """What to say after the name of a choice with a wrong value; nothing for a right one."""
        return "" if self.accepts(value) else f"takes {self.words}, not {_shown(value)}"


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


TIMEOUT: Final = Choice(_is_timeout, "seconds from 0 on, an httpx2.Timeout, or None for no limit")
SECONDS: Final = Choice(_is_seconds, "seconds from 0 on")
COUNT: Final = Choice(_is_count, "an integer from 0 on")
MAPPING: Final = Choice(_is_mapping, "a mapping with texts as its keys")
TEXT: Final = Choice(lambda value: isinstance(value, str), "a text")
FLAG: Final = Choice(lambda value: isinstance(value, bool), "True or False")


def _shown(value: object) -> str:
    kind = type(value).__name__
    is_short = isinstance(value, (bool, int, float)) or (
        isinstance(value, str) and len(value) <= _LONGEST
    )
    return f"{kind} {value!r}" if is_short else kind
