"""The methods of `pets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.pets import (
        AsyncRawPetsResource,
        AsyncStreamedPetsResource,
        RawPetsResource,
        StreamedPetsResource,
    )
else:
    types = LazyModule("..types", __package__)

_RETRIEVE: Final[op.Endpoint[types.Pet]] = op.Endpoint(
    "GET",
    "/pets/{pet_id}",
    op.JsonAnswer("Pet"),
    takes={"pet_id": ("string",)},
)


class PetsResource(SyncResource):
    """`pets`"""

    @cached_property
    def with_raw_response(self) -> RawPetsResource:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = PetsResource(raw.RawSender(self._client))
        return cast("RawPetsResource", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedPetsResource:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = PetsResource(raw.StreamingSender(self._client))
        return cast("StreamedPetsResource", resource)

    def retrieve(
        self,
        pet_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Pet:
        """Returns a pet.

        Example:
            ```python
            client.pets.retrieve(pet_id="pet_abc123")
            ```

        Args:
            pet_id: Its id.

        Returns:
            Pet: A pet.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _RETRIEVE,
            options,
            path={"pet_id": pet_id},
        )


class AsyncPetsResource(AsyncResource):
    """`pets`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawPetsResource:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncPetsResource(raw.AsyncRawSender(self._client))
        return cast("AsyncRawPetsResource", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedPetsResource:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncPetsResource(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedPetsResource", resource)

    async def retrieve(
        self,
        pet_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Pet:
        """Returns a pet.

        Example:
            ```python
            await client.pets.retrieve(pet_id="pet_abc123")
            ```

        Args:
            pet_id: Its id.

        Returns:
            Pet: A pet.

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _RETRIEVE,
            options,
            path={"pet_id": pet_id},
        )
