"""Encodes arguments as URLs, headers, cookies and JSON values.

Styles are those of OpenAPI 3.1 §4.8.12, which RFC 6570 defines. A value that a style can't send
raises ArgumentError, and so does one that a server would read as another value.
"""

from __future__ import annotations

import datetime
import enum
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
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
_NO_STYLES: Final[Mapping[str, str]] = MappingProxyType({})
# Delimiters in a URL, and in a part of a form. A value can't contain a delimiter that is
# percent-encoded itself.
_DELIMITERS = {"form": (",", ","), "spaceDelimited": ("%20", " "), "pipeDelimited": ("%7C", "|")}
# What `allowReserved` leaves as it is: all that can't end a segment, a value or the URL.
_RESERVED_IN_PATH = ":@!$&'()*+,;="
_RESERVED_IN_QUERY = ":/?@!$'()*,;="
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(
    r"(?![ \t])[\t\x20-\x7e]*(?<![ \t])\Z"
)  # the part that every server reads alike


class Style(NamedTuple):
    """How an argument is written: a style of OpenAPI 3.1 §4.8.12, or `json` for JSON text."""

    name: str
    is_exploded: bool = False
    is_reserved: bool = False  # reserved characters stay as they are


@cache
def parse_style(text: str) -> Style:
    """Parses the text of a style: `*` after its name explodes it, `+` keeps reserved characters.

    >>> parse_style("form*+")
    Style(name='form', is_exploded=True, is_reserved=True)
    """
    return Style(text.rstrip("*+"), "*" in text, "+" in text)


# A value without nesting, as texts: one text, a list or an object.
_Flat: TypeAlias = "str | list[str] | dict[str, str]"


def _flatten(name: str, value: object) -> _Flat:
    """Returns the texts of a value. The members of an object that are None are left out."""
    plain = to_json_value(name, value)
    if isinstance(plain, dict):
        members = ((key, item) for key, item in plain.items() if item is not None)
        return {key: encode_scalar(f"{name}.{key}", item) for key, item in members}
    if isinstance(plain, list):
        return [encode_scalar(f"{name}[{at}]", item) for at, item in enumerate(plain)]
    return encode_scalar(name, plain)


def encode_path(
    template: str, arguments: Mapping[str, object], styles: Mapping[str, str] = _NO_STYLES
) -> str:
    """Fills the placeholders of `template`. Each value stays within one path segment.

    Styles are `simple` (the default), `label` and `matrix` of RFC 6570 §3.2. Raises ArgumentError
    for an empty value, and for `.` and `..`.
    """
    return _PLACEHOLDER.sub(
        lambda found: _encode_segment(
            found[1], arguments[found[1]], parse_style(styles.get(found[1], "simple"))
        ),
        template,
    )


def _encode_segment(name: str, value: object, style: Style) -> str:
    if style.name == "json":
        return quote(encode_json(name, value), safe="")
    flat = _flatten(name, value)
    if style.name == "matrix" and flat not in ([], {}):
        return _expand_matrix(name, flat, style)
    separator = "." if style.name == "label" and style.is_exploded else ","
    parts = _quote_parts(flat, style, separator)
    text = separator.join(parts)
    if not text:
        raise ArgumentError(f'"{name}" is part of the path and can\'t be empty')
    if separator == "." and not isinstance(flat, str):
        _refuse_delimiter(name, parts, separator)
    if style.name == "label":
        text = f".{text}"
    if text in (".", ".."):
        raise ArgumentError(f'"{name}" is part of the path and can\'t be "{text}"')
    return text


def _quote_parts(flat: _Flat, style: Style, separator: str) -> list[str]:
    """Returns the quoted parts of a value: its items, or the names and values of its members."""
    safe = _RESERVED_IN_PATH if style.is_reserved else ""
    if isinstance(flat, str):
        return [quote(flat, safe=safe)]
    safe = safe.replace(separator, "").replace("=", "")
    if isinstance(flat, list):
        return [quote(text, safe=safe) for text in flat]
    pairs = [(quote(key, safe=safe), quote(text, safe=safe)) for key, text in flat.items()]
    if style.is_exploded:
        return [f"{key}={text}" for key, text in pairs]
    return [part for pair in pairs for part in pair]


