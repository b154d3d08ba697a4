"""YAML that readers of 1.1 and of 1.2 read as what was written."""

from __future__ import annotations

import json

import pytest
import yaml
import yaml_rs
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.json_types import Json
from generator.views.stackql.yaml_text import yaml_text

# Texts that some reader takes for a boolean, null, a number, a date, a merge key or a value key.
HAZARDS = (
    *("y", "n", "Y", "N", "yes", "no", "Yes", "NO", "on", "off", "On", "OFF", "true", "False"),
    *("null", "Null", "NULL", "~", "", "=", "<<", "-", "?", ":", "---", "...", "%YAML", "@x", "`x"),
    *(
        "1",
        "+1",
        "-1",
        "1_000",
        "_1",
        "0b1",
        "017",
        "0o17",
        "0x1F",
        "1e3",
        "1.5",
        ".5",
        "1.",
        "1e+3",
    ),
    *("190:20:30", "20:30.5", ".inf", "-.Inf", ".nan", "inf", "NaN", "685_230.15", "0"),
    *("2026-11-25", "2026-11-25T10:00:00Z", "2026-11-25 10:00", "12:30"),
    *(
        "a: b",
        "a #b",
        "- a",
        "[a]",
        "{a}",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a'",
        '"a"',
        " a",
        "a ",
        "a:",
    ),
    *("two\nlines", "ends\n", "\n", "\ttab", "\r\n", "\x85", "\u2028", "\x00", "\x1b[0m", "\ufeff"),
    *("é", "日本", "\U0001f600", "\u202e", "\uffff", "'", '"', "\\", "\\n", "${x}", "{{ x }}"),
)


@pytest.mark.parametrize("text", HAZARDS)
def test_a_text_is_read_as_itself_by_both_versions(text: str) -> None:
    assert_read_back({text: text, "list": [text, {text: [text]}]})


def test_what_is_no_text_stays_what_it_is() -> None:
    assert_read_back({"a": True, "b": False, "c": 1, "d": 1.5, "e": None, "f": [], "g": {}})


def test_what_stands_twice_is_written_twice() -> None:
    same: Json = {"type": "string"}
    assert yaml_text({"a": same, "b": same}) == "a:\n  type: string\nb:\n  type: string\n"


def test_a_lone_surrogate_is_a_replacement_character() -> None:
    assert yaml.safe_load(yaml_text({"a": "x\ud800"})) == {"a": "x\ufffd"}


def test_a_long_line_is_not_broken() -> None:
    assert len(yaml_text(["words " * 20_000 + "end"]).splitlines()) == 1


@given(st.recursive(st.text(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=6))
def test_any_text_is_read_as_itself(data: Json) -> None:
    assert_read_back(data)


def assert_read_back(data: Json) -> None:
    text = yaml_text(data)
    assert text.isascii()
    cleaned = json.loads(json.dumps(data))
    assert yaml.safe_load(text) == cleaned, "YAML 1.1"
    assert YAML(typ="safe", pure=True).load(text) == cleaned, "YAML 1.2"
    assert yaml_rs.loads(text, parse_datetime=False) == cleaned, "YAML 1.2"
