"""The methods of `forms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .._raw.forms import AsyncRawForms, AsyncStreamedForms, RawForms, StreamedForms

_ADD: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/forms",
    op.NoAnswer(),
    body=op.FormBody(),
    takes={"raw": ("string",)},
)


class Forms(SyncResource):
    """`forms`"""

    @cached_property
    def with_raw_response(self) -> RawForms:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Forms(raw.RawSender(self._client))
        return cast("RawForms", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedForms:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Forms(raw.StreamingSender(self._client))
        return cast("StreamedForms", resource)

    def add(
        self,
        *,
        raw: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /forms

        Example:
            ```python
            client.forms.add()
            ```

        Args:
            raw: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD,
            options,
            body={"raw": raw},
        )


class AsyncForms(AsyncResource):
    """`forms`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawForms:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncForms(raw.AsyncRawSender(self._client))
        return cast("AsyncRawForms", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedForms:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncForms(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedForms", resource)

    async def add(
        self,
        *,
        raw: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /forms

        Example:
            ```python
            await client.forms.add()
            ```

        Args:
            raw: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD,
            options,
            body={"raw": raw},
        )
