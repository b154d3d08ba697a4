"""HTTP clients of httpx2 with the time limits and the connections of this package's own.

Use one to change a proxy or a transport, and keep the other defaults.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import httpx2

from .errors import ConfigurationError
from .httpx_request import LIMITS, TIMEOUT
from .settings import MAX_RETRIES

DEFAULT_TIMEOUT: Final = TIMEOUT
DEFAULT_CONNECTION_LIMITS: Final = LIMITS
DEFAULT_MAX_RETRIES: Final = MAX_RETRIES


class DefaultHttpClient(httpx2.Client):
    """An httpx2.Client with this package's defaults. It takes the same arguments."""

    def __init__(self, **options: Any) -> None:
        chosen: dict[str, Any] = {"timeout": TIMEOUT, "limits": LIMITS, **options}
        super().__init__(**chosen)


class DefaultAsyncHttpClient(httpx2.AsyncClient):
    """An httpx2.AsyncClient with this package's defaults. It takes the same arguments."""

    def __init__(self, **options: Any) -> None:
        chosen: dict[str, Any] = {"timeout": TIMEOUT, "limits": LIMITS, **options}
        super().__init__(**chosen)


_OF_TRANSPORT = ("cert", "limits", "proxy", "trust_env", "verify")


class DefaultAioHttpClient(DefaultAsyncHttpClient):
    """A DefaultAsyncHttpClient that sends by aiohttp. It needs the extra `aiohttp` of this package.

    Raises ConfigurationError if the extra is not installed.
    """

    def __init__(self, **options: Any) -> None:
        try:
            aiohttp: Any = import_module("httpx_aiohttp.httpx2")
        except ImportError:
            raise ConfigurationError(
                'DefaultAioHttpClient needs the extra "aiohttp" of this package'
            ) from None
        if "transport" not in options:
            chosen = {"limits": LIMITS, **options}
            given = {name: chosen[name] for name in _OF_TRANSPORT if name in chosen}
            options = {**options, "transport": aiohttp.AiohttpTransport(**given)}
            options.pop("proxy", None)  # the transport has it
        super().__init__(**options)
