"""Lowers a pagination rule of the mapping and checks it against one operation.

A `PagedOperation` comes in; a `Pagination` goes out. A parameter or a place in the response that
doesn't exist is reported at the method in the provider file.
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
    """An operation, and the rule of the mapping that pages it."""

    rule: PaginationRule
    mapping: MethodMapping
    arguments: Sequence[PageArgument]
    answer: Type


def lower_pagination(
    operation: PagedOperation, find: FindType, problems: Problems
) -> Pagination | None:
    """Returns the pagination of the operation, or None if the operation doesn't fit the rule.

    Rule M5: if the rule names a flag, the page where it is false is the last. Otherwise a `next`
    that is read from the last row ends with an empty page, and any other `next` ends when it is
    null or absent.
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
        f"it has: {known or 'none'}; name one of them, or remove `pagination` from this method",
    )
    return None


def _spelling(argument: PageArgument) -> str:
    """Writes the argument as the provider file does: body properties have a prefix."""
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
        "name a place in the response, or remove `pagination` from this method",
    )
    return None


def page_arguments(params: Sequence[Param], body: Body | None) -> tuple[PageArgument, ...]:
    """Returns what a pagination may set: parameters outside the path, and the body's properties."""
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
