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


@contextmanager
def beside(module: str, work: object) -> Iterator[Callable[[], Any]]:
    """Starts `module`, whose `answer_pipe` gets `work`; call what this gives for its answer.

    The process ends with the block at the latest. Raises RuntimeError for a process that failed;
    what it said is on standard error.
    """
    process = subprocess.Popen(  # noqa: S603 - this interpreter, and a module of ours
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        process.stdin.write(json.dumps(work).encode())
        process.stdin.close()
        process.stdin = None
        yield lambda: _answer(process, module)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _answer(process: subprocess.Popen[bytes], module: str) -> Any:
    made, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the process of {module} failed; its error is above")
    return json.loads(made)


def answer_pipe(answer: Callable[[Any], object]) -> None:
    """The other side: answers the work that comes on standard input."""
    gc.disable()  # it all ends soon, and what is made is kept: a fifth of the time
    sys.stdout.buffer.write(json.dumps(answer(json.load(sys.stdin.buffer))).encode())
