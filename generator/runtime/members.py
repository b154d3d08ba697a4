"""Reads members of a response by their names on the wire, from a model or from plain JSON.

Pydantic isn't imported here: a program that gets no model doesn't load it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .type_guards import is_list, is_object


def get_member(value: object, wire_name: str) -> object:
    """Returns a member of a model by its name on the wire, or None."""
    model: Any = type(value)
    if not hasattr(model, "model_fields"):
        return None
    model.model_rebuild()  # the build is deferred, and aliases are known after it
    for name, field in model.model_fields.items():
        if (field.alias or name) == wire_name:
            return getattr(value, name, None)
    further: dict[str, object] | None = getattr(value, "model_extra", None)
    return (further or {}).get(wire_name)


def find_value(value: object, steps: Iterable[str | int]) -> Any:
    """Returns the value at a path in a response, by wire names; None if there is none."""
    for step in steps:
        if isinstance(step, str):
            value = value.get(step) if is_object(value) else get_member(value, step)
        else:
            value = value[step] if is_list(value) and value else None
        if value is None:
            return None
    return value
