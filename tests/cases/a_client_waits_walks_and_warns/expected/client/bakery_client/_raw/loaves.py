"""What `loaves` gives with raw access: for type checkers."""
# pyright: reportDeprecated=false

from __future__ import annotations

from .._runtime.raw import (
    async_to_raw_response,
    async_to_streamed_response,
    to_raw_response,
    to_streamed_response,
)
from ..resources.loaves import AsyncLoaves, Loaves


class RawLoaves:
    """The methods of `Loaves`, each described by `to_raw_response`."""

    def __init__(self, of: Loaves) -> None:
        self.bake = to_raw_response(of.bake)
        self.list = to_raw_response(of.list)
        self.retrieve = to_raw_response(of.retrieve)
        self.smell = to_raw_response(of.smell)


class StreamedLoaves:
    """The methods of `Loaves`, each described by `to_streamed_response`."""

    def __init__(self, of: Loaves) -> None:
        self.bake = to_streamed_response(of.bake)
        self.list = to_streamed_response(of.list)
        self.retrieve = to_streamed_response(of.retrieve)
        self.smell = to_streamed_response(of.smell)


class AsyncRawLoaves:
    """The methods of `AsyncLoaves`, each described by `async_to_raw_response`."""

    def __init__(self, of: AsyncLoaves) -> None:
        self.bake = async_to_raw_response(of.bake)
        self.list = async_to_raw_response(of.list)
        self.retrieve = async_to_raw_response(of.retrieve)
        self.smell = async_to_raw_response(of.smell)


class AsyncStreamedLoaves:
    """The methods of `AsyncLoaves`, each described by `async_to_streamed_response`."""

    def __init__(self, of: AsyncLoaves) -> None:
        self.bake = async_to_streamed_response(of.bake)
        self.list = async_to_streamed_response(of.list)
        self.retrieve = async_to_streamed_response(of.retrieve)
        self.smell = async_to_streamed_response(of.smell)
