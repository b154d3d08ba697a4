"""The base classes of generated resources.

They have a module of their own, so that a generated module, which holds the sync and the async
class of a resource, imports neither client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .async_client import AsyncSender
    from .sync_client import SyncSender


class SyncResource:
    """A group of methods of a sync client."""

    def __init__(self, client: SyncSender) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._client.core.configuration.base_url}>"


class AsyncResource:
    """A group of methods of an async client."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._client.core.configuration.base_url}>"
