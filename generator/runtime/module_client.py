"""The client of a package as a whole: `shop_client.orders.list()` without making a client.

The options are attributes of the package. The client is made with the first call, and anew when an
option was assigned since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from .type_guards import is_object


class ModuleClient:
    """Makes the client of a package from the options that were assigned to it."""

    def __init__(
        self, load_class: Callable[[], Callable[..., Any]], namespace: Mapping[str, Any]
    ) -> None:
        """`namespace` has the attributes of the package."""
        self._load_class = load_class
        self._namespace = namespace
        self._options: dict[str, Any] = {}
        self._client: Any = None
        self._lock = threading.Lock()

    def get(self, name: str, options: tuple[str, ...]) -> Any:
        """Returns a resource or a method of the client. `options` are the names of all options."""
        with self._lock:
            given: dict[str, Any] = {
                option: dict(value) if is_object(value) else value
                for option in options
                if option in self._namespace
                and ((value := self._namespace[option]) is not None or option == "timeout")
            }
            if self._client is None or given != self._options:
                self._client = self._load_class()(**given)
                self._options = given
            return getattr(self._client, name)
