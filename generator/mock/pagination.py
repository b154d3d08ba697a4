"""Builds one page of a list: its rows, and what leads to the next page.

All rows, the answer around them and the request's arguments come in; the answer with one page goes
out, with its headers. A cursor is the id of the last row of the page before, or a count if rows
have no ids. The URL of a page is the request's own, with the number of its first row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.mock.model import DecodedRequest, ListPage
from generator.mock.request_reader import PAGE_START
from generator.mock.rows import properties_of
from generator.model.methods import (
    Method,
    PageArgument,
    PageEnd,
    PageUnit,
    Pagination,
    PathInResponse,
    ResponsePlace,
)
from generator.model.types import Property, Scalar, ScalarKind, Type
from generator.page_words import PAGE_NUMBERS, page_word
from generator.vocabulary import ParamPlace

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
    envelope: Json,
    rows: ListRows,
    decoded: DecodedRequest,
    validators: Validators,
) -> Json | ListPage:
    """Builds the page that a request asks for, or all rows if the list has no pages."""
    main = method.answer.main
    if method.items is None or main is None:
        return envelope
    if method.pagination is None:
        shown = _Range(0, len(rows.values), len(rows.values) or _PAGE)
    else:
        shown = _find_range(method.pagination, rows, decoded, validators)
    values = list(rows.values[shown.start : shown.end])
    page = _PageWriter(main.type, validators)
    page.body = envelope if method.items.steps else values
    page.set_value(method.items.steps, values)
    members = properties_of(main.type, validators)
    for name, place in (("first_id", shown.start), ("last_id", shown.end - 1)):
        if name in members and rows.identity:
            page.set_place(PathInResponse((name,)), rows.id_of(place) if values else None)
    if method.pagination is not None:
        _set_next_page(page, method.pagination, rows, shown, decoded)
    return ListPage(page.body, tuple(page.headers))


@dataclass(frozen=True, slots=True)
class _Range:
    """The rows of a page, by index."""

    start: int
    end: int
    size: int


def _find_range(
    pages: Pagination, rows: ListRows, decoded: DecodedRequest, validators: Validators
) -> _Range:
    size = _read_size(pages, decoded)
    start = min(max(_find_start(pages, rows, decoded, size, validators), 0), len(rows.values))
    return _Range(start, min(start + size, len(rows.values)), size)


def _find_start(  # one case for each way to page
    pages: Pagination,
    rows: ListRows,
    decoded: DecodedRequest,
    size: int,
    validators: Validators,
) -> int:
    if pages.send is None:
        return decoded.url.start
    asked = _read_argument(pages.send, decoded)
    if pages.count is not None:
        number = _to_number(asked, pages.send, pages.count.first)
        return (number - pages.count.first) * (size if pages.count.unit is PageUnit.PAGES else 1)
    if _sends_page_numbers(pages, validators):
        return (_to_number(asked, pages.send, 1) - 1) * size
    if _takes_integers(pages.send.type, validators) and not _is_last_row(pages.next):
        return _to_number(asked, pages.send, 0)
    return rows.place_after(asked)


def _set_next_page(
    page: _PageWriter,
    pages: Pagination,
    rows: ListRows,
    shown: _Range,
    decoded: DecodedRequest,
) -> None:
    has_more = shown.end < len(rows.values)
    if pages.more is not None:
        page.set_place(pages.more, has_more == (pages.end is PageEnd.FLAG_FALSE))
    if pages.total is not None:
        is_rows = pages.end is PageEnd.ROW_TOTAL
        number = len(rows.values) if is_rows else -(-len(rows.values) // shown.size)
        page.set_place(pages.total, number)
    if pages.page is not None:
        page.set_place(pages.page, shown.start // shown.size + 1)
    if pages.next is None or _is_last_row(pages.next):
        return
    if pages.next == PathInResponse(("last_id",)):
        return  # the rows contain it
    if pages.send is None:
        page.set_link(pages.next, _build_url(decoded, shown.end) if has_more else None, decoded)
    else:
        value = _next_value(pages, rows, shown, page.validators) if has_more else None
        page.set_place(pages.next, value)


def _next_value(
    pages: Pagination, rows: ListRows, shown: _Range, validators: Validators
) -> int | str:
    """Returns the value that asks for the next page."""
    if _sends_page_numbers(pages, validators):
        return shown.start // shown.size + 2
    if pages.send is not None and _takes_integers(pages.send.type, validators):
        return shown.end
    name = rows.id_of(shown.end - 1)
    return name if isinstance(name, str) else f"after-{shown.end}"


def _sends_page_numbers(pages: Pagination, validators: Validators) -> bool:
    """Is the value at `next` the number of a page?"""
    send = pages.send
    is_named = send is not None and page_word(send.name) in PAGE_NUMBERS
    return is_named and send is not None and _takes_integers(send.type, validators)


def _is_last_row(place: ResponsePlace | None) -> bool:
    return isinstance(place, PathInResponse) and -1 in place.steps


def _takes_integers(kind: Type, validators: Validators) -> bool:
    resolved = validators.resolve(kind)
    return isinstance(resolved, Scalar) and resolved.kind is not ScalarKind.STRING


def _build_url(decoded: DecodedRequest, start: int) -> str:
    query = urlencode([*decoded.url.query, (PAGE_START, str(start))])
    return f"{decoded.url.place}?{query}"


class _PageWriter:
    """Writes values into the body and the headers of an answer."""

    def __init__(self, kind: Type, validators: Validators) -> None:
        self.body: Json = None
        self.headers: list[tuple[str, str]] = []
        self.validators = validators
        self._kind = kind

    def set_link(self, place: ResponsePlace, url: str | None, decoded: DecodedRequest) -> None:
        """Sets the URL of the next page, in a `Link` header as one of two links."""
        if isinstance(place, PathInResponse) or not place.is_link:
            self.set_place(place, url)
            return
        links = [f'<{_build_url(decoded, 0)}>; rel="first"']
        if url is not None:
            links.append(f'<{url}>; rel="next"')
        self.headers.append((place.name, ", ".join(links)))

    def set_place(self, place: ResponsePlace, value: Json) -> None:
        """Sets a value. A null is left out of headers, and where a member isn't nullable.

        A required member that isn't nullable becomes an empty text.
        """
        if not isinstance(place, PathInResponse):
            if value is not None:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                self.headers.append((place.name, text))
            return
        member = self._find_member(place.steps)
        if value is not None:
            self.set_value(place.steps, _fit_number(value, member, self.validators))
        elif member is None or member.nullable:
            self.set_value(place.steps, None)
        elif member.required:
            self.set_value(place.steps, "")
        else:
            self._remove(place.steps)

    def set_value(self, steps: Sequence[str | int], value: Json) -> None:
        """Sets the value at a path, and makes the objects on its way."""
        inner = self._open(steps, makes=True)
        if inner is not None:
            inner[str(steps[-1])] = value

    def _remove(self, steps: Sequence[str | int]) -> None:
        inner = self._open(steps, makes=False)
        if inner is not None:
            inner.pop(str(steps[-1]), None)

    def _open(self, steps: Sequence[str | int], *, makes: bool) -> JsonObject | None:
        """Returns the object that holds the last step."""
        if not steps:
            return None
        inner = self.body
        for step in steps[:-1]:
            if not isinstance(inner, dict):
                return None
            found = inner.get(str(step))
            if not isinstance(found, dict) and makes:
                found = inner[str(step)] = {}
            inner = found
        return inner if isinstance(inner, dict) else None

    def _find_member(self, steps: Sequence[str | int]) -> Property | None:
        kind: Type = self._kind
        member: Property | None = None
        for step in steps:
            member = properties_of(kind, self.validators).get(str(step))
            if member is None:
                return None
            kind = member.type
        return member


def _fit_number(value: Json, member: Property | None, validators: Validators) -> Json:
    """Returns a number as a text where the member takes texts."""
    if member is None or not isinstance(value, int) or isinstance(value, bool):
        return value
    kind = validators.resolve(member.type)
    is_text = isinstance(kind, Scalar) and kind.kind is ScalarKind.STRING
    return str(value) if is_text else value


def _read_argument(argument: PageArgument, decoded: DecodedRequest) -> Json:
    match argument.place:
        case None:
            return decoded.properties.get(argument.name)
        case ParamPlace.HEADER:
            return decoded.headers.get(argument.name)
        case ParamPlace.COOKIE:
            return decoded.cookies.get(argument.name)
        case _:
            return decoded.query.get(argument.name)


def _read_size(pages: Pagination, decoded: DecodedRequest) -> int:
    if pages.size is None:
        return _PAGE
    asked = _to_number(_read_argument(pages.size, decoded), pages.size, _PAGE)
    return asked if asked > 0 else _PAGE


def _to_number(asked: Json, argument: PageArgument, otherwise: int) -> int:
    """Returns the number of a request; else the spec's default; else `otherwise`."""
    default = argument.default.value if argument.default else None
    for value in (asked, default):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value)
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            return int(value[:18])
    return otherwise


def cursor_name(method: Method) -> str:
    """Returns the property of a list's last row that asks for the next page; "" if none does."""
    pages = method.pagination
    if pages is None or not isinstance(pages.next, PathInResponse) or -1 not in pages.next.steps:
        return ""
    name = pages.next.steps[-1]
    return name if isinstance(name, str) else ""


def rows_in(envelope: Json, steps: Sequence[str | int]) -> list[Json]:
    """Returns the rows that an answer contains."""
    for step in steps:
        envelope = envelope.get(str(step)) if isinstance(envelope, dict) else None
    return envelope if isinstance(envelope, list) else []
