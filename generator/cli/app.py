"""The command line: arguments in, an exit code out. What commands do is in the modules beside this.

0 is done, 1 means problems in the input or a drift, 2 wrong usage, 70 a fault of ours.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__
from generator.cli.compile import Job, build, check, validate
from generator.cli.face import Face, run

DEFAULT_PROVIDER = Path("specs/openai/provider.yaml")
DEFAULT_BASE = Path("generated")
PARTS = ("docs", "client", "site")
_DATA = "data"  # the catalog, the coverage, the manifest: every run makes them

app = typer.Typer(
    name="generate",
    help="Turns one OpenAPI document and one provider file into docs, a client and a website.",
    epilog="Without a command: build. Exit codes: 0 done, 1 problems or drift, 2 wrong usage.",
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProviderFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PROVIDER]",
        help=f"The provider file; {DEFAULT_PROVIDER.as_posix()} where none is given.",
        show_default=False,
    ),
]
Base = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Holds a folder for each provider.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", envvar="GENERATE_DEBUG", help="Show tracebacks of our own faults."),
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    try:
        app(given, prog_name="generate")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"generate {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass


def _provider_file(given: Path | None) -> Path:
    if given is None and not DEFAULT_PROVIDER.exists():
        raise typer.BadParameter(
            f"there is no {DEFAULT_PROVIDER.as_posix()} in this folder: name a provider file, as "
            "in `generate build specs/acme/provider.yaml`; `generate infer SPEC` drafts one"
        )
    return given or DEFAULT_PROVIDER


def _parts(only: str) -> tuple[str, ...]:
    """What `--only` asks for, with the data that every run makes; the site needs the docs."""
    asked = [part.strip() for part in only.split(",")]
    for part in asked:
        if part not in (*PARTS, _DATA):
            raise typer.BadParameter(f"{part!r} is none of {', '.join(PARTS)}")
    if "site" in asked:
        asked.append("docs")
    return (_DATA, *(part for part in PARTS if part in asked))


@app.command("build")
def _build(
    provider: ProviderFile = None,
    out: Base = DEFAULT_BASE,
    only: Annotated[
        str, typer.Option(metavar="PART,...", help="Make only these parts.")
    ] = ",".join(PARTS),
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Make the output and put it in place."""
    job = Job(_provider_file(provider), out, _parts(only))
    raise typer.Exit(
        run(Face("build", as_json, debug), "Nothing was written.", partial(build, job))
    )


@app.command("check")
def _check(
    provider: ProviderFile = None,
    out: Base = DEFAULT_BASE,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Compare what a build would make with the last manifest."""
    job = Job(_provider_file(provider), out, (_DATA, *PARTS))
    raise typer.Exit(
        run(Face("check", as_json, debug), "Nothing was compared.", partial(check, job))
    )


@app.command("validate")
def _validate(provider: ProviderFile = None, as_json: AsJson = False, debug: Debug = False) -> None:
    """Report every problem of spec, overlay and mapping."""
    job = Job(_provider_file(provider), DEFAULT_BASE, ())
    raise typer.Exit(run(Face("validate", as_json, debug), "", partial(validate, job)))


@app.command("explain")
def _explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in openai.fine_tuning.jobs.")],
    provider: Annotated[
        Path | None,
        typer.Option(metavar="PROVIDER", help="Its provider file; else specs/NAME/provider.yaml."),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Show a provider, service, resource or method as a page."""
    from generator.cli.explain import Question, answer

    question = Question(name, provider)
    raise typer.Exit(run(Face("explain", as_json, debug), "", partial(answer, question)))
