"""The page on OpenAPI support has every field of the specification; its tests and codes exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "openapi-support.md"
FIELDS: dict[str, list[str]] = yaml.safe_load((TESTS / "openapi" / "fixed_fields.yaml").read_text())
CELLS = {"yes", "no", "ignored", "-"}
ROW = re.compile(r"(?m)^\| (`.*`) \| (\S+) \| (\S+) \| (\S+) \| (.*?) ?\|$")


def sections() -> dict[str, list[tuple[str, ...]]]:
    """The rows of each section with a table, by title."""
    _, *parts = PAGE.read_text().split("\n## ")
    return {part.partition("\n")[0]: ROW.findall(part) for part in parts}


ROWS = [(title, row) for title, rows in sections().items() for row in rows]


@pytest.mark.parametrize("title", FIELDS)
def test_a_section_has_each_field_of_its_object_once(title: str) -> None:
    listed = [name for fields, *_ in sections()[title] for name in re.findall(r"`([^`]+)`", fields)]
    extra = {"in: querystring"} if title == "Parameter Object" else set()  # a value, no field
    assert sorted(listed) == sorted({*FIELDS[title], *extra})


def test_every_section_is_an_object_of_the_specification() -> None:
    assert list(sections()) == list(FIELDS)
    text = PAGE.read_text()
    assert text.count("\n| `") == len(ROWS)


def test_a_yes_names_a_test_and_a_no_names_a_code() -> None:
    for title, (fields, *cells, shown) in ROWS:
        assert set(cells) <= CELLS, (title, fields)
        if "yes" in cells:
            assert "case `" in shown or ".py::" in shown, (title, fields)
        if "no" in cells:
            assert re.search(r"\[[a-z-]+\]", shown), (title, fields)


def test_named_tests_cases_and_codes_exist() -> None:
    generator = TESTS.parent / "generator"
    code = "".join(path.read_text() for path in generator.rglob("*.py"))
    for title, (fields, *_, shown) in ROWS:
        for case in re.findall(r"case `([^`]+)`", shown):
            assert (TESTS / "cases" / case).is_dir(), (title, fields, case)
        for file, test in re.findall(r"`([a-z_0-9/]+\.py)::(\w+)`", shown):
            assert f"def {test}(" in (TESTS / file).read_text(), (title, fields, test)
        for found in re.findall(r"\[([a-z-]+)\]", shown):
            assert f'"{found}"' in code, (title, fields, found)
