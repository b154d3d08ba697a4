"""What `loaves` gives with raw access: for type checkers."""
# pyright: reportDeprecated=false

from __future__ import annotations

from .._runtime.raw import async_raw, async_streamed, raw, streamed
from ..resources.loaves import AsyncLoaves, Loaves


class RawLoaves:
    """`Loaves`, each method by `raw`."""

    def __init__(self, of: Loaves) -> None:
        self.bake = raw(of.bake)
        self.list = raw(of.list)
        self.retrieve = raw(of.retrieve)
        self.smell = raw(of.smell)


class StreamedLoaves:
    """`Loaves`, each method by `streamed`."""

    def __init__(self, of: Loaves) -> None:
        self.bake = streamed(of.bake)
        self.list = streamed(of.list)
        self.retrieve = streamed(of.retrieve)
        self.smell = streamed(of.smell)


class AsyncRawLoaves:
    """`AsyncLoaves`, each method by `async_raw`."""

    def __init__(self, of: AsyncLoaves) -> None:
        self.bake = async_raw(of.bake)
        self.list = async_raw(of.list)
        self.retrieve = async_raw(of.retrieve)
        self.smell = async_raw(of.smell)


class AsyncStreamedLoaves:
    """`AsyncLoaves`, each method by `async_streamed`."""

    def __init__(self, of: AsyncLoaves) -> None:
        self.bake = async_streamed(of.bake)
        self.list = async_streamed(of.list)
        self.retrieve = async_streamed(of.retrieve)
        self.smell = async_streamed(of.smell)
