"""Finds the component schemas that extend another one by allOf.

A base whose discriminator names no schema for a value means the child of that name, which may be
referenced from nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.json_types import JsonObject
from generator.openapi import json_parts
from generator.openapi.pointers import child, from_fragment
from generator.openapi.tree import Tree

_SCHEMAS = "/components/schemas"


class ChildIndex:
    """The children of each component schema of one document."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._children: dict[str, list[str]] | None = None

    def find_descendants(self, pointer: str) -> tuple[str, ...]:
        """Returns the pointers of the schemas that extend the one at `pointer`, at any depth.

        Children come in document order, each before its own children.
        """
        if self._children is None:
            self._children = self._index()
        found: dict[str, None] = {}
        waiting = [pointer]
        while waiting:
            here = waiting.pop()
            if here in found:
                continue
            found[here] = None
            waiting.extend(reversed(self._children.get(here, ())))
        return tuple(found)[1:]

    def _index(self) -> dict[str, list[str]]:
        children: defaultdict[str, list[str]] = defaultdict(list)
        components = json_parts.mapping(self._tree.root.get("components"))
        for at, _, schema in json_parts.entries(_SCHEMAS, components.get("schemas")):
            if isinstance(schema, dict):
                for base in _bases(schema):
                    children[base].append(at)
        return children


def owner_of(pointer: str) -> str:
    """Returns the schema that the one at `pointer` is a part of, by any number of inline allOfs.

    >>> owner_of("/components/schemas/Cat/allOf/1")
    '/components/schemas/Cat'
    """
    steps = pointer.split("/")
    while len(steps) > 2 and steps[-2] == "allOf" and steps[-1].isdigit():
        del steps[-2:]
    return "/".join(steps)


def component_pointer(name: str) -> str:
    """Returns the pointer of the component schema with this name."""
    return child(_SCHEMAS, name)


def _bases(schema: JsonObject) -> Iterator[str]:
    """Yields the schemas that `schema` extends. `nullable` beside an allOf makes no child of it."""
    if schema.get("nullable") is True:
        return
    for part in json_parts.elements("", schema.get("allOf")):
        ref = part[1].get("$ref") if isinstance(part[1], dict) else None
        if isinstance(ref, str) and (target := from_fragment(ref)) is not None:
            yield target
