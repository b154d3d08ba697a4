"""Pagination as data: a rule of the mapping, checked against one operation.

A method's mapping and its lowered parts come in, a `Pagination` goes out; a param or a place in the
response that isn't there is reported at the method in the provider file.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import Problems
from generator.mapping.model import MethodMapping, PaginationRule
from generator.provider.fields import Named
from generator.provider.model import (
    PageEnd,
    Pagination,
    Param,
    ParamPlace,
    PathInResponse,
    Type,
)
from generator.provider.paths import parse_path, type_at


def pagination(
    rule: PaginationRule,
    method: MethodMapping,
    params: Sequence[Param],
    answer: Type,
    named: Named,
    problems: Problems,
) -> Pagination | None:
    """How `method` walks on under `rule`; None where the operation doesn't fit it.

    Rule M5: a flag ends the walk if the rule names one; else a `next` that is read from the last
    row ends it with an empty page, and any other `next` by being null or absent.
    """
    send = _param(rule.send, "send", rule, method, params, problems)
    size = _param(rule.size, "size", rule, method, params, problems) if rule.size else None
    following = _place(rule.next, "next", rule, method, answer, named, problems)
    more = _place(rule.more, "more", rule, method, answer, named, problems) if rule.more else None
    if send is None or following is None or (rule.size and not size) or (rule.more and not more):
        return None
    if more is not None:
        end = PageEnd.FLAG_FALSE
    else:
        end = PageEnd.EMPTY_PAGE if -1 in following.steps else PageEnd.NEXT_NULL
    return Pagination(send=send, next=following, end=end, more=more, size=size)


def _param(
    name: str,
    role: str,
    rule: PaginationRule,
    method: MethodMapping,
    params: Sequence[Param],
    problems: Problems,
) -> Param | None:
    usable = [param for param in params if param.place is not ParamPlace.PATH]
    for param in usable:
        if param.name == name:
            return param
    has = ", ".join(param.name for param in usable) or "none"
    problems.error(
        "pagination-param",
        f'pagination "{rule.name}" has {role}: {name}, '
        f'but operation "{method.operation}" has no such query or header param',
        method.location,
        f"its params are: {has}; name one of them, or take `pagination` out of this method",
    )
    return None


def _place(
    text: str,
    role: str,
    rule: PaginationRule,
    method: MethodMapping,
    answer: Type,
    named: Named,
    problems: Problems,
) -> PathInResponse | None:
    path = parse_path(text)
    if path is None:
        problems.error(
            "bad-path",
            f'"{text}" ({role}) is no path to one place',
            rule.location,
            "write it like $.last_id or $.data[-1].id",
        )
    elif type_at(answer, path, named) is None:
        problems.error(
            "pagination-path",
            f'pagination "{rule.name}" has {role}: {text}, '
            f'but the response of operation "{method.operation}" has no such place',
            method.location,
            "name a place of the response, or take `pagination` out of this method",
        )
    else:
        return path
    return None
