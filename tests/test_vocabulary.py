"""Each path of the output belongs to one part."""

from __future__ import annotations

import pytest

from generator.vocabulary import Part


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
