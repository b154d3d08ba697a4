"""Lowers a pagination rule of the mapping and checks it against one operation.

A `PagedOperation` comes in; a `Pagination` goes out. A parameter or a place in the response that
doesn't exist, or that can't hold the value, is reported at the rule in the provider file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.diagnostics import Problems
from generator.lower.fields import variants_of
from generator.lower.paths import parse_path, type_at
from generator.mapping.model import MethodMapping, PaginationRule
from generator.model.methods import (
    Body,
    PageArgument,
    PageCount,
    PageEnd,
    PageUnit,
    Pagination,
    Param,
    PathInResponse,
    ResponseHeader,
    ResponsePlace,
)
from generator.model.types import Anything, Array, Const, Enum, Object, Scalar, ScalarKind, Type
from generator.model.walk import FindType
from generator.vocabulary import PageCounting, PageLimit, ParamPlace

_BODY = "body:"
_HEADER = "header:"
_COUNTS = {
    PageCounting.PAGES: PageCount(PageUnit.PAGES, 1),
    PageCounting.PAGES_FROM_ZERO: PageCount(PageUnit.PAGES, 0),
    PageCounting.ROWS: PageCount(PageUnit.ROWS, 0),
    PageCounting.ROWS_FROM_ONE: PageCount(PageUnit.ROWS, 1),
}
# Names of the member beside the number of pages that has the page's own number.
_PAGE_NUMBERS = (
    *("page", "current_page", "currentPage", "page_number", "pageNumber", "page_no", "number"),
)
_STRING, _INTEGER, _NUMBER, _BOOLEAN = (
    kind.value
    for kind in (ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.NUMBER, ScalarKind.BOOLEAN)
)
_NUMBERS = frozenset({_INTEGER, _NUMBER})
_COUNTED = frozenset({_INTEGER, _NUMBER, _STRING})  # a number may be sent as a text of digits


@dataclass(frozen=True, slots=True)
class PagedOperation:
    """An operation, and the rule of the mapping that pages it."""

    rule: PaginationRule
    mapping: MethodMapping
    arguments: Sequence[PageArgument]
    answer: Type


def lower_pagination(
    operation: PagedOperation, find: FindType, problems: Problems
) -> Pagination | None:
    """Returns the pagination of the operation, or None if the operation doesn't fit the rule.

    Rule M5: if the rule names a flag or a number, that ends the list. Otherwise a `next` that is
    read from the last row, and a count, end with an empty page, and any other `next` ends when it
    is null or absent.
    """
    lowerer = _RuleLowerer(operation, find, problems)
    before = problems.errors
    pagination = lowerer.lower()
    return pagination if problems.errors == before else None


class _RuleLowerer:
    """Lowers one rule for one operation, and reports all parts that don't fit."""

    def __init__(self, operation: PagedOperation, find: FindType, problems: Problems) -> None:
        self._operation = operation
        self._rule = operation.rule
        self._find = find
        self._problems = problems

    def lower(self) -> Pagination:
        """Returns the pagination. It is incomplete if a problem was reported."""
        rule = self._rule
        count = _COUNTS[rule.count] if rule.count else None
        send, size = self._argument("send", rule.send), self._argument("size", rule.size)
        following = self._place("next", rule.next)
        if count is not None:
            self._check_counted(send)
        elif following is not None:
            self._check_next(send, following)
        flag = self._place("more", rule.more) or self._place("last", rule.last)
        total = self._place("total", rule.total) or self._place("pages", rule.pages)
        self._check_kind("more" if rule.more else "last", flag, frozenset({_BOOLEAN}))
        self._check_kind("total" if rule.total else "pages", total, _COUNTED)
        return Pagination(
            send=send,
            next=following,
            end=self._end(following),
            more=flag,
            size=size,
            total=total,
            count=count,
            page=self._page_number(total) if rule.pages else None,
            sends_number=isinstance(following, ResponseHeader) and self._takes_only_numbers(send),
        )

    def _end(self, following: ResponsePlace | None) -> PageEnd:
        rule = self._rule
        for text, end in (
            (rule.more, PageEnd.FLAG_FALSE),
            (rule.last, PageEnd.FLAG_TRUE),
            (rule.total, PageEnd.ROW_TOTAL),
            (rule.pages, PageEnd.PAGE_TOTAL),
        ):
            if text:
                return end
        if rule.end is PageLimit.SHORT_PAGE:
            return PageEnd.SHORT_PAGE
        is_last_row = isinstance(following, PathInResponse) and -1 in following.steps
        if rule.end is PageLimit.EMPTY_PAGE or rule.count or is_last_row:
            return PageEnd.EMPTY_PAGE
        return PageEnd.NEXT_NULL

    def _argument(self, role: str, name: str) -> PageArgument | None:
        if not name:
            return None
        for one in self._operation.arguments:
            if name == _spelling(one):
                return one
        known = ", ".join(_spelling(one) for one in self._operation.arguments)
        self._report(
            "pagination-param",
            role,
            f'but operation "{self._operation.mapping.operation}" has no such param',
            f"it has: {known or 'none'}; name one of them, or {self._removal()}",
        )
        return None

    def _place(self, role: str, text: str) -> ResponsePlace | None:
        if not text:
            return None
        if text.startswith(_HEADER):
            return ResponseHeader(text.removeprefix(_HEADER))
        path = parse_path(text)
        if type_at(self._operation.answer, path, self._find) is not None:
            return path
        self._report(
            "pagination-path",
            role,
            f'but the response of operation "{self._operation.mapping.operation}" has no such '
            "place",
            f"name a place in the response, or {self._removal()}",
        )
        return None

    def _check_counted(self, send: PageArgument | None) -> None:
        """Rule PG1: a parameter that counts takes integers, and starts at the rule's number."""
        if send is None or self._rule.count is None:
            return
        kinds = _kinds(send.type, self._find)
        if kinds and not kinds & _NUMBERS:
            self._report(
                "pagination-type",
                "send",
                f"but it takes {_words(kinds)} in operation "
                f'"{self._operation.mapping.operation}", and `count` needs a number',
                f"replace `count` by `next`, or {self._removal()}",
            )
        default = send.default.value if send.default else None
        first = _COUNTS[self._rule.count].first
        if default in (0, 1) and not isinstance(default, bool) and default != first:
            wanted = next(
                other
                for other, one in _COUNTS.items()
                if one.unit is _COUNTS[self._rule.count].unit and one.first == default
            )
            self._report(
                "pagination-type",
                "count",
                f'but "{self._rule.send}" is {default} by default in operation '
                f'"{self._operation.mapping.operation}"',
                f"write `count: {wanted.value}`",
            )

    def _check_next(self, send: PageArgument | None, following: ResponsePlace) -> None:
        """Rule PG2: the value at `next` has a kind that `send` takes, or is a URL without `send`.

        A header holds a text; digits in it fit a number. What goes into a query, a header or a
        cookie may be any scalar if the parameter takes a text.
        """
        is_link = isinstance(following, ResponseHeader) and following.is_link
        given = frozenset({_STRING}) if is_link else self._kinds_at(following)
        if self._rule.send and is_link:
            self._report(
                "pagination-type",
                "next",
                "which is a URL, so no parameter takes it",
                "remove `send` from the pagination",
            )
        if send is None:
            if not self._rule.send and given and _STRING not in given:
                self._report(
                    "pagination-type",
                    "next",
                    f"which is {_words(given)} in operation "
                    f'"{self._operation.mapping.operation}", not a URL',
                    "add `send`: the parameter that takes the value",
                )
            return
        taken = _kinds(send.type, self._find)
        if isinstance(following, ResponseHeader) and taken & {_STRING, *_NUMBERS}:
            return
        if given and taken and not _fits(given, taken, is_text=send.place is not None):
            self._report(
                "pagination-type",
                "next",
                f'which is {_words(given)}, but "{self._rule.send}" takes {_words(taken)} in '
                f'operation "{self._operation.mapping.operation}"',
                f"name a value that it takes, or {self._removal()}",
            )

    def _check_kind(self, role: str, place: ResponsePlace | None, wanted: frozenset[str]) -> None:
        """Rule PG3: a flag is a boolean, and a total is a number."""
        if not isinstance(place, PathInResponse):
            return
        kinds = self._kinds_at(place)
        if kinds and not kinds & wanted:
            self._report(
                "pagination-type",
                role,
                f"which is {_words(kinds)} in operation "
                f'"{self._operation.mapping.operation}", not '
                f"{'a boolean' if _BOOLEAN in wanted else 'a number'}",
                f"name another place, or remove `{role}` from the pagination",
            )

    def _kinds_at(self, place: ResponsePlace) -> frozenset[str]:
        if isinstance(place, ResponseHeader):
            return frozenset({_STRING})
        found = type_at(self._operation.answer, place, self._find)
        return _kinds(found, self._find) if found is not None else frozenset()

    def _takes_only_numbers(self, send: PageArgument | None) -> bool:
        kinds = _kinds(send.type, self._find) if send else frozenset()
        return bool(kinds & _NUMBERS) and _STRING not in kinds

    def _page_number(self, total: ResponsePlace | None) -> PathInResponse | None:
        """Returns the place of the page's own number, beside the number of pages."""
        if not isinstance(total, PathInResponse):
            return None
        for name in (self._rule.send, *_PAGE_NUMBERS):
            place = PathInResponse((*total.steps[:-1], name))
            found = type_at(self._operation.answer, place, self._find)
            if found is not None and _kinds(found, self._find) & _NUMBERS:
                return place
        return None

    def _report(self, code: str, role: str, words: str, hint: str) -> None:
        text = str(getattr(self._rule, role))
        self._problems.error(
            code,
            f'pagination "{self._rule.name}" has {role}: {text}, {words}',
            self._rule.locate(role),
            hint,
        )

    def _removal(self) -> str:
        return f'remove `pagination` from method "{self._operation.mapping.name}"'


