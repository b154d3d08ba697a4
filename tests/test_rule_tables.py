"""The tables in docs/rules name every rule of the code, and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
RULES = CHECKOUT / "docs" / "rules"
# The folder of generator/ that applies a rule decides which file describes it.
ROWS = [
    (file.stem, *row)
    for file in sorted(RULES.glob("*.md"))
    for row in re.findall(
        r"(?m)^\| ([A-Z]+\d+) \| .* \| (.*) \|$", file.read_text(encoding="utf-8")
    )
]


def rules_of_the_code() -> list[tuple[str, str]]:
    generator = CHECKOUT / "generator"
    return [
        (module.relative_to(generator).parts[0], rule)
        for module in sorted(generator.rglob("*.py"))
        for rule in re.findall(r"Rule ([A-Z]+\d+):", module.read_text(encoding="utf-8"))
    ]


def test_each_rule_of_the_code_has_one_row_in_the_file_of_its_stage() -> None:
    rules = rules_of_the_code()
    ids = [rule for _, rule in rules]
    assert sorted(ids) == sorted(set(ids))
    assert sorted((stage, rule) for stage, rule, _ in ROWS) == sorted(rules)


def test_each_row_names_a_test_that_exists() -> None:
    tests = {
        path.relative_to(CHECKOUT / "tests").as_posix(): path.read_text(encoding="utf-8")
        for path in (CHECKOUT / "tests").rglob("test_*.py")
    }
    for _, rule, tested_by in ROWS:
        cases = re.findall(r"case `([^`]+)`", tested_by)
        named = re.findall(r"`([a-z_0-9/]+\.py)(?:::(\w+))?`", tested_by)
        assert cases or named, rule
        for case in cases:
            assert (CHECKOUT / "tests" / "cases" / case).is_dir(), (rule, case)
        for file, test in named:
            assert f"def {test}" in tests[file], (rule, file, test)
