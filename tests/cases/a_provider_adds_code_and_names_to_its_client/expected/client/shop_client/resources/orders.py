"""The methods of `orders`."""

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
    from .._raw.orders import (
        AsyncRawOrders,
        AsyncStreamedOrders,
        RawOrders,
        StreamedOrders,
    )
else:
    types = LazyModule("..types", __package__)

_ALL: Final[op.Endpoint[types.ListOrdersResponse]] = op.Endpoint(
    "GET",
    "/orders",
    op.JsonAnswer("ListOrdersResponse"),
)
_CREATE: Final[op.Endpoint[types.Order]] = op.Endpoint(
    "POST",
    "/orders",
    op.JsonAnswer("Order"),
    body=op.JsonBody(),
    takes={"gift": ("object",)},
)


class Orders(SyncResource):
    """`orders`"""

    @cached_property
    def with_raw_response(self) -> RawOrders:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Orders(raw.RawSender(self._client))
        return cast("RawOrders", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedOrders:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Orders(raw.StreamingSender(self._client))
        return cast("StreamedOrders", resource)

    def all(
        self,
        **options: Unpack[CallOptions],
    ) -> types.ListOrdersResponse:
        """GET /orders

        Example:
            ```python
            client.orders.all()
            ```

        Returns:
            ListOrdersResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ALL,
            options,
        )

    def create(
        self,
        *,
        gift: types.Gift | types.GiftParam | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Order:
        """POST /orders

        Example:
            ```python
            client.orders.create(gift={})
            ```

        Args:
            gift: object

        Returns:
            Order

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
            body={"gift": gift},
        )

    place = create


class AsyncOrders(AsyncResource):
    """`orders`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawOrders:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncOrders(raw.AsyncRawSender(self._client))
        return cast("AsyncRawOrders", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedOrders:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncOrders(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedOrders", resource)

    async def all(
        self,
        **options: Unpack[CallOptions],
    ) -> types.ListOrdersResponse:
        """GET /orders

        Example:
            ```python
            await client.orders.all()
            ```

        Returns:
            ListOrdersResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ALL,
            options,
        )

    async def create(
        self,
        *,
        gift: types.Gift | types.GiftParam | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Order:
        """POST /orders

        Example:
            ```python
            await client.orders.create(gift={})
            ```

        Args:
            gift: object

        Returns:
            Order

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
            body={"gift": gift},
        )

    place = create
