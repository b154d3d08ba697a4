"""Texts that a model makes of what it holds, found by names on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from .base_model import get_member
from .type_guards import is_list, is_object


def join_texts(value: object, *steps: str | tuple[str, ...]) -> str:
    """The texts at a place of a model, joined; what isn't there, or is no text, adds none.

    A step is the name of a member, or, for the elements of an array, a tuple: its name and, where
    only some of the elements count, the name and the value of the member that tells them apart.
    """
    found: list[object] = [value]
    for step in steps:
        found = [part for one in found for part in _find_parts(one, step)]
    return "".join(text for text in found if isinstance(text, str))


def _find_parts(value: object, step: str | tuple[str, ...]) -> Iterator[object]:
    if isinstance(step, str):
        yield _get_value(value, step)
        return
    name, *chosen = step
    elements = _get_value(value, name)
    for element in elements if is_list(elements) else ():
        if not chosen or _get_value(element, chosen[0]) == chosen[1]:
            yield element


def _get_value(value: object, name: str) -> object:
    return value.get(name) if is_object(value) else get_member(value, name)
