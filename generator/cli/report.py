"""Runs a command and reports it: diagnostics and progress on stderr, results on stdout.

A command is a function from `Problems` to a `CommandResult`. `run_command` calls it, prints the
result and returns the exit code. No traceback and no terminal codes of a specification get out.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TextIO

from generator import __version__
from generator.cli.stop_signals import TERMINATED, StopSignals, Terminated, catch_stop_signals
from generator.console import format_annotation, format_diagnostic, make_printable, summarize
from generator.diagnostics import Diagnostic, Problems, Refused, Severity
from generator.diagnostics_json import to_json
from generator.json_types import JsonObject

if TYPE_CHECKING:
    from rich.status import Status

DONE, PROBLEMS, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 70, 130

_ON_A_FAULT = (
    "This is a bug in the generator, not in your input. No file is incomplete.",
    "Please report these lines, and the traceback that --debug adds.",
)

Step = Callable[[str], None]
"""Shows the current step of the run."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    command: str
    as_json: bool  # one document on stdout
    debug: bool  # the traceback of an internal error


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a command."""

    lines: tuple[str, ...] = ()  # for people
    document: JsonObject = field(default_factory=dict)  # for machines
    code: int = DONE
    consequence: str = ""  # of its errors; "": the command's


class UsageError(Exception):
    """The arguments don't fit together; the text says how to correct them."""


Work = Callable[[Problems, Step], CommandResult]


def run_command(options: ReportOptions, consequence: str, work: Work) -> int:
    """Runs a command and returns its exit code.

    `consequence` ends the line that counts the errors: "Nothing was written.".
    """
    problems = Problems()
    result = CommandResult(code=PROBLEMS)
    stops = StopSignals()
    try:
        with catch_stop_signals() as stops, _show_steps(options) as step:
            result = work(problems, step)
    except Refused:
        pass
    except KeyboardInterrupt:
        return report_stop(INTERRUPTED)
    except Terminated:
        return report_stop(stops.code or TERMINATED)
    except Exception as error:
        if not isinstance(error, OSError) and not stops.code:
            return _report_fault(options, error)
        problems.error(*describe_system_error(error))
    if stops.code and result.code != DONE:  # a library made another exception of the signal's
        return report_stop(stops.code)
    if stops.code:  # a server that the signal stopped, or a library that dropped the exception
        result = replace(result, code=stops.code)
    found = tuple(problems)
    with _allow_closed_pipe():
        try:
            print_diagnostics(options, found, result.consequence or consequence)
            _print_outcome(options, result, found)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _write_stderr(
                [f"error: the result can't be printed: {describe_system_error(error)[1]}"]
            )
            _redirect_to_null(sys.stdout)
            return PROBLEMS
    return result.code


def describe_system_error(error: Exception) -> tuple[str, str]:
    """Returns a code and a message for an operation that the system refused."""
    if not isinstance(error, OSError):
        return "system-error", f"the system reports: {error}"
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    if error.filename is None:
        return "system-error", f"the system reports: {reason}"
    return "system-error", f'"{os.fsdecode(error.filename)}": {reason}'


def report_stop(code: int) -> int:
    """Prints that a signal stopped the run, and returns the exit code."""
    what = "interrupted" if code == INTERRUPTED else "terminated"
    with _allow_closed_pipe():
        _write_stderr([f"{what}. No file is incomplete."])
    return code


def _report_fault(options: ReportOptions, error: Exception) -> int:
    with _allow_closed_pipe():
        if options.debug:
            traceback.print_exception(error)
        kind = f"{type(error).__name__}: {make_printable(str(error))}"[:300]
        _write_stderr([f"internal error: {kind}  [generate {__version__}]", *_ON_A_FAULT])
    return FAULT


def print_diagnostics(
    options: ReportOptions, found: Sequence[Diagnostic], consequence: str
) -> None:
    """Prints all of `found`, and the consequence of the errors among them."""
    if not found:
        return
    text = [line for one in found for line in format_diagnostic(one)]
    failed = any(one.severity is Severity.ERROR for one in found)
    text.append(f"{summarize(found)} {consequence if failed else ''}".rstrip())
    if os.environ.get("GITHUB_ACTIONS"):
        text.extend(format_annotation(one) for one in found)
    if not options.as_json or os.environ.get("GITHUB_ACTIONS"):
        _write_stderr(text)


def _write_stderr(lines: Sequence[str]) -> None:
    if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        lines = [_add_colour(line) for line in lines]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def _add_colour(line: str) -> str:
    """Colours the severity in a diagnostic's first line."""
    for word, colour in (("error", "31"), ("warning", "33"), ("note", "36")):
        before, found, after = line.partition(f"{word}: ")
        if found and "|" not in before and (not before or before.endswith(": ")):
            return f"{before}\x1b[1;{colour}m{word}\x1b[0m: {after}"
    return line


def _print_outcome(
    options: ReportOptions, result: CommandResult, found: Sequence[Diagnostic]
) -> None:
    if options.as_json:
        document = {
            "command": options.command,
            "ok": result.code == DONE,
            **result.document,
            "diagnostics": [to_json(one) for one in found],
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in result.lines))


@contextlib.contextmanager
def _allow_closed_pipe() -> Iterator[None]:
    """Ignores a closed pipe: `generate explain … | head` is not an error."""
    try:
        yield
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _redirect_to_null(sys.stdout)
        _redirect_to_null(sys.stderr)


def _redirect_to_null(stream: TextIO) -> None:
    """Redirects a stream to the null device, because Python flushes again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextlib.contextmanager
def _show_steps(options: ReportOptions) -> Iterator[Step]:
    """Yields a function that shows steps: a spinner on a terminal, lines in CI, else nothing."""
    if options.as_json:
        yield lambda _text: None
    elif sys.stderr.isatty():
        with _Spinner() as spinner:
            yield spinner.show
    elif os.environ.get("CI"):
        yield lambda text: _write_stderr([f"{make_printable(text)} ..."])
    else:
        yield lambda _text: None


class _Spinner(contextlib.ExitStack):
    """Appears with the second step: a run with one step ends before rich is imported."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0
        self._status: Status | None = None

    def show(self, text: str) -> None:
        """Shows the current step."""
        self._steps += 1
        if self._status:
            self._status.update(make_printable(text))
        elif self._steps > 1:
            from rich.console import Console

            self._status = self.enter_context(Console(stderr=True).status(make_printable(text)))
