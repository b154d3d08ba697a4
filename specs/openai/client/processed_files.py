"""Waiting for a file that was uploaded before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.lazy_module import LazyModule
from .resources.files import AsyncFiles, Files

if TYPE_CHECKING:
    from . import types
else:
    types = LazyModule(".types", __package__)


class ProcessedFiles(Files):
    """`files`, and `wait_for_processing`."""

    def wait_for_processing(
        self, id: str, *, poll_interval: float = 5.0, max_wait_seconds: float = 1800.0
    ) -> types.OpenAIFile:
        """Waits until the file is processed or has an error, and returns it.

        `retrieve_and_wait` is the same without a limit of the time.
        """
        return self.retrieve_and_wait(
            id, poll_interval=poll_interval, wait_timeout=max_wait_seconds
        )


class AsyncProcessedFiles(AsyncFiles):
    """`files`, and `wait_for_processing`."""

    async def wait_for_processing(
        self, id: str, *, poll_interval: float = 5.0, max_wait_seconds: float = 1800.0
    ) -> types.OpenAIFile:
        """Waits until the file is processed or has an error, and returns it.

        `retrieve_and_wait` is the same without a limit of the time.
        """
        return await self.retrieve_and_wait(
            id, poll_interval=poll_interval, wait_timeout=max_wait_seconds
        )
