"""Finds every text of a provider file by a walk of the format, so that a new key is included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


def put_text(value: Json, place: TextPlace, text: str) -> Json | None:
    """Returns `value` with `text` at the first text of `place`; None if it has no such text."""
    return _put(value, place.path.split("/"), place.is_name, text)


def _put(value: Json, steps: list[str], is_name: bool, text: str) -> Json | None:
    step, *rest = steps
    if isinstance(value, list):
        return [_put(value[0], rest, is_name, text) if rest else text, *value[1:]]
    if not isinstance(value, dict):
        return None
    for name in value if step == "*" else (step,):
        if name not in value:
            continue
        if not rest and is_name:
            return {text if key == name else key: item for key, item in value.items()}
        if not rest:
            return {**value, name: text}
        if (changed := _put(value[name], rest, is_name, text)) is not None:
            return {**value, name: changed}
    return None


def spell_for(form: TextForm, payload: str) -> str | None:
    """Returns a spelling that `form` accepts and that contains `payload`, with `{}` for it."""
    return next((one for one in _SPELLINGS if accepts(form, one.format(payload))), None)
