"""Makes the events of a stream add up to an answer.

The events of a sample and the answer of the same request come in. Out go events of the same kinds,
whose parts of the text, ids and whole answers are those of the answer.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.json_types import Json
from generator.mock.events import Event
from generator.mock.requested_texts import put_value, value_at
from generator.model.methods import GeneratedText, PathInResponse

_SHORTEST = 4  # characters of a part of the text
_MOST_PARTS = 16
_IDENTITY = "id"


@dataclass(frozen=True, slots=True)
class EventKinds:
    """What is known of the type of a stream's events."""

    tag: str  # the member that names the kind of an event; "" if there is none
    members: Collection[str]  # that every kind of event has
    fits: Callable[[Json], bool]


@dataclass(slots=True)
class _Part:
    name: str  # of the event
    value: Json  # None: the event isn't JSON
    data: str


def add_up(
    events: Sequence[Event], text: GeneratedText, answer: Json, kinds: EventKinds
) -> tuple[Event, ...]:
    """Returns events that add up to `answer`.

    - The parts of the text are those of the answer's text. Events without a part stay.
    - What an event repeats of the sample's last whole answer becomes what the answer has there.
    - If no event has a whole answer, each event gets the answer's values for its own members.
    - Numbers count from 0.
    """
    parts = [_Part(one.name, _parse(one.data), one.data) for one in events]
    written = value_at(answer, text.text)
    if text.response is None:
        for one in parts:
            one.value = _repeat_members(one.value, answer, kinds)
    else:
        _repeat_answer(parts, text.response, text.text, answer)
    parts = list(_split_text(parts, text, written if isinstance(written, str) else "", kinds.tag))
    if text.number is not None:
        numbered = [one for one in parts if isinstance(value_at(one.value, text.number), int)]
        for number, one in enumerate(numbered):
            put_value(one.value, text.number, number)
    return tuple(_make_event(one) for one in parts)


def _parse(data: str) -> Json:
    try:
        value: Json = json.loads(data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _make_event(part: _Part) -> Event:
    return Event(part.name, part.data if part.value is None else json.dumps(part.value))


# ------------------------------------------------------------------------------- the text


def _split_text(
    parts: Sequence[_Part], text: GeneratedText, written: str, tag: str
) -> Iterator[_Part]:
    """Yields the events, with the first one that has a part of the text once for each part."""
    if text.delta is None:
        yield from parts
        return
    place = text.delta
    found = [one for one in parts if _has_delta(one, text, tag)]
    full = [one for one in found if value_at(one.value, place)]
    template = next(iter(full or found[-1:]), None)
    for one in parts:
        if one is template:
            if not full:
                yield one
            for piece in _cut(written):
                value = copy.deepcopy(one.value)
                put_value(value, place, piece)
                yield replace(one, value=value)
        elif one not in full:
            yield one


def _has_delta(part: _Part, text: GeneratedText, tag: str) -> bool:
    if text.delta is None or not isinstance(value_at(part.value, text.delta), str):
        return False
    named = part.value.get(tag) if isinstance(part.value, dict) else None
    return not text.event or text.event in (part.name, named)


def _cut(text: str) -> list[str]:
    """Cuts a text into parts."""
    size = max(_SHORTEST, math.ceil(len(text) / _MOST_PARTS))
    return [text[at : at + size] for at in range(0, len(text), size)]


# ------------------------------------------------------------------------- the rest of it


def _repeat_members(value: Json, answer: Json, kinds: EventKinds) -> Json:
    """Returns an event with the answer's values for its own plain members, as far as they fit."""
    if not isinstance(value, dict) or not isinstance(answer, dict):
        return value
    for name in sorted({*value, *kinds.members}):
        known, new = value.get(name), answer.get(name)
        if isinstance(known, dict | list) or isinstance(new, dict | list):
            continue
        changed = {key: part for key, part in value.items() if key != name}
        if name in answer:
            changed = {**value, name: new}
        if kinds.fits(changed):
            value = changed
    return value


def _repeat_answer(
    parts: Sequence[_Part], place: PathInResponse, text: PathInResponse, answer: Json
) -> None:
    """Replaces what the events have of the sample's answer."""
    wholes = [whole for one in parts if isinstance(whole := value_at(one.value, place), dict)]
    if not wholes or not isinstance(answer, dict):
        return
    last = wholes[-1]
    renamed = dict(_pair(last, answer, ""))
    if old := value_at(last, text):
        renamed[_key(old)] = value_at(answer, text)
    for one in parts:
        whole = value_at(one.value, place)
        kept: Json = None
        if isinstance(whole, dict) and whole != last:
            kept = {
                name: answer[name] if name in answer and last.get(name) == part else part
                for name, part in whole.items()
            }
        one.value = _rename(one.value, renamed)
        if kept is not None:
            put_value(one.value, place, kept)


def _pair(old: Json, new: Json, name: str) -> Iterator[tuple[str, Json]]:
    """Yields what stands at the same place: objects, lists and ids of the sample, and the new."""
    if isinstance(old, str):
        if name == _IDENTITY and old:
            yield _key(old), new
    elif isinstance(old, dict) and isinstance(new, dict) and old:
        yield _key(old), new
        for key, part in old.items():
            if key in new:
                yield from _pair(part, new[key], key)
    elif isinstance(old, list) and isinstance(new, list):
        for part, other in zip(old, new, strict=False):
            yield from _pair(part, other, "")


def _rename(value: Json, renamed: Mapping[str, Json]) -> Json:
    if value and isinstance(value, dict | str) and (key := _key(value)) in renamed:
        return copy.deepcopy(renamed[key])
    if isinstance(value, dict):
        return {name: _rename(part, renamed) for name, part in value.items()}
    if isinstance(value, list):
        return [_rename(part, renamed) for part in value]
    return value


def _key(value: Json) -> str:
    return json.dumps(value, sort_keys=True)
