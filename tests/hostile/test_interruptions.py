"""Some of the trials that `python -m tests.hostile.interruptions` runs in full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import interruptions
from tests.hostile.interruptions import Shop, Trials
from tests.support.memory_folder import memory_folder

GENERATE = [sys.executable, "-m", "generator"]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with memory_folder() as folder:
        yield Shop(folder, "docs,data")


@pytest.fixture(autouse=True)
def away_from_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """If these are set, a run prints its steps."""
    for variable in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(variable, raising=False)


def assert_both_outputs_came_out(trials: Trials) -> None:
    assert trials.faults == []
    kept = {what.rpartition(", ")[2] for what in trials.outcomes}
    assert kept == {"old output", "new output"}


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL],
    ids=lambda number: number.name,
)
def test_a_signal_at_any_step_leaves_a_whole_output_and_the_users_files(
    shop: Shop, number: signal.Signals
) -> None:
    assert_both_outputs_came_out(interruptions.run_signal_trials(shop, number, every=6))


def test_a_full_disk_at_any_step_leaves_the_last_output_and_the_users_files(shop: Shop) -> None:
    assert_both_outputs_came_out(interruptions.run_disk_full_trials(shop, every=2))


def test_a_file_that_cannot_be_written_whole_leaves_the_last_output(shop: Shop) -> None:
    sizes = (*range(0, 8000, 2000), 1_000_000)
    assert_both_outputs_came_out(interruptions.run_file_size_trials(shop, sizes))


def test_parallel_builds_in_one_folder_leave_the_output_of_one_of_them(shop: Shop) -> None:
    assert interruptions.run_parallel_trials(shop, rounds=6, processes=4, seed=1).faults == []


def test_sigterm_while_a_command_starts_or_ends_has_the_exit_code_143(tmp_path: Path) -> None:
    """Outside of `main` the system's own default ends the process, which shells report as 143."""
    codes = []
    for moment in range(8):
        with subprocess.Popen(
            [*GENERATE, "schema"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            time.sleep(moment * 0.04)
            process.terminate()
            _, said = process.communicate(timeout=30)
        codes.append(process.returncode)
        assert "Traceback" not in said
    assert set(codes) <= {-signal.SIGTERM, 143, 0}
    assert {-signal.SIGTERM, 143} & set(codes)
