"""JSON as a server sends it: its value, or an error that shows what came in its place."""

from __future__ import annotations

import json

from .errors import InvalidResponseError

_SHOWN = 60


def parse_json(raw: str | bytes, what: str) -> object:
    """The value of `raw`. Raises InvalidResponseError, which opens with `what`, for no JSON."""
    if not raw.strip():
        raise InvalidResponseError(f"{what} isn't JSON: it is empty")
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidResponseError(
            f"{what} isn't JSON: {error}; it opens with {_get_opening(raw)!r}"
        ) from None
    return value


def _get_opening(raw: str | bytes) -> str:
    """What tells a person whether a proxy or the API answered."""
    return raw[:_SHOWN] if isinstance(raw, str) else raw[:_SHOWN].decode("utf-8", "replace")
