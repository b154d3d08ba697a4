"""The methods of `orders`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_CREATE: Final[op.Endpoint[types.CreateOrderResponse]] = op.Endpoint(
    "POST",
    "/orders",
    op.JsonAnswer("CreateOrderResponse"),
    body=op.JsonBody(),
    takes={
        "lines": ("array",),
        "payment": ("object", "string"),
        "size": ("string",),
        "labels": ("object",),
        "odd": ("object",),
        "hides": ("object",),
        "open": ("string",),
    },
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

    def create(
        self,
        *,
        lines: Sequence[types.Line | types.LineParam],
        payment: types.Payment | types.PaymentParam | NotGiven = NOT_GIVEN,
        size: types.SizeParam | NotGiven = NOT_GIVEN,
        labels: types.Labels | types.LabelsParam | Mapping[str, object] | NotGiven = NOT_GIVEN,
        odd: types.Odd | types.OddParam | NotGiven = NOT_GIVEN,
        hides: types.Hides | types.HidesParam | NotGiven = NOT_GIVEN,
        open: types.CreateOrderOpen | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.CreateOrderResponse:
        """POST /orders

        Example:
            ```python
            client.orders.create(lines=[{"sku": "text"}])
            ```

        Args:
            lines: array
            payment: How it is paid.
            size: string
            labels: object
            odd: object
            hides: object
            open: string

        Returns:
            CreateOrderResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
            body={
                "lines": lines,
                "payment": payment,
                "size": size,
                "labels": labels,
                "odd": odd,
                "hides": hides,
                "open": open,
            },
        )


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

    async def create(
        self,
        *,
        lines: Sequence[types.Line | types.LineParam],
        payment: types.Payment | types.PaymentParam | NotGiven = NOT_GIVEN,
        size: types.SizeParam | NotGiven = NOT_GIVEN,
        labels: types.Labels | types.LabelsParam | Mapping[str, object] | NotGiven = NOT_GIVEN,
        odd: types.Odd | types.OddParam | NotGiven = NOT_GIVEN,
        hides: types.Hides | types.HidesParam | NotGiven = NOT_GIVEN,
        open: types.CreateOrderOpen | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.CreateOrderResponse:
        """POST /orders

        Example:
            ```python
            await client.orders.create(lines=[{"sku": "text"}])
            ```

        Args:
            lines: array
            payment: How it is paid.
            size: string
            labels: object
            odd: object
            hides: object
            open: string

        Returns:
            CreateOrderResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
            body={
                "lines": lines,
                "payment": payment,
                "size": size,
                "labels": labels,
                "odd": odd,
                "hides": hides,
                "open": open,
            },
        )
