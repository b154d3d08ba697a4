"""The client: the provider's settings, and its resources as attributes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ._runtime.client import SyncClient
from ._runtime.settings import AuthScheme, Changes, Settings

if TYPE_CHECKING:
    import httpx2

    from .resources.pets import PetsResource


def _load_type(name: str) -> object:
    from . import types

    loaded: object = getattr(types, name)
    return loaded


_SETTINGS = Settings(
    user_agent="pets_client/1.2.0",
    base_url="https://pets.example",
    base_url_env="PETS_BASE_URL",
    key_envs={
        "api_key": "PETS_API_KEY",
    },
    schemes={
        "key": AuthScheme("bearer", "", "api_key"),
    },
    auth=("key",),
    headers=(),
    load_type=_load_type,
)


class Pets(SyncClient):
    """A client that waits for each answer. Use it in a `with` statement, or close it."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | None = 600.0,
        http_client: httpx2.Client | None = None,
    ) -> None:
        """What isn't given comes from the environment, if it is set there.

        `timeout` is in seconds; an `http_client` of your own has its own.
        """
        changes = Changes(
            keys={
                "api_key": api_key,
            },
            base_url=base_url,
            headers={},
            timeout=timeout,
        )
        super().__init__(_SETTINGS, changes, http_client)

    @cached_property
    def pets(self) -> PetsResource:
        """`pets`"""
        from .resources.pets import PetsResource

        return PetsResource(self._client)
