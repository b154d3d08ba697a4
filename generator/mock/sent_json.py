"""Parses JSON that a client sent, and rejects values that an error message can't repeat."""

from __future__ import annotations

import json

import jsonschema_rs

from generator.json_types import Json

_NOTHING = jsonschema_rs.Draft202012Validator(False)  # its error contains the whole value


def parse_json(sent: bytes | str) -> Json:
    """Returns the value of `sent`. Raises ValueError if RFC 8259 has no such value.

    Rejects NaN, infinities, half of a surrogate pair, and values nested too deeply for an error
    message.
    """
    try:
        value: Json = json.loads(sent)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        next(_NOTHING.iter_errors(value))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value
