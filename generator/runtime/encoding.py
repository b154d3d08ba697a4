"""Encodes arguments as URLs, headers, cookies and JSON values.

Styles are those of OpenAPI 3.1 §4.8.12; the default is an exploded `form`. A value that can't be
sent raises ArgumentError.
"""

from __future__ import annotations

import datetime
import enum
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from .errors import ArgumentError, make_unreadable_error
from .not_given import NotGiven
from .type_guards import (
    is_bytes,
    is_decimal,
    is_iterable,
    is_list,
    is_object,
    is_tuple,
    is_uuid,
)

if TYPE_CHECKING:
    import decimal
    import uuid

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SEPARATORS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(
    r"(?![ \t])[\t\x20-\x7e]*(?<![ \t])\Z"
)  # the part that every server reads alike


def encode_path(template: str, arguments: Mapping[str, object]) -> str:
    """Fills the placeholders of `template`. Each value stays within one path segment.

    Raises ArgumentError for an empty value, and for `.` and `..`.
    """
    return _PLACEHOLDER.sub(lambda found: _encode_segment(found[1], arguments[found[1]]), template)


def _encode_segment(name: str, value: object) -> str:
    text = ",".join(encode_scalar(name, item) for item in _list_items(value))
    if not text:
        raise ArgumentError(f'"{name}" is part of the path and can\'t be empty')
    if text in (".", ".."):
        raise ArgumentError(f'"{name}" is part of the path and can\'t be "{text}"')
    return quote(text, safe="")


def encode_query(arguments: Mapping[str, object], styles: Mapping[str, str]) -> str:
    """Returns the query string. None is left out, because a query has no null."""
    pairs = [
        f"{quote(name, safe='')}={text}"
        for argument, value in arguments.items()
        if value is not None
        for name, text in _encode_query_pairs(argument, value, styles.get(argument, ""))
    ]
    return "&".join(pairs)


def _encode_query_pairs(name: str, value: object, style: str) -> Iterator[tuple[str, str]]:
    """Yields the names and encoded values that one argument is sent as."""
    if style == "json":
        yield name, quote(encode_json(name, value), safe="")
    elif style == "deepObject":
        for inner, text in flatten_brackets(name, to_json_value(name, value)):
            yield inner, quote(text, safe="")
    elif isinstance(plain := to_json_value(name, value), dict):
        pairs = (
            (key, encode_scalar(name, item)) for key, item in plain.items() if item is not None
        )
        if style == "form":
            yield name, ",".join(quote(part, safe="") for pair in pairs for part in pair)
        else:
            yield from ((key, quote(text, safe="")) for key, text in pairs)
    elif isinstance(plain, list):
        texts = [quote(encode_scalar(name, item), safe="") for item in plain]
        if style in _SEPARATORS:
            yield name, _SEPARATORS[style].join(texts)
        else:
            yield from ((name, text) for text in texts)
    else:
        yield name, quote(encode_scalar(name, plain), safe="")


