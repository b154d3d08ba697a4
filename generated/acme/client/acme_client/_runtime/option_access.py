"""Options of a client as its attributes: they can be read, and an assignment takes effect.

The sync and the async client share this class. Resources, and raw access to them, see a change.
Clients of `with_options` don't.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .not_given import NotGiven

if TYPE_CHECKING:
    import httpx2


class OptionAccess:
    """The attributes of every client. A generated client adds those for its keys and headers."""

    _client: Any  # the sender

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    def __setattr__(self, name: str, value: object) -> None:
        """Raises AttributeError for a name that the client doesn't have.

        An option without an attribute would be kept and never used.
        """
        kind = type(self)
        if name.startswith("_") or hasattr(kind, name) or _is_annotated(kind, name):
            object.__setattr__(self, name, value)
            return
        raise AttributeError(
            f"`{name}` can't be assigned; give it to {kind.__name__}() or to `with_options`",
            name=name,
            obj=self,
        )

    @property
    def base_url(self) -> str:
        """The URL that the paths of the API are appended to."""
        found: str = self._client.core.configuration.base_url
        return found

    @base_url.setter
    def base_url(self, value: str | httpx2.URL) -> None:
        self._client.core.set_option("base_url", value)

    @property
    def timeout(self) -> float | httpx2.Timeout | None:
        """Seconds for each network operation. None means no limit."""
        chosen: float | httpx2.Timeout | NotGiven | None
        chosen = self._client.core.configuration.timeout
        if not isinstance(chosen, NotGiven):
            return chosen
        of_http: httpx2.Timeout = self._client.connections.timeout
        return of_http

    @timeout.setter
    def timeout(self, value: float | httpx2.Timeout | None) -> None:
        self._client.core.set_option("timeout", value)

    @property
    def max_retries(self) -> int:
        """How often a request that failed is sent again, if it may succeed later."""
        found: int = self._client.core.configuration.max_retries
        return found

    @max_retries.setter
    def max_retries(self, value: int) -> None:
        self._client.core.set_option("max_retries", value)

    def is_closed(self) -> bool:
        """Is the client closed, or the HTTP client that it was given?"""
        found: bool = self._client.connections.is_closed
        return found


def _is_annotated(kind: type, name: str) -> bool:
    """Does a class of yours, which extends the client, declare the attribute?"""
    return any(name in vars(one).get("__annotations__", {}) for one in kind.__mro__)
