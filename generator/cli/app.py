"""The command line: arguments in, an exit code out. The work is in the modules beside this.

0 is done, 1 means problems in the input or a drift, 2 wrong usage, 70 a fault of ours. A command's
modules are imported where it starts: to find that there is nothing to do has to be quick.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator.cli.command_line import DEFAULT_BASE, DEFAULT_PROVIDER, PARTS, parsers
from generator.cli.report import INTERRUPTED, USAGE, Face, run

_NOT_A_COMMAND = ("-h", "--help", "--version")


class Misused(Exception):
    """The arguments don't fit together; the text says how they would."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    _prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in _NOT_A_COMMAND):
        given.insert(0, "build")
    parser, commands = parsers()
    try:
        asked = parser.parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _COMMANDS[asked.command](asked)
    except KeyboardInterrupt:  # while a command's modules were loading
        return INTERRUPTED
    except Misused as misuse:
        sys.stderr.write(f"generate {asked.command}: {misuse}\n")
        sys.stderr.write(commands[asked.command].format_usage())
        return USAGE


def _prepare_streams() -> None:
    """Makes sure that there are streams, and that no character is more than they can take."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = io.StringIO()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _face(asked: argparse.Namespace) -> Face:
    return Face(asked.command, asked.json, asked.debug)


def _provider_file(asked: argparse.Namespace) -> Path:
    given: Path | None = asked.provider
    if given is None and not DEFAULT_PROVIDER.exists():
        raise Misused(
            f"there is no {DEFAULT_PROVIDER.as_posix()} in this folder; name a provider file, as "
            f"in `generate {asked.command} specs/acme/provider.yaml` (`generate infer` drafts one)"
        )
    return given or DEFAULT_PROVIDER


def _parts(only: str) -> tuple[str, ...]:
    """What `--only` asks for; the site is made from the docs."""
    asked = [part.strip() for part in only.split(",")]
    for part in asked:
        if part not in PARTS:
            raise Misused(f"--only: {part!r} is none of {', '.join(PARTS)}")
    if "site" in asked:
        asked.append("docs")
    return tuple(part for part in PARTS if part in asked)


def _build(asked: argparse.Namespace) -> int:
    from generator.cli.compile import Job, build

    job = Job(_provider_file(asked), asked.out, _parts(asked.only))
    return run(_face(asked), "Nothing was written.", partial(build, job))


def _check(asked: argparse.Namespace) -> int:
    from generator.cli.compile import Job, check

    job = Job(_provider_file(asked), asked.out, PARTS)
    return run(_face(asked), "", partial(check, job))


def _validate(asked: argparse.Namespace) -> int:
    from generator.cli.compile import Job, validate

    job = Job(_provider_file(asked), DEFAULT_BASE, ())
    return run(_face(asked), "", partial(validate, job))


def _explain(asked: argparse.Namespace) -> int:
    from generator.cli.explain import Question, answer

    return run(_face(asked), "", partial(answer, Question(asked.name, asked.provider)))


def _infer(asked: argparse.Namespace) -> int:
    from generator.cli.infer import Assignment, draft

    assignment = Assignment(asked.spec, asked.name, asked.overlay, asked.out)
    return run(_face(asked), "Nothing was written.", partial(draft, assignment))


def _mock(asked: argparse.Namespace) -> int:
    from generator.cli.mock import Job, serve

    job = Job(_provider_file(asked), asked.port, asked.json, asked.registry)
    return run(_face(asked), "Nothing was started.", partial(serve, job))


def _schema(asked: argparse.Namespace) -> int:
    from generator.cli.schema import show

    return run(_face(asked), "", show)


_COMMANDS = {
    "build": _build,
    "check": _check,
    "validate": _validate,
    "infer": _infer,
    "explain": _explain,
    "mock": _mock,
    "schema": _schema,
}