def _expand_matrix(name: str, flat: _Flat, style: Style) -> str:
    """Expands `;name=value`. An exploded object has the names of its members."""
    safe = _RESERVED_IN_PATH.replace(";", "") if style.is_reserved else ""
    if style.is_exploded and isinstance(flat, dict):
        pairs = [(quote(key, safe=""), quote(text, safe=safe)) for key, text in flat.items()]
    elif style.is_exploded and isinstance(flat, list):
        pairs = [(quote(name, safe=""), quote(text, safe=safe)) for text in flat]
    else:
        parts = _quote_parts(flat, style, ",")
        pairs = [(quote(name, safe=""), ",".join(parts).replace(";", "%3B"))]
    return "".join(f";{key}={text}" if text else f";{key}" for key, text in pairs)


def _refuse_delimiter(name: str, parts: Iterable[str], delimiter: str) -> None:
    """Raises ArgumentError for a part that contains the delimiter between parts."""
    if any(delimiter in part for part in parts):
        shown = "a space" if delimiter == " " else f'"{delimiter}"'
        raise ArgumentError(f'an item of "{name}" can\'t contain {shown}, which separates items')


def encode_query(arguments: Mapping[str, object], styles: Mapping[str, str] = _NO_STYLES) -> str:
    """Returns the query string. None is left out, because a query has no null."""
    pairs = [
        f"{quote(name, safe='')}={text}"
        for argument, value in arguments.items()
        if value is not None
        for name, text in encode_pairs(argument, value, styles.get(argument, ""))
    ]
    return "&".join(pairs)


def encode_pairs(name: str, value: object, style: str) -> Iterator[tuple[str, str]]:
    """Yields the names and encoded values that one argument of a query or form is sent as."""
    parsed = parse_style(style or "form*")
    safe = _RESERVED_IN_QUERY if parsed.is_reserved else ""
    if parsed.name == "json":
        yield name, quote(encode_json(name, value), safe=safe)
        return
    separator, decoded = _DELIMITERS.get(parsed.name, (",", ","))
    refused = decoded if separator != decoded else ""
    for inner, texts in _spread_value(name, value, parsed, refused):
        kept = safe if len(texts) == 1 else safe.replace(separator, "")
        yield inner, separator.join(quote(text, safe=kept) for text in texts)


def join_pairs(name: str, value: object, style: str) -> Iterator[tuple[str, str]]:
    """Yields names and values as `encode_pairs` does, but not percent-encoded."""
    parsed = parse_style(style)
    _, separator = _DELIMITERS.get(parsed.name, (",", ","))
    for inner, texts in _spread_value(name, value, parsed, separator):
        yield inner, separator.join(texts)


def _spread_value(
    name: str, value: object, style: Style, refused: str
) -> Iterator[tuple[str, list[str]]]:
    """Yields the names that an argument is sent under, each with the texts to join.

    An empty list or object is left out (RFC 6570 §3.2.1). No item may contain `refused`.
    """
    if style.name == "deepObject":
        for inner, text in flatten_brackets(name, to_json_value(name, value)):
            yield inner, [text]
        return
    flat = _flatten(name, value)
    if isinstance(flat, str):
        yield name, [flat]
    elif style.is_exploded:
        pairs = flat.items() if isinstance(flat, dict) else ((name, text) for text in flat)
        for key, text in pairs:
            yield key, [text]
    elif flat:
        texts = flat if isinstance(flat, list) else [part for pair in flat.items() for part in pair]
        if refused:
            _refuse_delimiter(name, texts, refused)
        yield name, texts


