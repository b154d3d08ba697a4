"""The tree of a client's resources, from the paths of its methods: `fine_tuning.jobs.list`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator import names
from generator.views.client.calls import ClientCall
from generator.views.client.runtime_names import safe_attribute

_LONGEST = 90
_FORMS = ("", "Async", "Raw", "Streamed", "AsyncRaw", "AsyncStreamed")  # classes of one resource
_Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResourceNode:
    """The client itself (its path is empty), or one of its resources."""

    path: _Path
    attribute: str  # its name in the node above
    class_name: str
    module: str
    children: tuple[ResourceNode, ...]
    calls: tuple[ClientCall, ...]


def build_resource_tree(calls: Sequence[ClientCall], root: str) -> tuple[ResourceNode, ...]:
    """Returns all nodes, the client first, each before its children.

    `root` is the name of the client's class.
    """
    by_path: defaultdict[_Path, list[ClientCall]] = defaultdict(list)
    for call in calls:
        by_path[call.method.python[:-1]].append(call)
    paths = sorted({path[:length] for path in by_path for length in range(1, len(path) + 1)})
    class_names = _name_classes(paths, root)
    modules = _name_modules(paths)
    below: defaultdict[_Path, list[_Path]] = defaultdict(list)
    for path in paths:
        below[path[:-1]].append(path)

    def build(path: _Path) -> ResourceNode:
        return ResourceNode(
            path=path,
            attribute=safe_attribute(path) if path else "",
            class_name=class_names[path],
            module=modules[path],
            children=tuple(build(child) for child in below[path]),
            calls=tuple(by_path[path]),
        )

    return tuple(_flatten(build(())))


def _name_classes(paths: Collection[_Path], root: str) -> Mapping[_Path, str]:
    """Names the class of each resource, so that none of its further forms has another's name.

    A name that is taken gets `Resource` behind it, then a number too.
    """
    found: dict[_Path, str] = {(): root}
    taken = {name.lower() for name in (*names.IMPORTED_BY_CLIENTS, *names.CLASSES_OF_PYTHON)}
    taken.update(_forms_of(root))
    for path in paths:
        wanted = "".join(names.class_case(part) for part in path)[:_LONGEST]
        name, number = wanted, 1
        while not taken.isdisjoint(_forms_of(name)):
            name = f"{wanted}Resource{f'_{number}' if number > 1 else ''}"
            number += 1
        taken.update(_forms_of(name))
        found[path] = name
    return found


def _forms_of(class_name: str) -> list[str]:
    """The names of a resource's classes, in lower case."""
    return [f"{form}{class_name}".lower() for form in _FORMS]


def _name_modules(paths: Collection[_Path]) -> Mapping[_Path, str]:
    taken = names.Taken()
    return {(): "", **{path: taken.take("_".join(path)[:_LONGEST]) for path in paths}}


def _flatten(node: ResourceNode) -> list[ResourceNode]:
    return [node, *(inner for child in node.children for inner in _flatten(child))]
