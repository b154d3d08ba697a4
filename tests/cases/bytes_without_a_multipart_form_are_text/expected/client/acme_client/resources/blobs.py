"""The methods of `blobs`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .._raw.blobs import AsyncRawBlobs, AsyncStreamedBlobs, RawBlobs, StreamedBlobs

_ADD: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/blobs",
    op.NoAnswer(),
    body=op.JsonBody(),
    takes={
        "name": ("string",),
        "raw": ("string",),
        "several": ("array",),
        "packed": ("string", "bytes"),
        "old": ("string", "bytes"),
    },
    base64=("packed", "old"),
)


class Blobs(SyncResource):
    """`blobs`"""

    @cached_property
    def with_raw_response(self) -> RawBlobs:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Blobs(raw.RawSender(self._client))
        return cast("RawBlobs", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedBlobs:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Blobs(raw.StreamingSender(self._client))
        return cast("StreamedBlobs", resource)

    def add(
        self,
        *,
        name: str,
        raw: str | NotGiven = NOT_GIVEN,
        several: Sequence[str] | NotGiven = NOT_GIVEN,
        packed: str | bytes | NotGiven = NOT_GIVEN,
        old: str | bytes | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /blobs

        Example:
            ```python
            client.blobs.add(name="example")
            ```

        Args:
            name: string
            raw: string
            several: array
            packed: string or bytes
            old: string or bytes

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD,
            options,
            body={"name": name, "raw": raw, "several": several, "packed": packed, "old": old},
        )


class AsyncBlobs(AsyncResource):
    """`blobs`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawBlobs:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncBlobs(raw.AsyncRawSender(self._client))
        return cast("AsyncRawBlobs", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedBlobs:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncBlobs(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedBlobs", resource)

    async def add(
        self,
        *,
        name: str,
        raw: str | NotGiven = NOT_GIVEN,
        several: Sequence[str] | NotGiven = NOT_GIVEN,
        packed: str | bytes | NotGiven = NOT_GIVEN,
        old: str | bytes | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /blobs

        Example:
            ```python
            await client.blobs.add(name="example")
            ```

        Args:
            name: string
            raw: string
            several: array
            packed: string or bytes
            old: string or bytes

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD,
            options,
            body={"name": name, "raw": raw, "several": several, "packed": packed, "old": old},
        )
