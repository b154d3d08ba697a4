"""Items of streams: parses them from samples and encodes them.

Events follow the HTML Living Standard §9.2, records of JSON follow RFC 7464.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.json_types import Json
from generator.mock.model import DecodedRequest
from generator.model.methods import Method

# An event ends at an empty line. Some samples lack it, so the next event's name ends one too.
_BLOCK_END = re.compile(r"\n(?:[^\S\n]*\n)+|\n(?=event:)")

RECORD_START = b"\x1e"
"""Precedes each record of a JSON text sequence (RFC 7464 §2.2)."""


@dataclass(frozen=True, slots=True)
class Event:
    name: str  # "": no name
    data: str


def asks_for_stream(method: Method, decoded: DecodedRequest) -> bool:
    """Does the request ask for a stream in place of the main response?"""
    switch = method.stream_by
    if switch is None:
        return False
    arguments = decoded.properties if switch.place is None else decoded.query
    return arguments.get(switch.name) == switch.value


def parse_sample_events(sample: str) -> tuple[Event, ...]:
    """Returns the events of a sample answer; none if the sample isn't a stream.

    A sample shows a stream as it is sent, or as JSON objects on a line each.
    """
    if sample.lstrip().startswith(("event:", "data:")):
        blocks = _BLOCK_END.split(sample.replace("\r\n", "\n"))
        return tuple(event for block in blocks if (event := _parse_event(block)) is not None)
    objects = _object_lines(sample)
    return (*(Event("", line) for line in objects), Event("", "[DONE]")) if objects else ()


def parse_sample_items(sample: str) -> tuple[Json, ...]:
    """Returns the items of a sample answer that shows JSON objects on a line each; else none."""
    return tuple(json.loads(line) for line in _object_lines(sample))


def _object_lines(sample: str) -> list[str]:
    """Returns the lines of a sample if they are JSON objects, at least two; else none."""
    lines = [line.strip() for line in sample.splitlines()]
    objects = [line for line in lines if _is_object(line)]
    others = [line for line in lines if line.strip(". ") and line not in objects]
    return [] if len(objects) < 2 or others else objects


def _parse_event(block: str) -> Event | None:
    name, data = "", []
    for line in block.splitlines():
        key, _, text = line.strip().partition(":")
        if key == "event":
            name = text.strip()
        elif key == "data":
            data.append(text.removeprefix(" "))
    return Event(name, "\n".join(data)) if data else None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def encode_events(events: Iterable[Event]) -> tuple[bytes, ...]:
    """Encodes each event as it is sent."""
    return tuple(_encode_event(one).encode() for one in events)


def encode_item(value: Json, *, is_records: bool) -> bytes:
    """Encodes a value as a line, or as a record of a JSON text sequence."""
    start = RECORD_START if is_records else b""
    return start + json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _encode_event(event: Event) -> str:
    name = f"event: {event.name}\n" if event.name else ""
    return name + "".join(f"data: {line}\n" for line in event.data.split("\n")) + "\n"
