"""Server-sent events: parses them from samples and encodes them (HTML Living Standard §9.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.mock.model import DecodedRequest
from generator.model.methods import Method

# An event ends at an empty line. Some samples lack it, so the next event's name ends one too.
_BLOCK_END = re.compile(r"\n(?:[^\S\n]*\n)+|\n(?=event:)")


@dataclass(frozen=True, slots=True)
class Event:
    name: str  # "": no name
    data: str


def asks_for_events(method: Method, decoded: DecodedRequest) -> bool:
    """Does the request ask for events in place of the main response?"""
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
    lines = [line.strip() for line in sample.splitlines()]
    objects = [line for line in lines if _is_object(line)]
    others = [line for line in lines if line.strip(". ") and line not in objects]
    if len(objects) < 2 or others:
        return ()
    return (*(Event("", line) for line in objects), Event("", "[DONE]"))


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


def _encode_event(event: Event) -> str:
    name = f"event: {event.name}\n" if event.name else ""
    return name + "".join(f"data: {line}\n" for line in event.data.split("\n")) + "\n"
