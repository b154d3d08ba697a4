"""Binds the mapping to the spec: every operation is mapped once, or excluded once.

A `SpecDoc` and a `Mapping` come in; the operations by id and the exclusions go out. A name that
only one of the two knows is reported where it stands.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Container, Iterable, Iterator
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
    """The operations of the spec by id, and those that the mapping excludes."""

    operations: ReadOnly[str, Operation]
    excluded: tuple[BoundExclusion, ...]  # in spec order


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part of the provider file that names an operation."""

    kind: str  # "method" or "exclusion"
    operation: str
    location: Location


def bind(spec: SpecDoc, mapping: Mapping, problems: Problems) -> Binding:
    """Finds the operation of every entry, and the entry of every operation.

    Rule B1: each operation is mapped once or excluded once, never both, never neither; each entry
    names an operation that exists. An operation whose name an entry misspells is reported at that
    entry, and not also as unmapped. Raises Refused where spec and mapping share no operation.
    """
    by_id = {operation.id: operation for operation in spec.operations}
    _refuse_other_spec(spec, mapping, by_id, problems)
    used: dict[str, Location] = {}
    unknown: list[_Entry] = []
    for entry in _walk_entries(mapping):
        if entry.operation not in by_id:
            unknown.append(entry)
        elif entry.operation in used:
            _report_second_entry(entry, used[entry.operation], problems)
        else:
            used[entry.operation] = entry.location
    suggested = _report_unknown_entries(unknown, by_id, used, problems)
    for operation in spec.operations:
        if operation.id not in used and operation.id not in suggested:
            _report_unmapped(mapping, operation, spec.locate, problems)
    return Binding(operations=by_id, excluded=_bind_exclusions(spec, mapping))


def walk_mapping(
    mapping: Mapping,
) -> Iterator[tuple[ServiceMapping, ResourceMapping, MethodMapping]]:
    """Yields every method of a mapping with its service and resource, in file order."""
    for service in mapping.services:
        for resource in service.resources:
            for method in resource.methods:
                yield service, resource, method


def _walk_entries(mapping: Mapping) -> Iterator[_Entry]:
    for _, _, method in walk_mapping(mapping):
        yield _Entry("method", method.operation, method.operation_location)
    for excluded in mapping.excluded:
        yield _Entry("exclusion", excluded.operation, excluded.location)


def _bind_exclusions(spec: SpecDoc, mapping: Mapping) -> tuple[BoundExclusion, ...]:
    entries = {entry.operation: entry for entry in mapping.excluded}
    excluded = []
    for operation in spec.operations:
        entry = entries.get(operation.id)
        if entry is not None:
            excluded.append(BoundExclusion(entry, operation))
    return tuple(excluded)


def _refuse_other_spec(
    spec: SpecDoc, mapping: Mapping, by_id: ReadOnly[str, Operation], problems: Problems
) -> None:
    """Rule B2: a mapping of another spec is reported as one error, not as one for each entry."""
    named = [entry.operation for entry in _walk_entries(mapping)]
    if not spec.operations or any(operation in by_id for operation in named):
        return
    if named:
        problems.error(
            "mapping-of-another-spec",
            f"none of the {len(named)} operations that this file names is in {spec.file} "
            f'("{spec.title}", {len(spec.operations)} operations)',
            mapping.location,
            "check `source`; `generate infer` drafts a mapping for it",
        )
    else:
        problems.error(
            "empty-mapping",
            f"no operation is mapped or excluded; {spec.file} has {len(spec.operations)}",
            mapping.location,
            "`generate infer` drafts a mapping",
        )
    raise Refused


def _report_second_entry(entry: _Entry, first: Location, problems: Problems) -> None:
    problems.error(
        "operation-used-twice",
        f'operation "{entry.operation}" already has an entry',
        entry.location,
        f"the first is at {first.file}:{first.line}; keep one of them",
    )


def _report_unknown_entries(
    entries: Iterable[_Entry],
    by_id: ReadOnly[str, Operation],
    used: Container[str],
    problems: Problems,
) -> set[str]:
    """Reports entries that name no operation. Returns the operations that the hints suggest.

    An operation that no entry names yet is suggested first.
    """
    unused = [operation for operation in by_id if operation not in used]
    suggested = set()
    for entry in entries:
        near = difflib.get_close_matches(entry.operation, unused, 1)
        near = near or difflib.get_close_matches(entry.operation, by_id, 1)
        hint = f"remove this {entry.kind}"
        if near:
            found = by_id[near[0]]
            hint = f'did you mean "{found.id}" ({_title(found)})? Otherwise {hint}'
            suggested.add(found.id)
        message = f'operation "{entry.operation}" is not in the spec'
        problems.error("unknown-operation", message, entry.location, hint)
    return suggested


def _report_unmapped(
    mapping: Mapping, operation: Operation, locate: Callable[[str], Location], problems: Problems
) -> None:
    problems.error(
        "unmapped-operation",
        f'operation "{operation.id}" ({_title(operation)}) is neither mapped nor excluded',
        locate(f"{operation.pointer}/operationId"),
        f"`generate infer {mapping.file}` adds a method for it; or add to `exclude`: "
        f"{{operation: {yaml_scalar(operation.id)}, reason: ...}}",
    )


def _title(operation: Operation) -> str:
    return f"{operation.verb.sent} {operation.path}"
