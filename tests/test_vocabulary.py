"""Terms that several stages share: parts of the output, and methods of requests."""

from __future__ import annotations

import pytest

from generator.vocabulary import HttpVerb, Part


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("docs/mkdocs/mkdocs.yml", Part.DOCS),
        ("client/pyproject.toml", Part.CLIENT),
        ("site/index.html", Part.SITE),
        ("catalog.json", Part.DATA),
        ("docs", Part.DATA),
        ("docs_of_another/page.md", Part.DATA),
    ],
)
def test_the_first_folder_of_a_path_names_its_part(path: str, part: Part) -> None:
    assert Part.of_path(path) is part


def test_a_further_method_keeps_its_spelling() -> None:
    made = [HttpVerb("get"), HttpVerb("query"), HttpVerb("Copy"), HttpVerb("M-SEARCH")]
    assert [one.sent for one in made] == ["GET", "QUERY", "Copy", "M-SEARCH"]
    assert [one.is_of_openapi_3_0 for one in made] == [True, False, False, False]
    assert HttpVerb("Copy") == HttpVerb("Copy")
    assert "Copy" not in list(HttpVerb)


@pytest.mark.parametrize("text", ["", "no token", "COPY\r\nHost: other", "é", "A" * 41])
def test_what_is_no_token_is_no_method(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid HttpVerb"):
        HttpVerb(text)
