"""Reports names and calls that two parts of a mapping share, each at its second place.

The generator picks names of types and arguments, and adds numbers to them. The maintainer picks
names of services, resources, methods and Python paths, so collisions among those are errors.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.diagnostics import Location, Problems
from generator.lower.bind import walk_mapping
from generator.mapping.model import Mapping, MethodMapping, ResourceMapping
from generator.model.methods import Method
from generator.model.stackql import BodyColumns
from generator.vocabulary import ParamPlace, SqlVerb


def check_names(mapping: Mapping, problems: Problems) -> None:
    """Rule B5: services, resources in a service and methods in a resource differ as class names.

    `a_1` and `a1` collide: both become `A1`.
    """
    services = ((service.name, service.location) for service in mapping.services)
    _check_differ("services", "this file", services, problems)
    for service in mapping.services:
        resources = ((resource.name, resource.location) for resource in service.resources)
        _check_differ("resources", f'service "{service.name}"', resources, problems)
        for resource in service.resources:
            methods = ((method.name, method.location) for method in resource.methods)
            _check_differ("methods", f'resource "{resource.name}"', methods, problems)


def check_python_paths(mapping: Mapping, problems: Problems) -> None:
    """Rule B6: a Python path belongs to one method, and is never both a method and a resource."""
    methods: dict[tuple[str, ...], MethodMapping] = {}
    resources: dict[tuple[str, ...], MethodMapping] = {}
    spellings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for _, _, method in walk_mapping(mapping):
        for length in range(1, len(method.python)):
            resources.setdefault(method.python[:length], method)
    for _, _, method in walk_mapping(mapping):
        path = ".".join(method.python)
        if method.python in methods:
            problems.error(
                "python-path-taken",
                f'python path "{path}" already belongs to method "{methods[method.python].name}"',
                method.python_location,
                "give one of them another name",
            )
            continue
        methods[method.python] = method
        if method.python in resources:
            inner = resources[method.python]
            problems.error(
                "python-path-is-a-resource",
                f'python path "{path}" is a method here, and a resource in '
                f'"{".".join(inner.python)}" (method "{inner.name}")',
                method.python_location,
                f'give the method another name, like "{path}.get"',
            )
        for length in range(1, len(method.python) + 1):
            prefix = method.python[:length]
            same = (*prefix[:-1], _class_key(prefix[-1]))
            other = spellings.setdefault(same, prefix)
            if other != prefix:
                problems.error(
                    "name-collision",
                    f'python paths "{".".join(other)}" and "{".".join(prefix)}" '
                    "give one class name",
                    method.python_location,
                    "spell them alike, or use names that differ in more than case and underscores",
                )


def check_calls(
    resource: ResourceMapping,
    bound: Iterable[tuple[MethodMapping, Method]],
    columns: BodyColumns,
    problems: Problems,
) -> None:
    """Rule B7: methods of a resource with the same SQL verb have distinct required columns.

    StackQL chooses the method by the columns that a statement gives. Only EXEC names its method.
    """
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for mapping, method in bound:
        if method.verb is SqlVerb.EXEC:
            continue
        required = required_columns(method, columns)
        other = seen.setdefault((method.verb, required), method.name)
        if other != method.name:
            given = ", ".join(required) or "none"
            problems.error(
                "same-verb-and-params",
                f'methods "{other}" and "{method.name}" of resource "{resource.name}" are both '
                f"{method.verb.upper()} with the required params: {given}",
                mapping.location,
                "give one of them the verb exec, or move it to its own resource",
            )


def required_columns(method: Method, columns: BodyColumns) -> tuple[str, ...]:
    """Returns the columns that a statement must give, by name."""
    params = {
        param.name
        for param in method.params
        if param.required and param.place is not ParamPlace.COOKIE
    }
    body: tuple[str, ...] = ()
    if method.body and method.body.properties:
        body = method.body.required_names
    elif method.body and method.body.required:
        body = (method.body.python_name,)
    return tuple(sorted({*params, *(f"{columns.prefix}{name}" for name in body)}))


def _check_differ(
    what: str, owner: str, entries: Iterable[tuple[str, Location]], problems: Problems
) -> None:
    seen: dict[str, str] = {}
    for name, location in entries:
        key = _class_key(name)
        if key in seen:
            problems.error(
                "name-collision",
                f'{what} "{seen[key]}" and "{name}" of {owner} give one class name',
                location,
                "use names that differ in more than case and underscores",
            )
        seen.setdefault(key, name)


def _class_key(name: str) -> str:
    return name.replace("_", "").lower()
