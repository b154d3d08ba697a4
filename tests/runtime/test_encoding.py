from __future__ import annotations

import datetime
import enum
import warnings

import pytest

from generator.runtime.base_model import BaseModel
from generator.runtime.encoding import (
    encode_cookies,
    encode_headers,
    encode_json,
    encode_path,
    encode_query,
    to_json_value,
)
from generator.runtime.errors import ArgumentError
from generator.runtime.not_given import NOT_GIVEN, drop_not_given
from generator.runtime.response_parser import ResponseParser

DEEP = "q%5Ba%5D%5Bb%5D%5B%5D"


class Color(enum.Enum):
    RED = "red"


class Model(BaseModel):
    a: int
    b: int | None = None


def test_not_given_is_left_out_and_null_is_kept() -> None:
    assert drop_not_given({"a": NOT_GIVEN, "b": None}) == {"b": None}
    assert drop_not_given(None) == {}
    assert encode_json("body", {"a": NOT_GIVEN, "b": None}) == '{"b":null}'
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
    assert to_json_value("it", value) == expected


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (b"x", '"it" must be text'),
        (float("nan"), '"it" must be a finite number'),
        ({"a": [1, object()]}, r'"it\.a\[1\]" must be a JSON value, not object'),
    ],
)
def test_an_argument_that_json_cannot_represent_is_named(value: object, place: str) -> None:
    with pytest.raises(ArgumentError, match=place):
        to_json_value("it", value)


def test_each_path_value_stays_in_its_segment() -> None:
    assert encode_path("/a/{b}:run/{c}", {"b": "x/y", "c": 3}) == "/a/x%2Fy:run/3"
    for text in ("", ".", ".."):
        with pytest.raises(ArgumentError, match='"b" is part of the path'):
            encode_path("/a/{b}", {"b": text})
    with pytest.raises(ArgumentError, match=r'"b\.c" must be a single value'):
        encode_path("/a/{b}", {"b": {"c": [1]}})


ITEMS = ["a,b", "c;d", "e f"]
POINT = {"x": 1, "y,": "="}


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        ("a/b", "", "a%2Fb"),
        (ITEMS, "", "a%2Cb,c%3Bd,e%20f"),
        (POINT, "", "x,1,y%2C,%3D"),
        (POINT, "simple*", "x=1,y%2C=%3D"),
        ("v1", "label", ".v1"),
        (ITEMS, "label", ".a%2Cb,c%3Bd,e%20f"),
        (["a", "b"], "label*", ".a.b"),
        (POINT, "label*", ".x=1.y%2C=%3D"),
        ("v1", "matrix", ";q=v1"),
        ("", "matrix", ";q"),
        (ITEMS, "matrix", ";q=a%2Cb,c%3Bd,e%20f"),
        (ITEMS, "matrix*", ";q=a%2Cb;q=c%3Bd;q=e%20f"),
        (POINT, "matrix", ";q=x,1,y%2C,%3D"),
        (POINT, "matrix*", ";x=1;y%2C=%3D"),
        ({"a": [1]}, "json", "%7B%22a%22%3A%5B1%5D%7D"),
        ("a/b:c@d,e", "simple+", "a%2Fb:c@d,e"),
        (["a:b", "c,d"], "simple+", "a:b,c%2Cd"),
    ],
)  # fmt: skip
def test_a_path_follows_its_style(value: object, style: str, expected: str) -> None:
    styles = {"q": style} if style else {}
    assert encode_path("/{q}", {"q": value}, styles) == f"/{expected}"


@pytest.mark.parametrize(
    ("value", "style", "problem"),
    [
        ([], "simple", "can't be empty"),
        ([""], "simple", "can't be empty"),
        ({}, "matrix*", "can't be empty"),
        ("", "label", "can't be empty"),
        (".", "label", r'can\'t be "\.\."'),
        (["a.b"], "label*", r'an item of "q" can\'t contain "\."'),
    ],
)
def test_a_path_refuses_what_a_server_would_read_as_another_value(
    value: object, style: str, problem: str
) -> None:
    with pytest.raises(ArgumentError, match=problem):
        encode_path("/{q}", {"q": value}, {"q": style})


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
        ([], "form", ""),
        ({"a": 1, "b": 2}, "spaceDelimited", "q=a%201%20b%202"),
        ("a/b?c#d&e", "form*+", "q=a/b?c%23d%26e"),
        (["a/b", "c,d"], "form+", "q=a/b,c%2Cd"),
        ({"a": ":"}, "deepObject+", "q%5Ba%5D=:"),
        ({"a": [{"b": 1}]}, "deepObject", "q%5Ba%5D%5B%5D%5Bb%5D=1"),
    ],
)  # fmt: skip
def test_queries_follow_their_style(value: object, style: str, expected: str) -> None:
    assert encode_query({"q": value}, {"q": style}) == expected


