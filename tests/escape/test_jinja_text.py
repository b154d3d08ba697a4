"""Text in a Jinja template, and in a comment of one, stays text."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from generator.escape import comment_text, jinja_text
from generator.escape.characters import line
from tests.support.payloads import PAYLOADS

JINJA = Environment(autoescape=False)  # noqa: S701 - the target is SQL
MARKS = ("{{", "{%", "{#", "#}", "%}", "}}", "--", "/*", "*/")


@pytest.mark.parametrize("payload", [*PAYLOADS, "{{{", "{{%", "{#}", "{%{{#"])
def test_a_text_is_rendered_as_it_is(payload: str) -> None:
    text = f"{line(payload)}."
    assert JINJA.from_string(jinja_text(text)).render() == text


@pytest.mark.parametrize("payload", [*PAYLOADS, "-#}", "#}}", "---", "*/*/", "{{{%", "-"])
def test_a_comment_ends_where_it_is_meant_to(payload: str) -> None:
    text = comment_text(payload)
    assert len(text.splitlines()) <= 1
    assert [mark for mark in MARKS if mark in text] == []
    assert JINJA.from_string(f"a{{# {text} -#}}b").render() == "ab"
