"""`mock`: a server on loopback that answers for a provider until it is told to stop."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.report import Outcome, Step, Terminated
from generator.console import counted, printable
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.json_types import JsonObject

if TYPE_CHECKING:
    from generator.mock.server import MockServer
    from generator.model.provider import Provider


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for."""

    provider_file: Path
    port: int  # 0: any that is free
    as_json: bool
    registry: Path | None = None  # where registry documents go that lead to the server


def serve(job: Job, problems: Problems, step: Step) -> Outcome:
    """Says where it listens, then answers until it is interrupted or terminated."""
    from generator.pipeline import compile_provider
    from generator.views.stackql.documents import key_variables

    step(f"reading {job.provider_file.as_posix()}")
    provider = compile_provider(read_inputs(job.provider_file, problems), problems)
    server = _listening(provider, job.port, problems)
    names = provider.client
    variables = {
        names.base_url_env: server.url,
        **dict.fromkeys((names.api_key_env, *(key.env for key in names.keys)), "any"),
        **(dict.fromkeys(key_variables(provider.stackql.providers), "any") if job.registry else {}),
    }
    try:
        if job.registry:
            _write_registry(replace(provider, servers=(server.url,)), job.registry, problems)
        server.start()
        _say(job, provider, server.url, variables)
        server.wait()
    except (KeyboardInterrupt, Terminated):
        pass
    finally:
        server.stop()
    answered = counted(len(server.requests), "request")
    return Outcome((f"stopped after {answered}",), {"requests": len(server.requests)})


def _listening(provider: Provider, port: int, problems: Problems) -> MockServer:
    from generator.mock.server import MockServer

    try:
        return MockServer(provider, port)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error(
            "port-unavailable",
            f"port {port} on 127.0.0.1 can't be listened on: {reason}",
            hint="name another one by --port, or 0 for any that is free",
        )
        raise Refused from error


def _write_registry(provider: Provider, folder: Path, problems: Problems) -> None:
    """Writes the documents below `folder`/src, where only documents of earlier runs may be."""
    from generator.views.stackql.registry import document_files

    files = {
        folder / "src" / of.name / path: content
        for of in provider.stackql.providers
        for path, content in document_files(provider, of)
    }
    try:
        there = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
        foreign = [path for path in there if path not in files or path.is_symlink()]
        if foreign:
            problems.error(
                "registry-in-the-way",
                f'"{foreign[0].as_posix()}" is no document of this provider',
                hint="name another folder by --registry, or remove what is in this one",
            )
            raise Refused
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error(
            "registry-not-written",
            f'"{folder.as_posix()}" can\'t be written: {reason}',
            hint="name another folder by --registry",
        )
        raise Refused from error


def _say(job: Job, provider: Provider, url: str, variables: dict[str, str]) -> None:
    """One line, at once: whoever started the server may wait for it."""
    if job.as_json:
        told: JsonObject = {"provider": provider.name, "url": url, "environment": {**variables}}
        if job.registry:
            told["registry"] = job.registry.as_posix()
        line = json.dumps(told)
    else:
        settings = " ".join(f"{variable}={value}" for variable, value in variables.items())
        documents = f"; registry documents in {job.registry.as_posix()}" if job.registry else ""
        line = f"{printable(provider.name)} at {url}{printable(documents)}; "
        line += f"use it with {printable(settings)}; Ctrl-C stops it"
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
