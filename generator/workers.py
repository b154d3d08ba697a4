"""Work done beside ours: a module of ours in a process of its own, JSON in, JSON out.

The process starts afresh and gets its work by a pipe: no state is inherited, and a program that
imports the generator needs no guard around its own code.
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
    """A process that waits for its work, then does it."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and a module of ours
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # a terminal's interrupt is for us, and we end the process
        )

    def send(self, work: object) -> None:
        """Hands over the work, as JSON; once."""
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - it is a pipe until it is closed here
        pipe.write(json.dumps(work).encode())
        pipe.close()
        self._process.stdin = None

    def receive(self) -> Any:
        """Waits for what was made. Raises RuntimeError where the process failed, and said why."""
        made, _ = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError(f"the process of {self._module} failed; its error is above")
        return json.loads(made)

    def stop(self) -> None:
        """Stops the process if it is still at work."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def start_worker(module: str) -> Iterator[Worker]:
    """Starts `module`, which calls `run_worker`; it ends with the block at the latest."""
    worker = Worker(module)
    try:
        yield worker
    finally:
        worker.stop()


def run_worker(work: Callable[[Any], object]) -> None:
    """The other side: answers the work that comes on standard input, if it comes."""
    gc.disable()  # it all ends soon, and what is made is kept: a fifth of the time
    if task := sys.stdin.buffer.read():
        sys.stdout.buffer.write(json.dumps(work(json.loads(task))).encode())
