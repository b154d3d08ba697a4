"""The settings of the API, for the sync and the async client."""

from __future__ import annotations

from typing import Final

from ._runtime.credentials import KeyPlacement, TokenGrant
from ._runtime.settings import Settings, UrlVariable


def _load_type(name: str) -> object:
    from . import types

    loaded: object = getattr(types, name)
    return loaded


SETTINGS: Final = Settings(
    user_agent="kiosk_client/1",
    base_url="https://{city}.kiosk.example/{version}",
    base_url_env="KIOSK_BASE_URL",
    key_envs={
        "api_key": "KIOSK_API_KEY",
        "username": "KIOSK_USERNAME",
        "password": "KIOSK_PASSWORD",
        "client_id": "KIOSK_CLIENT_ID",
        "client_secret": "KIOSK_CLIENT_SECRET",
        "token_url": "KIOSK_TOKEN_URL",
        "scope": "KIOSK_SCOPE",
    },
    schemes={
        "Token": KeyPlacement("bearer", "", "api_key"),
        "Login": KeyPlacement("basic", "", "username", "password"),
        "Machine": KeyPlacement(
            "bearer",
            "",
            "api_key",
            grant=TokenGrant(
                "https://id.kiosk.example/token", "client_id", "client_secret", "token_url", "scope"
            ),
        ),
    },
    auth=(),
    headers=(),
    load_type=_load_type,
    url_variables={
        "city": UrlVariable("city", ("bern", "oslo")),
        "version": UrlVariable("version"),
    },
    url_defaults={"city": "bern", "version": "v1"},
)
