"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self, cast

from ._runtime.credentials import KeyInput
from ._runtime.lazy_attribute import cached_property
from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from ._runtime.path_calls import SyncVerb
from ._runtime.settings import ClientOptions
from ._runtime.sync_client import SyncClient
from ._settings import SETTINGS

if TYPE_CHECKING:
    import httpx2

    from ._raw import RawAcme, StreamedAcme
    from .resources.files import Files
    from .resources.jobs import Jobs
else:
    httpx2 = LazyModule("httpx2")


class Acme(SyncClient):
    """A client that waits for each answer. Use it in a `with` statement, or close it."""

    def __init__(
        self,
        *,
        api_key: KeyInput | None = None,
        base_url: str | httpx2.URL | None = None,
        timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int = 2,
        default_headers: Mapping[str, str | NotGiven | None] | None = None,
        default_query: Mapping[str, object] | None = None,
        strict: bool = False,
        max_response_size: int = 268_435_456,
        max_empty_lines: int = 100_000,
        http_client: httpx2.Client | None = None,
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
        api_key: KeyInput | None = None,
        base_url: str | httpx2.URL | None = None,
        timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int | None = None,
        default_headers: Mapping[str, str | NotGiven | None] | None = None,
        default_query: Mapping[str, object] | None = None,
        strict: bool | None = None,
        max_response_size: int | None = None,
        max_empty_lines: int | None = None,
        http_client: httpx2.Client | None = None,
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
    get = SyncVerb("GET")
    post = SyncVerb("POST")
    put = SyncVerb("PUT")
    patch = SyncVerb("PATCH")
    delete = SyncVerb("DELETE")

    @property
    def api_key(self) -> KeyInput | None:
        """A key. An assignment changes all further calls."""
        found: KeyInput | None = self._client.core.get_option("api_key")
        return found

    @api_key.setter
    def api_key(self, value: KeyInput) -> None:
        self._client.core.set_option("api_key", value)

    @cached_property
    def files(self) -> Files:
        """`files`"""
        from .resources.files import Files

        return Files(self._client)

    @cached_property
    def jobs(self) -> Jobs:
        """`jobs`"""
        from .resources.jobs import Jobs

        return Jobs(self._client)

    @cached_property
    def with_raw_response(self) -> RawAcme:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from ._runtime import raw

        client = self._with_sender(raw.RawSender(self._client))
        return cast("RawAcme", client)

    @cached_property
    def with_streaming_response(self) -> StreamedAcme:
        """The same methods as context managers of responses whose body is not read yet."""
        from ._runtime import raw

        client = self._with_sender(raw.StreamingSender(self._client))
        return cast("StreamedAcme", client)
