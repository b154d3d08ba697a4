"""Parses YAML 1.2 or JSON into a tree that knows the position of each node.

In: a file's name and bytes. Out: JSON values with string keys, and positions by JSON pointer. The
text may be hostile, so size, number of nodes and depth are limited before any code recurses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from generator.diagnostics import Location, Problems, Refused
from generator.json_types import Json, JsonObject
from generator.openapi.pointers import child
from generator.openapi.positions import Positions
from generator.openapi.source_text import (
    MAX_DEPTH,
    decode,
    is_too_long,
    refuse_depth,
    refuse_unsafe,
)
from generator.openapi.yaml_parser import parse_value, report_duplicate_key


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document. Its values are shared, so don't change them."""

    file: str
    root: JsonObject
    positions: Positions = field(compare=False, repr=False)  # of the text; callers use `locate`

    def locate(self, pointer: str) -> Location:
        """Returns the location of the value at `pointer`, or of its nearest container."""
        return self.positions.of_value(pointer)

    def locate_key(self, pointer: str) -> Location:
        """Returns the location of the key of the value at `pointer`; of the value in a list."""
        return self.positions.of_key(pointer)

    def overlaid_by(self, pointer: str) -> str:  # noqa: ARG002 (an overlaid tree uses it)
        """Returns the reasons of the overlay actions that changed the node; none did here."""
        return ""


def parse(file: str, raw: bytes, problems: Problems) -> Tree:
    """Parses `raw`. Raises `Refused` if it isn't one mapping of JSON values.

    Rule P2: keys become strings (`200:` is "200"), and a key occurs once in its mapping.
    Rule P3: merge keys (`<<`) are expanded; tags outside the core schema are refused.
    """
    text = decode(file, raw, problems)
    positions = Positions(file, text)
    refuse_unsafe(text, positions, problems)
    value = parse_value(text, positions, problems)
    if not isinstance(value, dict):
        what = {str: "a string", list: "a list, or several YAML documents", type(None): "nothing"}
        problems.error(
            "not-a-mapping",
            f"the document contains {what.get(type(value), 'a scalar')}; it must be one mapping",
            positions.at((0, 1)),
            "write it as keys and their values, such as `title: Acme`",
        )
        raise Refused
    root = _normalise(value, positions, problems)
    return Tree(file, root, positions)


def _normalise(value: JsonObject, positions: Positions, problems: Problems) -> JsonObject:
    """Changes `value` in place: makes keys strings, expands merge keys and limits the depth."""
    before = problems.errors
    waiting: list[tuple[dict[object, Json] | list[Json], str, int]] = [
        (cast("dict[object, Json]", value), "", 1)
    ]
    while waiting:
        here, pointer, depth = waiting.pop()
        if depth > MAX_DEPTH:
            refuse_depth(positions.of_key(pointer), problems)
        if isinstance(here, dict):
            if any(type(key) is not str for key in here):
                _stringify_keys(here, pointer, positions, problems)
            while "<<" in here:  # a merged mapping may have its own merge key
                _merge(here, pointer, positions, problems)
            parts: Iterator[tuple[object, Json]] = iter(here.items())
        else:
            parts = iter(enumerate(here))
        for key, part in parts:
            if type(part) is dict or type(part) is list:
                inner = cast("dict[object, Json] | list[Json]", part)
                waiting.append((inner, child(pointer, str(key)), depth + 1))
            elif (type(part) is float and not math.isfinite(part)) or is_too_long(part):
                problems.error(
                    "not-a-json-number",
                    "a number must be finite and fit 64 bits",
                    positions.of_value(child(pointer, str(key))),
                    "put it in quotes, or remove it",
                )
    problems.stop_if_errors(before)
    return value


def _stringify_keys(
    mapping: dict[object, Json], pointer: str, positions: Positions, problems: Problems
) -> None:
    """Makes keys strings, by rule P2. A key that isn't a scalar is refused."""
    parts = list(mapping.items())
    as_written = positions.keys_at(pointer) if any(_is_odd(key) for key in mapping) else []
    if len(as_written) == len(parts):  # keys such as `Null` and `True` keep their spelling
        parts = [
            (text if _is_odd(key) else key, part)
            for text, (key, part) in zip(as_written, parts, strict=True)
        ]
    mapping.clear()
    for key, part in parts:
        if isinstance(key, tuple | frozenset):
            problems.error(
                "key-not-a-string",
                "a key of this mapping is itself a mapping or list",
                positions.of_value(pointer),
                "use a string as the key",
            )
            continue
        text = key if isinstance(key, str) else _key_text(key)
        if text in mapping:
            report_duplicate_key(text, positions.of_key(child(pointer, text)), problems)
        mapping[text] = part


def _is_odd(key: object) -> bool:
    return key is None or isinstance(key, bool | float) or is_too_long(key)


def _key_text(key: object) -> str:
    if key is None:
        return "null"
    if isinstance(key, bool):
        return str(key).lower()
    return hex(cast("int", key)) if is_too_long(key) else str(key)


def _merge(
    mapping: dict[object, Json], pointer: str, positions: Positions, problems: Problems
) -> None:
    """Adds the keys of a `<<` value after the mapping's own, which win (rule P3)."""
    merged = mapping.pop("<<")
    sources = merged if isinstance(merged, list) else [merged]
    for source in sources:
        if not isinstance(source, dict):
            problems.error(
                "broken-merge-key",
                "`<<` must hold a mapping, or a list of mappings",
                positions.of_key(child(pointer, "<<")),
                "write the keys out",
            )
            continue
        for key, part in source.items():
            mapping.setdefault(key, part)
