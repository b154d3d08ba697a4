"""The tree of a client's resources, from the paths of its methods: `fine_tuning.jobs.list`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator import names
from generator.emit.calls import Call

_LONGEST = 90
# What a client has besides its resources, and what modules of resources import.
TAKEN_IN_CLIENT = frozenset({"close", "send"})
_TAKEN_CLASSES = (
    *("AuthScheme", "BinaryResponse", "ClientHeader", "FileInput", "Final", "Literal", "Mapping"),
    *("NotGiven", "Resource", "Sequence", "Settings", "Stream", "SyncClient"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """The client itself (no path), or a resource of it."""

    path: tuple[str, ...]
    attribute: str  # its name in the node above
    class_name: str
    module: str
    children: tuple[Node, ...]
    calls: tuple[Call, ...]


def resource_tree(calls: Sequence[Call], root: str) -> tuple[Node, ...]:
    """All nodes, the client first, each before its children. `root` is the client's class."""
    by_path: defaultdict[tuple[str, ...], list[Call]] = defaultdict(list)
    for call in calls:
        by_path[call.method.python[:-1]].append(call)
    paths = {path[:length] for path in by_path for length in range(len(path) + 1)} | {()}
    classes: dict[tuple[str, ...], str] = {(): root}
    modules: dict[tuple[str, ...], str] = {(): ""}
    below: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    taken_classes, taken_modules = names.Taken((root, *_TAKEN_CLASSES)), names.Taken()
    for path in sorted(paths - {()}):
        wanted = "".join(names.class_case(part) for part in path)[:_LONGEST]
        classes[path] = taken_classes.take(
            f"{wanted}Resource" if wanted in taken_classes else wanted
        )
        modules[path] = taken_modules.take("_".join(path)[:_LONGEST])
        below[path[:-1]].append(path)

    def node(path: tuple[str, ...]) -> Node:
        taken = TAKEN_IN_CLIENT if len(path) == 1 else frozenset()
        attribute = path[-1] if path else ""
        return Node(
            path=path,
            attribute=f"{attribute}_" if attribute in taken else attribute,
            class_name=classes[path],
            module=modules[path],
            children=tuple(node(child) for child in below[path]),
            calls=tuple(by_path[path]),
        )

    return tuple(_flat(node(())))


def _flat(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children for inner in _flat(child))]
