"""Runs a command in a fork of this process: as apart as a new process, without starting Python."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int  # negative: the signal that ended it
    printed: str  # standard output and standard error


def run_forked(folder: Path, *arguments: str, seconds: int) -> Ended:
    """Runs `generate` with `arguments` in `folder`. SIGALRM ends it after `seconds`."""
    printed = folder / ".printed"
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.alarm(seconds)
            os.chdir(folder)
            for name in ("CI", "GITHUB_ACTIONS"):  # with these, a run prints its steps
                os.environ.pop(name, None)
            stream = os.open(printed, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            os.dup2(stream, 1)
            os.dup2(stream, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            code = main(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    text = printed.read_text()
    printed.unlink()
    return Ended(os.waitstatus_to_exitcode(status), text)
