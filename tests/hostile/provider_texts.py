"""Finds every text of a provider file by a walk of the format, so that a new key is included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.json_types import Json
from generator.mapping.file_format import PROVIDER_FILE
from generator.mapping.forms import (
    Form,
    ListForm,
    RecordForm,
    TableForm,
    TextForm,
    accepts,
)
from generator.openapi.pointers import pointer_to

_SPELLINGS = ("{}", "{} x", "x{}", "https://shelves.example/{}", "https://shelves.example{}")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text that the format allows."""

    path: str  # keys, `*` for any name or index: "services/*/title"
    form: TextForm
    is_name: bool  # a name of a table, not a value


def text_places(form: Form = PROVIDER_FILE, path: str = "") -> Iterator[TextPlace]:
    """Returns every text below `form`, names of tables included."""
    match form:
        case TextForm():
            yield TextPlace(path.strip("/"), form, is_name=False)
        case RecordForm():
            for key in form.keys:
                yield from text_places(key.form, f"{path}/{key.name}")
        case TableForm():
            yield TextPlace(f"{path}/*".strip("/"), form.name, is_name=True)
            yield from text_places(form.entry, f"{path}/*")
        case ListForm():
            yield from text_places(form.entry, f"{path}/*")


Steps: TypeAlias = tuple[str, ...]
"""The keys and indices that lead to a text."""


def find_text(value: Json, place: TextPlace) -> Steps | None:
    """Returns the way to the first text of `place` in `value`; None if it has no such text."""
    return next(_ways(value, tuple(place.path.split("/"))), None)


def _ways(value: Json, steps: Steps) -> Iterator[Steps]:
    if not steps:
        yield ()
    elif isinstance(value, list) and value:
        yield from (("0", *way) for way in _ways(value[0], steps[1:]))
    elif isinstance(value, dict):
        for name in value if steps[0] == "*" else {steps[0]} & value.keys():
            yield from ((name, *way) for way in _ways(value[name], steps[1:]))


def put_texts(value: Json, texts: Mapping[TextPlace, str]) -> tuple[Json, dict[TextPlace, str]]:
    """Returns `value` with each text at its place, and the pointers to them."""
    ways = {place: find_text(value, place) for place in texts}
    by_way = {(way, place.is_name): texts[place] for place, way in ways.items() if way}
    assert len(by_way) == len(texts), "a place has no text, or two places have one"
    pointers = {
        place: pointer_to(
            by_way.get((way[:end], True), step) for end, step in enumerate(way, start=1)
        )
        for place, way in ways.items()
        if way
    }
    return _put(value, by_way, ()), pointers


def _put(value: Json, texts: Mapping[tuple[Steps, bool], str], way: Steps) -> Json:
    if isinstance(value, list):
        return [_put(item, texts, (*way, str(at))) for at, item in enumerate(value)]
    if isinstance(value, dict):
        changed = {
            texts.get(((*way, key), True), key): _put(item, texts, (*way, key))
            for key, item in value.items()
        }
        assert len(changed) == len(value), "two entries have one name"
        return changed
    return texts.get((way, False), value)


def spell_for(form: TextForm, payload: str) -> str | None:
    """Returns a spelling that `form` accepts and that contains `payload`, with `{}` for it."""
    return next((one for one in _SPELLINGS if accepts(form, one.format(payload))), None)
