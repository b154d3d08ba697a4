"""Builds one page of a list: its rows, and the fields that lead to the next page.

All rows, the answer around them and the request's arguments come in; the answer with one page goes
out. A cursor is the id of the last row of the page before, or a count if rows have no ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.mock.model import DecodedRequest
from generator.mock.rows import properties_of
from generator.model.methods import Method, PageArgument, Pagination, Param
from generator.model.types import Property

_PAGE = 20  # rows, if neither the request nor the spec gives a number
_COUNTED = re.compile(r"after-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of a list."""

    values: Sequence[Json]
    identity: str  # the property that names a row; "" if there is none

    def id_of(self, place: int) -> Json:
        """Returns the id of the row at `place`."""
        row = self.values[place]
        return row.get(self.identity) if isinstance(row, dict) else None

    def place_after(self, cursor: Json) -> int:
        """Returns the index after the cursor's row; 0 for an unknown cursor."""
        if cursor is None:
            return 0
        if counted := _COUNTED.fullmatch(str(cursor)):
            return int(counted[1])
        for place in range(len(self.values)):
            if self.identity and str(self.id_of(place)) == str(cursor):
                return place + 1
        return 0


def build_page(
    method: Method,
    envelope: JsonObject,
    rows: ListRows,
    decoded: DecodedRequest,
    validators: Validators,
) -> Json:
    """Builds the page that a request asks for, or all rows if the list has no pages."""
    main = method.answer.main
    if method.items is None or main is None:
        return envelope
    pages = method.pagination
    start, end = 0, len(rows.values)
    if pages is not None:
        start = rows.place_after(_argument(pages.send, decoded))
        end = min(end, start + _size(method, pages, decoded))
    _set_value(envelope, method.items.steps, list(rows.values[start:end]))
    members = properties_of(main.type, validators)
    for name, place in (("first_id", start), ("last_id", end - 1)):
        if name in members and rows.identity:
            value = rows.id_of(place) if end > start else None
            _set_member(envelope, members[name], value)
    if pages is not None:
        _set_next_page(envelope, pages, rows, (start, end), members)
    return envelope


def _set_next_page(
    envelope: JsonObject,
    pages: Pagination,
    rows: ListRows,
    shown: tuple[int, int],
    members: Mapping[str, Property],
) -> None:
    more = shown[1] < len(rows.values)
    if pages.more is not None:
        _set_value(envelope, pages.more.steps, more)
    steps = pages.next.steps
    if -1 in steps or steps == ("last_id",):
        return  # the rows contain it
    end = shown[1]
    if more:
        name = rows.id_of(end - 1)
        _set_value(envelope, steps, name if isinstance(name, str) else f"after-{end}")
    elif len(steps) == 1 and isinstance(steps[0], str) and steps[0] in members:
        _set_member(envelope, members[steps[0]], None)
    else:
        _set_value(envelope, steps, None)


def _set_member(envelope: JsonObject, member: Property, value: Json) -> None:
    """Sets a member. A null is left out where the member isn't nullable.

    A required member that isn't nullable becomes an empty text.
    """
    if value is not None or member.nullable:
        envelope[member.name] = value
    elif member.required:
        envelope[member.name] = ""
    else:
        envelope.pop(member.name, None)


def _argument(argument: PageArgument, decoded: DecodedRequest) -> Json:
    given = decoded.properties if argument.place is None else decoded.query
    return given.get(argument.name)


def _size(method: Method, pages: Pagination, decoded: DecodedRequest) -> int:
    if pages.size is None:
        return _PAGE
    asked = _argument(pages.size, decoded)
    if asked is None:
        asked = _default(method, pages.size)
    return asked if isinstance(asked, int) and asked > 0 else _PAGE


def _default(method: Method, argument: PageArgument) -> Json:
    """Returns the default that the spec gives an argument."""
    parts: list[Param | Property] = [*method.params]
    if argument.place is None and method.body:
        parts = [one.property for one in method.body.properties]
    found = next((one.default for one in parts if one.name == argument.name), None)
    return found.value if found else None


def _set_value(envelope: JsonObject, steps: Sequence[str | int], value: Json) -> None:
    *before, last = steps
    inner: Json = envelope
    for step in before:
        inner = inner.setdefault(str(step), {}) if isinstance(inner, dict) else None
    if isinstance(inner, dict):
        inner[str(last)] = value


def rows_in(envelope: Json, steps: Sequence[str | int]) -> list[Json]:
    """Returns the rows that an answer contains."""
    for step in steps:
        envelope = envelope.get(str(step)) if isinstance(envelope, dict) else None
    return envelope if isinstance(envelope, list) else []
