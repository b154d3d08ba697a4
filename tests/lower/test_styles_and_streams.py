"""The style of nested arguments with brackets, and the argument that asks for events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.lower.stream_switch import find_stream_switch
from generator.lower.styles import apply_brackets_to_body, apply_brackets_to_param
from generator.model.methods import (
    Answer,
    Body,
    Content,
    ContentKind,
    PageArgument,
    PartEncoding,
    StreamSwitch,
)
from generator.model.types import (
    Array,
    Binary,
    Enum,
    Map,
    NamedType,
    Nullable,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.vocabulary import ParamPlace
from tests.support.providers import ORIGIN, param, prop, record

STRING = Scalar(ScalarKind.STRING)
FLAG = Scalar(ScalarKind.BOOLEAN)
JSON = Content("application/json", ContentKind.JSON, record(), False, ORIGIN)
EVENTS = Content("text/event-stream", ContentKind.STREAM, record(), False, ORIGIN)


def find(name: str) -> NamedType:
    raise AssertionError(f"no type is named here: {name}")


def test_with_brackets_a_nested_param_of_the_query_is_a_deep_object() -> None:
    nested = Union((Variant(STRING), Variant(Array(STRING))))
    query = param("q", ParamPlace.QUERY, required=False)
    query = replace(query, type=nested, style="form", explode=True)
    others = (
        replace(query, name="ids[]"),
        replace(query, explode=False),
        replace(query, style="spaceDelimited"),
        replace(query, content_type="application/json"),
        replace(query, type=STRING),
        replace(query, place=ParamPlace.HEADER),
    )
    assert apply_brackets_to_param(query, find) == replace(query, style="deepObject")
    assert [apply_brackets_to_param(one, find) for one in others] == [*others]


def test_with_brackets_a_form_names_its_nested_properties() -> None:
    of = record(
        *(prop("map", Nullable(Map(STRING))), prop("plain"), prop("list", Array(STRING))),
        *(prop("tags[]", Array(STRING)), prop("encoded", Map(STRING))),
    )
    form = Content("multipart/form-data", ContentKind.MULTIPART, of, False, ORIGIN)
    form = replace(form, encodings=(PartEncoding("encoded", "application/json"),))
    [sent] = apply_brackets_to_body(Body(True, "", (form,), (), "body"), find).content
    assert [(one.name, one.style) for one in sent.encodings] == [
        ("encoded", ""),
        ("map", "deepObject"),
        ("list", "deepObject"),
    ]
    plain = Body(True, "", (replace(JSON, type=of),), (), "body")
    assert apply_brackets_to_body(plain, find) == plain


def switch(*arguments: PageArgument, content: tuple[Content, ...]) -> StreamSwitch | None:
    return find_stream_switch(Answer("200", "", content), arguments, find)


def argument(name: str, kind: Type, place: ParamPlace | None = None) -> PageArgument:
    return PageArgument(name, name, place, kind)


@pytest.mark.parametrize("place", [None, ParamPlace.QUERY])
def test_a_boolean_stream_asks_for_a_stream_in_body_or_query(place: ParamPlace | None) -> None:
    made = switch(argument("stream", FLAG, place), content=(JSON, EVENTS))
    assert made == StreamSwitch("stream", place, True)


def test_a_stream_format_asks_for_a_stream_where_no_boolean_does() -> None:
    formats = argument("stream_format", Enum(ScalarKind.STRING, ("sse", "audio"), open=False))
    audio = Content("audio/mpeg", ContentKind.BINARY, Binary(), False, ORIGIN)
    assert switch(formats, content=(audio, EVENTS)) == StreamSwitch("stream_format", None, "sse")
    flag = argument("stream", FLAG)
    assert switch(formats, flag, content=(audio, EVENTS)) == StreamSwitch("stream", None, True)
    other = argument("stream_format", Enum(ScalarKind.STRING, ("audio",), open=False))
    assert switch(other, content=(audio, EVENTS)) is None


def test_a_method_with_one_kind_of_response_has_no_stream_switch() -> None:
    flag = argument("stream", FLAG)
    assert switch(flag, content=(JSON,)) is None
    assert switch(flag, content=(EVENTS,)) is None
    assert switch(argument("stream", STRING), content=(JSON, EVENTS)) is None
    assert switch(argument("stream", FLAG, ParamPlace.HEADER), content=(JSON, EVENTS)) is None
