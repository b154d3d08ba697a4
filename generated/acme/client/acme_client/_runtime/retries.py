"""Decides which failures are retried, and after how long. Nothing here sends or sleeps."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Mapping

import httpx2

_STATUSES = frozenset({408, 409, 429})
_FIRST_DELAY = 0.5  # seconds
_LONGEST_DELAY = 8.0
_LONGEST_ASKED = 120.0  # the caller decides about longer delays
_JITTER = 0.25


def is_transient_error(error: httpx2.RequestError) -> bool:
    """Can the same request succeed after this error?"""
    kinds = (
        httpx2.TimeoutException,
        httpx2.NetworkError,
        httpx2.ProxyError,
        httpx2.RemoteProtocolError,
    )
    return isinstance(error, kinds)


def is_transient_status(status: int, headers: Mapping[str, str]) -> bool:
    """Can the same request succeed later? The server's `x-should-retry` header decides first.

    A server that asks for a delay of more than two minutes is not retried.
    """
    if (parse_retry_after(headers) or 0) > _LONGEST_ASKED:
        return False
    advice = headers.get("x-should-retry")
    if advice in ("true", "false"):
        return advice == "true"
    return status in _STATUSES or status >= 500


def compute_delay(retry: int, headers: Mapping[str, str]) -> float:
    """Returns the seconds before a retry, which is counted from 0.

    The server's own delay is used if it sent one. Otherwise the delay doubles with each retry, and
    is shortened by up to a quarter at random, so that clients that failed together don't retry
    together.
    """
    asked = parse_retry_after(headers)
    if asked is not None:
        return asked
    delay = min(_FIRST_DELAY * 2.0 ** min(retry, 10), _LONGEST_DELAY)
    return delay * (1 - _JITTER * random.random())  # not a secret


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Returns the delay in seconds from `retry-after-ms` or `Retry-After` (RFC 9110 §10.2.3).

    Returns None if neither header is present and valid.
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
    """Returns a finite number of seconds, or None."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
