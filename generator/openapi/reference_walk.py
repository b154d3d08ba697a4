"""Where a walk through a document arrives when it follows each `$ref` on its way.

For the validator, whose own walk repeats chains of references and recurses along them. References
that lead nowhere are passed over: `refs` reports them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from generator.json_types import Json, JsonObject
from generator.openapi.pointers import NoSuchPlace, from_fragment, is_index, steps

Parts: TypeAlias = tuple[str | int, ...]
ResolvedValue: TypeAlias = tuple[Json, Parts]  # a value that is no reference, and the way to it


class ReferenceResolver:
    """The places of one document; each reference is followed once."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._targets: dict[str, ResolvedValue | None] = {}

    def resolve(self, parts: Iterable[object]) -> ResolvedValue | None:
        """Where `parts` lead to, or None where a reference on the way leads nowhere."""
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
        """What the list or the schema at `key` of the schema at `place` holds."""
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
            if following is not None:  # the chain comes back to itself
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
