"""Stores created rows by path: `/threads/t_1/messages` holds rows by id.

The store knows only rows that were created here. For any other id it returns the operation's sample
with that id filled in, so that ids from documentation work; such rows can't be listed, updated or
deleted. After a row is deleted, its path and all paths below it are not found.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.mock.answers import ExampleAnswers
from generator.mock.model import DecodedRequest, FormPart, ListPage, Problem
from generator.mock.pagination import ListRows, build_page, cursor_name, rows_in
from generator.mock.roles import OperationRoles, Role
from generator.mock.router import MockRoute, RouteMatch
from generator.mock.rows import RowPlace, apply_facts, file_facts, make_id, properties_of
from generator.model.types import Type

_STATUS = ("status", "state")


@dataclass(slots=True)
class StoredRow:
    """A row that a request created."""

    name: Json  # its id
    kind: Type  # of the row in the request that created or changed it last
    row: JsonObject
    facts: JsonObject  # all that is known of it: the row, and values of the requests
    content: bytes | None = None  # of the file that it was created from
    looks: int = 0  # how often its job was polled


@dataclass(slots=True)
class _Contents:
    collections: dict[tuple[str, ...], dict[str, StoredRow]] = field(default_factory=dict)
    gone: set[tuple[str, ...]] = field(default_factory=set)
    lengths: dict[str, int] = field(
        default_factory=dict
    )  # number of rows in a sample list, by operation
    samples: dict[tuple[str, ...], list[Json]] = field(
        default_factory=dict
    )  # sample rows by path, if the number was set
    looks: dict[tuple[str, ...], int] = field(
        default_factory=dict
    )  # polls of jobs that were not started here
    count: int = 0


class RowStore:
    """The rows of one server. Safe to use from several threads."""

    def __init__(
        self,
        validators: Validators,
        roles: OperationRoles,
        answers: ExampleAnswers,
        *,
        is_stateless: bool = False,
    ) -> None:
        """With `is_stateless`, created rows are not stored, so each request can be repeated."""
        self._is_stateless = is_stateless
        self._validators = validators
        self._roles = roles
        self._answers = answers
        self._contents = _Contents()
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Removes all rows."""
        with self._lock:
            self._contents = _Contents()

    def set_row_count(self, operation: str, rows: int) -> None:
        """Sets how many rows an operation's sample list has."""
        with self._lock:
            self._contents.lengths[operation] = rows
            self._contents.samples.clear()

    def file_content(self, match: RouteMatch) -> bytes | None:
        """Returns the file that the row at this path, or above it, was created from."""
        with self._lock:
            for depth in range(len(match.segments), 0, -1):
                stored = self._find_row(match.segments[:depth])
                if stored is not None and stored.content is not None:
                    return stored.content
        return None

    def apply_request(
        self, match: RouteMatch, decoded: DecodedRequest, sample: Json
    ) -> Json | Problem | ListPage:
        """Returns the answer to a request: the operation's sample, updated from the stored rows."""
        with self._lock:
            for depth in range(1, len(match.segments) + 1):
                if match.segments[:depth] in self._contents.gone:
                    name = "/".join(match.segments[:depth])
                    return Problem(404, f"/{name} was deleted", code="not_found")
            match self._roles.role_of(match.route):
                case Role.CREATE:
                    return self._create_row(match, decoded, sample)
                case Role.LIST:
                    return self._list_rows(match, decoded, sample)
                case Role.READ:
                    return self._read_row(match, decoded, sample)
                case Role.CHANGE:
                    return self._update_row(match, decoded, sample)
                case Role.REMOVE:
                    return self._delete_row(match, decoded, sample)
                case Role.ACT:
                    return self._run_action(match, decoded, sample)
            return self._fill_sample(match, decoded, sample)

    # ------------------------------------------------------------------------------ the roles

    def _create_row(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        place = self._roles.row_place(match.route)
        facts = {**decoded.path, **decoded.properties}
        if place is None or (row := place.row_in(sample)) is None:
            return self._create_rows(match, decoded, sample)
        if (file := _first_file(decoded)) is not None:
            facts = {**file_facts(file, place.kind, self._validators), **facts}
        placeholder = self._roles.id_param_below(match.route)
        row = apply_facts(row, facts, place.kind, self._validators)
        given = decoded.properties.get(placeholder, decoded.properties.get(place.identity))
        row = self._assign_id(row, place, given)
        self._store_row(match.segments, row, place, facts, decoded)
        return place.put(sample, row)

    def _create_rows(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        """Creates the rows of an answer that is a list."""
        of = self._roles.list_at(match.route)
        if of is None or of.method.items is None or (place := self._roles.row_place(of)) is None:
            return self._fill_sample(match, decoded, sample)
        rows = rows_in(sample, of.method.items.steps)
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                known = apply_facts(row, decoded.path, place.kind, self._validators)
                rows[number] = named = self._assign_id(known, place, None)
                self._store_row(match.segments, named, place, decoded.path, decoded)
        return sample

    def _list_rows(
        self, match: RouteMatch, decoded: DecodedRequest, sample: Json
    ) -> Json | ListPage:
        method, place = match.route.method, self._roles.row_place(match.route)
        if method.items is None or not isinstance(sample, dict | list):
            return sample
        shown = rows_in(sample, method.items.steps)
        rows: list[Json]
        known = self._contents.collections.get(match.segments)
        identity = place.identity if place else ""
        if known and place is not None:
            first = next((one for one in shown if isinstance(one, dict)), None)
            rows = [self._show_row(stored, place, first) for stored in known.values()]
            rows = self._fill_up(match, rows, shown, place)
        else:
            rows = self._contents.samples.get(match.segments) or list(
                self._make_sample_rows(match, decoded, shown, place)
            )
            if method.operation in self._contents.lengths:
                self._contents.samples[match.segments] = rows
        found = ListRows(rows, cursor_name(method) or identity)
        return build_page(method, sample, found, decoded, self._validators)

    def _fill_up(
        self, match: RouteMatch, created: list[Json], shown: list[Json], place: RowPlace
    ) -> list[Json]:
        """Returns the created rows, and rows like them up to the number that was set."""
        wanted = self._contents.lengths.get(match.route.operation)
        if wanted is None:
            return created
        known = {str(row.get(place.identity)) for row in created if isinstance(row, dict)}
        made = shown[0] if shown else self._answers.make_row(place.kind)
        copies = self._copy_row(made, match, place, wanted + len(known))
        new = [one for one in copies if str(one.get(place.identity)) not in known]
        return [*created, *new][:wanted]

    def _copy_row(
        self, row: Json, match: RouteMatch, place: RowPlace, count: int
    ) -> Iterator[JsonObject]:
        """Yields copies of a row, each with an id of its own."""
        for number in range(count if isinstance(row, dict) else 0):
            if isinstance(row, dict):
                yield {**row, **self._make_ids(row, number + 1, match, place)}

    def _make_sample_rows(
        self, match: RouteMatch, decoded: DecodedRequest, shown: list[Json], place: RowPlace | None
    ) -> Iterator[Json]:
        """Yields the sample's rows, or as many copies with new ids as were set."""
        wanted = self._contents.lengths.get(match.route.operation)
        if place is None:
            yield from shown if wanted is None else self._repeat_row(match, shown, wanted)
            return
        rows = [
            apply_facts(one, decoded.path, place.kind, self._validators)
            if isinstance(one, dict)
            else one
            for one in shown
        ]
        kind = properties_of(place.kind, self._validators)[place.identity].type
        if wanted is None:
            yield from self._make_ids_differ(rows, place.identity, kind)
        elif wanted:
            made = rows[0] if rows else self._answers.make_row(place.kind)
            yield from self._copy_row(made, match, place, wanted)

    def _repeat_row(self, match: RouteMatch, shown: list[Json], wanted: int) -> list[Json]:
        """Returns equal rows: nothing in them tells them apart."""
        kind = self._roles.row_kind(match.route)
        if not shown and kind is None:
            return []
        return [shown[0] if shown or kind is None else self._answers.make_row(kind)] * wanted

    def _make_ids(
        self, row: JsonObject, number: int, match: RouteMatch, place: RowPlace
    ) -> JsonObject:
        """Returns the property that identifies a row, and the one that a cursor names, anew."""
        members = properties_of(place.kind, self._validators)
        cursor = cursor_name(match.route.method)
        return {
            name: make_id(row.get(name), number, members[name].type, self._validators)
            for name in (place.identity, cursor)
            if name in members
        }

    def _make_ids_differ(self, rows: list[Json], identity: str, kind: Type) -> Iterator[Json]:
        """Yields the rows, where a repeated id gets a new one: a cursor must name one row."""
        seen: set[str] = set()
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                yield row
                continue
            own = row.get(identity)
            if str(own) in seen:
                own = make_id(own, number, kind, self._validators)
            seen.add(str(own))
            yield row if own == row.get(identity) else {**row, identity: own}

    def _read_row(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        stored, place = self._find_row(match.segments), self._roles.row_place(match.route)
        if place is None:
            return self._fill_sample(match, decoded, sample)
        if stored is None:
            return self._advance_unknown_job(
                match, place, self._fill_sample(match, decoded, sample)
            )
        self._advance_job(match.route, stored)
        return place.put(sample, self._show_row(stored, place, place.row_in(sample)))

    def _update_row(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        stored, place = self._find_row(match.segments), self._roles.row_place(match.route)
        if stored is None or place is None:
            return self._fill_sample(match, decoded, sample)
        row = self._show_row(stored, place, place.row_in(sample))
        stored.row = apply_facts(row, decoded.properties, place.kind, self._validators)
        stored.kind = place.kind
        stored.facts = {**stored.facts, **decoded.properties, **stored.row}
        return place.put(sample, stored.row)

    def _delete_row(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        *parents, name = match.segments
        if self._contents.collections.get(tuple(parents), {}).pop(name, None) is not None:
            self._contents.gone.add(match.segments)
        return self._fill_sample(match, decoded, sample)

    def _run_action(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        """Runs an action that returns its row, and takes over the status of the sample."""
        place = self._roles.row_place(match.route)
        segments = match.segments[: self._roles.item_depth(match.route)]
        stored = self._find_row(segments)
        if stored is None or place is None or place.kind != stored.kind:
            return self._fill_sample(match, decoded, sample)
        acted = place.row_in(sample) or {}
        states = {name: acted[name] for name in _STATUS if name in acted}
        facts = {**decoded.properties, **states}
        stored.row = apply_facts(stored.row, facts, place.kind, self._validators)
        stored.facts = {**stored.facts, **stored.row}
        return place.put(sample, stored.row)

    def _fill_sample(self, match: RouteMatch, decoded: DecodedRequest, sample: Json) -> Json:
        """Fills the values of path and body into the sample where it has properties for them."""
        main = match.route.method.answer.main
        if main is None:
            return sample
        place = self._roles.row_place(match.route)
        facts = {**decoded.path, **decoded.properties}
        if place is not None and (row := place.row_in(sample)) is not None:
            if (name := match.route.item) and name in decoded.path:
                facts[place.identity] = decoded.path[name]
            return place.put(sample, apply_facts(row, facts, place.kind, self._validators))
        if isinstance(sample, dict):
            return apply_facts(sample, facts, main.type, self._validators)
        return sample

    # ------------------------------------------------------------------------------- the rows

    def _find_row(self, segments: tuple[str, ...]) -> StoredRow | None:
        if not segments:
            return None
        return self._contents.collections.get(segments[:-1], {}).get(segments[-1])

    def _assign_id(self, row: JsonObject, place: RowPlace, given: Json) -> JsonObject:
        """Returns the row with the id of the request, or with a new one."""
        member = properties_of(place.kind, self._validators)[place.identity]
        if isinstance(given, str | int):
            named = apply_facts(row, {place.identity: given}, place.kind, self._validators)
            if named.get(place.identity) == given:
                return named
        self._contents.count += 1
        name = make_id(row.get(place.identity), self._contents.count, member.type, self._validators)
        return {**row, place.identity: name}

    def _store_row(
        self,
        segments: tuple[str, ...],
        row: JsonObject,
        place: RowPlace,
        facts: JsonObject,
        decoded: DecodedRequest,
    ) -> None:
        if self._is_stateless:
            return
        file = _first_file(decoded)
        name = row[place.identity]
        stored = StoredRow(name, place.kind, row, {**facts, **row}, file.content if file else None)
        self._contents.collections.setdefault(segments, {})[str(name)] = stored
        self._contents.gone.discard((*segments, str(name)))

    def _show_row(self, stored: StoredRow, place: RowPlace, sample: Json) -> JsonObject:
        """Returns a row as another type shows it; as it is for its own type."""
        if place.kind == stored.kind:
            return dict(stored.row)
        row = sample if isinstance(sample, dict) else self._answers.make_row(place.kind)
        facts = {**stored.facts, place.identity: stored.name}
        return apply_facts(
            row if isinstance(row, dict) else {}, facts, place.kind, self._validators
        )

    def _advance_unknown_job(self, match: RouteMatch, place: RowPlace, answer: Json) -> Json:
        """Finishes a job that was not started here at the second poll."""
        ends, row = self._roles.job_ends(match.route), place.row_in(answer)
        if ends is None or not isinstance(row, dict):
            return answer
        looks = self._contents.looks[match.segments] = (
            self._contents.looks.get(match.segments, 0) + 1
        )
        if looks < 2 or ends.is_reached(row):
            return answer
        states = ends.final_state(row)
        return place.put(answer, apply_facts(row, states, place.kind, self._validators))

    def _advance_job(self, route: MockRoute, stored: StoredRow) -> None:
        """Finishes a job at the second poll."""
        ends = self._roles.job_ends(route)
        if ends is None:
            return
        stored.looks += 1
        if stored.looks > 1 and not ends.is_reached(stored.row):
            stored.row = apply_facts(
                stored.row, ends.final_state(stored.row), stored.kind, self._validators
            )
            stored.facts = {**stored.facts, **stored.row}


def _first_file(decoded: DecodedRequest) -> FormPart | None:
    """Returns the first file of a form."""
    return next((one for one in decoded.parts if one.file_name is not None), None)