def _spelling(argument: PageArgument) -> str:
    """Writes the argument as the provider file does: body properties have a prefix."""
    return f"{_BODY}{argument.name}" if argument.place is None else argument.name


def _fits(given: frozenset[str], taken: frozenset[str], *, is_text: bool) -> bool:
    if given & taken or (_NUMBER in taken and _INTEGER in given):
        return True
    return is_text and _STRING in taken and bool(given & {_STRING, *_NUMBERS, _BOOLEAN})


def _kinds(of: Type, find: FindType) -> frozenset[str]:
    """Returns the JSON kinds of a type; empty if its values can be anything."""
    found: set[str] = set()
    for variant in variants_of(of, find):
        match variant:
            case Scalar(kind) | Enum(kind):
                found.add(kind.value)
            case Const(value):
                found.add(_kind_of(value))
            case Array():
                found.add("array")
            case Object():
                found.add("object")
            case Anything():
                return frozenset()
            case _:
                found.add(_STRING)
    return frozenset(found)


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return _BOOLEAN
    if isinstance(value, int | float):
        return _INTEGER if isinstance(value, int) else _NUMBER
    return _STRING


def _words(kinds: frozenset[str]) -> str:
    return " or ".join(f"an {one}" if one[0] in "aio" else f"a {one}" for one in sorted(kinds))


def page_arguments(params: Sequence[Param], body: Body | None) -> tuple[PageArgument, ...]:
    """Returns what a pagination may set: parameters outside the path, and the body's properties."""
    properties = body.properties if body else ()
    return (
        *(
            PageArgument(param.name, param.python_name, param.place, param.type, param.default)
            for param in params
            if param.place is not ParamPlace.PATH
        ),
        *(
            PageArgument(
                one.property.name, one.python_name, None, one.property.type, one.property.default
            )
            for one in properties
        ),
    )
