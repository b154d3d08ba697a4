"""Drafts a mapping for any specification: a `SpecDoc` in, a `Draft` out, each guess with its rule.

The rules are in `routes`, `vendor_calls`, `verbs`, `naming`, `python_names` and `envelopes`. This
module applies them in order; `draft` formats the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator import names
from generator.infer.client_keys import draft_client_keys
from generator.infer.envelopes import Envelope, find_envelope, find_one_row
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
    group_by_collection,
    make_distinct,
    make_distinct_name,
    make_room,
    make_safe,
    name_resource,
    name_services,
    service_title,
    spell_out,
)
from generator.infer.pagination import (
    PaginationGuess,
    find_page_marks,
    find_pagination,
    name_pagination,
)
from generator.infer.python_names import UnnamedMethod, name_python_methods
from generator.infer.response_places import ResponsePlaces
from generator.infer.routes import OperationRoute, RoutePath, Shape, fixed_words, read_routes
from generator.infer.stackql import draft_stackql
from generator.infer.vendor_calls import read_vendor_calls
from generator.infer.verbs import guess_sql_verb, has_rows, make_verbs_distinct
from generator.openapi.model import Schema, SpecDoc
from generator.vocabulary import SqlVerb

_SPEC_WORDS = frozenset({"api", "docs", "openapi", "reference", "rest", "spec", "specification"})


@dataclass(frozen=True, slots=True)
class _Guesses:
    """The results of the rules, by operationId."""

    verbs: Mapping[str, Guess]
    methods: Mapping[str, str]  # names
    python: Mapping[str, Guess]
    rows: Mapping[str, Envelope]  # of SELECTs whose response is a list
    single: Mapping[str, Envelope]  # of SELECTs whose response has one row in an envelope
    paging: Mapping[str, PaginationGuess]  # of the lists that have pages


@dataclass(frozen=True, slots=True)
class _Place:
    """The service and resource of a collection's methods."""

    service: Guess
    resource: Guess


