"""A few seconds of the trials that `make fuzz` runs for minutes."""

from __future__ import annotations

import pytest

from tests.fuzz.trials import run_trials


@pytest.mark.parametrize("seed", range(4))
def test_no_mutated_document_ends_in_a_fault(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    figures = run_trials(seed, count=10, seconds=20, clients=0)
    assert figures.faults == []
    assert figures.documents > 0
