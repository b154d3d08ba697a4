"""The tree of a client's resources, from the paths of its methods: `fine_tuning.jobs.list`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator import names
from generator.views.client.calls import Call

_LONGEST = 90
# What every class has beside its methods and resources, and what stands in annotations inside it.
TAKEN_IN_RESOURCE = frozenset(
    {"with_raw_response", "with_streaming_response"}
    | {"cached_property", "deprecated", "op", "overload", "types"}
    | {"bool", "bytes", "dict", "float", "int", "object", "str"}
)
TAKEN_IN_CLIENT = TAKEN_IN_RESOURCE | {"base_url", "close", "httpx2", "with_options"}
_FORMS = ("", "Async", "Raw", "Streamed", "AsyncRaw", "AsyncStreamed")  # classes of one resource


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
    taken_classes, taken_modules = _ClassNames(root), names.Taken()
    for path in sorted(paths - {()}):
        wanted = "".join(names.class_case(part) for part in path)[:_LONGEST]
        classes[path] = taken_classes.take(wanted)
        modules[path] = taken_modules.take("_".join(path)[:_LONGEST])
        below[path[:-1]].append(path)

    def node(path: tuple[str, ...]) -> Node:
        taken = TAKEN_IN_CLIENT if len(path) == 1 else TAKEN_IN_RESOURCE
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


class _ClassNames:
    """Names of resources' classes, each given out with those of its further forms."""

    def __init__(self, root: str) -> None:
        self._taken = {name.lower() for name in names.IMPORTED_BY_CLIENTS}
        self._take(root)

    def take(self, wanted: str) -> str:
        """`wanted`, or else that with `Resource` behind it, or with a number too."""
        name, number = wanted, 1
        while any(f"{form}{name}".lower() in self._taken for form in _FORMS):
            name = f"{wanted}Resource{f'_{number}' if number > 1 else ''}"
            number += 1
        self._take(name)
        return name

    def _take(self, name: str) -> None:
        self._taken.update(f"{form}{name}".lower() for form in _FORMS)


def _flat(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children for inner in _flat(child))]
