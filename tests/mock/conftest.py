"""A running mock server for a small provider, the greenhouse, and an HTTP client for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from generator.mock.pytest_plugin import StartMock
from generator.mock.server import MockServer

GREENHOUSE = Path(__file__).parent / "provider.yaml"
HEADERS = {"Authorization": "Bearer any", "Greenhouse-Version": "2", "X-Team": "roots"}


@pytest.fixture
def server(mock_server: StartMock) -> MockServer:
    return mock_server(GREENHOUSE)


@pytest.fixture
def client(server: MockServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        yield client