def flatten_brackets(name: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yields the values of nested objects and arrays as `name[key]` and `name[]`.

    None is left out.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flatten_brackets(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for item in value:
            yield from flatten_brackets(f"{name}[]", item)
    elif value is not None:
        yield name, encode_scalar(name, value)


def encode_headers(arguments: Mapping[str, object]) -> dict[str, str]:
    """Returns the values of headers as text. None and NOT_GIVEN are left out.

    Raises ArgumentError for an invalid name, and for a value that could start another header.
    """
    texts = {
        name: ",".join(encode_scalar(name, item) for item in _list_items(value))
        for name, value in arguments.items()
        if value is not None and not isinstance(value, NotGiven)
    }
    for name, text in texts.items():
        if not _HEADER_NAME.match(name):
            raise ArgumentError(f'"{name}" is not a valid header name')
        if not _HEADER_VALUE.match(text):
            raise ArgumentError(
                f'"{name}" is sent as a header: it may contain visible ASCII characters, '
                "and spaces between them"
            )
    return texts


def encode_cookies(arguments: Mapping[str, object]) -> dict[str, str]:
    """Returns the values of cookies as text. None is left out.

    Raises ArgumentError for a value that could start another cookie.
    """
    texts = encode_headers(arguments)
    for name, text in texts.items():
        if ";" in text:
            raise ArgumentError(f'"{name}" is sent as a cookie and can\'t hold ";"')
    return texts


def is_header_value(text: str) -> bool:
    """Is `text` a valid header value?"""
    return bool(_HEADER_VALUE.match(text))


def encode_scalar(name: str, value: object) -> str:
    """Returns a single value as the text that a path, a query, a header or a form carries."""
    plain = to_json_value(name, value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if plain is None:
        return "null"
    if isinstance(plain, (dict, list)):
        raise ArgumentError(f'"{name}" must be a single value, not {_get_type_name(value)}')
    return str(plain)


def encode_json(name: str, value: object) -> str:
    """Returns `value` as compact JSON."""
    return json.dumps(to_json_value(name, value), ensure_ascii=False, separators=(",", ":"))


def to_json_value(name: str, value: object) -> JsonValue:
    """Converts `value` to JSON: models and mappings to objects, other iterables to arrays.

    Raises ArgumentError, with the name of the argument, for a value that JSON can't represent, and
    for one whose own code raises an exception.
    """
    try:
        return _to_plain(name, value)
    except ArgumentError:
        raise
    except RecursionError:
        raise ArgumentError(f'"{name}" is nested too deeply, or contains itself') from None
    except Exception as error:
        raise make_unreadable_error(name, error) from error


def _to_plain(name: str, value: object) -> JsonValue:  # one case for each kind of value
    match value:
        case enum.Enum():
            return _to_plain(name, value.value)
        case None | bool() | int():
            return value
        case str():
            return _check_encodable(name, value)
        case float():
            if not math.isfinite(value):
                raise ArgumentError(f'"{name}" must be a finite number, not {value}')
            return value
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case _ if is_uuid(value) or is_decimal(value):
            return _encode_exactly(name, value)
        case _ if is_object(value):
            return {
                _check_encodable(name, str(key)): _to_plain(f"{name}.{key}", item)
                for key, item in value.items()
                if not isinstance(item, NotGiven)
            }
        case _ if is_bytes(value):
            raise ArgumentError(
                f'"{name}" must be text or a JSON value, not {_get_type_name(value)}'
            )
        case _:
            pass
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        # A member that was never set is left out; one that was set to None is null.
        # Values that the server sent and the class doesn't describe are sent back unchanged.
        return _to_plain(name, dump(mode="json", by_alias=True, exclude_unset=True, warnings=False))
    if is_iterable(value):
        return [
            _to_plain(f"{name}[{number}]", item)
            for number, item in enumerate(_iterate(name, value))
        ]
    raise ArgumentError(f'"{name}" must be a JSON value, not {_get_type_name(value)}')


def _encode_exactly(name: str, value: uuid.UUID | decimal.Decimal) -> str:
    """Returns the value as text, because a JSON number would round a decimal."""
    if is_uuid(value):
        return str(value)
    if not value.is_finite():
        raise ArgumentError(f'"{name}" must be a finite number, not {value}')
    return format(value, "f")


def _iterate(name: str, items: Iterable[object]) -> Iterator[object]:
    """Yields the items. Raises ArgumentError if an iterator of the caller's own raises."""
    try:
        yield from items
    except Exception as error:
        raise make_unreadable_error(name, error) from error


def _check_encodable(name: str, text: str) -> str:
    """Returns `text`. Raises ArgumentError for a lone surrogate, which UTF-8 can't encode."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ArgumentError(f'"{name}" contains a lone surrogate') from None
    return text


def _list_items(value: object) -> Iterable[object]:
    """Returns the items of a list or tuple, or the single value."""
    return value if is_list(value) or is_tuple(value) else (value,)


def _get_type_name(value: object) -> str:
    return type(value).__name__
