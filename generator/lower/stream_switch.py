"""Finds the argument by which a request asks for a stream."""

from __future__ import annotations

from collections.abc import Iterable

from generator.lower.fields import variants_of
from generator.model.methods import Answer, PageArgument, StreamSwitch
from generator.model.types import Const, Enum, Scalar, ScalarKind
from generator.model.walk import FindType
from generator.vocabulary import ParamPlace

_PLACES = (None, ParamPlace.QUERY)
_FLAG = "stream"
_FORMAT = "stream_format"
_EVENTS = "sse"


def find_stream_switch(
    answer: Answer, arguments: Iterable[PageArgument], find: FindType
) -> StreamSwitch | None:
    """Returns the switch of a method, or None if it has only one kind of response.

    Rule M12: if there is another response, the boolean `stream` asks for a stream when it is true,
    else `stream_format` does when it is `sse`. Both are in the body or in the query.
    """
    if answer.stream is None or answer.stream is answer.main:
        return None
    found = {one.name: one for one in arguments if one.place in _PLACES}
    flag, form = found.get(_FLAG), found.get(_FORMAT)
    if flag is not None and _accepts(flag, True, find):
        return StreamSwitch(_FLAG, flag.place, True)
    if form is not None and _accepts(form, _EVENTS, find):
        return StreamSwitch(_FORMAT, form.place, _EVENTS)
    return None


def _accepts(argument: PageArgument, value: bool | str, find: FindType) -> bool:
    """Does the argument accept `value`?"""
    kind = ScalarKind.BOOLEAN if isinstance(value, bool) else ScalarKind.STRING
    for one in variants_of(argument.type, find):
        match one:
            case Scalar(of) if of is kind:
                return True
            case Enum(of, values) if of is kind and value in values:
                return True
            case Const(known) if known is value or known == value == _EVENTS:
                return True
    return False
