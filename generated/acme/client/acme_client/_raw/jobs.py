"""What `jobs` gives with raw access: for type checkers."""
# pyright: reportDeprecated=false

from __future__ import annotations

from .._runtime.raw import (
    async_to_raw_response,
    async_to_streamed_response,
    to_raw_response,
    to_streamed_response,
)
from ..resources.jobs import AsyncJobs, Jobs


class RawJobs:
    """The methods of `Jobs`, each described by `to_raw_response`."""

    def __init__(self, of: Jobs) -> None:
        self.create = to_raw_response(of.create)
        self.delete = to_raw_response(of.delete)
        self.list = to_raw_response(of.list)
        self.retrieve = to_raw_response(of.retrieve)
        self.stop = to_raw_response(of.stop)
        self.update = to_raw_response(of.update)


class StreamedJobs:
    """The methods of `Jobs`, each described by `to_streamed_response`."""

    def __init__(self, of: Jobs) -> None:
        self.create = to_streamed_response(of.create)
        self.delete = to_streamed_response(of.delete)
        self.list = to_streamed_response(of.list)
        self.retrieve = to_streamed_response(of.retrieve)
        self.stop = to_streamed_response(of.stop)
        self.update = to_streamed_response(of.update)


class AsyncRawJobs:
    """The methods of `AsyncJobs`, each described by `async_to_raw_response`."""

    def __init__(self, of: AsyncJobs) -> None:
        self.create = async_to_raw_response(of.create)
        self.delete = async_to_raw_response(of.delete)
        self.list = async_to_raw_response(of.list)
        self.retrieve = async_to_raw_response(of.retrieve)
        self.stop = async_to_raw_response(of.stop)
        self.update = async_to_raw_response(of.update)


class AsyncStreamedJobs:
    """The methods of `AsyncJobs`, each described by `async_to_streamed_response`."""

    def __init__(self, of: AsyncJobs) -> None:
        self.create = async_to_streamed_response(of.create)
        self.delete = async_to_streamed_response(of.delete)
        self.list = async_to_streamed_response(of.list)
        self.retrieve = async_to_streamed_response(of.retrieve)
        self.stop = async_to_streamed_response(of.stop)
        self.update = async_to_streamed_response(of.update)
