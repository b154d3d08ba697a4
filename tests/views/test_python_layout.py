"""Docstrings of a vendor's prose."""

from __future__ import annotations

from generator.views.text.python_layout import lay_out, prose_docstring, wrap_lines

SITE = "https://docs.acme.example"


def test_prose_is_refolded_and_keeps_its_list_items() -> None:
    text = (
        "A first line\nthat goes on.\n\nOne of:\n* `a`: the first,\n  of two\n* b\n\n---\nThe end."
    )
    assert lay_out(text, 20) == (
        "A first line that\ngoes on.\n\nOne of:\n- `a`: the first, of\n  two\n- b\n\nThe end."
    )


def test_code_tables_and_headings_keep_their_lines() -> None:
    for text in (
        "Send\n```json\n{}\n```",
        "a | b\n--|--\n| 1 | 2",
        "# Title\ntext",
        "So:\n\n    x",
    ):
        assert lay_out(text, 20) == text


def test_a_line_that_is_too_long_keeps_its_indent() -> None:
    assert wrap_lines("a\n    one two three four\n" + "x" * 30, 16) == (
        "a\n    one two\n    three four\n" + "x" * 30
    )
    long = "x" * 30
    assert wrap_lines(f"    {long} two", 16) == f"    {long}\n    two"


def test_links_of_a_docstring_lead_to_the_vendor() -> None:
    text = "See [the guide](/guide) and [here](#below)."
    assert prose_docstring(text, SITE, 4) == (
        '"""See [the guide](https://docs.acme.example/guide) and here."""'
    )
    assert prose_docstring(text, "", 4) == '"""See the guide and here."""'
    assert prose_docstring(" \n", SITE, 4) == ""
