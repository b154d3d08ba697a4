"""Turns SIGTERM and SIGHUP into an exception, so that a stopped run removes its staged files.

`main` catches the signals for the whole command, `run_command` for the work that it reports.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

TERMINATED, HUNG_UP = 143, 129  # as shells report SIGTERM and SIGHUP


class Terminated(BaseException):
    """The system asked the process to end (SIGTERM), or its terminal is gone (SIGHUP)."""


@dataclass(slots=True)
class StopSignals:
    """The signals that arrived in a block."""

    code: int = 0  # the exit code for the first one; 0 if none arrived


@contextlib.contextmanager
def catch_stop_signals() -> Iterator[StopSignals]:
    """Raises Terminated in the block when the first signal arrives.

    A second signal raises nothing: it must not stop the removal. SIGHUP stays ignored in a
    process that `nohup` started. Threads other than the main one can't catch signals, and run
    the block without.
    """
    stops = StopSignals()

    def stop(number: int, _frame: FrameType | None) -> None:
        if not stops.code:
            stops.code = TERMINATED if number == signal.SIGTERM else HUNG_UP
            raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield stops
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in (getattr(signal, n) for n in names)}
    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, stop)
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
