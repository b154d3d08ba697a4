"""A pytest fixture: `mock_server(provider_file)` starts a server that runs until the test ends.

    def test_a_file_is_listed(mock_server):
        server = mock_server("specs/openai/provider.yaml")
        client = OpenAI(base_url=server.url, api_key="any")

pytest imports this module in every run of an environment that has it installed. It therefore
imports the rest of the generator only when a test uses the fixture.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from generator.mock.server import MockServer
    from generator.model.provider import Provider


class StartMock(Protocol):
    """Starts a mock server for a provider file."""

    def __call__(self, file: str | Path, *, stateless: bool = False) -> MockServer:
        """With `stateless`, created rows are not stored, and each id is answered each time."""
        ...


class CompiledProviders:
    """Compiles each provider file once in a test run."""

    def __init__(self) -> None:
        self._known: dict[Path, Provider] = {}

    def of(self, provider_file: Path) -> Provider:
        """Returns the provider. Fails the test if its files have errors."""
        file = provider_file.resolve()
        if file not in self._known:
            self._known[file] = _compile(provider_file)
        return self._known[file]


def _compile(provider_file: Path) -> Provider:
    from generator.console import format_diagnostic
    from generator.diagnostics import Problems, Refused
    from generator.inputs import read_inputs
    from generator.pipeline import compile_provider

    problems = Problems()
    try:
        return compile_provider(read_inputs(provider_file, problems), problems)
    except Refused:
        lines = [line for found in problems for line in format_diagnostic(found)]
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.fixture(scope="session")
def mock_providers() -> CompiledProviders:
    """The providers that `mock_server` has compiled."""
    return CompiledProviders()


@pytest.fixture
def mock_server(mock_providers: CompiledProviders) -> Iterator[StartMock]:
    """Starts a server for a provider file on a free port. It stops when the test ends."""
    from generator.mock.server import MockServer

    with contextlib.ExitStack() as servers:

        def start(file: str | Path, *, stateless: bool = False) -> MockServer:
            provider = mock_providers.of(Path(file))
            return servers.enter_context(MockServer(provider, stateless=stateless))

        yield start
