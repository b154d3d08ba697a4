"""Defines the commands, their arguments and their help.

It uses argparse without a framework: an unchanged build must not spend more time on imports than on
its check.
"""

from __future__ import annotations

import argparse
import os
from functools import cache
from pathlib import Path
from typing import NoReturn

from generator import __version__
from generator.cli.provider_files import PROVIDER_FILES
from generator.console import make_printable
from generator.vocabulary import Part

DEFAULT_BASE = Path("generated")
DEFAULT_PORT = 4010
PREVIEW_PORT = 8000
_LAST_PORT = 65535


class CommandParser(argparse.ArgumentParser):
    """An argument parser that prints the error before the usage."""

    def error(self, message: str) -> NoReturn:
        """Prints the error and the usage, and exits with code 2."""
        self.exit(2, f"{self.prog}: {make_printable(message)}\n{self.format_usage()}")


def build_parsers() -> tuple[CommandParser, dict[str, CommandParser]]:
    """Returns the parser of the command line, and the parser of each command."""
    return _build_parsers(bool(os.environ.get("GENERATE_DEBUG")))


@cache
def _build_parsers(is_debugging: bool) -> tuple[CommandParser, dict[str, CommandParser]]:
    root = CommandParser(
        prog="generate",
        description="Generate documentation, a Python client and a website from an OpenAPI "
        "document and a provider file. The default command is build.",
        epilog="Exit codes: 0 success, 1 problems in the input or drift, 2 wrong usage.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"generate {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str, *shared: CommandParser) -> CommandParser:
        parents = [*shared, _common_options(is_debugging)]
        return commands.add_parser(
            name, help=text, description=f"{text}.", parents=parents, allow_abbrev=False
        )

    init = command("init", "start a provider: draft its files, build it, and list the guesses")
    _add_document(init, "a file, a URL or PACKAGE==VERSION:RESOURCE")
    build = command("build", "generate the output", _providers_argument(), _out_option())
    build.add_argument(
        "--only",
        metavar="PART,...",
        default=",".join(Part),
        help=f"generate only these parts, of {', '.join(Part)}",
    )
    command(
        "check",
        "compare the output with the committed manifest",
        _providers_argument(),
        _out_option(),
    )
    command(
        "validate",
        "report all problems of the spec, the overlay and the provider file",
        _providers_argument(),
    )
    infer = command("infer", "draft a provider file, or add its spec's new operations to one")
    _add_document(infer, "a file, a URL or PACKAGE==VERSION:RESOURCE; or a provider file to update")
    infer.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help="the file to write (default: stdout); repairs go to overlay.yaml beside it",
    )
    infer.add_argument("--strict", action="store_true", help="refuse a spec that needs a repair")
    command(
        "review",
        "list the guesses of a draft that deserve a look, worst first",
        _provider_argument(),
    )
    explain = command("explain", "show a provider, service, resource or method")
    explain.add_argument("name", help="a name such as openai.fine_tuning.jobs")
    explain.add_argument(
        "--provider",
        metavar="FILE",
        type=Path,
        help="the provider file (default: specs/NAME/provider.yaml)",
    )
    mock = command("mock", "run a mock server for a provider on this machine", _provider_argument())
    mock.add_argument(
        "--port",
        metavar="N",
        type=_parse_port,
        default=DEFAULT_PORT,
        help=f"the port (default: {DEFAULT_PORT}); 0 takes a free one",
    )
    mock.add_argument(
        "--registry",
        metavar="DIR",
        type=Path,
        help="where to write registry documents by which StackQL asks this server",
    )
    mock.add_argument(
        "--stateless",
        action="store_true",
        help="store no rows: each id is answered each time, also after it was deleted",
    )
    serve = command(
        "serve", "show the website, and build it again after each change", _provider_argument()
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)"
    )
    serve.add_argument(
        "--port",
        metavar="N",
        type=_parse_port,
        default=PREVIEW_PORT,
        help=f"the port (default: {PREVIEW_PORT}); 0 takes a free one",
    )
    command(
        "init-site",
        "create the folder of a provider's website, for its own guides and look",
        _provider_argument(),
    )
    command("schema", "print the JSON Schema of provider files, for editors")
    return root, dict(commands.choices)


def _add_document(parser: CommandParser, about: str) -> None:
    parser.add_argument("spec", help=about)
    parser.add_argument(
        "--name", default="", help="the provider's name (default: from the spec's title)"
    )
    parser.add_argument(
        "--overlay", metavar="FILE", type=Path, help="an overlay that corrects the spec"
    )


def _parse_port(text: str) -> int:
    if text.isdecimal() and int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {_LAST_PORT}")


def _common_options(is_debugging: bool) -> CommandParser:
    parser = CommandParser(add_help=False)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--debug",
        action="store_true",
        default=is_debugging,
        help="show the traceback of an internal error",
    )
    return parser


def _provider_argument() -> CommandParser:
    parser = CommandParser(add_help=False)
    parser.add_argument(
        "provider",
        nargs="?",
        type=Path,
        help=f"the provider file (default: {PROVIDER_FILES}, if there is one)",
    )
    return parser


def _providers_argument() -> CommandParser:
    parser = CommandParser(add_help=False)
    parser.add_argument(
        "providers",
        metavar="provider",
        nargs="*",
        type=Path,
        help=f"a provider file (default: {PROVIDER_FILES}, if there is one)",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=f"take every {PROVIDER_FILES}; `build` joins the websites",
    )
    return parser


def _out_option() -> CommandParser:
    parser = CommandParser(add_help=False)
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=DEFAULT_BASE,
        help=f"the folder with one folder for each provider (default: {DEFAULT_BASE.as_posix()})",
    )
    return parser