def infer(spec: SpecDoc, name: str) -> Draft:
    """Drafts a mapping of all operations of `spec` for the provider `name`."""
    calls = read_vendor_calls(spec.operations)
    rowless = frozenset(
        operation.id for operation in spec.operations if not has_rows(operation, spec.schemas)
    )
    groups = group_by_collection(read_routes(spec.operations, calls, rowless))
    places = _places(groups, name, spec.schemas)
    guesses = _guesses(spec, groups, places, calls)
    paginations = _paginations(guesses.paging.values())
    by_service: dict[str, list[RoutePath]] = {}
    for path in groups:
        by_service.setdefault(places[path].service.value, []).append(path)
    return Draft(
        name=name,
        title=_title(spec, name),
        stackql=draft_stackql(spec, name),
        keys=draft_client_keys(spec, name),
        paginations=tuple(paginations.values()),
        unpaged=tuple(_find_unpaged(spec, guesses)),
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
    """Rule I16: the provider's title is the spec's, without words that say that it is a spec."""
    words = [word for word in spec.title.split() if word.lower() not in _SPEC_WORDS]
    return " ".join(words) or names.class_case(name)


def _places(
    groups: Mapping[RoutePath, Group], provider: str, schemas: Mapping[str, Schema]
) -> dict[RoutePath, _Place]:
    services = name_services(groups, provider)
    places: dict[RoutePath, _Place] = {}
    names_wanted = {path: name_resource(group, schemas) for path, group in groups.items()}

    def rank(path: RoutePath) -> tuple[bool, int]:
        # `/task_assignments` has its own name before `/tasks/{id}/assignments` can take it.
        is_exact = fixed_words(path) == (names_wanted[path].value,)
        return (not is_exact, len(path.segments) if is_exact else 0)

    for path in sorted(groups, key=rank):
        service, wanted = services[path], names_wanted[path]
        taken = {
            other.resource.value: used
            for used, other in places.items()
            if other.service.value == service.value
        }
        name = make_distinct(wanted, service.value, path, taken)
        if name.rule.endswith("-and-number"):
            room = make_room(wanted, service.value, path, taken)
            if room:
                name, holder, other_name = room
                places[holder] = replace(places[holder], resource=other_name)
            else:
                name = spell_out(name, path, taken)
        places[path] = _Place(service, name)
    return places


def _guesses(
    spec: SpecDoc,
    groups: Mapping[RoutePath, Group],
    places: Mapping[RoutePath, _Place],
    calls: Mapping[str, tuple[str, ...]],
) -> _Guesses:
    verbs: dict[str, Guess] = {}
    methods: dict[str, str] = {}
    for group in groups.values():
        ids = [route.operation.id for route in group]
        first = tuple(
            (route, guess_sql_verb(route, group, calls.get(route.operation.id, ()), spec.schemas))
            for route in group
        )
        verbs.update(zip(ids, make_verbs_distinct(first, spec.schemas), strict=True))
        for operation_id in ids:
            methods[operation_id] = _method_name(
                operation_id, [methods[done] for done in ids if done in methods]
            )
    responses = ResponsePlaces(spec)
    rows = _find_rows(spec, verbs, responses)
    named = [
        UnnamedMethod(
            route=route,
            verb=SqlVerb(verbs[route.operation.id].value),
            lists=route.operation.id in rows and _lists(route, rows[route.operation.id]),
            service=places[path].service.value,
            resource=places[path].resource.value,
            method=methods[route.operation.id],
        )
        for path, group in groups.items()
        for route in group
    ]
    python = name_python_methods(named, calls)
    single = _find_single_rows(spec, verbs, rows, responses)
    return _Guesses(verbs, methods, python, rows, single, _find_paging(spec, rows, responses))


def _lists(route: OperationRoute, rows: Envelope) -> bool:
    """Does the response have any number of rows, and not one row in a list?"""
    return route.shape is not Shape.ITEM or rows.rule == "array-response"


def _find_rows(
    spec: SpecDoc, verbs: Mapping[str, Guess], responses: ResponsePlaces
) -> dict[str, Envelope]:
    """Returns the rows of each SELECT that lists them."""
    return {
        operation.id: found
        for operation in spec.operations
        if verbs[operation.id].value == SqlVerb.SELECT
        and (found := find_envelope(operation, spec.schemas)) is not None
        and responses.has_list(operation, found.items)
    }


def _find_single_rows(
    spec: SpecDoc,
    verbs: Mapping[str, Guess],
    rows: Mapping[str, Envelope],
    responses: ResponsePlaces,
) -> dict[str, Envelope]:
    """Returns the one row of each SELECT whose response has it in an envelope."""
    return {
        operation.id: found
        for operation in spec.operations
        if verbs[operation.id].value == SqlVerb.SELECT
        and operation.id not in rows
        and (found := find_one_row(operation, spec.schemas)) is not None
        and responses.has_row(operation, found.items)
    }


def _find_paging(
    spec: SpecDoc, rows: Mapping[str, Envelope], responses: ResponsePlaces
) -> dict[str, PaginationGuess]:
    """Returns the pagination of each list that has one."""
    return {
        operation.id: guess
        for operation in spec.operations
        if operation.id in rows
        and (guess := find_pagination(operation, rows[operation.id], spec.schemas)) is not None
        and responses.has(operation, *guess.places)
    }


def _find_unpaged(spec: SpecDoc, guesses: _Guesses) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the lists whose pages no rule finds, with the names that show that they have pages."""
    for operation in spec.operations:
        if operation.id in guesses.rows and operation.id not in guesses.paging:
            marks = find_page_marks(operation, spec.schemas)
            if marks:
                yield operation.id, marks


def _method_name(operation_id: str, taken: Iterable[str]) -> str:
    """Rule I13: a method's name is its operationId in snake case."""
    return make_distinct_name(make_safe(names.snake_case(operation_id)), taken)


def _paginations(paging: Iterable[PaginationGuess]) -> dict[PaginationGuess, DraftPagination]:
    """Names the paginations, each differing one with a number if its name is taken."""
    found: dict[PaginationGuess, DraftPagination] = {}
    for one in paging:
        if one not in found:
            taken = (made.name.value for made in found.values())
            name = make_distinct_name(make_safe(name_pagination(one)), taken)
            found[one] = DraftPagination(Guess(name, one.rule), _list_keys(one))
    return found


def _list_keys(one: PaginationGuess) -> tuple[tuple[str, str], ...]:
    """Returns the keys of a pagination with their values, in the order of a provider file."""
    keys = {
        "send": one.send,
        "next": one.next,
        "count": one.count,
        "more": one.more,
        "last": one.last,
        "total": one.total,
        "pages": one.pages,
        "size": one.size,
    }
    return tuple((key, value) for key, value in keys.items() if value)


_ORDER = tuple(SqlVerb)


def _methods(
    group: Group, guesses: _Guesses, paginations: Mapping[PaginationGuess, DraftPagination]
) -> tuple[DraftMethod, ...]:
    """Rule I15: the SELECT of one item comes first, as it gives the page's fields."""

    def order(route: OperationRoute) -> tuple[int, bool]:
        guess = guesses.verbs[route.operation.id]
        return (_ORDER.index(SqlVerb(guess.value)), route.operation.id in guesses.rows)

    return tuple(
        _method(route.operation.id, guesses, paginations) for route in sorted(group, key=order)
    )


def _method(
    operation_id: str, guesses: _Guesses, paginations: Mapping[PaginationGuess, DraftPagination]
) -> DraftMethod:
    rows = guesses.rows.get(operation_id) or guesses.single.get(operation_id)
    guess = guesses.paging.get(operation_id)
    return DraftMethod(
        name=guesses.methods[operation_id],
        operation=operation_id,
        verb=guesses.verbs[operation_id],
        python=guesses.python[operation_id],
        items=Guess(rows.items, rows.rule) if rows else None,
        pagination=Guess(paginations[guess].name.value, guess.rule) if guess else None,
    )