def flatten_brackets(name: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yields the values of nested objects and arrays as `name[key]` and `name[]`.

    None is left out. Raises ArgumentError for a list in a list, which has no such name.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flatten_brackets(f"{name}[{key}]", item)
    elif isinstance(value, list):
        if name.endswith("[]"):
            raise ArgumentError(f'"{name}" can\'t hold a list in a list')
        for item in value:
            yield from flatten_brackets(f"{name}[]", item)
    elif value is not None:
        yield name, encode_scalar(name, value)


def encode_headers(
    arguments: Mapping[str, object], styles: Mapping[str, str] = _NO_STYLES
) -> dict[str, str]:
    """Returns headers as text, in the style `simple`. None and NOT_GIVEN are left out.

    Raises ArgumentError for an invalid name, and for a value that could start another header.
    """
    texts = {
        name: _encode_header(name, value, parse_style(styles.get(name, "simple")))
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


def _encode_header(name: str, value: object, style: Style) -> str:
    """Returns the text of a header or a cookie. OpenAPI percent-encodes neither."""
    if style.name == "json":
        return json.dumps(to_json_value(name, value), separators=(",", ":"))
    flat = _flatten(name, value)
    if isinstance(flat, str):
        return flat
    texts = flat if isinstance(flat, list) else [part for pair in flat.items() for part in pair]
    _refuse_delimiter(name, texts, ",")
    if any(text != text.strip() for text in texts):
        raise ArgumentError(f'an item of "{name}" can\'t begin or end with a space')
    if isinstance(flat, dict) and style.is_exploded:
        _refuse_delimiter(name, flat, "=")
        return ",".join(f"{key}={text}" for key, text in flat.items())
    return ",".join(texts)


def encode_cookies(
    arguments: Mapping[str, object], styles: Mapping[str, str] = _NO_STYLES
) -> dict[str, str]:
    """Returns the values of cookies as text. None is left out. JSON text is percent-encoded.

    Raises ArgumentError for a value that could start another cookie, and for one that servers drop
    or change: with a space, or in quotes.
    """
    texts = encode_headers(arguments, styles)
    for name, text in texts.items():
        if styles.get(name) == "json":
            texts[name] = quote(text, safe="")
        elif set(text) & {";", " ", "\t"}:
            raise ArgumentError(f'"{name}" is sent as a cookie and can\'t hold ";" or a space')
        elif text.startswith('"') and text.endswith('"'):
            raise ArgumentError(f'"{name}" is sent as a cookie and can\'t be in quotes')
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
        return _to_plain(name, _dump_model(value, dump))
    if is_iterable(value):
        return [
            _to_plain(f"{name}[{number}]", item)
            for number, item in enumerate(iterate_safely(name, value))
        ]
    raise ArgumentError(f'"{name}" must be a JSON value, not {_get_type_name(value)}')


def _dump_model(model: object, dump: Callable[..., object]) -> object:
    """Returns the members of a model. One that was set to None is null.

    Left out are members that were never set, and those that only the server sets. Values that the
    server sent and the class doesn't describe are sent back unchanged.
    """
    exclude = find_read_only(model)
    return dump(mode="json", by_alias=True, exclude_unset=True, warnings=False, exclude=exclude)


def find_read_only(value: object) -> dict[Any, Any] | None:
    """Returns what a dump of `value` leaves out: members that only the server sets.

    The result has the form of the argument `exclude` of pydantic's `model_dump`. None: nothing.
    """
    found: dict[object, Any] = {}
    items: Iterable[tuple[object, object]]
    names: Iterable[str] | None = getattr(value, "__read_only__", None)
    if names is not None:
        found = dict.fromkeys(names, True)
        more: dict[str, object] = getattr(value, "model_extra", None) or {}
        items = (*vars(value).items(), *more.items())
    elif is_list(value) or is_tuple(value):
        items = enumerate(value)
    elif is_object(value):
        items = value.items()
    else:
        return None
    nested = ((key, find_read_only(item)) for key, item in items if key not in found)
    return {**found, **{key: inner for key, inner in nested if inner}} or None


def _encode_exactly(name: str, value: uuid.UUID | decimal.Decimal) -> str:
    """Returns the value as text, because a JSON number would round a decimal."""
    if is_uuid(value):
        return str(value)
    if not value.is_finite():
        raise ArgumentError(f'"{name}" must be a finite number, not {value}')
    return format(value, "f")


def iterate_safely(name: str, items: Iterable[object]) -> Iterator[object]:
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


def _get_type_name(value: object) -> str:
    return type(value).__name__
