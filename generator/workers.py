"""Runs one of our modules in a child process: JSON in on stdin, JSON out on stdout.

The process starts a fresh interpreter. It inherits no state, and a program that imports the
generator needs no `if __name__ == "__main__"` guard.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Worker:
    """A child process that waits for a task."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and one of our modules
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # a terminal's interrupt goes to this process, which stops the worker
        )

    def send(self, work: object) -> None:
        """Sends the task as JSON. Call it once."""
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - it is a pipe until this method closes it
        pipe.write(json.dumps(work).encode())
        pipe.close()
        self._process.stdin = None

    def receive(self) -> Any:
        """Waits for the result. Raises RuntimeError if the process failed; stderr has its error."""
        made, _ = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError(f"the process of {self._module} failed; its error is above")
        return json.loads(made)

    def stop(self) -> None:
        """Kills the process if it is still running."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def start_worker(module: str) -> Iterator[Worker]:
    """Starts `module`, which must call `run_worker`. The block's end stops the process."""
    worker = Worker(module)
    try:
        yield worker
    finally:
        worker.stop()


def run_worker(work: Callable[[Any], object]) -> None:
    """Runs in the child process: reads a task from stdin and writes the result of `work` to stdout.

    Does nothing if stdin is closed without a task.
    """
    gc.disable()  # the process ends soon and keeps its objects; this saves 20 % of the time
    if task := sys.stdin.buffer.read():
        sys.stdout.buffer.write(json.dumps(work(json.loads(task))).encode())
