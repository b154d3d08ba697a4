"""What `orders` gives with raw access: for type checkers."""

from __future__ import annotations

from .._runtime.raw import (
    async_to_raw_response,
    async_to_streamed_response,
    to_raw_response,
    to_streamed_response,
)
from ..resources.orders import AsyncOrders, Orders


class RawOrders:
    """The methods of `Orders`, each described by `to_raw_response`."""

    def __init__(self, of: Orders) -> None:
        self.all = to_raw_response(of.all)
        self.create = to_raw_response(of.create)
        self.place = to_raw_response(of.place)


class StreamedOrders:
    """The methods of `Orders`, each described by `to_streamed_response`."""

    def __init__(self, of: Orders) -> None:
        self.all = to_streamed_response(of.all)
        self.create = to_streamed_response(of.create)
        self.place = to_streamed_response(of.place)


class AsyncRawOrders:
    """The methods of `AsyncOrders`, each described by `async_to_raw_response`."""

    def __init__(self, of: AsyncOrders) -> None:
        self.all = async_to_raw_response(of.all)
        self.create = async_to_raw_response(of.create)
        self.place = async_to_raw_response(of.place)


class AsyncStreamedOrders:
    """The methods of `AsyncOrders`, each described by `async_to_streamed_response`."""

    def __init__(self, of: AsyncOrders) -> None:
        self.all = async_to_streamed_response(of.all)
        self.create = async_to_streamed_response(of.create)
        self.place = async_to_streamed_response(of.place)
