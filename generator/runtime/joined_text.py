"""Texts that a model makes of what it holds, found by names on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from .models import member
from .type_guards import is_list, is_object


def joined_text(value: object, *steps: str | tuple[str, ...]) -> str:
    """The texts at a place of a model, joined; what isn't there, or is no text, adds none.

    A step is the name of a member, or, for the elements of an array, a tuple: its name and, where
    only some of the elements count, the name and the value of the member that tells them apart.
    """
    found: list[object] = [value]
    for step in steps:
        found = [part for one in found for part in _parts(one, step)]
    return "".join(text for text in found if isinstance(text, str))


def _parts(value: object, step: str | tuple[str, ...]) -> Iterator[object]:
    if isinstance(step, str):
        yield _of(value, step)
        return
    name, *chosen = step
    elements = _of(value, name)
    for element in elements if is_list(elements) else ():
        if not chosen or _of(element, chosen[0]) == chosen[1]:
            yield element


def _of(value: object, name: str) -> object:
    return value.get(name) if is_object(value) else member(value, name)
