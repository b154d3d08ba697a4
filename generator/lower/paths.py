"""Parses places in a response, such as `$.data[-1].id`, and finds their types.

A path's text and the answer's type come in; steps and the type at their end go out. A place that
doesn't exist is None, and the caller reports it.
"""

from __future__ import annotations

import re

from generator.lower.fields import merge_properties, variants_of
from generator.model.methods import PathInResponse
from generator.model.types import Anything, Array, Object, Type
from generator.model.walk import FindType, follow

_STEP = re.compile(r"\.([^.\[]+)|\['([^']+)'\]|\[-1\]")
# Names of the property that holds a list's rows, if no items path names it.
_ROWS = ("data", "items", "results", "records", "entries", "values")


def parse_path(text: str) -> PathInResponse:
    """Parses a JSONPath of names, `['names']` and `[-1]`; the mapping accepts nothing else.

    >>> parse_path("$.data[-1].id").steps
    ('data', -1, 'id')
    """
    return PathInResponse(tuple(match[1] or match[2] or -1 for match in _STEP.finditer(text)))


def type_at(of: Type, path: PathInResponse, find: FindType) -> Type | None:
    """Returns the type at `path` in a value of type `of`; None if nothing is there."""
    for step in path.steps:
        if step == -1:
            arrays = [part for part in variants_of(of, find) if isinstance(part, Array)]
            if not arrays:
                return None
            of = arrays[0].items
        else:
            found = [one for one in merge_properties(of, find) if one.name == step]
            if not found:
                return None
            of = found[0].type
    return of


def may_be_list(of: Type, find: FindType) -> bool:
    """Can a value of this type be an array?"""
    return any(isinstance(part, Array | Anything) for part in variants_of(of, find))


def may_have_rows(of: Type, find: FindType) -> bool:
    """Can a value of this type be a list of rows, or the only row?"""
    return any(isinstance(part, Array | Object | Anything) for part in variants_of(of, find))


def find_rows(answer: Type, find: FindType) -> PathInResponse | None:
    """Finds the rows in a list response without an items path.

    Rule F5: a response that is an array is the rows. Otherwise the rows are at `data` (or `items`,
    `results`, …) if it is the only array in the response, and the response has no `id` of its own.
    """
    envelope = follow(answer, find)
    if isinstance(envelope, Array):
        return PathInResponse(())
    if not isinstance(envelope, Object):
        return None
    rows = ""
    for one in envelope.properties:
        values = variants_of(one.type, find)
        if one.name == "id":
            return None
        if any(isinstance(value, Array) for value in values):
            if rows or one.name not in _ROWS:
                return None
            rows = one.name
    return PathInResponse((rows,)) if rows else None


def find_arrays(answer: Type, find: FindType) -> tuple[str, ...]:
    """Returns the paths of a response's top-level arrays, as hints for an items path."""
    return tuple(
        f"$.{one.name}"
        for one in merge_properties(answer, find)
        if any(isinstance(value, Array) for value in variants_of(one.type, find))
    )
