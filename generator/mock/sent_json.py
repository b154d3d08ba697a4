"""JSON that a client sent: its value, or why it is none that an answer could repeat."""

from __future__ import annotations

import json

import jsonschema_rs

from generator.json_types import Json

_NOTHING = jsonschema_rs.Draft202012Validator(False)  # an error holds the whole value


def parse_json(sent: bytes | str) -> Json:
    """The value of `sent`. Raises ValueError for what RFC 8259 has no value for.

    That is NaN and what is infinite, half a surrogate pair, and what is nested deeper than an
    error can show.
    """
    try:
        value: Json = json.loads(sent)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        next(_NOTHING.iter_errors(value))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value
