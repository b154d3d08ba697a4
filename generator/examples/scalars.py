"""Makes texts, numbers and booleans that satisfy limits, formats and patterns where possible."""

from __future__ import annotations

import math
import random
import re
from typing import Any

from rstr import Rstr

from generator.examples.simple_values import INTEGER, NUMBER, TEXT
from generator.json_types import JsonScalar
from generator.model.types import Scalar, ScalarKind
from generator.vocabulary import Limits

_BY_FORMAT = {
    "date-time": "2025-01-15T09:30:00Z",
    "date": "2025-01-15",
    "time": "09:30:00Z",
    "duration": "PT90S",
    "email": "someone@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "byte": "AAEC",
}
_MOMENT = 1736933400  # the same moment as a Unix time
_LONGEST = 100_000  # characters of a text; limits can ask for more than memory holds
_MOST_REPEATS = 1_000  # in a text that matches a pattern
_BACKREFERENCE = re.compile(r"\\[1-9]|\(\?P=")  # a few of them double a text many times


def make_scalar(kind: Scalar) -> JsonScalar:
    """Returns a value of `kind`, the same on each call."""
    match kind.kind:
        case ScalarKind.STRING:
            return _make_string(kind)
        case ScalarKind.INTEGER:
            plain = _MOMENT if kind.format in ("unixtime", "timestamp") else INTEGER
            return int(_make_number(kind.limits, plain, kind.limits.multiple_of or 1))
        case ScalarKind.NUMBER:
            return _make_number(kind.limits, NUMBER, kind.limits.multiple_of or 0)
    return True


def _make_string(kind: Scalar) -> str:
    limits = kind.limits
    if limits.pattern:
        return _make_match(limits.pattern)
    text = _BY_FORMAT.get(kind.format, TEXT)
    if kind.format in _BY_FORMAT:
        return text
    least, most = limits.min_length or 0, limits.max_length
    text = text.ljust(min(least, _LONGEST), "x")
    return text if most is None else text[:most]


def _make_match(pattern: str) -> str:
    """Returns a text that matches a pattern, the same on each call.

    Returns a plain text if none is found soon.
    """
    if _BACKREFERENCE.search(pattern):
        return TEXT
    try:
        text: str = Rstr(_BoundedRandom(0)).xeger(pattern)
    except Exception:
        return TEXT
    return text[:_LONGEST]


class _BoundedRandom(random.Random):
    """Random numbers with a fixed seed and a limit: repeats in a pattern can be nested."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._repeats = 0
        self._items = 0  # repeated so far; a pattern can ask for any number in one repeat

    def randint(self, a: int, b: int) -> int:
        self._repeats += 1
        if self._repeats > _MOST_REPEATS:
            raise ValueError("a text of this pattern has too many repeats")
        number = super().randint(a, b)
        self._items += number
        if self._items > _LONGEST:
            raise ValueError("a text of this pattern is too long")
        return number

    def choice(self, seq: Any) -> Any:  # letters, or branches of a class internal to re
        """Sorts letters first: rstr takes those of `[^a]` from a set."""
        return super().choice(sorted(seq) if isinstance(seq[0], str) else seq)


def _make_number(limits: Limits, plain: float, step: float) -> float:
    """Returns the first candidate that the limits allow, else `plain`."""
    try:
        near = _candidates(limits, plain, step)
    except OverflowError:  # a float can't be that large
        near = [plain]
    return next((one for one in near if _is_allowed(one, limits)), plain)


def _candidates(limits: Limits, plain: float, step: float) -> list[float]:
    low = limits.minimum if limits.exclusive_minimum is None else limits.exclusive_minimum
    high = limits.maximum if limits.exclusive_maximum is None else limits.exclusive_maximum
    near = [plain]
    if low is not None:
        near += [low, low + (step or 1)]
    if high is not None:
        near += [high, high - (step or 1)]
    if low is not None and high is not None:
        near.append((low + high) / 2)
    if step:
        near += [math.ceil(one / step) * step for one in near]
        near = [one for one in near if one % step == 0]
    return near


def _is_allowed(number: float, limits: Limits) -> bool:
    return (
        (limits.minimum is None or number >= limits.minimum)
        and (limits.maximum is None or number <= limits.maximum)
        and (limits.exclusive_minimum is None or number > limits.exclusive_minimum)
        and (limits.exclusive_maximum is None or number < limits.exclusive_maximum)
    )