@pytest.mark.parametrize(
    ("value", "style", "problem"),
    [
        (["a b"], "spaceDelimited", 'an item of "q" can\'t contain a space'),
        (["a|b"], "pipeDelimited", r'an item of "q" can\'t contain "\|"'),
        ([[1]], "", r'"q\[0\]" must be a single value'),
        ({"a": [[1]]}, "deepObject", "can't hold a list in a list"),
    ],
)
def test_a_query_refuses_what_its_style_cannot_send(
    value: object, style: str, problem: str
) -> None:
    with pytest.raises(ArgumentError, match=problem):
        encode_query({"q": value}, {"q": style})


def test_headers_have_the_simple_style() -> None:
    values = {"List": ["a", 2], "Pairs": {"a": 1, "b": None, "c": 2}, "Json": {"é": [1]}}
    styles = {"Pairs": "simple*", "Json": "json"}
    assert encode_headers(values, styles) == {
        "List": "a,2",
        "Pairs": "a=1,c=2",
        "Json": r'{"\u00e9":[1]}',
    }
    assert encode_headers({"Pairs": {"a": 1, "c": 2}}) == {"Pairs": "a,1,c,2"}
    for value in (["a,b"], {"a": "b,c"}):
        with pytest.raises(ArgumentError, match='an item of "A" can\'t contain ","'):
            encode_headers({"A": value})
    with pytest.raises(ArgumentError, match='an item of "A" can\'t begin or end with a space'):
        encode_headers({"A": ["a", " b"]})
    with pytest.raises(ArgumentError, match='an item of "A" can\'t contain "="'):
        encode_headers({"A": {"a=b": 1}}, {"A": "simple*"})


def test_a_header_value_must_be_one_line() -> None:
    assert encode_headers({"A": [1, "b"], "B": None, "C": "tab\there"}) == {
        "A": "1,b",
        "C": "tab\there",
    }
    for text in ("a\nb", "a\rb", "a\x00b", "\x7f", " a", "a\t", "é"):
        with pytest.raises(ArgumentError, match='"A" is sent as a header'):
            encode_headers({"A": text})


def test_a_cookie_value_cannot_start_another_cookie() -> None:
    assert encode_cookies({"a": "b=c", "d": None}) == {"a": "b=c"}
    with pytest.raises(ArgumentError, match='"a" is sent as a cookie'):
        encode_cookies({"a": "b; admin=1"})
    with pytest.raises(ArgumentError, match='"a" is sent as a cookie and can\'t be in quotes'):
        encode_cookies({"a": '"b"'})


def test_cookies_join_values_with_commas_and_encode_json() -> None:
    values = {"list": [1, 2], "pairs": {"a": 1}, "json": {"a": "b;c"}}
    assert encode_cookies(values, {"json": "json"}) == {
        "list": "1,2",
        "pairs": "a,1",
        "json": "%7B%22a%22%3A%22b%3Bc%22%7D",
    }


def test_a_lone_surrogate_is_an_argument_error() -> None:
    circle: list[object] = []
    circle.append(circle)
    for value in ("\ud800", {"\udfff": 1}, [["\ud800"]]):
        with pytest.raises(ArgumentError, match=r'^"q.*" contains a lone surrogate$'):
            encode_json("q", value)
    with pytest.raises(ArgumentError, match="surrogate"):
        encode_path("/{q}", {"q": "\ud800"})
    with pytest.raises(ArgumentError, match="nested too deeply, or contains itself"):
        encode_json("q", circle)


def test_a_received_model_is_sent_back_unchanged() -> None:
    class Thing(BaseModel):
        size: int | None = None

    thing = ResponseParser(Thing).parse('{"size": "wide", "new": [1]}')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert to_json_value("q", thing) == {"size": "wide", "new": [1]}
