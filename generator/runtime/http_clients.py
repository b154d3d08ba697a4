"""HTTP clients of httpx2 with the time limits and the connections of this package's own.

Use one to change a proxy or a transport, and keep the other defaults.
"""

from __future__ import annotations

from typing import Any, Final

import httpx2

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
