"""Titles are safe wherever a theme puts them, even after a further decoding."""

from __future__ import annotations

import pytest

from generator.escape.titles import site_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Fine-tuning", "Fine-tuning"),
        ("R&D", "R&D"),
        ("A < B", "A B"),
        ("</title><script>x", "/title script x"),
        ("&lt;b&gt;", "b"),
        ("&amp;amp;lt;b", "b"),
        ("&l<t;b", "&l t;b"),
        ('" onclick="x', "' onclick='x"),
        ("&quot;x", "'x"),
        ("two\nlines", "two lines"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_title_has_no_markup_quote_or_reference(text: str, title: str) -> None:
    assert site_title(text) == title
