"""The command `mock`: runs a mock server on loopback until it is stopped."""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.report import CommandResult, Step
from generator.cli.stop_signals import Terminated
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
    registry: Path | None = None  # where registry documents go that lead to the server
    is_stateless: bool = False


def serve(options: MockOptions, problems: Problems, step: Step) -> CommandResult:
    """Prints the server's address, then serves until the process is interrupted or terminated."""
    from generator.model.server_urls import with_one_server
    from generator.pipeline import compile_provider
    from generator.views.stackql.documents import key_variables

    step(f"reading {options.provider_file.as_posix()}")
    provider = compile_provider(read_inputs(options.provider_file, problems), problems)
    server = _open_server(provider, options, problems)
    names = provider.client
    used = (name for scheme in provider.auth for name in scheme.variables)
    variables = {
        names.base_url_env: server.url,
        **dict.fromkeys((names.api_key_env, *(key.env for key in names.keys), *used), "any"),
    }
    if options.registry:
        variables |= dict.fromkeys(key_variables(provider.stackql.providers), "any")
    try:
        if options.registry:
            leading_here = with_one_server(provider, server.url)
            _write_registry(leading_here, options.registry, problems, step)
        server.start()
        _announce(options, provider, server.url, variables)
        server.wait()
    except (KeyboardInterrupt, Terminated):
        pass
    finally:
        server.stop()
    answered = pluralize(len(server.requests), "request")
    return CommandResult((f"stopped after {answered}",), {"requests": len(server.requests)})


def _open_server(provider: Provider, options: MockOptions, problems: Problems) -> MockServer:
    from generator.mock.server import MockServer

    try:
        return MockServer(provider, options.port, stateless=options.is_stateless)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error(
            "port-unavailable",
            f"can't listen on port {options.port} of 127.0.0.1: {reason}",
            hint="choose another port with --port, or 0 for any free one",
        )
        raise Refused from error


def _write_registry(provider: Provider, folder: Path, problems: Problems, step: Step) -> None:
    """Replaces the documents below `folder`/src. `folder` may only have those of earlier runs."""
    from generator.output.model import OutputPaths
    from generator.output.replace_folder import FolderOccupied, replace_folder
    from generator.views.stackql.registry import document_files

    files = {
        f"{of.name}/{path}": content
        for of in provider.stackql.providers
        for path, content in document_files(provider, of)
    }
    wait = functools.partial(step, f"waiting for another run in {folder.as_posix()}")
    try:
        replace_folder(OutputPaths(folder, "src"), files, problems, wait)
    except FolderOccupied as error:
        problems.error(
            "registry-in-the-way",
            f'"{error.entry.as_posix()}" is not a document of this provider',
            hint="name another folder with --registry, or empty this one",
        )
        raise Refused from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error(
            "registry-not-written",
            f'"{folder.as_posix()}" can\'t be written: {reason}',
            hint="name another folder with --registry",
        )
        raise Refused from error


def _announce(
    options: MockOptions, provider: Provider, url: str, variables: dict[str, str]
) -> None:
    """Prints one line at once, because the caller may wait for it."""
    if options.as_json:
        told: JsonObject = {"provider": provider.name, "url": url, "environment": {**variables}}
        if options.registry:
            told["registry"] = options.registry.as_posix()
        line = json.dumps(told)
    else:
        settings = " ".join(f"{variable}={value}" for variable, value in variables.items())
        folder = options.registry.as_posix() if options.registry else ""
        documents = f"; registry documents in {folder}" if folder else ""
        line = make_printable(
            f"{provider.name} at {url}{documents}; use it with {settings}; Ctrl-C stops it"
        )
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
