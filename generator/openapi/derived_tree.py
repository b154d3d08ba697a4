"""A tree that is made of other trees: a converted document, or one joined from several files.

Each node keeps the position of its origin. A node without an entry of its own lies as far below its
nearest container with one as it does there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Location
from generator.json_types import JsonObject
from generator.openapi.overlaid_tree import NodeOrigin, find_origin
from generator.openapi.tree import Tree


@dataclass(frozen=True, slots=True)
class DerivedTree(Tree):
    """A tree whose nodes come from `_source`, or from where `_origins` says."""

    _source: Tree = field(compare=False, repr=False)
    _origins: Mapping[str, NodeOrigin] = field(compare=False, repr=False)

    def locate(self, pointer: str) -> Location:
        """Returns the position of the origin of the value at `pointer`."""
        origin = find_origin(pointer, self._source, self._origins)
        return origin.tree.locate(origin.pointer)

    def locate_key(self, pointer: str) -> Location:
        """Returns the position of the key of the origin of the value at `pointer`."""
        origin = find_origin(pointer, self._source, self._origins)
        return origin.tree.locate_key(origin.pointer)


def derive_tree(source: Tree, root: JsonObject, origins: Mapping[str, NodeOrigin]) -> Tree:
    """Returns the tree of `root`, which was made from `source`."""
    return DerivedTree(source.file, root, source.positions, source, origins)
