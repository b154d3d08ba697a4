"""The tables of rules name the rules of the code, and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
TABLES = (CHECKOUT / "DESIGN.md", *sorted((CHECKOUT / "docs" / "rules").glob("*.md")))
ROWS = [
    row
    for file in TABLES
    if file.is_file()
    for row in re.findall(
        r"(?m)^\| ([A-Z]+\d+) \| .* \| (.*) \|$", file.read_text(encoding="utf-8")
    )
]


def rules_of_the_code() -> list[str]:
    return [
        rule
        for module in sorted((CHECKOUT / "generator").rglob("*.py"))
        for rule in re.findall(r"Rule ([A-Z]+\d+):", module.read_text(encoding="utf-8"))
    ]


def test_every_rule_has_an_id_of_its_own_and_a_row() -> None:
    rules = rules_of_the_code()
    assert sorted(rules) == sorted(set(rules))
    assert {rule for rule, _ in ROWS} == set(rules)


def test_every_row_names_a_test_that_is_there() -> None:
    tests = {
        path.relative_to(CHECKOUT / "tests").as_posix(): path.read_text(encoding="utf-8")
        for path in (CHECKOUT / "tests").rglob("test_*.py")
    }
    for rule, held_by in ROWS:
        cases = re.findall(r"case `([^`]+)`", held_by)
        named = re.findall(r"`([a-z_0-9/]+\.py)(?:::(\w+))?`", held_by)
        assert cases or named, rule
        for case in cases:
            assert (CHECKOUT / "tests" / "cases" / case).is_dir(), (rule, case)
        for file, test in named:
            assert f"def {test}" in tests[file], (rule, file, test)
