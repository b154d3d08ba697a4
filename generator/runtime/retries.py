"""Which failures are tried again, and after how long. Nothing here sends or sleeps."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Mapping

import httpx2

_STATUSES = frozenset({408, 409, 429})
_FIRST_DELAY = 0.5  # seconds
_LONGEST_DELAY = 8.0
_LONGEST_ASKED = 120.0  # what a server asks for beyond it is left to the caller
_JITTER = 0.25


def is_transient_error(error: httpx2.RequestError) -> bool:
    """Can the same request succeed where this error came?"""
    kinds = (
        httpx2.TimeoutException,
        httpx2.NetworkError,
        httpx2.ProxyError,
        httpx2.RemoteProtocolError,
    )
    return isinstance(error, kinds)


def is_transient_status(status: int, headers: Mapping[str, str]) -> bool:
    """Can the same request succeed later? A server that says so itself is believed.

    A server that asks for a longer wait than a caller expects of a client is not asked again.
    """
    if (parse_retry_after(headers) or 0) > _LONGEST_ASKED:
        return False
    said = headers.get("x-should-retry")
    if said in ("true", "false"):
        return said == "true"
    return status in _STATUSES or status >= 500


def compute_delay(retry: int, headers: Mapping[str, str]) -> float:
    """Seconds to wait before a retry, counted from 0: what the server asks for, else a backoff.

    The backoff doubles, and is shortened by up to a quarter at random, so that clients that failed
    together don't come back together.
    """
    asked = parse_retry_after(headers)
    if asked is not None:
        return asked
    delay = min(_FIRST_DELAY * 2.0 ** min(retry, 10), _LONGEST_DELAY)
    return delay * (1 - _JITTER * random.random())  # no secret


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: `retry-after-ms`, or `Retry-After` (RFC 9110 §10.2.3).

    None where it asks for nothing that can be read.
    """
    milliseconds = _parse_number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _parse_number(text)
    if seconds is not None or text is None:
        return seconds
    date = email.utils.parsedate_tz(text)
    if date is None:
        return None
    try:
        return max(0.0, email.utils.mktime_tz(date) - time.time())
    except (ValueError, OverflowError):
        return None


def _parse_number(text: str | None) -> float | None:
    """A number of seconds that can be waited for."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
