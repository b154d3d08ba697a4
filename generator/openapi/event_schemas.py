"""Reads the `itemSchema` of server-sent events (OpenAPI 3.2 §4.14.4).

It describes an event as an object with the strings `event` and `data`. The `contentSchema` of
`data` describes the JSON in it. What goes out is the schema of what a client gets.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.model import Schema, SchemaProperty
from generator.openapi.pointers import child
from generator.openapi.refs import References
from generator.openapi.schemas import SchemaReader

_ANY = "*"


@dataclass(frozen=True, slots=True)
class StreamItems:
    """The items of a stream."""

    schema: Schema | None = None
    text_events: tuple[str, ...] = ()  # names of events whose data is text, not JSON; "*": all


@dataclass(frozen=True, slots=True)
class _Event:
    name: Schema | None
    data: Schema
    is_text: bool


def read_event(
    pointer: str, value: Json, references: References, schemas: SchemaReader
) -> StreamItems:
    """Returns the schema of an event's data, or of the objects that a union of events describes.

    Rule EV1: the data of an event has the type of its `contentSchema`. Data without one is text.
    Events that a union tells apart are objects with `event` and `data`.
    """
    reader = _EventReader(references, schemas)
    part = json_parts.mapping(value)
    place = references.follow(pointer, value)
    for at, one in ((pointer, part), *((place,) if place else ())):
        key = next((key for key in ("oneOf", "anyOf") if key in one), "")
        found = [reader.read(*each) for each in json_parts.elements(child(at, key), one.get(key))]
        events = [event for event in found if event is not None]
        if events:
            variants = tuple(_as_object(event) for event in events)
            return StreamItems(Schema(child(at, key), one_of=variants), _text_names(events))
    event = reader.read(pointer, value)
    if event is None:
        return StreamItems()
    return StreamItems(event.data, (_ANY,) if event.is_text else ())


@dataclass(frozen=True, slots=True)
class _EventReader:
    references: References
    schemas: SchemaReader

    def read(self, pointer: str, value: Json) -> _Event | None:
        """Returns an event, or None if the schema doesn't describe its data."""
        place = self.references.follow(pointer, value)
        members = json_parts.mapping(place[1].get("properties")) if place else {}
        if place is None or not isinstance(members.get("data"), dict):
            return None
        at = child(place[0], "properties")
        data = json_parts.mapping(members["data"])
        name = members.get("event")
        return _Event(
            name=self.schemas.read(child(at, "event"), name) if "event" in members else None,
            data=self._read_data(child(at, "data"), data),
            is_text="contentSchema" not in data and not _is_json(data),
        )

    def _read_data(self, at: str, data: JsonObject) -> Schema:
        if "contentSchema" in data:
            return self.schemas.read(child(at, "contentSchema"), data["contentSchema"])
        if _is_json(data):
            return Schema(at)
        return self.schemas.read(at, data)


def _is_json(data: JsonObject) -> bool:
    media = json_parts.text(data.get("contentMediaType")).partition(";")[0].strip().lower()
    return media == "application/json" or media.endswith("+json")


def _as_object(event: _Event) -> Schema:
    """Returns the object with the name and the data of an event."""
    name = event.name or Schema(event.data.pointer, types=("string",))
    members = (SchemaProperty("event", name), SchemaProperty("data", event.data))
    pointer = event.data.pointer.rpartition("/properties/")[0]
    return Schema(pointer, types=("object",), properties=members, required=("event", "data"))


def _text_names(events: list[_Event]) -> tuple[str, ...]:
    """Returns the names of events whose data is text."""
    if all(event.is_text for event in events):
        return (_ANY,)
    texts = [event.name for event in events if event.is_text and event.name is not None]
    values = [one.const.value if one.const else None for one in texts]
    return tuple(value for value in values if isinstance(value, str))
