"""The command line: arguments in, an exit code out. Each command's work is in its own module.

The exit code is 0 for success, 1 for problems in the input or drift, 2 for wrong usage, 70 for a
bug, and 130, 143 or 129 after SIGINT, SIGTERM or SIGHUP. A command's modules are imported when it
starts, so that an unchanged build is quick.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator.cli.command_line import DEFAULT_BASE, DEFAULT_PROVIDER, build_parsers
from generator.cli.report import INTERRUPTED, USAGE, ReportOptions, report_stop, run_command
from generator.cli.stop_signals import TERMINATED, StopSignals, Terminated, catch_stop_signals
from generator.console import make_printable
from generator.vocabulary import Part

_NOT_A_COMMAND = ("-h", "--help", "--version")


class UsageError(Exception):
    """The arguments don't fit together; the text says how to correct them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    stops = StopSignals()
    try:
        with catch_stop_signals() as stops:
            return _run(arguments)
    except KeyboardInterrupt:  # before the command's work, or after it
        return report_stop(INTERRUPTED)
    except Terminated:
        return report_stop(stops.code or TERMINATED)


def _run(arguments: Sequence[str] | None) -> int:
    _prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in _NOT_A_COMMAND):
        given.insert(0, "build")
    parser, commands = build_parsers()
    try:
        asked = parser.parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _COMMANDS[asked.command](asked)
    except UsageError as misuse:
        sys.stderr.write(f"generate {asked.command}: {make_printable(str(misuse))}\n")
        sys.stderr.write(commands[asked.command].format_usage())
        return USAGE


def _prepare_streams() -> None:
    """Makes sure that both streams exist and can print every character."""
    if sys.stdout is None:  # the parent process has closed it
        sys.stdout = io.StringIO()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _report_options(arguments: argparse.Namespace) -> ReportOptions:
    return ReportOptions(arguments.command, arguments.json, arguments.debug)


def _provider_file(arguments: argparse.Namespace) -> Path:
    given: Path | None = arguments.provider
    if given is None and not DEFAULT_PROVIDER.exists():
        raise UsageError(
            f"there is no {DEFAULT_PROVIDER.as_posix()} in this folder; name a provider file, "
            f"as in `generate {arguments.command} specs/acme/provider.yaml`, or draft one with "
            "`generate infer`"
        )
    return given or DEFAULT_PROVIDER


def _parts(only: str) -> tuple[Part, ...]:
    """Returns the parts that `--only` chooses; the site needs the docs."""
    chosen = [part.strip() for part in only.split(",")]
    for part in chosen:
        if part not in list(Part):
            raise UsageError(f"--only: {part!r} is not one of {', '.join(Part)}")
    if Part.SITE in chosen:
        chosen.append(Part.DOCS)
    return tuple(part for part in Part if part in chosen)


def _build(arguments: argparse.Namespace) -> int:
    from generator.cli.compile import CompileOptions, build

    options = CompileOptions(_provider_file(arguments), arguments.out, _parts(arguments.only))
    return run_command(_report_options(arguments), "Nothing was written.", partial(build, options))


def _check(arguments: argparse.Namespace) -> int:
    from generator.cli.compile import CompileOptions, check

    options = CompileOptions(_provider_file(arguments), arguments.out, tuple(Part))
    return run_command(_report_options(arguments), "", partial(check, options))


def _validate(arguments: argparse.Namespace) -> int:
    from generator.cli.compile import CompileOptions, validate

    options = CompileOptions(_provider_file(arguments), DEFAULT_BASE, ())
    return run_command(_report_options(arguments), "", partial(validate, options))


def _explain(arguments: argparse.Namespace) -> int:
    from generator.cli.explain import ExplainOptions, explain_part

    return run_command(
        _report_options(arguments),
        "",
        partial(explain_part, ExplainOptions(arguments.name, arguments.provider)),
    )


def _infer(arguments: argparse.Namespace) -> int:
    from generator.cli.infer import InferOptions, draft

    options = InferOptions(
        arguments.spec, arguments.name, arguments.overlay, arguments.out, arguments.strict
    )
    return run_command(_report_options(arguments), "Nothing was written.", partial(draft, options))


def _mock(arguments: argparse.Namespace) -> int:
    from generator.cli.mock import MockOptions, serve

    options = MockOptions(
        _provider_file(arguments),
        arguments.port,
        arguments.json,
        arguments.registry,
        arguments.stateless,
    )
    return run_command(_report_options(arguments), "Nothing was started.", partial(serve, options))


def _schema(arguments: argparse.Namespace) -> int:
    from generator.cli.schema import show_schema

    return run_command(_report_options(arguments), "", show_schema)


_COMMANDS = {
    "build": _build,
    "check": _check,
    "validate": _validate,
    "infer": _infer,
    "explain": _explain,
    "mock": _mock,
    "schema": _schema,
}
