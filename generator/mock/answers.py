"""Makes the answer of an operation when no stored row applies.

The answer is the first of the spec's samples that fits the answer's type. If none fits, it is the
first sample that is JSON, with the parts that don't fit replaced. Without samples, it is a value
made from the type. Each answer is made once and copied for every request.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import yaml_rs

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.mock.events import (
    Event,
    encode_events,
    encode_item,
    parse_sample_events,
    parse_sample_items,
)
from generator.mock.requested_events import EventKinds, add_up
from generator.mock.requested_texts import value_at
from generator.mock.router import MockRoute
from generator.mock.visibility import drop_write_only
from generator.model.methods import Content, GeneratedText, Method, PathInResponse
from generator.model.types import Object, Type, Union
from generator.vocabulary import StreamFormat

_DECODER = json.JSONDecoder()
BYTES = bytes(range(256)) * 4
"""The content of a file that no request has uploaded: every byte value."""


class ExampleAnswers:
    """Makes example answers for the operations of one provider."""

    def __init__(self, validators: Validators) -> None:
        self._validators = validators
        self._values = ExampleValues(validators, Use.ANSWER)
        self._made: dict[str, str] = {}

    def make_json(
        self, route: MockRoute, content: Content, text: PathInResponse | None = None
    ) -> Json:
        """Returns an operation's JSON answer, one with a text at the place if a sample has it.

        The caller may change it.
        """
        key = f"{route.operation} {content.content_type} {text}"
        if key not in self._made:
            self._made[key] = json.dumps(self._choose_sample(route.method, content, text))
        value: Json = json.loads(self._made[key])
        return value

    def _choose_sample(self, method: Method, content: Content, text: PathInResponse | None) -> Json:
        samples = [*_json_samples(method), *content.examples]
        if text is not None:
            samples = [one for one in samples if isinstance(value_at(one, text), str)] or samples
        for sample in samples:
            if self._validators.fits(content.type, Use.ANSWER, sample):
                return sample
        if samples:
            return self._values.fit(content.type, samples[0])
        return self._values.make(content.type)

    def make_declared(self, content: Content) -> Json:
        """Returns the JSON of a response that isn't the operation's main one."""
        fitting = (
            one for one in content.examples if self._validators.fits(content.type, Use.ANSWER, one)
        )
        return next(fitting, None) or self._values.make(content.type)

    def make_row(self, kind: Type) -> Json:
        """Returns a row of a type that no answer shows."""
        return self._values.make(kind)

    def make_text(self, route: MockRoute, content: Content) -> str:
        """Returns the text of an answer that is neither JSON nor bytes."""
        for _, sample in route.method.sample_responses:
            if sample.strip():
                return sample
        made = self._values.make(content.type)
        return made if isinstance(made, str) else json.dumps(made)

    def make_stream(
        self, route: MockRoute, content: Content, answer: Json, text: GeneratedText | None
    ) -> tuple[bytes, ...]:
        """Returns the items of a stream, encoded in its format.

        With a generated text, events add up to `answer`.
        """
        if content.stream_format is StreamFormat.EVENTS:
            return encode_events(
                self._add_up(self._make_events(route, content), content.type, answer, text)
            )
        is_records = content.stream_format is StreamFormat.RECORDS
        types = self._validators.types
        shown = (drop_write_only(one, content.type, types) for one in self._items(route, content))
        return tuple(encode_item(one, is_records=is_records) for one in shown)

    def _items(self, route: MockRoute, content: Content) -> Iterator[Json]:
        """Yields the items of a sample that lists them, else two values of the item's type.

        An example of the document is one item, or the array of all items (OpenAPI 3.2 §4.14).
        """
        for _, sample in route.method.sample_responses:
            if found := parse_sample_items(sample):
                yield from (self._values.fit(content.type, one) for one in found)
                return
        for example in content.examples:
            items = example if isinstance(example, list) else [example]
            if all(self._validators.fits(content.type, Use.ANSWER, one) for one in items):
                yield from items
                return
        resolved = self._validators.resolve(content.type)
        kinds = [one.type for one in resolved.variants] if isinstance(resolved, Union) else []
        for kind in kinds or (content.type, content.type):
            yield self._values.make(kind)

    def _make_events(self, route: MockRoute, content: Content) -> Sequence[Event]:
        """Returns the events of a stream.


        They come from the first sample that shows a stream. Without such a sample, the stream has
        one event of each variant. A stream that is made here and has no named events ends with
        `[DONE]`; a sample keeps its own end.
        """
        for _, sample in route.method.sample_responses:
            if found := parse_sample_events(sample):
                return (
                    found if content.text_events else tuple(self._fit_events(found, content.type))
                )
        made = self._values.make(content.type)
        if content.text_events and isinstance(made, str):
            return (Event("", made),)
        events = list(self._make_event_of_each_kind(content.type))
        if not any(one.name for one in events):
            events.append(Event("", "[DONE]"))
        return events

    def _add_up(
        self, events: Sequence[Event], kind: Type, answer: Json, text: GeneratedText | None
    ) -> Sequence[Event]:
        if text is None:
            return events
        resolved = self._validators.resolve(kind)
        kinds = EventKinds(
            tag=resolved.discriminator if isinstance(resolved, Union) else "",
            members=self._property_names(kind),
            fits=lambda value: self._validators.fits(kind, Use.ANSWER, value),
        )
        return add_up(events, text, answer, kinds)

    def _fit_events(self, events: tuple[Event, ...], kind: Type) -> Iterator[Event]:
        for event in events:
            try:
                value, _ = _DECODER.raw_decode(
                    event.data
                )  # some samples have a bracket too many at the end
            except ValueError:
                yield event
                continue
            if self._has_event_names(kind):
                yield _make_event(self._fit_event(kind, {"event": event.name, "data": value}), "")
            else:
                yield Event(event.name, json.dumps(self._fit_event(kind, value)))

    def _fit_event(self, kind: Type, value: Json) -> Json:
        return drop_write_only(self._values.fit(kind, value), kind, self._validators.types)

    def _make_event_of_each_kind(self, kind: Type) -> Iterator[Event]:
        """Yields one event of each variant, named by its tag, but none that reports an error."""
        resolved = self._validators.resolve(kind)
        if not isinstance(resolved, Union):
            yield _make_event(self._values.make(kind), "")
            return
        for variant in resolved.variants:
            event = _make_event(self._values.make(variant.type), resolved.discriminator)
            if event.name != "error":
                yield event

    def _has_event_names(self, kind: Type) -> bool:
        """Is each event an object that holds its own name and data?"""
        return self._property_names(kind) >= {"event", "data"}

    def _property_names(self, kind: Type) -> set[str]:
        """Returns the properties of an object, or those that all variants of a union have."""
        resolved = self._validators.resolve(kind)
        if isinstance(resolved, Union):
            return set.intersection(*(self._property_names(one.type) for one in resolved.variants))
        return {one.name for one in resolved.properties} if isinstance(resolved, Object) else set()


def _make_event(value: Json, tag: str) -> Event:
    """Turns a value into an event. A value with `event` and `data` brings its own name."""
    if isinstance(value, dict):
        if value.keys() == {"event", "data"}:
            data = value["data"]
            return Event(str(value["event"]), data if isinstance(data, str) else json.dumps(data))
        return Event(str(value.get(tag, "")), json.dumps(value))
    return Event("", json.dumps(value))


def _json_samples(method: Method) -> Iterator[Json]:
    """Yields the samples that are JSON. YAML accepts those with a trailing comma."""
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
