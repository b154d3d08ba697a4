"""YAML 1.2 and JSON give the values that their specifications define, each with its position."""

from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problems, Refused
from generator.json_types import Json
from generator.openapi.pointers import child, from_fragment, resolve, steps
from generator.openapi.tree import Tree, parse


def tree_of(text: str) -> Tree:
    problems = Problems()
    tree = parse("spec.yaml", text.encode(), problems)
    assert list(problems) == []
    return tree


def codes_of(raw: str | bytes) -> list[tuple[str, int, int]]:
    problems = Problems()
    with pytest.raises(Refused):
        parse("spec.yaml", raw.encode() if isinstance(raw, str) else raw, problems)
    return [
        (found.code, found.location.line, found.location.column)
        for found in problems
        if found.location is not None
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("OFF", "OFF"),
        ("yes", "yes"),
        ("017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("_1", "_1"),
        ("2024_10_01", "2024_10_01"),
        ("0b11", "0b11"),
        ("1e_1", "1e_1"),
        ("-1_0", "-1_0"),
        ("0xA_B", "0xA_B"),
        ("2020-01-01", "2020-01-01"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
        ("~", None),
        ("NULL", None),
        ("TRUE", True),
        ("=", "="),
        ("'1_0'", "1_0"),
        ("18446744073709551616", 18446744073709551616),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\/"', "/"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: Json) -> None:
    assert tree_of(f"a: {text}\nb: [{text}]\n").root == {"a": value, "b": [value]}


def test_keys_become_strings() -> None:
    text = "200: a\nTrue: b\nNull: {~: d}\n1.50: e\n'2': f\n"
    assert tree_of(text).root == {
        "200": "a",
        "True": "b",
        "Null": {"~": "d"},
        "1.50": "e",
        "2": "f",
    }


def test_a_long_integer_is_a_key_as_it_is_written() -> None:
    long, longer = "1" * 400, "0x" + "f" * 600
    root = tree_of(f"{long}: 1\n{longer}: 2").root
    assert isinstance(root, dict)
    assert list(root) == [long, longer]


def test_a_merge_key_adds_only_missing_keys() -> None:
    text = "base: &base {a: 1, b: 2}\nmore:\n  <<: [*base, {c: 3, <<: {d: 4}}]\n  b: 5\n"
    assert tree_of(text).root["more"] == {"b": 5, "a": 1, "c": 3, "d": 4}


def test_json_may_have_tabs_and_long_keys() -> None:
    text = '{"a":\t1,\t"' + "k" * 2000 + '":\t[true,\tnull]}'
    assert tree_of(text).root == json.loads(text)


def test_a_byte_order_mark_is_ignored() -> None:
    assert tree_of("\ufeffa: 1").root == {"a": 1}


@pytest.mark.parametrize("text", ['{"a": "\ufeffx"}', "a: \ufeffx", "a: '\ufeffx'"])
def test_a_byte_order_mark_in_a_string_is_part_of_it(text: str) -> None:
    assert tree_of(text).root == {"a": "\ufeffx"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [1, 2\n", [("broken-syntax", 1, 4)]),
        ('{"a": 1\n "b": 2}', [("broken-syntax", 2, 2)]),
        ("a: *b", [("broken-syntax", 1, 4)]),
        ("a: 1\na: 2\nb: {c: 1, c: 2}", [("duplicate-key", 2, 1), ("duplicate-key", 3, 11)]),
        ('1: a\n"1": b', [("duplicate-key", 2, 1)]),
        ('{"a":\t1, "a": 2}', [("duplicate-key", 1, 1)]),
        ("? [a]\n: b", [("key-not-a-string", 1, 1)]),
        ("a: !x 1\nb: !!binary aGk=", [("unknown-tag", 1, 4), ("unknown-tag", 2, 4)]),
        ("a: &a [*a]", [("recursive-alias", 1, 8)]),
        ("a: {<<: 1}", [("broken-merge-key", 1, 5)]),
        ("a: .nan\nb: -.inf", [("not-a-json-number", 1, 4), ("not-a-json-number", 2, 4)]),
        ("a: 1\nb: " + "1" * 400, [("not-a-json-number", 2, 4)]),
        ("a: 1\nb: " + "1" * 5000, [("not-a-json-number", 2, 4)]),
        ("a: 1\nb: " + "1_" * 1_000_000 + "1", [("not-a-json-number", 2, 4)]),
        ("a: 0x" + "f" * 5000, [("not-a-json-number", 1, 4)]),
        ('{"a":\t' + "1" * 5000 + "}", [("not-a-json-number", 1, 7)]),
        ("a: 1\n---\nb: 2", [("not-a-mapping", 1, 1)]),
        ("", [("not-a-mapping", 1, 1)]),
        ("- a", [("not-a-mapping", 1, 1)]),
        ("a: \x1b[31m", [("control-character", 1, 4)]),
        (b"a: \xff", [("not-utf-8", 1, 4)]),
        ("a: b".encode("utf-16"), [("not-utf-8", 1, 1)]),
        ("a: " + "[" * 300 + "]" * 300, [("nested-too-deep", 1, 259)]),
    ],
)
def test_each_syntax_error_has_a_position(
    text: str | bytes, found: list[tuple[str, int, int]]
) -> None:
    assert codes_of(text) == found


def test_positions_count_characters_with_any_line_end() -> None:
    tree = tree_of("é: \U0001f600\r\n'b c': [x,\r\n  {d: \"y\u2028z\"}]\re: |\r  long\r  text\r")
    place = tree.locate("/b c/1/d")
    assert (place.line, place.column, place.length) == (3, 7, 5)
    assert tree.locate("/é").column == 4
    key = tree.locate_key("/b c")
    assert (key.line, key.column, key.length) == (2, 1, 5)
    block = tree.locate("/e")
    assert (block.line, block.column, block.length, block.excerpt) == (4, 4, 1, "e: |")


def test_a_missing_pointer_has_the_position_of_its_nearest_container() -> None:
    tree = tree_of("a:\n  b: 1\n")
    assert (tree.locate("/a/x/y").line, tree.locate("/a/x/y").column) == (1, 1)
    assert (tree.locate("/nothing").line, tree.locate_key("").line) == (1, 1)


def test_an_aliased_node_has_the_position_of_its_anchor() -> None:
    tree = tree_of("a: &a {b: 1}\nc: *a\n")
    assert tree.locate("/c/b") == tree.locate("/a/b")


def test_an_excerpt_has_no_terminal_control_characters() -> None:
    excerpt = tree_of("a: x\u202ey\u2066\n").locate("/a").excerpt
    assert excerpt == "a: x\ufffdy\ufffd"
    assert tree_of('{"a": "' + "x" * 1000 + '"}').locate("/a").excerpt == ""


KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
MERGE_KEY = '"<<"'  # JSON documents don't use it otherwise


@settings(max_examples=300, deadline=None)
@example({"\x85": {"\u2028": None}, "\U00010000": {"a\U0001f600": 1}}, 2, False)
@example({"\x85": {"\u2028": None}, "\U00010000": {"a\U0001f600": 1}}, None, True)
@given(st.dictionaries(KEYS, VALUES, max_size=5), st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_is_read_as_json(
    value: dict[str, Json], indent: str | int | None, escapes: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escapes)
    if MERGE_KEY in text:
        return
    problems = Problems()
    try:
        tree = parse("spec.json", text.encode(), problems)
    except Refused:
        assert {found.code for found in problems} == {"control-character"}
        return
    assert tree.root == value
    assert json.dumps(tree.root, ensure_ascii=escapes, indent=indent) == text
    for pointer, scalar in scalars("", cast("Json", value)):
        place = tree.locate(pointer)
        if place.excerpt and "\ufffd" not in place.excerpt:
            shown = place.excerpt[place.column - 1 :][: place.length]
            assert json.loads(shown) == scalar


def scalars(pointer: str, value: Json) -> list[tuple[str, Json]]:
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = [(str(index), part) for index, part in enumerate(value)]
    else:
        return [(pointer, value)]
    return [found for key, part in parts for found in scalars(child(pointer, key), part)]


def test_pointers_escape_tildes_and_slashes() -> None:
    pointer = child(child("", "a/b~c"), 0)
    assert pointer == "/a~1b~0c/0"
    assert steps(pointer) == ("a/b~c", "0")
    assert resolve({"a/b~c": [1]}, pointer) == 1
    assert from_fragment("#/a%20b") == "/a b"
    assert from_fragment("#") == ""
    assert from_fragment("#name") is None
    assert from_fragment("other.yaml#/a") is None
