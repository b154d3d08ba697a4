"""Arguments as URLs, headers and JSON values. Nothing here sends; a bad argument is an error first.

Styles are OpenAPI's (3.1 §4.8.12): what isn't named otherwise is an exploded form.
"""

from __future__ import annotations

import datetime
import enum
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import quote

from .errors import ArgumentError
from .given import NotGiven
from .type_guards import is_bytes, is_iterable, is_list, is_object, is_tuple

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SEPARATORS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(r"(?![ \t])[\t\x20-\x7e]*(?<![ \t])\Z")  # what every server reads alike


def path_of(template: str, arguments: Mapping[str, object]) -> str:
    """`template` with its placeholders filled; a value stays one segment, whatever it holds.

    Raises ArgumentError for a value that is empty, or that would name another folder.
    """
    return _PLACEHOLDER.sub(lambda found: _segment(found[1], arguments[found[1]]), template)


def _segment(name: str, value: object) -> str:
    text = ",".join(scalar_text(name, item) for item in _items(value))
    if not text:
        raise ArgumentError(f'"{name}" is part of the path and can\'t be empty')
    if text in (".", ".."):
        raise ArgumentError(f'"{name}" is part of the path and can\'t be "{text}"')
    return quote(text, safe="")


def query_of(arguments: Mapping[str, object], styles: Mapping[str, str]) -> str:
    """The query string of `arguments`. Queries have no null: None is left out."""
    pairs = [
        f"{quote(name, safe='')}={text}"
        for argument, value in arguments.items()
        if value is not None
        for name, text in _query_pairs(argument, value, styles.get(argument, ""))
    ]
    return "&".join(pairs)


def _query_pairs(name: str, value: object, style: str) -> Iterator[tuple[str, str]]:
    """Names, and encoded values, that carry one argument."""
    if style == "json":
        yield name, quote(json_text(name, value), safe="")
    elif style == "deepObject":
        for inner, text in bracketed(name, json_value(name, value)):
            yield inner, quote(text, safe="")
    elif isinstance(plain := json_value(name, value), dict):
        pairs = ((key, scalar_text(name, item)) for key, item in plain.items() if item is not None)
        if style == "form":
            yield name, ",".join(quote(part, safe="") for pair in pairs for part in pair)
        else:
            yield from ((key, quote(text, safe="")) for key, text in pairs)
    elif isinstance(plain, list):
        texts = [quote(scalar_text(name, item), safe="") for item in plain]
        if style in _SEPARATORS:
            yield name, _SEPARATORS[style].join(texts)
        else:
            yield from ((name, text) for text in texts)
    else:
        yield name, quote(scalar_text(name, plain), safe="")


def bracketed(name: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """The values inside objects and arrays: `name[key]` and `name[]`. None is left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from bracketed(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for item in value:
            yield from bracketed(f"{name}[]", item)
    elif value is not None:
        yield name, scalar_text(name, value)


def header_texts(arguments: Mapping[str, object]) -> dict[str, str]:
    """Header values. None is left out.

    Raises ArgumentError for a value that would end its header, and for a name that is none.
    """
    texts = {
        name: ",".join(scalar_text(name, item) for item in _items(value))
        for name, value in arguments.items()
        if value is not None
    }
    for name, text in texts.items():
        if not _HEADER_NAME.match(name):
            raise ArgumentError(f'"{name}" can\'t be the name of a header')
        if not _HEADER_VALUE.match(text):
            raise ArgumentError(
                f'"{name}" is sent as a header: it takes ASCII\'s visible characters, '
                "with spaces only between them"
            )
    return texts


def cookie_texts(arguments: Mapping[str, object]) -> dict[str, str]:
    """Cookies, which are all sent in one header. None is left out.

    Raises ArgumentError for a value that would end its cookie.
    """
    texts = header_texts(arguments)
    for name, text in texts.items():
        if ";" in text:
            raise ArgumentError(f'"{name}" is sent as a cookie and can\'t hold ";"')
    return texts


def is_header_value(text: str) -> bool:
    """Can `text` stand behind the name of a header?"""
    return bool(_HEADER_VALUE.match(text))


def scalar_text(name: str, value: object) -> str:
    """A single value as text: what a path, a query, a header or a form can carry."""
    plain = json_value(name, value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if plain is None:
        return "null"
    if isinstance(plain, (dict, list)):
        raise ArgumentError(f'"{name}" must be a single value, not {_kind(value)}')
    return str(plain)


def json_text(name: str, value: object) -> str:
    """`value` as compact JSON."""
    return json.dumps(json_value(name, value), ensure_ascii=False, separators=(",", ":"))


def json_value(name: str, value: object) -> JsonValue:
    """`value` as JSON has it: models and mappings as objects, other iterables as arrays.

    Raises ArgumentError, which names the argument, for what JSON can't hold.
    """
    try:
        return _plain(name, value)
    except RecursionError:
        raise ArgumentError(f'"{name}" is nested too deeply, or holds itself') from None


def _plain(name: str, value: object) -> JsonValue:  # one case a kind of value
    match value:
        case enum.Enum():
            return _plain(name, value.value)
        case None | bool() | int():
            return value
        case str():
            return _encodable(name, value)
        case float():
            if not math.isfinite(value):
                raise ArgumentError(f'"{name}" must be a finite number, not {value}')
            return value
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case _ if is_object(value):
            return {
                _encodable(name, str(key)): _plain(f"{name}.{key}", item)
                for key, item in value.items()
                if not isinstance(item, NotGiven)
            }
        case _ if is_bytes(value):
            raise ArgumentError(f'"{name}" must be text or a JSON value, not {_kind(value)}')
        case _:
            pass
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        # A member that was never set is omitted; one that was set to None is null.
        # Values that a server sent and its class doesn't describe go back as they came.
        return _plain(name, dump(mode="json", by_alias=True, exclude_unset=True, warnings=False))
    if is_iterable(value):
        return [_plain(f"{name}[{number}]", item) for number, item in enumerate(value)]
    raise ArgumentError(f'"{name}" must be a JSON value, not {_kind(value)}')


def _encodable(name: str, text: str) -> str:
    """`text`, unless UTF-8 can't hold it: half a surrogate pair is no character."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ArgumentError(f'"{name}" holds half a surrogate pair') from None
    return text


def _items(value: object) -> Iterable[object]:
    """The items of a list or tuple, or the one value."""
    return value if is_list(value) or is_tuple(value) else (value,)


def _kind(value: object) -> str:
    return type(value).__name__
