"""What `files` gives with raw access: for type checkers."""

from __future__ import annotations

from .._runtime.raw import (
    async_to_raw_response,
    async_to_streamed_response,
    to_raw_response,
    to_streamed_response,
)
from ..resources.files import AsyncFiles, Files


class RawFiles:
    """The methods of `Files`, each described by `to_raw_response`."""

    def __init__(self, of: Files) -> None:
        self.content = to_raw_response(of.content)
        self.create = to_raw_response(of.create)
        self.list = to_raw_response(of.list)


class StreamedFiles:
    """The methods of `Files`, each described by `to_streamed_response`."""

    def __init__(self, of: Files) -> None:
        self.content = to_streamed_response(of.content)
        self.create = to_streamed_response(of.create)
        self.list = to_streamed_response(of.list)


class AsyncRawFiles:
    """The methods of `AsyncFiles`, each described by `async_to_raw_response`."""

    def __init__(self, of: AsyncFiles) -> None:
        self.content = async_to_raw_response(of.content)
        self.create = async_to_raw_response(of.create)
        self.list = async_to_raw_response(of.list)


class AsyncStreamedFiles:
    """The methods of `AsyncFiles`, each described by `async_to_streamed_response`."""

    def __init__(self, of: AsyncFiles) -> None:
        self.content = async_to_streamed_response(of.content)
        self.create = async_to_streamed_response(of.create)
        self.list = async_to_streamed_response(of.list)
