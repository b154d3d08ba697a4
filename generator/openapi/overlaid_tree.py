"""A tree after an overlay: the origin of each node, and the reasons for its changes.

Changes copy the containers on their paths, so the original tree stays unchanged and the other nodes
are shared (3 MB of them in a large document).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from generator.diagnostics import Location
from generator.json_types import Json, JsonObject
from generator.openapi.pointers import child, parent, pointer_to
from generator.openapi.tree import Tree

Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class NodeOrigin:
    """The tree and pointer where the text of a node is."""

    tree: Tree
    pointer: str


@dataclass(frozen=True, slots=True)
class OverlaidTree(Tree):
    """A tree whose nodes come from the spec or from the overlay."""

    _spec: Tree = field(compare=False, repr=False)
    _origins: Mapping[str, NodeOrigin] = field(compare=False, repr=False)
    _reasons: Mapping[str, tuple[str, ...]] = field(compare=False, repr=False)

    def locate(self, pointer: str) -> Location:
        """Returns the position of the value at `pointer`, in the spec or in the overlay."""
        origin = _find_origin(pointer, self._spec, self._origins)
        return origin.tree.locate(origin.pointer)

    def locate_key(self, pointer: str) -> Location:
        """Returns the position of the key that holds the value at `pointer`."""
        origin = _find_origin(pointer, self._spec, self._origins)
        return origin.tree.locate_key(origin.pointer)

    def overlaid_by(self, pointer: str) -> str:
        """Returns the descriptions of the actions that changed the object, in their order."""
        return " ".join(self._reasons.get(pointer, ()))


def _find_origin(pointer: str, spec: Tree, origins: Mapping[str, NodeOrigin]) -> NodeOrigin:
    above, rest = pointer, ""
    while above not in origins:
        if not above:
            return NodeOrigin(spec, pointer)
        shorter = parent(above)
        rest = above[len(shorter) :] + rest
        above = shorter
    found = origins[above]
    return NodeOrigin(found.tree, found.pointer + rest)


class TreeEditor:
    """Applies overlay actions to a copy of a tree."""

    def __init__(self, spec: Tree, overlay: Tree, *, is_1_1: bool = False) -> None:
        """`is_1_1`: the overlay follows Overlay 1.1, which joins lists and replaces scalars."""
        self._is_1_1 = is_1_1
        self._spec = spec
        self._overlay = overlay
        self.root: JsonObject = dict(spec.root)
        self._own: set[int] = {id(self.root)}  # identities of the containers that are copies
        self._origins: dict[str, NodeOrigin] = {}
        self._reasons: dict[str, tuple[str, ...]] = {}

    def build_tree(self) -> Tree:
        """Returns the edited tree."""
        return OverlaidTree(
            file=self._spec.file,
            root=self.root,
            positions=self._spec.positions,
            _spec=self._spec,
            _origins=self._origins,
            _reasons=self._reasons,
        )

    def update(self, place: Steps, value: Json, at: str, reason: str) -> str:
        """Merges `value` into the node at `place`. Returns the problem if it doesn't fit, else "".

        `at` is the pointer to the value in the overlay.
        """
        target = self._writable(place)
        pointer = pointer_to(place)
        if isinstance(target, dict):
            if not isinstance(value, dict):
                return "the target is an object, so the update must be an object too"
            self._merge(target, pointer, value, at, reason)
            return ""
        if isinstance(target, list):
            added = [(value, at)]
            if self._is_1_1 and isinstance(value, list):
                added = [(part, child(at, index)) for index, part in enumerate(value)]
            for part, origin in added:
                self._origins[child(pointer, len(target))] = NodeOrigin(self._overlay, origin)
                target.append(part)
            self._note(parent(pointer), reason)
            return ""
        if not self._is_1_1:
            return "the target is neither an object nor a list"
        if isinstance(value, dict | list):
            return "the target is neither an object nor a list, so the update must be a scalar too"
        holder = self._writable(place[:-1])
        if isinstance(holder, dict):
            holder[str(place[-1])] = value
        elif isinstance(holder, list):
            holder[int(place[-1])] = value
        self._origins[pointer] = NodeOrigin(self._overlay, at)
        self._note(parent(pointer), reason)
        return ""

    def _merge(
        self, target: JsonObject, pointer: str, value: JsonObject, at: str, reason: str
    ) -> None:
        self._note(pointer, reason)
        for key, part in value.items():
            here, there = child(pointer, key), child(at, key)
            old = target.get(key)
            if isinstance(old, dict) and isinstance(part, dict):
                target[key] = inner = self._own_mapping(old)
                self._merge(inner, here, part, there, reason)
            elif isinstance(old, list) and isinstance(part, list):
                for index in range(len(part)):
                    origin = NodeOrigin(self._overlay, child(there, index))
                    self._origins[child(here, len(old) + index)] = origin
                target[key] = [*old, *part]
            else:
                self._forget(here)
                self._origins[here] = NodeOrigin(self._overlay, there)
                target[key] = part

    def remove(self, places: list[Steps], reason: str) -> None:
        """Removes the nodes at `places`, inner ones first, so that every path stays valid."""
        by_container: dict[Steps, set[str | int]] = {}
        for place in sorted(dict.fromkeys(places), key=len, reverse=True):
            by_container.setdefault(place[:-1], set()).add(place[-1])
        for container, keys in by_container.items():
            holder, pointer = self._writable(container), pointer_to(container)
            if isinstance(holder, dict):
                for key in map(str, keys):
                    self._forget(child(pointer, key))
                    del holder[key]
                self._note(pointer, reason)
            elif isinstance(holder, list):
                kept = [index for index in range(len(holder)) if index not in keys]
                self._move_up(pointer, kept)
                holder[:] = [holder[index] for index in kept]
                self._note(parent(pointer), reason)

    def _move_up(self, pointer: str, kept: list[int]) -> None:
        """Renumbers the positions of a list's elements after all but `kept` are removed."""
        spec, origins = self._spec, self._origins
        moved = {
            child(pointer, new): _find_origin(child(pointer, old), spec, origins)
            for new, old in enumerate(kept)
            if new != old
        }
        places = {str(old): str(new) for new, old in enumerate(kept)}
        self._origins = {**_renumber(origins, pointer, places), **moved}
        self._reasons = _renumber(self._reasons, pointer, places)

    def _forget(self, pointer: str) -> None:
        """Drops the origins and reasons of a node that is removed or replaced."""
        inside = f"{pointer}/"
        for known in (self._origins, self._reasons):
            for key in [key for key in known if key == pointer or key.startswith(inside)]:
                del known[key]

    def _note(self, pointer: str, reason: str) -> None:
        reasons = self._reasons.get(pointer, ())
        if reason not in reasons:
            self._reasons[pointer] = (*reasons, reason)

    def _writable(self, place: Steps) -> Json:
        """Returns the node at `place`, after copying all containers on the path to it."""
        here: Json = self.root
        for step in place:
            if isinstance(here, dict):
                key = str(step)
                here[key] = inner = self._own_part(here[key])
                here = inner
            elif isinstance(here, list) and isinstance(step, int):
                here[step] = inner = self._own_part(here[step])
                here = inner
        return here

    def _own_mapping(self, value: JsonObject) -> JsonObject:
        if id(value) in self._own:
            return value
        copied = dict(value)
        self._own.add(id(copied))
        return copied

    def _own_list(self, value: list[Json]) -> list[Json]:
        if id(value) in self._own:
            return value
        copied = list(value)
        self._own.add(id(copied))
        return copied

    def _own_part(self, value: Json) -> Json:
        if isinstance(value, dict):
            return self._own_mapping(value)
        return self._own_list(value) if isinstance(value, list) else value


_Known = TypeVar("_Known")


def _renumber(
    known: Mapping[str, _Known], pointer: str, places: Mapping[str, str]
) -> dict[str, _Known]:
    """Returns `known` with the new indexes of the list at `pointer`, without removed elements."""
    inside = f"{pointer}/"
    found: dict[str, _Known] = {}
    for key, value in known.items():
        if not key.startswith(inside):
            found[key] = value
            continue
        index, slash, rest = key[len(inside) :].partition("/")
        if index in places:
            found[f"{inside}{places[index]}{slash}{rest}"] = value
    return found
