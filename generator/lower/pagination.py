"""Pagination as data: a rule of the mapping, checked against one operation.

A method's mapping and its lowered parts come in, a `Pagination` goes out; a param or a place in the
response that isn't there is reported at the method in the provider file.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import Problems
from generator.lower.paths import parse_path, type_at
from generator.mapping.model import MethodMapping, PaginationRule
from generator.model.methods import Body, PageArgument, PageEnd, Pagination, Param, PathInResponse
from generator.model.types import Type
from generator.model.walk import FindType
from generator.vocabulary import ParamPlace

_BODY = "body:"


def pagination(
    rule: PaginationRule,
    method: MethodMapping,
    arguments: Sequence[PageArgument],
    answer: Type,
    find: FindType,
    problems: Problems,
) -> Pagination | None:
    """How `method` walks on under `rule`; None where the operation doesn't fit it.

    Rule M5: a flag ends the walk if the rule names one; else a `next` that is read from the last
    row ends it with an empty page, and any other `next` by being null or absent.
    """

    def argument(role: str, name: str) -> PageArgument | None:
        for one in arguments:
            if name == (f"{_BODY}{one.name}" if one.place is None else one.name):
                return one
        known = ", ".join(
            f"{_BODY}{one.name}" if one.place is None else one.name for one in arguments
        )
        problems.error(
            "pagination-param",
            f'pagination "{rule.name}" has {role}: {name}, '
            f'but operation "{method.operation}" has no such param',
            method.location,
            f"it has: {known or 'none'}; name one of them, or take `pagination` out of this method",
        )
        return None

    def place(role: str, text: str) -> PathInResponse | None:
        path = parse_path(text)
        if type_at(answer, path, find) is not None:
            return path
        problems.error(
            "pagination-path",
            f'pagination "{rule.name}" has {role}: {text}, '
            f'but the response of operation "{method.operation}" has no such place',
            method.location,
            "name a place of the response, or take `pagination` out of this method",
        )
        return None

    send = argument("send", rule.send)
    size = argument("size", rule.size) if rule.size else None
    following = place("next", rule.next)
    more = place("more", rule.more) if rule.more else None
    if send is None or following is None or (rule.size and not size) or (rule.more and not more):
        return None
    if more is not None:
        end = PageEnd.FLAG_FALSE
    else:
        end = PageEnd.EMPTY_PAGE if -1 in following.steps else PageEnd.NEXT_NULL
    return Pagination(send=send, next=following, end=end, more=more, size=size)


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
