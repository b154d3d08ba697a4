"""Lowers members that the client computes by joining texts at a place in an object.

The mapping's entries and the named types come in; the steps to the texts go out. An entry whose
place doesn't exist is reported at the entry in the provider file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator import names
from generator.diagnostics import Problems
from generator.lower.fields import merge_properties, variants_of
from generator.mapping.format_check import closest
from generator.mapping.model import TextMapping
from generator.model.client import JoinedText, TextStep
from generator.model.types import (
    Array,
    Const,
    Enum,
    NamedType,
    Object,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.model.walk import FindType

_STEP = re.compile(r"\.([^.\[]+)(?:(\[\*\])|\[\?@\.([^=.\[]+)=='([^']+)'\])?")


class _MissingPlace(Exception):
    """The type has no such place; the message says which part is missing."""


def lower_joined_texts(
    mappings: Iterable[TextMapping],
    types: Iterable[NamedType],
    find: FindType,
    problems: Problems,
) -> tuple[JoinedText, ...]:
    """Returns the members that the client computes.

    Rule M10: the member's schema is an object without a member of that name, and the place leads to
    texts. A filter names a value that some elements have.
    """
    known = {one.spec_name: one for one in types}
    return tuple(_lower_joined_texts(mappings, known, find, problems))


def _lower_joined_texts(
    mappings: Iterable[TextMapping],
    known: dict[str, NamedType],
    find: FindType,
    problems: Problems,
) -> Iterator[JoinedText]:
    for one in mappings:
        kind = _find_object(one, known, problems)
        if kind is None or not isinstance(kind.type, Object):
            continue
        if one.name in (names.python_identifier(part.name) for part in kind.type.properties):
            problems.error(
                "text-name-taken",
                f'"{one.type}" already has a member "{one.name}"',
                one.name_location,
                "choose another name, or remove the member with an overlay",
            )
            continue
        steps = parse_text_steps(one.path)
        try:
            _check_steps(kind.type, steps, find)
        except _MissingPlace as missing:
            problems.error(
                "text-path",
                f'"{one.type}" has no texts at {one.path}: {missing}',
                one.path_location,
                "name a place of the type that holds texts",
            )
            continue
        yield JoinedText(kind.name, one.name, one.path, steps)


def _find_object(
    mapping: TextMapping, known: dict[str, NamedType], problems: Problems
) -> NamedType | None:
    """Returns the object that gets the member; None if there is no such object."""
    kind = known.get(mapping.type)
    if kind is not None and isinstance(kind.type, Object) and kind.type.properties:
        return kind
    near = closest(mapping.type, known) if kind is None else ""
    what = "not a schema that a method uses" if kind is None else "not an object with properties"
    problems.error(
        "unknown-type",
        f'"{mapping.type}" is {what}',
        mapping.type_location,
        f'did you mean "{near}"?' if near else "name a schema of components/schemas",
    )
    return None


def parse_text_steps(path: str) -> tuple[TextStep, ...]:
    """Parses the steps of a place, as the provider file spells it.

    >>> parse_text_steps("$.rows[?@.type=='a'].text")[0]
    TextStep(name='rows', each=True, tag='type', value='a')
    """
    return tuple(
        TextStep(name, bool(every or tag), tag or "", value or "")
        for name, every, tag, value in _STEP.findall(path)
    )


def _check_steps(of: Type, steps: tuple[TextStep, ...], find: FindType) -> None:
    """Raises _MissingPlace if the steps don't lead to texts in a value of type `of`."""
    for step in steps:
        members = {one.name: one.type for one in merge_properties(of, find)}
        if step.name not in members:
            raise _MissingPlace(f'there is no member "{step.name}"')
        of = members[step.name]
        if step.each:
            arrays = [kind for kind in variants_of(of, find) if isinstance(kind, Array)]
            if not arrays:
                raise _MissingPlace(f'"{step.name}" is not an array')
            of = _element_type(arrays[0].items, step, find)
    if not any(_is_text(kind) for kind in variants_of(of, find)):
        raise _MissingPlace(f'"{steps[-1].name}" is not a text')


def _element_type(items: Type, step: TextStep, find: FindType) -> Type:
    """Returns the type of the elements that a step's filter keeps."""
    if not step.tag:
        return items
    kept = [
        kind
        for kind in variants_of(items, find)
        if isinstance(kind, Object)
        and any(
            _may_be(value, step.value)
            for one in kind.properties
            if one.name == step.tag
            for value in variants_of(one.type, find)
        )
    ]
    if not kept:
        raise _MissingPlace(f'no element of "{step.name}" has "{step.value}" as its "{step.tag}"')
    return Union(tuple(Variant(kind) for kind in kept))


def _may_be(kind: Type, value: str) -> bool:
    match kind:
        case Const(only):
            return only == value
        case Enum(_, values, is_open):
            return is_open or value in values
        case _:
            return _is_text(kind)


def _is_text(kind: Type) -> bool:
    return isinstance(kind, Scalar | Enum) and kind.kind is ScalarKind.STRING
