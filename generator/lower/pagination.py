"""Pagination as data: a rule of the mapping, checked against one operation.

A method's mapping and its lowered parts come in, a `Pagination` goes out; a param or a place in the
response that isn't there is reported at the method in the provider file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.diagnostics import Problems
from generator.lower.paths import parse_path, type_at
from generator.mapping.model import MethodMapping, PaginationRule
from generator.model.methods import Body, PageArgument, PageEnd, Pagination, Param, PathInResponse
from generator.model.types import Type
from generator.model.walk import FindType
from generator.vocabulary import ParamPlace

_BODY = "body:"


@dataclass(frozen=True, slots=True)
class PagedOperation:
    """An operation, and the rule of the mapping that says how it is paged."""

    rule: PaginationRule
    mapping: MethodMapping
    arguments: Sequence[PageArgument]
    answer: Type


def lower_pagination(
    operation: PagedOperation, find: FindType, problems: Problems
) -> Pagination | None:
    """Returns how a client walks through the pages; None where the operation doesn't fit the rule.

    Rule M5: if the rule names a flag, the flag ends the walk. Otherwise a `next` that is read from
    the last row ends it with an empty page, and any other `next` by being null or absent.
    """
    rule = operation.rule
    send = _find_argument(operation, "send", rule.send, problems)
    size = _find_argument(operation, "size", rule.size, problems) if rule.size else None
    following = _find_place(operation, "next", rule.next, find, problems)
    more = _find_place(operation, "more", rule.more, find, problems) if rule.more else None
    if send is None or following is None or (rule.size and not size) or (rule.more and not more):
        return None
    if more is not None:
        end = PageEnd.FLAG_FALSE
    else:
        end = PageEnd.EMPTY_PAGE if -1 in following.steps else PageEnd.NEXT_NULL
    return Pagination(send=send, next=following, end=end, more=more, size=size)


def _find_argument(
    operation: PagedOperation, role: str, name: str, problems: Problems
) -> PageArgument | None:
    for one in operation.arguments:
        if name == _spelling(one):
            return one
    known = ", ".join(_spelling(one) for one in operation.arguments)
    problems.error(
        "pagination-param",
        f'pagination "{operation.rule.name}" has {role}: {name}, '
        f'but operation "{operation.mapping.operation}" has no such param',
        operation.mapping.location,
        f"it has: {known or 'none'}; name one of them, or take `pagination` out of this method",
    )
    return None


def _spelling(argument: PageArgument) -> str:
    """The argument as the provider file spells it: a property of the body has a prefix."""
    return f"{_BODY}{argument.name}" if argument.place is None else argument.name


def _find_place(
    operation: PagedOperation, role: str, text: str, find: FindType, problems: Problems
) -> PathInResponse | None:
    path = parse_path(text)
    if type_at(operation.answer, path, find) is not None:
        return path
    problems.error(
        "pagination-path",
        f'pagination "{operation.rule.name}" has {role}: {text}, '
        f'but the response of operation "{operation.mapping.operation}" has no such place',
        operation.mapping.location,
        "name a place of the response, or take `pagination` out of this method",
    )
    return None


def page_arguments(params: Sequence[Param], body: Body | None) -> tuple[PageArgument, ...]:
    """What a pagination may set: every param that isn't in the path, and the body's properties."""
    properties = body.properties if body else ()
    return (
        *(
            PageArgument(param.name, param.python_name, param.place, param.type)
            for param in params
            if param.place is not ParamPlace.PATH
        ),
        *(
            PageArgument(one.property.name, one.python_name, None, one.property.type)
            for one in properties
        ),
    )
