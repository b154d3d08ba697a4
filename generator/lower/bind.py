"""Mapping and spec held against each other: every operation is mapped once, or excluded.

A `SpecDoc` and a `Mapping` come in, each mapped method with its operation goes out; whatever one of
them names and the other doesn't know is reported where it stands.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass

from generator.diagnostics import Location, Problems, Refused
from generator.escape import yaml_scalar
from generator.mapping.model import (
    ExcludedOperation,
    Mapping,
    MethodMapping,
    ResourceMapping,
    ServiceMapping,
)
from generator.openapi.model import Operation, SpecDoc


@dataclass(frozen=True, slots=True)
class BoundExclusion:
    entry: ExcludedOperation
    operation: Operation


@dataclass(frozen=True, slots=True)
class Binding:
    """What names an operation of the spec: each operation once."""

    operations: ReadOnly[str, Operation]  # by id, of the methods that the mapping names
    excluded: tuple[BoundExclusion, ...]  # in spec order


def bind(spec: SpecDoc, mapping: Mapping, problems: Problems) -> Binding:
    """Finds the operation of every entry, and the entry of every operation.

    Rule B1: an operation is mapped once or excluded once, never both, never neither; an entry
    names an operation that exists. An operation whose name an entry misspells is told there, and
    not as unmapped too. Raises Refused where the two have nothing in common.
    """
    by_id = {operation.id: operation for operation in spec.operations}
    _refuse_strangers(spec, mapping, by_id, problems)
    used: dict[str, Location] = {}
    unknown = []
    for kind, name, location in _entries(mapping):
        if name not in by_id:
            unknown.append((kind, name, location))
        elif name in used:
            first = used[name]
            problems.error(
                "operation-used-twice",
                f'operation "{name}" has an entry already',
                location,
                f"the first is at {first.file}:{first.line}; keep one of them",
            )
        else:
            used[name] = location
    free = [operation for operation in by_id if operation not in used]
    meant = {_report_unknown(*entry, by_id, free, problems) for entry in unknown}
    for operation in spec.operations:
        if operation.id not in used and operation.id not in meant:
            _report_unmapped(mapping, operation, spec.locate, problems)
    entries = {entry.operation: entry for entry in mapping.excluded}
    return Binding(
        operations=by_id,
        excluded=tuple(
            BoundExclusion(entries[operation.id], operation)
            for operation in spec.operations
            if operation.id in entries
        ),
    )


def methods_of(mapping: Mapping) -> Iterator[tuple[ServiceMapping, ResourceMapping, MethodMapping]]:
    """Every method of a mapping with where it belongs, in file order."""
    for service in mapping.services:
        for resource in service.resources:
            for method in resource.methods:
                yield service, resource, method


def _entries(mapping: Mapping) -> Iterable[tuple[str, str, Location]]:
    for _, _, method in methods_of(mapping):
        yield "method", method.operation, method.operation_location
    for entry in mapping.excluded:
        yield "exclusion", entry.operation, entry.location


def _refuse_strangers(
    spec: SpecDoc, mapping: Mapping, by_id: ReadOnly[str, Operation], problems: Problems
) -> None:
    """Rule B2: a mapping of another spec is one error, not one for each of its entries."""
    named = [operation for _, operation, _ in _entries(mapping)]
    if not spec.operations or any(operation in by_id for operation in named):
        return
    if named:
        problems.error(
            "mapping-of-another-spec",
            f"none of the {len(named)} operations that this file names is in {spec.file} "
            f'("{spec.title}", {len(spec.operations)} operations)',
            mapping.location,
            "is `source` the right one? `generate infer` drafts a mapping for it",
        )
    else:
        problems.error(
            "empty-mapping",
            f"no operation is mapped or excluded; {spec.file} has {len(spec.operations)}",
            mapping.location,
            "`generate infer` drafts a mapping",
        )
    raise Refused


def _report_unknown(
    kind: str,
    operation: str,
    location: Location,
    by_id: ReadOnly[str, Operation],
    free: Iterable[str],
    problems: Problems,
) -> str:
    """Returns the operation that may be meant; an empty text where none comes near."""
    near = difflib.get_close_matches(operation, free, 1) or difflib.get_close_matches(
        operation, by_id, 1
    )
    hint = f"take this {kind} out"
    if near:
        found = by_id[near[0]]
        hint = f'did you mean "{found.id}" ({_call(found)})? Else {hint}'
    problems.error(
        "unknown-operation", f'operation "{operation}" is not in the spec', location, hint
    )
    return near[0] if near else ""


def _report_unmapped(
    mapping: Mapping, operation: Operation, locate: Callable[[str], Location], problems: Problems
) -> None:
    problems.error(
        "unmapped-operation",
        f'operation "{operation.id}" ({_call(operation)}) is neither mapped nor excluded',
        locate(f"{operation.pointer}/operationId"),
        f"`generate infer {mapping.file}` adds a method for it; or add to `exclude`: "
        f"{{operation: {yaml_scalar(operation.id)}, reason: ...}}",
    )


def _call(operation: Operation) -> str:
    return f"{operation.verb.upper()} {operation.path}"
