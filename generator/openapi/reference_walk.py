"""Resolves paths through a document, following every `$ref` on the way.

The validator uses this instead of the library's own walk, which follows chains of references
repeatedly and recursively. References without a target give None: `refs` reports them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from generator.json_types import Json, JsonObject
from generator.openapi.pointers import NoSuchPlace, from_fragment, is_index, steps

Parts: TypeAlias = tuple[str | int, ...]
ResolvedValue: TypeAlias = tuple[Json, Parts]  # a value that isn't a reference, and its path


class ReferenceResolver:
    """Resolves the paths of one document. It follows each reference once."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._targets: dict[str, ResolvedValue | None] = {}

    def resolve(self, parts: Iterable[object]) -> ResolvedValue | None:
        """Returns the value at `parts`, or None if a reference on the way has no target."""
        here: ResolvedValue | None = (self._root, ())
        try:
            for part in parts:
                here = self._end_of_chain(here)
                if here is None:
                    return None
                step = part if isinstance(part, int) else str(part)
                here = _step(here, step)
        except NoSuchPlace:
            return None
        return self._end_of_chain(here)

    def parts_of(self, place: ResolvedValue, key: str) -> Iterator[ResolvedValue]:
        """Yields the schema at `key` of the schema at `place`, or the elements of a list there."""
        value, at = place
        part = value.get(key) if isinstance(value, dict) else None
        inner = (
            [(element, (*at, key, index)) for index, element in enumerate(part)]
            if isinstance(part, list)
            else [(part, (*at, key))]
        )
        for here in inner:
            found = self._end_of_chain(here)
            if found is not None:
                yield found

    def _end_of_chain(self, here: ResolvedValue | None) -> ResolvedValue | None:
        ref = _reference(here)
        return here if ref is None else self._target(ref)

    def _target(self, ref: str) -> ResolvedValue | None:
        chain: dict[str, None] = {}
        found: ResolvedValue | None = None
        following: str | None = ref
        while following is not None and following not in chain:
            if following in self._targets:
                found = self._targets[following]
                break
            chain[following] = None
            found = self._find(following)
            following = _reference(found)
        else:
            if following is not None:  # the chain leads back to itself
                found = None
        self._targets.update(dict.fromkeys(chain, found))
        return found

    def _find(self, ref: str) -> ResolvedValue | None:
        pointer = from_fragment(ref)
        if pointer is None:
            return None
        here: ResolvedValue = (self._root, ())
        try:
            for step in steps(pointer):
                is_element = isinstance(here[0], list) and is_index(step)
                here = _step(here, int(step) if is_element else step)
        except NoSuchPlace:
            return None
        return here


def _reference(place: ResolvedValue | None) -> str | None:
    value = None if place is None else place[0]
    ref = value.get("$ref") if isinstance(value, dict) else None
    return ref if isinstance(ref, str) else None


def _step(place: ResolvedValue, key: str | int) -> ResolvedValue:
    value, at = place
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key], (*at, key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key], (*at, key)
    raise NoSuchPlace(str(key))
