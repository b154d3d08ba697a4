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

from generator.cli.command_line import DEFAULT_BASE, build_parsers
from generator.cli.provider_files import (
    choose_one,
    choose_several,
    run_for_each,
)
from generator.cli.report import (
    INTERRUPTED,
    USAGE,
    ReportOptions,
    UsageError,
    report_stop,
    run_command,
)
from generator.cli.stop_signals import TERMINATED, StopSignals, Terminated, catch_stop_signals
from generator.console import make_printable
from generator.vocabulary import Part

_NOT_A_COMMAND = ("-h", "--help", "--version")


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
    return choose_one(arguments.provider, arguments.command)


def _provider_files(arguments: argparse.Namespace) -> tuple[Path, ...]:
    return choose_several(arguments.providers, arguments.all, arguments.command)


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

    parts = _parts(arguments.only)
    work = run_for_each(
        _provider_files(arguments),
        lambda file: partial(build, CompileOptions(file, arguments.out, parts)),
    )
    if arguments.all and {Part.SITE, Part.DATA} <= {*parts}:
        from generator.cli.site_join import join_sites_after

        work = join_sites_after(work, arguments.out)
    return run_command(_report_options(arguments), "Nothing was written.", work)


def _check(arguments: argparse.Namespace) -> int:
    from generator.cli.compile import CompileOptions, check

    work = run_for_each(
        _provider_files(arguments),
        lambda file: partial(check, CompileOptions(file, arguments.out, tuple(Part))),
    )
    return run_command(_report_options(arguments), "", work)


def _validate(arguments: argparse.Namespace) -> int:
    from generator.cli.compile import CompileOptions, validate

    work = run_for_each(
        _provider_files(arguments),
        lambda file: partial(validate, CompileOptions(file, DEFAULT_BASE, ())),
    )
    return run_command(_report_options(arguments), "", work)


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


def _init(arguments: argparse.Namespace) -> int:
    from generator.cli.init import InitOptions, start

    options = InitOptions(arguments.spec, arguments.name, arguments.overlay)
    return run_command(_report_options(arguments), "Nothing was written.", partial(start, options))


def _review(arguments: argparse.Namespace) -> int:
    from generator.cli.review import review

    work = partial(review, _provider_file(arguments))
    return run_command(_report_options(arguments), "", work)


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


def _serve(arguments: argparse.Namespace) -> int:
    from generator.cli.serve import ServeOptions, serve

    report = _report_options(arguments)
    options = ServeOptions(_provider_file(arguments), arguments.host, arguments.port, report)
    return run_command(report, "Nothing was started.", partial(serve, options))


def _init_site(arguments: argparse.Namespace) -> int:
    from generator.cli.init_site import init_site

    file = _provider_file(arguments)
    return run_command(_report_options(arguments), "Nothing was written.", partial(init_site, file))


def _schema(arguments: argparse.Namespace) -> int:
    from generator.cli.schema import show_schema

    return run_command(_report_options(arguments), "", show_schema)


_COMMANDS = {
    "init": _init,
    "build": _build,
    "check": _check,
    "validate": _validate,
    "infer": _infer,
    "review": _review,
    "explain": _explain,
    "mock": _mock,
    "serve": _serve,
    "init-site": _init_site,
    "schema": _schema,
}
