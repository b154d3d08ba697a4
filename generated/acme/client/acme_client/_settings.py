"""The settings of the API, for the sync and the async client."""

from __future__ import annotations

from typing import Final

from ._runtime.credentials import KeyPlacement
from ._runtime.settings import Settings


def _load_type(name: str) -> object:
    from . import types

    loaded: object = getattr(types, name)
    return loaded


SETTINGS: Final = Settings(
    user_agent="acme_client/1.0",
    base_url="https://api.acme.example/v1",
    base_url_env="ACME_BASE_URL",
    key_envs={
        "api_key": "ACME_API_KEY",
    },
    schemes={
        "Key": KeyPlacement("bearer", "", "api_key"),
    },
    auth=("Key",),
    headers=(),
    load_type=_load_type,
    needed=(("Key",),),
)
