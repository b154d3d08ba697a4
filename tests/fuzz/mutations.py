"""Mutates documents of the cases: bytes of their text, and values of what they parse to."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml_rs

Container: TypeAlias = dict[Any, Any] | list[Any]

CASES = Path(__file__).parents[1] / "cases"
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, 10**30, "", " ", "\n", "\ud83d", "\U000e0001", "/"),
    *("#", "#/", "#/components/schemas/", "$ref", "x" * 500, "{", "}", "{}", "[", "..", "~", "~1"),
    *([], {}, [[]], {"": {}}, {"$ref": "#"}, {"$ref": ""}, {"type": []}, {"type": "array"}),
    *("(a+)+$", "[", "\\", "200", "default", "object", "array", "$.a[-1]", "null", "null.null"),
)
_KEYS = ("", "/", "~", "$ref", "type", "items", "properties", "x-", "a/b", "\n", "0", "default")
_BYTES = (b"", b"\x00", b"\xff", b"\n", b"\t", b"{", b"[", b"&a ", b"*a", b"!!str ", b"- ", b": ")


def documents(folder: Path) -> Iterator[Path]:
    """The YAML and JSON files of a case."""
    yield from sorted(
        path for path in folder.iterdir() if path.suffix in (".yaml", ".json") and path.is_file()
    )


def mutate(raw: bytes, dice: random.Random) -> bytes:
    """Returns the document with one to three changes."""
    for _ in range(dice.randint(1, 3)):
        raw = _mutate_text(raw, dice) if dice.random() < 0.25 else _mutate_value(raw, dice)
    return raw


def _mutate_text(raw: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(raw))
    end = start + dice.choice((0, 1, 2, 20))
    return raw[:start] + dice.choice(_BYTES) + raw[end:]


def _mutate_value(raw: bytes, dice: random.Random) -> bytes:
    try:
        value: Any = yaml_rs.loads(raw.decode(), parse_datetime=False)
    except (ValueError, yaml_rs.YAMLDecodeError):
        return _mutate_text(raw, dice)
    places = list(_places(value))
    if not places:
        return _mutate_text(raw, dice)
    container, key = dice.choice(places)
    _change(container, key, [one[key] for one, key in places], dice)
    try:
        return json.dumps(value, default=str).encode()
    except (RecursionError, TypeError, ValueError):
        return raw


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        keys: Any = ()
        if isinstance(here, dict):
            keys = here.keys()
        elif isinstance(here, list):
            keys = range(len(here))
        for key in keys:
            yield here, key
            waiting.append(here[key])


def _change(container: Any, key: Any, others: list[Any], dice: random.Random) -> None:
    """Removes a value, renames its key, or puts another value in its place."""
    kind = dice.random()
    if kind < 0.2:
        del container[key]
    elif kind < 0.4 and isinstance(container, dict):
        container[dice.choice(_KEYS)] = container.pop(key)
    elif kind < 0.7:
        container[key] = dice.choice(_VALUES)
    else:  # by text, so that no value contains itself
        with contextlib.suppress(TypeError, ValueError, RecursionError):
            container[key] = json.loads(json.dumps(dice.choice(others), default=str))
