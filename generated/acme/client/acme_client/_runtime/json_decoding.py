"""Decodes the JSON of a response. An error shows the start of the text that isn't JSON."""

from __future__ import annotations

import json

from .errors import InvalidResponseError

_SHOWN = 60


def parse_json(raw: str | bytes, what: str) -> object:
    """Returns the JSON value of `raw`. Raises InvalidResponseError, whose message names `what`."""
    if not raw.strip():
        raise InvalidResponseError(f"{what} isn't JSON: it is empty")
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidResponseError(
            f"{what} isn't JSON: {error}; it starts with {_get_opening(raw)!r}"
        ) from None
    return value


def _get_opening(raw: str | bytes) -> str:
    """Returns the first characters, which show whether a proxy or the API responded."""
    return raw[:_SHOWN] if isinstance(raw, str) else raw[:_SHOWN].decode("utf-8", "replace")
