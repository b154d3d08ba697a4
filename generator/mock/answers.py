"""What an operation answers when nothing is known of what it is asked about.

The first of the spec's samples that fits the answer's type; else the first that is JSON at all,
with what doesn't fit replaced; else a value made from the type. It is made once, and copied for
each call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml_rs

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.mock.events import Event, encode_events, parse_sample_events
from generator.mock.router import OperationRoute
from generator.model.methods import Content, Method
from generator.model.types import Object, Type, Union

_DECODER = json.JSONDecoder()
BYTES = bytes(range(256)) * 4
"""What a file holds that nobody sent: every byte there is."""


class ExampleAnswers:
    """Answers of the operations of one provider."""

    def __init__(self, validators: Validators) -> None:
        self._validators = validators
        self._values = ExampleValues(validators, Use.ANSWER)
        self._made: dict[str, str] = {}

    def make_json(self, route: OperationRoute, content: Content) -> Json:
        """The JSON of an operation's answer; the caller may change it."""
        key = f"{route.operation} {content.content_type}"
        if key not in self._made:
            self._made[key] = json.dumps(self._choose_sample(route.method, content))
        value: Json = json.loads(self._made[key])
        return value

    def _choose_sample(self, method: Method, content: Content) -> Json:
        samples = [*_json_samples(method), *content.examples]
        for sample in samples:
            if self._validators.fits(content.type, Use.ANSWER, sample):
                return sample
        if samples:
            return self._values.fit(content.type, samples[0])
        return self._values.make(content.type)

    def make_row(self, kind: Type) -> Json:
        """A value of a type of which no answer shows one."""
        return self._values.make(kind)

    def make_text(self, route: OperationRoute, content: Content) -> str:
        """The text of an answer that is neither JSON nor bytes."""
        for _, sample in route.method.sample_responses:
            if sample.strip():
                return sample
        made = self._values.make(content.type)
        return made if isinstance(made, str) else json.dumps(made)

    def make_events(self, route: OperationRoute, answer: Json) -> tuple[bytes, ...]:
        """The events of a stream: a sample's, else one of each kind, else the answer as one.

        What is made without names ends with `[DONE]`; a sample ends as it does.
        """
        declared = route.method.answer.events
        kind = declared.type if declared else None
        for _, sample in route.method.sample_responses:
            if found := parse_sample_events(sample):
                return encode_events(found if kind is None else self._fit_events(found, kind))
        events = (
            [_make_event(answer, "")] if kind is None else list(self._make_event_of_each_kind(kind))
        )
        if not any(one.name for one in events):
            events.append(Event("", "[DONE]"))
        return encode_events(events)

    def _fit_events(self, events: tuple[Event, ...], kind: Type) -> Iterator[Event]:
        for event in events:
            try:
                value, _ = _DECODER.raw_decode(event.data)  # some close a bracket too many
            except ValueError:
                yield event
                continue
            if self._has_event_names(kind):
                yield _make_event(self._values.fit(kind, {"event": event.name, "data": value}), "")
            else:
                yield Event(event.name, json.dumps(self._values.fit(kind, value)))

    def _make_event_of_each_kind(self, kind: Type) -> Iterator[Event]:
        """One event of each variant, named by its tag; none that says that the stream failed."""
        resolved = self._validators.resolve(kind)
        if not isinstance(resolved, Union):
            yield _make_event(self._values.make(kind), "")
            return
        for variant in resolved.variants:
            event = _make_event(self._values.make(variant.type), resolved.discriminator)
            if event.name != "error":
                yield event

    def _has_event_names(self, kind: Type) -> bool:
        """Are events objects with the name of an event and what it carries?"""
        return self._property_names(kind) >= {"event", "data"}

    def _property_names(self, kind: Type) -> set[str]:
        """The properties of an object, or those that all variants have."""
        resolved = self._validators.resolve(kind)
        if isinstance(resolved, Union):
            return set.intersection(*(self._property_names(one.type) for one in resolved.variants))
        return {one.name for one in resolved.properties} if isinstance(resolved, Object) else set()


def _make_event(value: Json, tag: str) -> Event:
    """A value as an event. One that has `event` and `data` says its name itself."""
    if isinstance(value, dict):
        if value.keys() == {"event", "data"}:
            data = value["data"]
            return Event(str(value["event"]), data if isinstance(data, str) else json.dumps(data))
        return Event(str(value.get(tag, "")), json.dumps(value))
    return Event("", json.dumps(value))


def _json_samples(method: Method) -> Iterator[Json]:
    """The samples that are JSON, or would be but for a comma too many, which YAML lets through."""
    for _, text in method.sample_responses:
        try:
            yield json.loads(text)
        except ValueError:
            if not parse_sample_events(text) and (found := _parse_near_json(text)) is not None:
                yield found


def _parse_near_json(text: str) -> Json:
    try:
        found: Json = json.loads(json.dumps(yaml_rs.loads(text, parse_datetime=False)))
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, dict | list) else None
