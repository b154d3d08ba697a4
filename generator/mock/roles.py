"""What an operation does to rows, told by its verb and by what stands below its path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.lower.paths import type_at
from generator.mock.router import OperationRoute, Router, is_placeholder
from generator.mock.rows import RowPlace, find_row_place
from generator.model.methods import ContentKind
from generator.model.types import Array, Type
from generator.vocabulary import HttpVerb, SqlVerb


class Role(StrEnum):
    CREATE = "create"  # puts a row below its path
    LIST = "list"
    READ = "read"  # the rest: of the row that ends the path, or stands in it
    CHANGE = "change"
    REMOVE = "remove"
    ACT = "act"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a poll says that its job is done."""

    status: tuple[str, ...]  # where the row has it
    until: tuple[str, ...]

    def is_reached(self, row: JsonObject) -> bool:
        """Is the job of this row done?"""
        state: Json = row
        for step in self.status:
            state = state.get(step) if isinstance(state, dict) else None
        return state in self.until

    def final_state(self, row: JsonObject) -> JsonObject:
        """The property of the row that says so, with the first of the states that end a job."""
        return _set_nested(row, self.status, self.until[0])


class OperationRoles:
    """Roles and row places of a provider's operations, each found once."""

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

    def role_of(self, route: OperationRoute) -> Role:
        """The role of an operation."""
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

    def id_param_below(self, route: OperationRoute) -> str:
        """What names the rows that stand below this path."""
        return self._below.get(route.segments, "")

    def list_at(self, route: OperationRoute) -> OperationRoute | None:
        """The operation that lists the rows below this path."""
        return self._lists.get(route.segments)

    def item_depth(self, route: OperationRoute) -> int:
        """How many segments lead to the nearest item in this path; 0 where there is none."""
        depths = [depth for depth, one in enumerate(route.segments, 1) if is_placeholder(one)]
        return depths[-1] if depths else 0

    def job_ends(self, route: OperationRoute) -> JobEnd | None:
        """The end of the jobs that this operation shows."""
        return self._ends.get(route.method.python)

    def row_place(self, route: OperationRoute) -> RowPlace | None:
        """Where the answer of an operation keeps its row, or, of a list, what its rows are."""
        if route.operation not in self._rows:
            self._rows[route.operation] = self._row(route)
        return self._rows[route.operation]

    def _row(self, route: OperationRoute) -> RowPlace | None:
        kind = self._kind(route)
        if kind is None:
            return None
        parents = [one[1:-1] for one in route.segments if is_placeholder(one)]
        if self.role_of(route) in (Role.CREATE, Role.LIST):
            placeholder = self._below.get(route.segments, "")
        else:
            placeholder = parents.pop() if parents else ""
        place = find_row_place(kind, placeholder, frozenset(parents), self._validators)
        return None if place and place.steps and route.method.items is not None else place

    def _kind(self, route: OperationRoute) -> Type | None:
        main = route.method.answer.main
        if main is None or main.kind is not ContentKind.JSON:
            return None
        if route.method.items is None:
            return main.type
        rows = type_at(main.type, route.method.items, self._validators.types.__getitem__)
        kind = self._validators.resolve(rows) if rows is not None else None
        return kind.items if isinstance(kind, Array) else None


def _set_nested(row: Json, steps: Sequence[str], value: Json) -> JsonObject:
    """The property of `row` that `steps` open with, with `value` at their end."""
    first, *rest = steps
    if not rest:
        return {first: value}
    inner = row.get(first) if isinstance(row, dict) else None
    return {
        first: {**(inner if isinstance(inner, dict) else {}), **_set_nested(inner, rest, value)}
    }


def _items_below(router: Router) -> dict[tuple[str, ...], str]:
    """Collections, with what names an item in the paths below."""
    found: dict[tuple[str, ...], str] = {}
    for route in router.routes:
        for depth, segment in enumerate(route.segments):
            if is_placeholder(segment):
                found.setdefault(route.segments[:depth], segment[1:-1])
    return found


def _job_ends(router: Router) -> dict[tuple[str, ...], JobEnd]:
    """By the Python path of the poll."""
    return {
        wait.poll: JobEnd(tuple(str(step) for step in wait.status.steps), wait.until)
        for route in router.routes
        if (wait := route.method.wait) is not None and -1 not in wait.status.steps
    }
