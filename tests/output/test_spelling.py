"""No two output paths differ by case alone, so that every disk holds the same files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import Problems, Refused
from generator.pipeline import refuse_paths_of_one_spelling

MANIFEST = Path(__file__).parents[2] / "generated/openai/manifest.json"


@pytest.mark.parametrize("other", ["docs/page.md", "docs/PAGE.md", "Docs/page.md"])
def test_two_paths_that_a_disk_may_hold_as_one_are_refused(other: str) -> None:
    problems = Problems()
    with pytest.raises(Refused):
        refuse_paths_of_one_spelling(("docs/Page.md", other), problems)
    assert [found.code for found in problems] == ["paths-differ-by-case"]


def test_the_paths_of_openais_output_are_distinct_on_every_disk() -> None:
    files = json.loads(MANIFEST.read_text())["files"]
    refuse_paths_of_one_spelling((file["path"] for file in files), Problems())
