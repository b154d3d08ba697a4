"""The client whose calls are awaited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self, cast

from ._runtime.async_client import AsyncClient
from ._runtime.credentials import AsyncKeyInput
from ._runtime.lazy_attribute import cached_property
from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from ._runtime.path_calls import AsyncVerb
from ._runtime.settings import ClientOptions
from ._settings import SETTINGS

if TYPE_CHECKING:
    import httpx2

    from ._raw import AsyncRawAcme, AsyncStreamedAcme
    from .resources.files import AsyncFiles
    from .resources.jobs import AsyncJobs
else:
    httpx2 = LazyModule("httpx2")


class AsyncAcme(AsyncClient):
    """A client whose calls are awaited. Use it in an `async with` statement, or close it."""

    def __init__(
        self,
        *,
        api_key: AsyncKeyInput | None = None,
        base_url: str | httpx2.URL | None = None,
        timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int = 2,
        default_headers: Mapping[str, str | NotGiven | None] | None = None,
        default_query: Mapping[str, object] | None = None,
        strict: bool = False,
        max_response_size: int = 268_435_456,
        max_empty_lines: int = 100_000,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        """Arguments that are left out are read from environment variables.

        Args:
            api_key: A key. Default: the variable `ACME_API_KEY`.
            base_url: The URL that paths are appended to. Default: the variable `ACME_BASE_URL`.
            timeout: Seconds for each network operation. Default: 600, and 5 to connect.
            max_retries: How often a request that failed is sent again, if it may succeed later.
            default_headers: Additional headers of each request. None and Omit() remove a header.
            default_query: Additional query arguments of each request.
            strict: Raise InvalidResponseError for responses that don't match the API's schemas.
            max_response_size: The most bytes of a response, once decompressed, or of an event.
            max_empty_lines: The most lines of a stream without an event, such as comments.
            http_client: Your own HTTP client. You close it yourself.
        """
        options = ClientOptions(
            keys={
                "api_key": api_key,
            },
            base_url=base_url,
            headers={},
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            strict=strict,
            max_response_size=max_response_size,
            max_empty_lines=max_empty_lines,
        )
        super().__init__(SETTINGS, options, http_client)

    def with_options(
        self,
        *,
        api_key: AsyncKeyInput | None = None,
        base_url: str | httpx2.URL | None = None,
        timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int | None = None,
        default_headers: Mapping[str, str | NotGiven | None] | None = None,
        default_query: Mapping[str, object] | None = None,
        strict: bool | None = None,
        max_response_size: int | None = None,
        max_empty_lines: int | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> Self:
        """Returns a client with other options, over the same connections.

        Arguments that are left out keep their values. Default headers and queries are merged.
        """
        options = ClientOptions(
            keys={
                "api_key": api_key,
            },
            base_url=base_url,
            headers={},
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            strict=strict,
            max_response_size=max_response_size,
            max_empty_lines=max_empty_lines,
        )
        return self._with_client_options(options, http_client)

    copy = with_options
    get = AsyncVerb("GET")
    post = AsyncVerb("POST")
    put = AsyncVerb("PUT")
    patch = AsyncVerb("PATCH")
    delete = AsyncVerb("DELETE")

    @property
    def api_key(self) -> AsyncKeyInput | None:
        """A key. An assignment changes all further calls."""
        found: AsyncKeyInput | None = self._client.core.get_option("api_key")
        return found

    @api_key.setter
    def api_key(self, value: AsyncKeyInput) -> None:
        self._client.core.set_option("api_key", value)

    @cached_property
    def files(self) -> AsyncFiles:
        """`files`"""
        from .resources.files import AsyncFiles

        return AsyncFiles(self._client)

    @cached_property
    def jobs(self) -> AsyncJobs:
        """`jobs`"""
        from .resources.jobs import AsyncJobs

        return AsyncJobs(self._client)

    @cached_property
    def with_raw_response(self) -> AsyncRawAcme:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from ._runtime import raw

        client = self._with_sender(raw.AsyncRawSender(self._client))
        return cast("AsyncRawAcme", client)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedAcme:
        """The same methods as context managers of responses whose body is not read yet."""
        from ._runtime import raw

        client = raw.AsyncStreaming(self._with_sender(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedAcme", client)
