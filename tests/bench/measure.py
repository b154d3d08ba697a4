"""Runs a command and tells its time and peak memory; prints what was measured as a table."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    what: str
    seconds: float  # on the clock
    cpu: float  # seconds, of all its processes
    megabytes: float  # at most, in one process


def measure(what: str, command: Sequence[str], folder: Path) -> Measured:
    """One run in a process of its own."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr
    printed = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}\n{printed}")
    return Measured(what, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def table(title: str, rows: Iterable[Measured]) -> str:
    lines = [f"{title:<44}{'s':>8}{'s CPU':>8}{'MB peak':>10}"]
    lines += [
        f"  {row.what:<42}{row.seconds:>8.2f}{row.cpu:>8.2f}{row.megabytes:>10.0f}" for row in rows
    ]
    return "\n".join(lines) + "\n"
