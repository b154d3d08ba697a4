"""Decides what an operation does to rows, from its verb and from the paths below its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.lower.paths import type_at
from generator.mock.router import MockRoute, Router, is_placeholder
from generator.mock.rows import RowPlace, find_row_place
from generator.model.methods import ContentKind
from generator.model.types import Array, Type
from generator.vocabulary import HttpVerb, SqlVerb


class Role(StrEnum):
    CREATE = "create"  # adds a row below its path
    LIST = "list"
    READ = "read"  # this and the rest: of the row that the path ends with or contains
    CHANGE = "change"
    REMOVE = "remove"
    ACT = "act"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class JobEnd:
    """The states in which a job is done, and where a row has its state."""

    status: tuple[str, ...]  # path in the row
    until: tuple[str, ...]

    def is_reached(self, row: JsonObject) -> bool:
        """Is the job of this row done?"""
        state: Json = row
        for step in self.status:
            state = state.get(step) if isinstance(state, dict) else None
        return state in self.until

    def final_state(self, row: JsonObject) -> JsonObject:
        """Returns the row's status property with the first of the final states."""
        return _set_nested(row, self.status, self.until[0])


class OperationRoles:
    """The roles and row places of a provider's operations. Each is computed once."""

    def __init__(self, router: Router, validators: Validators) -> None:
        self._router = router
        self._validators = validators
        self._rows: dict[str, RowPlace | None] = {}
        self._below = _items_below(router)
        self._lists = {
            route.segments: route
            for route in router.routes
            if route.method.http is HttpVerb.GET and route.method.items is not None
        }
        self._ends = _job_ends(router)

    def role_of(self, route: MockRoute) -> Role:
        """Returns the role of an operation."""
        verb, is_item = route.method.http, bool(route.item)
        if route.method.items is not None and route.method.verb in (SqlVerb.SELECT, SqlVerb.EXEC):
            return Role.LIST
        if verb is HttpVerb.GET:
            return Role.READ if is_item else Role.NONE
        if verb is HttpVerb.DELETE:
            return Role.REMOVE if is_item else Role.NONE
        if is_item:
            return Role.CHANGE
        is_collection = route.segments in self._below or route.segments in self._lists
        if route.method.verb is SqlVerb.INSERT and is_collection:
            return Role.CREATE
        return Role.ACT if self.item_depth(route) else Role.NONE

    def id_param_below(self, route: MockRoute) -> str:
        """Returns the path parameter that names rows below this path."""
        return self._below.get(route.segments, "")

    def list_at(self, route: MockRoute) -> MockRoute | None:
        """Returns the operation that lists the rows below this path."""
        return self._lists.get(route.segments)

    def item_depth(self, route: MockRoute) -> int:
        """Counts the segments up to the last parameter in the path; 0 if there is none."""
        depths = [depth for depth, one in enumerate(route.segments, 1) if is_placeholder(one)]
        return depths[-1] if depths else 0

    def job_ends(self, route: MockRoute) -> JobEnd | None:
        """Returns the final states of the jobs that this operation shows."""
        return self._ends.get(route.method.python)

    def row_place(self, route: MockRoute) -> RowPlace | None:
        """Returns where an answer keeps its row; for a list, what its rows are."""
        if route.operation not in self._rows:
            self._rows[route.operation] = self._row(route)
        return self._rows[route.operation]

    def _row(self, route: MockRoute) -> RowPlace | None:
        kind = self.row_kind(route)
        if kind is None:
            return None
        parents = [one[1:-1] for one in route.segments if is_placeholder(one)]
        if self.role_of(route) in (Role.CREATE, Role.LIST):
            placeholder = self._below.get(route.segments, "")
        else:
            placeholder = parents.pop() if parents else ""
        place = find_row_place(kind, placeholder, frozenset(parents), self._validators)
        return None if place and place.steps and route.method.items is not None else place

    def row_kind(self, route: MockRoute) -> Type | None:
        """Returns the type of an operation's row, or of the rows of its list."""
        main = route.method.answer.main
        if main is None or main.kind is not ContentKind.JSON:
            return None
        if route.method.items is None:
            return main.type
        rows = type_at(main.type, route.method.items, self._validators.types.__getitem__)
        kind = self._validators.resolve(rows) if rows is not None else None
        return kind.items if isinstance(kind, Array) else None


def _set_nested(row: Json, steps: Sequence[str], value: Json) -> JsonObject:
    """Returns the property of `row` at the start of `steps`, with `value` at their end."""
    first, *rest = steps
    if not rest:
        return {first: value}
    inner = row.get(first) if isinstance(row, dict) else None
    return {
        first: {**(inner if isinstance(inner, dict) else {}), **_set_nested(inner, rest, value)}
    }


def _items_below(router: Router) -> dict[tuple[str, ...], str]:
    """Returns each collection with the path parameter that names its items."""
    found: dict[tuple[str, ...], str] = {}
    for route in router.routes:
        for depth, segment in enumerate(route.segments):
            if is_placeholder(segment):
                found.setdefault(route.segments[:depth], segment[1:-1])
    return found


def _job_ends(router: Router) -> dict[tuple[str, ...], JobEnd]:
    """Returns the final states by the Python path of the poll."""
    return {
        wait.poll: JobEnd(tuple(str(step) for step in wait.status.steps), wait.until)
        for route in router.routes
        if (wait := route.method.wait) is not None and -1 not in wait.status.steps
    }
