"""The walk in docs/design.md names modules and functions that exist."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
STEP = re.compile(r"(?m)^\| (\d+)\. [^|]+\| ([^|]+) \| ([^|]+) \|")


def test_each_step_names_functions_of_its_modules() -> None:
    text = (CHECKOUT / "docs" / "design.md").read_text(encoding="utf-8")
    steps = STEP.findall(text)
    assert [int(number) for number, _, _ in steps] == list(range(1, len(steps) + 1))
    assert steps
    for number, modules, functions in steps:
        sources = [
            (CHECKOUT / "generator" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
            for module in re.findall(r"`([a-z_.]+)`", modules)
        ]
        for function in re.findall(r"`([A-Za-z_.]+)`", functions):
            for part in function.split("."):
                definition = re.compile(rf"(?m)^\s*(def|class) {part}\b")
                assert any(definition.search(source) for source in sources), (number, function)
