"""How a command talks: diagnostics and progress to stderr, results to stdout, then the exit code.

A command is a function from `Problems` to an `Outcome`; `run` calls it, prints what came of it and
lets nothing else out: no traceback, no half line, no terminal codes of a stranger's making.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from generator import __version__
from generator.console import annotation, count_of, lines_of, printable
from generator.diagnostics import Diagnostic, Problems, Refused, Severity
from generator.diagnostics_json import to_json
from generator.json_types import JsonObject

if TYPE_CHECKING:
    from rich.status import Status

DONE, PROBLEMS, USAGE, FAULT, INTERRUPTED, TERMINATED = 0, 1, 2, 70, 130, 143

_ON_A_FAULT = (
    "This is a fault of the generator, not of your input. Nothing is half written.",
    "Please report these lines, and what --debug adds to them.",
)

Step = Callable[[str], None]
"""Says what the run is doing now."""


@dataclass(frozen=True, slots=True)
class Face:
    command: str
    as_json: bool  # one document on stdout
    debug: bool  # tracebacks of our own faults


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command that got to its end has to say."""

    lines: tuple[str, ...] = ()  # for people
    document: JsonObject = field(default_factory=dict)  # for machines
    code: int = DONE


class Terminated(BaseException):
    """The system asked the process to end (SIGTERM)."""


Work = Callable[[Problems, Step], Outcome]


def run(face: Face, consequence: str, work: Work) -> int:
    """Runs a command. `consequence` ends the count of errors: "Nothing was written."."""
    problems = Problems()
    outcome = Outcome(code=PROBLEMS)
    try:
        with _stoppable(), _steps(face) as step:
            outcome = work(problems, step)
    except Refused:
        pass
    except KeyboardInterrupt:
        return _say_stopped(INTERRUPTED, "interrupted")
    except Terminated:
        return _say_stopped(TERMINATED, "terminated")
    except OSError as error:
        problems.error(*_system_error(error))
    except Exception as error:
        return _say_fault(face, error)
    found = tuple(problems)
    with _pipe_may_close():
        try:
            _print_diagnostics(face, found, consequence)
            _print_outcome(face, outcome, found)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _to_stderr([f"error: the result can't be printed: {_system_error(error)[1]}"])
            _send_nowhere(sys.stdout)
            return PROBLEMS
    return outcome.code


def _system_error(error: OSError) -> tuple[str, str]:
    """A code and a message for what the system refused to do."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    if error.filename is None:
        return "system-error", f"the system says: {reason}"
    return "system-error", f'"{os.fsdecode(error.filename)}": {reason}'


def _say_stopped(code: int, what: str) -> int:
    with _pipe_may_close():
        _to_stderr([f"{what}. Nothing is half written."])
    return code


def _say_fault(face: Face, error: Exception) -> int:
    with _pipe_may_close():
        if face.debug:
            traceback.print_exception(error)
        kind = f"{type(error).__name__}: {printable(str(error))}"[:300]
        _to_stderr([f"internal error: {kind}  [generate {__version__}]", *_ON_A_FAULT])
    return FAULT


def _print_diagnostics(face: Face, found: Sequence[Diagnostic], consequence: str) -> None:
    if not found:
        return
    text = [line for one in found for line in lines_of(one)]
    failed = any(one.severity is Severity.ERROR for one in found)
    text.append(f"{count_of(found)} {consequence if failed else ''}".rstrip())
    if os.environ.get("GITHUB_ACTIONS"):
        text.extend(annotation(one) for one in found)
    if not face.as_json or os.environ.get("GITHUB_ACTIONS"):
        _to_stderr(text)


def _to_stderr(lines: Sequence[str]) -> None:
    if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        lines = [_coloured(line) for line in lines]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def _coloured(line: str) -> str:
    """Colours the severity of a diagnostic's first line."""
    for word, colour in (("error", "31"), ("warning", "33"), ("note", "36")):
        before, found, after = line.partition(f"{word}: ")
        if found and "|" not in before and (not before or before.endswith(": ")):
            return f"{before}\x1b[1;{colour}m{word}\x1b[0m: {after}"
    return line


def _print_outcome(face: Face, outcome: Outcome, found: Sequence[Diagnostic]) -> None:
    if face.as_json:
        document = {
            "command": face.command,
            "ok": outcome.code == DONE,
            **outcome.document,
            "diagnostics": [to_json(one) for one in found],
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in outcome.lines))


@contextlib.contextmanager
def _pipe_may_close() -> Iterator[None]:
    """Whoever reads us may stop: `generate explain … | head` is no failure."""
    try:
        yield
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _send_nowhere(sys.stdout)
        _send_nowhere(sys.stderr)


def _send_nowhere(stream: TextIO) -> None:
    """Python flushes again at exit: nobody is left to read that."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turns SIGTERM into an exception, so that whatever is staged gets cleaned up."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _steps(face: Face) -> Iterator[Step]:
    """A spinner on a terminal, plain lines in CI, nothing where a program reads along."""
    if face.as_json:
        yield lambda _text: None
    elif sys.stderr.isatty():
        with _Spinner() as spinner:
            yield spinner.show
    elif os.environ.get("CI"):
        yield lambda text: _to_stderr([f"{printable(text)} ..."])
    else:
        yield lambda _text: None


class _Spinner(contextlib.ExitStack):
    """Turns from the second step on: a run that needs only one is done before rich is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0
        self._status: Status | None = None

    def show(self, text: str) -> None:
        """Says what the run is doing now."""
        self._steps += 1
        if self._status:
            self._status.update(printable(text))
        elif self._steps > 1:
            from rich.console import Console

            self._status = self.enter_context(Console(stderr=True).status(printable(text)))
