"""Reads values of a record that the format allows, each with an empty value for what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonObject


def read_text(record: JsonObject, key: str) -> str:
    """Returns the string at `key`, or ""."""
    value = record.get(key)
    return value if isinstance(value, str) else ""


def read_strings(record: JsonObject, key: str) -> tuple[str, ...]:
    """Returns the strings of the list at `key`."""
    return tuple(one for one in read_elements(record, key) if isinstance(one, str))


def read_texts(record: JsonObject, key: str) -> Iterator[tuple[str, str]]:
    """Yields the strings of the mapping at `key`, each with its name."""
    for name, value in read_record(record, key).items():
        if isinstance(value, str):
            yield name, value


def read_elements(record: JsonObject, key: str) -> list[Json]:
    """Returns the list at `key`, or an empty one."""
    value = record.get(key)
    return value if isinstance(value, list) else []


def read_record(record: JsonObject, key: str) -> JsonObject:
    """Returns the mapping at `key`, or an empty one."""
    return as_record(record.get(key))


def as_record(value: Json) -> JsonObject:
    """Returns `value` if it is a mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def read_records(record: JsonObject, key: str) -> Iterator[tuple[str, JsonObject]]:
    """Yields the entries of the mapping at `key`, each a mapping."""
    for name, value in read_record(record, key).items():
        yield name, as_record(value)
