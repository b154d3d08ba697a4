"""Properties of models that join the texts found at a path, such as `output_text`."""

from __future__ import annotations

from collections.abc import Iterator

from .members import get_member
from .type_guards import is_list, is_object


def join_texts(value: object, *steps: str | tuple[str, ...]) -> str:
    """Joins the texts at a path in a model. Missing values and other types are skipped.

    A step is the wire name of a member. For the elements of an array, a step is a tuple: the name
    of the array, and optionally the name and value of a member that an element must have.
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
