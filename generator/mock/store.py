"""What was created here, kept by path: `/threads/t_1/messages` holds rows by id.

Only what was created here is remembered. Any other id is answered from the operation's sample, with
that id put in, so that documentation with made-up ids works; it can't be listed, changed for good
or removed. What was removed, and all below it, is not found any more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.examples.validators import Schemas
from generator.json_types import Json, JsonObject
from generator.mock.answers import Answers
from generator.mock.model import DecodedRequest, Part, Problem
from generator.mock.pagination import Rows, page, rows_in
from generator.mock.roles import Role, Roles
from generator.mock.router import Found, Route
from generator.mock.rows import RowPlace, facts_of_file, fresh_id, overlaid, properties
from generator.model.types import Type

_STATUS = ("status", "state")


@dataclass(slots=True)
class Item:
    """Something that was created."""

    name: Json  # its id
    kind: Type  # of the row, as the call that made or changed it last has it
    row: JsonObject
    facts: JsonObject  # all that was said of it: the row, and what else the requests held
    content: bytes | None = None  # of the file that it was made from
    looks: int = 0  # how often its job was asked about


@dataclass(slots=True)
class _Kept:
    collections: dict[tuple[str, ...], dict[str, Item]] = field(default_factory=dict)
    gone: set[tuple[str, ...]] = field(default_factory=set)
    lengths: dict[str, int] = field(default_factory=dict)  # of sample lists, by operation
    samples: dict[tuple[str, ...], list[Json]] = field(default_factory=dict)  # by path, with those
    looks: dict[tuple[str, ...], int] = field(default_factory=dict)  # at jobs not started here
    count: int = 0


class State:
    """The rows of one server. Safe to use from several threads."""

    def __init__(self, schemas: Schemas, roles: Roles, answers: Answers) -> None:
        self._schemas = schemas
        self._roles = roles
        self._answers = answers
        self._kept = _Kept()
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Forgets all."""
        with self._lock:
            self._kept = _Kept()

    def set_length(self, operation: str, rows: int) -> None:
        """Gives the sample list of an operation so many rows."""
        with self._lock:
            self._kept.lengths[operation] = rows
            self._kept.samples.clear()

    def content(self, found: Found) -> bytes | None:
        """The file that an item at this path, or above it, was created from."""
        with self._lock:
            for depth in range(len(found.segments), 0, -1):
                item = self._item(found.segments[:depth])
                if item is not None and item.content is not None:
                    return item.content
        return None

    def answer(self, found: Found, call: DecodedRequest, sample: Json) -> Json | Problem:
        """The answer to a call: the operation's sample, with what is known put in."""
        with self._lock:
            for depth in range(1, len(found.segments) + 1):
                if found.segments[:depth] in self._kept.gone:
                    name = "/".join(found.segments[:depth])
                    return Problem(404, f"/{name} was deleted", code="not_found")
            match self._roles.of(found.route):
                case Role.CREATE:
                    return self._created(found, call, sample)
                case Role.LIST:
                    return self._listed(found, call, sample)
                case Role.READ:
                    return self._read(found, call, sample)
                case Role.CHANGE:
                    return self._changed(found, call, sample)
                case Role.REMOVE:
                    return self._removed(found, call, sample)
                case Role.ACT:
                    return self._acted(found, call, sample)
            return self._said(found, call, sample)

    # ------------------------------------------------------------------------------ the roles

    def _created(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        place = self._roles.row(found.route)
        facts = {**call.path, **call.properties}
        if place is None or (row := place.row_in(sample)) is None:
            return self._created_rows(found, call, sample)
        if (file := _file(call)) is not None:
            facts = {**facts_of_file(file, place.kind, self._schemas), **facts}
        placeholder = self._roles.item_below(found.route)
        row = overlaid(row, facts, place.kind, self._schemas)
        given = call.properties.get(placeholder, call.properties.get(place.identity))
        row = self._named(row, place, given)
        self._keep(found.segments, row, place, facts, call)
        return place.put(sample, row)

    def _created_rows(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        """An answer that lists what was created."""
        of = self._roles.list_at(found.route)
        if of is None or of.method.items is None or (place := self._roles.row(of)) is None:
            return self._said(found, call, sample)
        rows = rows_in(sample, of.method.items.steps)
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                known = overlaid(row, call.path, place.kind, self._schemas)
                rows[number] = named = self._named(known, place, None)
                self._keep(found.segments, named, place, call.path, call)
        return sample

    def _listed(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        method, place = found.route.method, self._roles.row(found.route)
        if method.items is None or not isinstance(sample, dict):
            return sample
        shown = rows_in(sample, method.items.steps)
        rows: list[Json]
        known = self._kept.collections.get(found.segments)
        identity = place.identity if place else ""
        if known and place is not None:
            first = next((one for one in shown if isinstance(one, dict)), None)
            rows = [self._shown(item, place, first) for item in known.values()]
        else:
            rows = self._kept.samples.get(found.segments) or list(
                self._sample_rows(found, call, shown, place)
            )
            if method.operation in self._kept.lengths:
                self._kept.samples[found.segments] = rows
        return page(method, sample, Rows(rows, identity), call, self._schemas)

    def _sample_rows(
        self, found: Found, call: DecodedRequest, shown: list[Json], place: RowPlace | None
    ) -> Iterator[Json]:
        """The sample's rows; where a number was set, so many of them with ids of their own."""
        wanted = self._kept.lengths.get(found.route.operation)
        if place is None:
            yield from shown if wanted is None else [shown[0]] * (wanted if shown else 0)
            return
        rows = [
            overlaid(one, call.path, place.kind, self._schemas) if isinstance(one, dict) else one
            for one in shown
        ]
        if wanted is None:
            yield from rows
        elif wanted:
            made = rows[0] if rows else self._answers.row(place.kind)
            kind = properties(place.kind, self._schemas)[place.identity].type
            for number in range(wanted):
                if isinstance(made, dict):
                    name = fresh_id(made.get(place.identity), number + 1, kind, self._schemas)
                    yield {**made, place.identity: name}

    def _read(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        item, place = self._item(found.segments), self._roles.row(found.route)
        if place is None:
            return self._said(found, call, sample)
        if item is None:
            return self._moved_on(found, place, self._said(found, call, sample))
        self._move_on(found.route, item)
        return place.put(sample, self._shown(item, place, place.row_in(sample)))

    def _changed(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        item, place = self._item(found.segments), self._roles.row(found.route)
        if item is None or place is None:
            return self._said(found, call, sample)
        row = self._shown(item, place, place.row_in(sample))
        item.row = overlaid(row, call.properties, place.kind, self._schemas)
        item.kind = place.kind
        item.facts = {**item.facts, **call.properties, **item.row}
        return place.put(sample, item.row)

    def _removed(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        *parents, name = found.segments
        if self._kept.collections.get(tuple(parents), {}).pop(name, None) is not None:
            self._kept.gone.add(found.segments)
        return self._said(found, call, sample)

    def _acted(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        """An action on an item that answers with it, in the state that the sample has."""
        place = self._roles.row(found.route)
        segments = found.segments[: self._roles.depth_of_item(found.route)]
        item = self._item(segments)
        if item is None or place is None or place.kind != item.kind:
            return self._said(found, call, sample)
        acted = place.row_in(sample) or {}
        states = {name: acted[name] for name in _STATUS if name in acted}
        facts = {**call.properties, **states}
        item.row = overlaid(item.row, facts, place.kind, self._schemas)
        item.facts = {**item.facts, **item.row}
        return place.put(sample, item.row)

    def _said(self, found: Found, call: DecodedRequest, sample: Json) -> Json:
        """The sample, with what path and body say where it has a place for that."""
        main = found.route.method.answer.main
        if main is None:
            return sample
        place = self._roles.row(found.route)
        facts = {**call.path, **call.properties}
        if place is not None and (row := place.row_in(sample)) is not None:
            if (name := found.route.item) and name in call.path:
                facts[place.identity] = call.path[name]
            return place.put(sample, overlaid(row, facts, place.kind, self._schemas))
        if isinstance(sample, dict):
            return overlaid(sample, facts, main.type, self._schemas)
        return sample

    # ------------------------------------------------------------------------------- the rows

    def _item(self, segments: tuple[str, ...]) -> Item | None:
        if not segments:
            return None
        return self._kept.collections.get(segments[:-1], {}).get(segments[-1])

    def _named(self, row: JsonObject, place: RowPlace, given: Json) -> JsonObject:
        """The row with the id that the request gave it, else with one of its own."""
        member = properties(place.kind, self._schemas)[place.identity]
        if isinstance(given, str | int):
            named = overlaid(row, {place.identity: given}, place.kind, self._schemas)
            if named.get(place.identity) == given:
                return named
        self._kept.count += 1
        name = fresh_id(row.get(place.identity), self._kept.count, member.type, self._schemas)
        return {**row, place.identity: name}

    def _keep(
        self,
        segments: tuple[str, ...],
        row: JsonObject,
        place: RowPlace,
        facts: JsonObject,
        call: DecodedRequest,
    ) -> None:
        file = _file(call)
        name = row[place.identity]
        item = Item(name, place.kind, row, {**facts, **row}, file.content if file else None)
        self._kept.collections.setdefault(segments, {})[str(name)] = item
        self._kept.gone.discard((*segments, str(name)))

    def _shown(self, item: Item, place: RowPlace, sample: Json) -> JsonObject:
        """An item as a row of another type shows it; of its own type, as it is."""
        if place.kind == item.kind:
            return dict(item.row)
        row = sample if isinstance(sample, dict) else self._answers.row(place.kind)
        facts = {**item.facts, place.identity: item.name}
        return overlaid(row if isinstance(row, dict) else {}, facts, place.kind, self._schemas)

    def _moved_on(self, found: Found, place: RowPlace, answer: Json) -> Json:
        """A job that was not started here is at its end at the second look, as any other."""
        ends, row = self._roles.job_ends(found.route), place.row_in(answer)
        if ends is None or not isinstance(row, dict):
            return answer
        looks = self._kept.looks[found.segments] = self._kept.looks.get(found.segments, 0) + 1
        if looks < 2 or ends.are_reached(row):
            return answer
        states = ends.state_in(row)
        return place.put(answer, overlaid(row, states, place.kind, self._schemas))

    def _move_on(self, route: Route, item: Item) -> None:
        """A job that is asked about a second time is at its end."""
        ends = self._roles.job_ends(route)
        if ends is None:
            return
        item.looks += 1
        if item.looks > 1 and not ends.are_reached(item.row):
            item.row = overlaid(item.row, ends.state_in(item.row), item.kind, self._schemas)
            item.facts = {**item.facts, **item.row}


def _file(call: DecodedRequest) -> Part | None:
    """The first file that a form holds."""
    return next((one for one in call.parts if one.file_name is not None), None)
