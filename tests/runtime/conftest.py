"""Fixtures that run each test over the sync and the async client, without real pauses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from tests.support.acme_client import AsyncSide, Side, SyncSide


@pytest.fixture(params=[SyncSide, AsyncSide], ids=["sync", "async"])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    side: Side = request.param()
    yield side
    side.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were slept for, in place of sleeping."""
    seconds: list[float] = []
    yield_once = asyncio.sleep

    async def slept(delay: float, result: object = None) -> object:
        if delay > 0:
            seconds.append(delay)
        return await yield_once(0, result)

    monkeypatch.setattr(time, "sleep", seconds.append)
    monkeypatch.setattr(asyncio, "sleep", slept)
    return seconds
