"""Drafts a mapping for any spec: a `SpecDoc` in, a `Draft` out, each guess with the rule behind it.

The rules stand in `routes`, `vendor_calls`, `verbs`, `naming`, `python_names` and `envelopes`; here
they are put to work in their order. Writing the draft down is left to `draft`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import names
from generator.infer.envelopes import Envelope, Walk, envelope, walk
from generator.infer.model import (
    Draft,
    DraftMethod,
    DraftPagination,
    DraftResource,
    DraftService,
    Guess,
)
from generator.infer.naming import (
    Group,
    distinct,
    grouped,
    resource_name,
    safe,
    service_names,
    service_title,
    unlike,
)
from generator.infer.python_names import Named, python_names
from generator.infer.routes import Path, Route, routes
from generator.infer.stackql import stackql
from generator.infer.vendor_calls import vendor_calls
from generator.infer.verbs import has_rows, sql_verb, told_apart
from generator.openapi.model import Schema, SpecDoc
from generator.vocabulary import SqlVerb

_SPEC_WORDS = frozenset({"api", "docs", "openapi", "reference", "rest", "spec", "specification"})


@dataclass(frozen=True, slots=True)
class _Guesses:
    """What the rules came to, by operationId."""

    verbs: Mapping[str, Guess]
    methods: Mapping[str, str]  # names
    python: Mapping[str, Guess]
    rows: Mapping[str, Envelope]  # of SELECTs that answer with a list
    walks: Mapping[str, Walk]  # of those that have pages


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a collection's methods go."""

    service: Guess
    resource: Guess


def infer(spec: SpecDoc, name: str) -> Draft:
    """A mapping of all operations of `spec` for the provider `name`."""
    calls = vendor_calls(spec.operations)
    rowless = frozenset(
        operation.id for operation in spec.operations if not has_rows(operation, spec.schemas)
    )
    groups = grouped(routes(spec.operations, calls, rowless))
    places = _places(groups, spec.schemas)
    guesses = _guesses(spec, groups, places, calls)
    paginations = _paginations(guesses.walks.values())
    by_service: dict[str, list[Path]] = {}
    for path in groups:
        by_service.setdefault(places[path].service.value, []).append(path)
    return Draft(
        name=name,
        title=_title(spec, name),
        stackql=stackql(spec, name),
        paginations=tuple(paginations.values()),
        services=tuple(
            DraftService(
                name=places[paths[0]].service,
                title=service_title(groups[path] for path in paths),
                resources=tuple(
                    DraftResource(
                        places[path].resource, _methods(groups[path], guesses, paginations)
                    )
                    for path in paths
                ),
            )
            for paths in by_service.values()
        ),
    )


def _title(spec: SpecDoc, name: str) -> str:
    """Rule I16: a provider is called as the spec is, without the words that say it is a spec."""
    words = [word for word in spec.title.split() if word.lower() not in _SPEC_WORDS]
    return " ".join(words) or names.class_case(name)


def _places(groups: Mapping[Path, Group], schemas: Mapping[str, Schema]) -> dict[Path, _Place]:
    services = service_names(groups)
    places: dict[Path, _Place] = {}
    for path, group in groups.items():
        service = services[path]
        wanted = resource_name(group, service.value, schemas)
        taken = [
            other.resource.value
            for other in places.values()
            if other.service.value == service.value
        ]
        places[path] = _Place(service, distinct(wanted, path, taken))
    return places


def _guesses(
    spec: SpecDoc,
    groups: Mapping[Path, Group],
    places: Mapping[Path, _Place],
    calls: Mapping[str, tuple[str, ...]],
) -> _Guesses:
    verbs: dict[str, Guess] = {}
    methods: dict[str, str] = {}
    for group in groups.values():
        ids = [route.operation.id for route in group]
        first = tuple(
            (route, sql_verb(route, group, calls.get(route.operation.id, ()), spec.schemas))
            for route in group
        )
        verbs.update(zip(ids, told_apart(first, spec.schemas), strict=True))
        for operation_id in ids:
            methods[operation_id] = _method_name(
                operation_id, [methods[done] for done in ids if done in methods]
            )
    rows: dict[str, Envelope] = {}
    walks: dict[str, Walk] = {}
    for operation in spec.operations:
        found = envelope(operation, spec.schemas)
        if found and verbs[operation.id].value == SqlVerb.SELECT:
            rows[operation.id] = found
            if walked := walk(operation, found, spec.schemas):
                walks[operation.id] = walked
    named = [
        Named(
            route=route,
            verb=SqlVerb(verbs[route.operation.id].value),
            lists=route.operation.id in rows,
            service=places[path].service.value,
            resource=places[path].resource.value,
            method=methods[route.operation.id],
        )
        for path, group in groups.items()
        for route in group
    ]
    return _Guesses(verbs, methods, python_names(named, calls), rows, walks)


def _method_name(operation_id: str, taken: Iterable[str]) -> str:
    """Rule I13: a method is its operationId in snake case."""
    return unlike(safe(names.snake_case(operation_id)), taken)


def _paginations(walks: Iterable[Walk]) -> dict[Walk, DraftPagination]:
    """Rule I14: a pagination is named by its next value; a second of that name is numbered."""
    found: dict[Walk, DraftPagination] = {}
    for one in walks:
        if one not in found:
            last = one.next.rpartition(".")[2]
            wanted = "last_row_id" if "[-1]" in one.next else safe(names.snake_case(last))
            name = unlike(f"by_{wanted}", (made.name.value for made in found.values()))
            found[one] = DraftPagination(
                Guess(name, one.rule), one.send, one.next, one.more, one.size
            )
    return found


_ORDER = tuple(SqlVerb)


def _methods(
    group: Group, guesses: _Guesses, paginations: Mapping[Walk, DraftPagination]
) -> tuple[DraftMethod, ...]:
    """Rule I15: the SELECT of one item comes first, as it gives the page's fields."""

    def order(route: Route) -> tuple[int, bool]:
        guess = guesses.verbs[route.operation.id]
        return (_ORDER.index(SqlVerb(guess.value)), route.operation.id in guesses.rows)

    return tuple(
        _method(route.operation.id, guesses, paginations) for route in sorted(group, key=order)
    )


def _method(
    operation_id: str, guesses: _Guesses, paginations: Mapping[Walk, DraftPagination]
) -> DraftMethod:
    rows = guesses.rows.get(operation_id)
    walked = guesses.walks.get(operation_id)
    return DraftMethod(
        name=guesses.methods[operation_id],
        operation=operation_id,
        verb=guesses.verbs[operation_id],
        python=guesses.python[operation_id],
        items=Guess(f"$.{rows.items}", rows.rule) if rows else None,
        pagination=Guess(paginations[walked].name.value, walked.rule) if walked else None,
    )
