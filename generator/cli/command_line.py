"""What can be typed in: the commands, their arguments and their help.

argparse, not a framework on top of it: a run that finds nothing to do must not take longer to load
than to look.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import NoReturn

from generator import __version__

DEFAULT_PROVIDER = Path("specs/openai/provider.yaml")
DEFAULT_BASE = Path("generated")
DEFAULT_PORT = 4010
_LAST_PORT = 65535
PARTS = ("data", "docs", "client", "stackql", "site")


class Parser(argparse.ArgumentParser):
    """Says what is wrong before how it is used."""

    def error(self, message: str) -> NoReturn:
        """Exits with 2."""
        self.exit(2, f"{self.prog}: {message}\n{self.format_usage()}")


def parsers() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the command line, and that of each command."""
    root = Parser(
        prog="generate",
        description="Turns one OpenAPI document and one provider file into docs, a client and a "
        "website. Without a command: build.",
        epilog="Exit codes: 0 done, 1 problems in the input or a drift, 2 wrong usage.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"generate {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str, *shared: Parser) -> Parser:
        parents = [*shared, _every_command()]
        return commands.add_parser(
            name, help=text, description=f"{text}.", parents=parents, allow_abbrev=False
        )

    build = command("build", "make the output and put it in place", _provider(), _place())
    build.add_argument(
        "--only", metavar="PART,...", default=",".join(PARTS), help=f"of {', '.join(PARTS)}"
    )
    command("check", "compare what a build would make with the last one", _provider(), _place())
    command("validate", "report every problem of spec, overlay and mapping", _provider())
    infer = command("infer", "draft a provider file, or add to one what is new in its spec")
    infer.add_argument(
        "spec", help="a file, a URL or PACKAGE==VERSION:RESOURCE; or a provider file, to add to"
    )
    infer.add_argument("--name", default="", help="the provider's name (from the spec's title)")
    infer.add_argument("--overlay", metavar="FILE", type=Path, help="repairs for the spec")
    infer.add_argument("--out", metavar="FILE", type=Path, help="where to write it (stdout)")
    explain = command("explain", "show a provider, service, resource or method as a page")
    explain.add_argument("name", help="as in openai.fine_tuning.jobs")
    explain.add_argument(
        "--provider", metavar="FILE", type=Path, help="its provider file (specs/NAME/provider.yaml)"
    )
    mock = command("mock", "answer for a provider on a port of this machine", _provider())
    mock.add_argument(
        "--port",
        metavar="N",
        type=_port,
        default=DEFAULT_PORT,
        help=f"the port ({DEFAULT_PORT}); 0 takes any that is free",
    )
    mock.add_argument(
        "--registry",
        metavar="DIR",
        type=Path,
        help="where to write registry documents by which StackQL asks this server",
    )
    command("schema", "print the JSON Schema of provider files, for editors")
    return root, dict(commands.choices)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LAST_PORT}")


def _every_command() -> Parser:
    parser = Parser(add_help=False)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--debug",
        action="store_true",
        default=bool(os.environ.get("GENERATE_DEBUG")),
        help="show tracebacks of our own faults",
    )
    return parser


def _provider() -> Parser:
    parser = Parser(add_help=False)
    parser.add_argument(
        "provider", nargs="?", type=Path, help=f"the provider file ({DEFAULT_PROVIDER.as_posix()})"
    )
    return parser


def _place() -> Parser:
    parser = Parser(add_help=False)
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=DEFAULT_BASE,
        help=f"the folder that holds a folder for each provider ({DEFAULT_BASE.as_posix()})",
    )
    return parser
