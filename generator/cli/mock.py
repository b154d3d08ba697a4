"""The command `mock`: runs a mock server on loopback until it is stopped."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.report import CommandResult, Step, Terminated
from generator.console import make_printable, pluralize
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.json_types import JsonObject

if TYPE_CHECKING:
    from generator.mock.server import MockServer
    from generator.model.provider import Provider


@dataclass(frozen=True, slots=True)
class MockOptions:
    """The options of the command."""

    provider_file: Path
    port: int  # 0: any free port
    as_json: bool


def serve(options: MockOptions, problems: Problems, step: Step) -> CommandResult:
    """Prints the server's address, then serves until the process is interrupted or terminated."""
    from generator.pipeline import compile_provider

    step(f"reading {options.provider_file.as_posix()}")
    provider = compile_provider(read_inputs(options.provider_file, problems), problems)
    server = _open_server(provider, options.port, problems)
    names = provider.client
    variables = {
        names.base_url_env: server.url,
        **dict.fromkeys((names.api_key_env, *(key.env for key in names.keys)), "any"),
    }
    try:
        server.start()
        _announce(options, provider.name, server.url, variables)
        server.wait()
    except (KeyboardInterrupt, Terminated):
        pass
    finally:
        server.stop()
    answered = pluralize(len(server.requests), "request")
    return CommandResult((f"stopped after {answered}",), {"requests": len(server.requests)})


def _open_server(provider: Provider, port: int, problems: Problems) -> MockServer:
    from generator.mock.server import MockServer

    try:
        return MockServer(provider, port)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error(
            "port-unavailable",
            f"can't listen on port {port} of 127.0.0.1: {reason}",
            hint="choose another port with --port, or 0 for any free one",
        )
        raise Refused from error


def _announce(options: MockOptions, name: str, url: str, variables: dict[str, str]) -> None:
    """Prints one line at once, because the caller may wait for it."""
    if options.as_json:
        told: JsonObject = {"provider": name, "url": url, "environment": {**variables}}
        line = json.dumps(told)
    else:
        settings = " ".join(f"{variable}={value}" for variable, value in variables.items())
        line = make_printable(f"{name} at {url}; use it with {settings}; Ctrl-C stops it")
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
