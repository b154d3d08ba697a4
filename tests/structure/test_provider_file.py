"""docs/provider-file.md describes the format that the reader checks."""

from __future__ import annotations

from tests.structure.provider_file import PAGE, reference


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == reference(), "run `.venv/bin/python -m tests.structure.provider_file`"
