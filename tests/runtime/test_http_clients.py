"""The HTTP clients with this package's defaults."""

from __future__ import annotations

import asyncio
import importlib.util

import httpx2
import pytest

from generator.runtime import http_clients
from generator.runtime.errors import ConfigurationError
from tests.support.http_server import Reply, running

IS_INSTALLED = importlib.util.find_spec("httpx_aiohttp") is not None


def test_options_replace_defaults() -> None:
    with http_clients.DefaultHttpClient(timeout=3) as client:
        assert client.timeout == httpx2.Timeout(3)
    with http_clients.DefaultHttpClient() as client:
        assert client.timeout == http_clients.DEFAULT_TIMEOUT


@pytest.mark.skipif(IS_INSTALLED, reason="httpx-aiohttp is installed")
def test_a_client_for_aiohttp_names_the_extra_that_is_missing() -> None:
    with pytest.raises(ConfigurationError, match='needs the extra "aiohttp"'):
        http_clients.DefaultAioHttpClient()


@pytest.mark.skipif(not IS_INSTALLED, reason="httpx-aiohttp is not installed")
def test_a_client_for_aiohttp_sends() -> None:
    async def ask(url: str) -> httpx2.Response:
        async with http_clients.DefaultAioHttpClient() as client:
            return await client.get(url)

    with running() as server:
        server.reply = Reply.json({"id": "1"})
        response = asyncio.run(ask(server.url))
    assert response.json() == {"id": "1"}
