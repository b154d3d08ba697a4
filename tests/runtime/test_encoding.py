from __future__ import annotations

import datetime
import enum

import pytest

from generator.runtime.encoding import header_texts, json_text, json_value, path_of, query_of
from generator.runtime.errors import ArgumentError
from generator.runtime.given import NOT_GIVEN, given
from generator.runtime.models import BaseModel

DEEP = "q%5Ba%5D%5Bb%5D%5B%5D"


class Color(enum.Enum):
    RED = "red"


class Model(BaseModel):
    a: int
    b: int | None = None


def test_what_is_not_given_is_left_out_and_null_is_not() -> None:
    assert given({"a": NOT_GIVEN, "b": None}) == {"b": None}
    assert given(None) == {}
    assert json_text("body", {"a": NOT_GIVEN, "b": None}) == '{"b":null}'
    assert (bool(NOT_GIVEN), repr(NOT_GIVEN)) == (False, "NOT_GIVEN")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Color.RED, "red"),
        (datetime.date(2024, 2, 3), "2024-02-03"),
        (Model(a=1), {"a": 1}),
        (Model(a=1, b=None), {"a": 1, "b": None}),
        ((Model(a=1), {"m": {1: {2}}}), [{"a": 1}, {"m": {"1": [2]}}]),
        ((n for n in range(2)), [0, 1]),
        (True, True),
        (2**70, 2**70),
    ],
)
def test_values_become_json(value: object, expected: object) -> None:
    assert json_value("it", value) == expected


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (b"x", '"it" must be text'),
        (float("nan"), '"it" must be a finite number'),
        ({"a": [1, object()]}, r'"it\.a\[1\]" must be a JSON value, not object'),
    ],
)
def test_what_json_cannot_hold_is_named(value: object, place: str) -> None:
    with pytest.raises(ArgumentError, match=place):
        json_value("it", value)


def test_a_path_is_filled_segment_by_segment() -> None:
    assert path_of("/a/{b}:run/{c}", {"b": "x/y", "c": 3}) == "/a/x%2Fy:run/3"
    for text in ("", ".", ".."):
        with pytest.raises(ArgumentError, match='"b" is part of the path'):
            path_of("/a/{b}", {"b": text})
    with pytest.raises(ArgumentError, match="single value"):
        path_of("/a/{b}", {"b": {"c": 1}})


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        ("a b", "", "q=a%20b"),
        (True, "", "q=true"),
        (None, "", ""),
        ([1, 2], "", "q=1&q=2"),
        ([], "", ""),
        ([1, "a,b"], "form", "q=1,a%2Cb"),
        ([1, 2], "spaceDelimited", "q=1%202"),
        ([1, 2], "pipeDelimited", "q=1%7C2"),
        ({"a": 1, "b": "&"}, "", "a=1&b=%26"),
        ({"a": 1, "b": 2}, "form", "q=a,1,b,2"),
        ({"a": {"b": [1, 2]}, "c": None}, "deepObject", f"{DEEP}=1&{DEEP}=2"),
        ({"a": 1}, "json", "q=%7B%22a%22%3A1%7D"),
    ],
)  # fmt: skip
def test_queries_follow_their_style(value: object, style: str, expected: str) -> None:
    assert query_of({"q": value}, {"q": style}) == expected


def test_headers_hold_one_line() -> None:
    assert header_texts({"A": [1, "b"], "B": None, "C": "tab\there"}) == {
        "A": "1,b",
        "C": "tab\there",
    }
    for text in ("a\nb", "a\rb", "a\x00b", "\x7f"):
        with pytest.raises(ArgumentError, match='"A" is sent as a header'):
            header_texts({"A": text})
