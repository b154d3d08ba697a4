"""Writes JSON values as SQL literals, for each clause in which StackQL accepts values."""

from __future__ import annotations

import json
import math
from decimal import Decimal

from generator.escape import json_text, stackql_string
from generator.json_types import Json

_INT64 = 2**63


def inserted_value(value: Json) -> str:
    """Rule SQ15: an INSERT has numbers and booleans unquoted, objects and arrays as JSON text in
    quotes, and null as `'null'`. A string that StackQL would read as JSON is `string('…')`.
    """
    match value:
        case None:
            return "'null'"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value)
        case str():
            return _string(value)
        case _:
            return stackql_string(json_text(value))


def set_value(value: Json) -> str:
    """Rule SQ16: a SET has strings only. The registry document says how each value is sent."""
    match value:
        case str():
            return _string(value)
        case _:
            return stackql_string(_text(value))


def condition_value(value: Json) -> str:
    """Rule SQ17: a WHERE has unquoted numbers and other values as text; an array gives one."""
    match value:
        case list():
            return condition_value(value[0] if value else "")
        case bool() | None:
            return stackql_string(_text(value))
        case int() | float():
            return _number(value)
        case str():
            return stackql_string(value)
        case _:
            return stackql_string(_text(value))


def argument_value(value: Json) -> str:
    """Rule SQ18: an EXEC argument is a string that holds text or JSON."""
    return stackql_string(value if isinstance(value, str) else _text(value))


def _text(value: Json) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _decimal(value)
    return json_text(value)


def _string(text: str) -> str:
    literal = stackql_string(text)
    return f"string({literal})" if _is_read_as_json(text) else literal


def _is_read_as_json(text: str) -> bool:
    """Would StackQL send this text as an object, an array or null?"""
    if text.strip()[:1] not in ("{", "[", "n"):
        return False
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return value is None or isinstance(value, dict | list)


def _number(value: float) -> str:
    """Returns digits without an exponent, or a string if the integer exceeds 64 bits."""
    digits = _decimal(value)
    is_too_large = isinstance(value, int) and not -_INT64 <= value < _INT64
    return stackql_string(digits) if is_too_large else digits


def _decimal(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(repr(value)):f}" if math.isfinite(value) else "null"
