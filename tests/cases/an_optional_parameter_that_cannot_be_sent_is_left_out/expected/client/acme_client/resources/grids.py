"""The methods of `grids`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.grids import AsyncRawGrids, AsyncStreamedGrids, RawGrids, StreamedGrids
else:
    types = LazyModule("..types", __package__)

_LIST: Final[op.Endpoint[None]] = op.Endpoint(
    "GET",
    "/grids",
    op.NoAnswer(),
    takes={"filter": ("object",), "size": ("integer",)},
)


class Grids(SyncResource):
    """`grids`"""

    @cached_property
    def with_raw_response(self) -> RawGrids:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Grids(raw.RawSender(self._client))
        return cast("RawGrids", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedGrids:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Grids(raw.StreamingSender(self._client))
        return cast("StreamedGrids", resource)

    def list(
        self,
        *,
        filter: types.ListGridsFilter | types.ListGridsFilterParam | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """GET /grids

        Example:
            ```python
            client.grids.list()
            ```

        Args:
            filter: object
            size: integer

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _LIST,
            options,
            query={"filter": filter, "size": size},
        )


class AsyncGrids(AsyncResource):
    """`grids`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawGrids:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncGrids(raw.AsyncRawSender(self._client))
        return cast("AsyncRawGrids", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedGrids:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncGrids(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedGrids", resource)

    async def list(
        self,
        *,
        filter: types.ListGridsFilter | types.ListGridsFilterParam | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """GET /grids

        Example:
            ```python
            await client.grids.list()
            ```

        Args:
            filter: object
            size: integer

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _LIST,
            options,
            query={"filter": filter, "size": size},
        )
