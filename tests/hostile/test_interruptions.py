"""Some of the trials that `python -m tests.hostile.interruptions` runs in full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.hostile import interruptions
from tests.hostile.interruptions import Trials
from tests.support.memory_folder import memory_folder

Run: TypeAlias = Callable[..., Trials]
GENERATE = [sys.executable, "-m", "generator"]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs trials in a small process: to fork one that holds models of vendors takes longer."""
    with (
        memory_folder() as folder,
        ProcessPoolExecutor(
            max_workers=1,
            mp_context=get_context("spawn"),
            initializer=interruptions.make_shop,
            initargs=(folder, "docs,data"),
        ) as pool,
    ):
        yield lambda *call: pool.submit(interruptions.run_in_shop, *call).result()


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
    run: Run, number: signal.Signals
) -> None:
    assert_both_outputs_came_out(run(interruptions.run_signal_trials, number, 6))


def test_a_full_disk_at_any_step_leaves_the_last_output_and_the_users_files(run: Run) -> None:
    assert_both_outputs_came_out(run(interruptions.run_disk_full_trials, 2))


def test_a_file_that_cannot_be_written_whole_leaves_the_last_output(run: Run) -> None:
    sizes = (*range(0, 8000, 2000), 1_000_000)
    assert_both_outputs_came_out(run(interruptions.run_file_size_trials, sizes))


def test_parallel_builds_in_one_folder_leave_the_output_of_one_of_them(run: Run) -> None:
    assert run(interruptions.run_parallel_trials, 6, 4, 1).faults == []


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
