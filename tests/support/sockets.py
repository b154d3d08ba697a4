"""A server over a real socket whose bytes, and cuts, a test decides.

`Side` has the calls of the sync and the async side, so that one test covers both.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

import httpx2

from generator.runtime import operation as op
from generator.runtime.binary import AsyncBinaryResponse, BinaryResponse
from generator.runtime.streams import AsyncStream, Stream
from tests.support.listening import listening

Act = Callable[[socket.socket], None]


class RawServer:
    def __init__(self, url: str) -> None:
        self.url = url
        self.connections = 0
        self.heads: list[bytes] = []


@contextmanager
def answering(act: Act) -> Iterator[RawServer]:
    """`act` answers each request; what it raises closes the connection."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = RawServer(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def serve(connection: socket.socket) -> None:
            with connection:
                try:
                    while head := _head(connection):
                        server.heads.append(head)
                        act(connection)
                except OSError:
                    pass

        with listening(listener, server, serve):
            yield server


def _head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            return b""
        head += byte
    return head


def sending(text: bytes) -> Act:
    """Sends the bytes and leaves the connection open."""
    return lambda connection: connection.sendall(text)


def cutting(text: bytes) -> Act:
    """Sends the bytes and cuts the connection."""

    def act(connection: socket.socket) -> None:
        connection.sendall(text)
        raise OSError

    return act


def chunked(*chunks: bytes, content_type: str = "text/event-stream", ends: bool = True) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nX-Request-Id: r-1\r\n"
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + body + b"0\r\n\r\n" * ends


def until_closed(body: bytes, content_type: str = "text/event-stream") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def same(value: object) -> Any:
    return value


TIMEOUT = httpx2.Timeout(5, read=0.15, pool=0.15)
EVENTS = op.StreamAnswer("Any")
ONE = httpx2.Limits(max_connections=1)  # who doesn't free it can't ask again


class Side(Protocol):
    """Sync or async: the calls of one, for tests of both."""

    def stream(self, url: str, answer: op.StreamAnswer = EVENTS) -> Any: ...
    def binary(self, url: str) -> Any: ...
    def next(self, stream: Any) -> Any: ...
    def rest(self, items: Any) -> list[Any]: ...
    def within(self, opened: Any, act: Callable[[], None]) -> None: ...
    def done(self, value: Any) -> Any: ...
    def settle(self) -> None: ...


class SyncSide:
    def __init__(self) -> None:
        self.http = httpx2.Client(timeout=TIMEOUT, limits=ONE)

    def stream(self, url: str, answer: op.StreamAnswer = EVENTS) -> Stream[Any]:
        return Stream(self._get_sent_value(url), same, answer)

    def binary(self, url: str) -> BinaryResponse:
        return BinaryResponse(self._get_sent_value(url))

    def _get_sent_value(self, url: str) -> httpx2.Response:
        return self.http.send(self.http.build_request("GET", url), stream=True)

    def next(self, stream: Any) -> Any:
        return next(stream)

    def rest(self, items: Any) -> list[Any]:
        return list(items)

    def within(self, opened: Any, act: Callable[[], None]) -> None:
        with opened:
            act()

    def done(self, value: Any) -> Any:
        return value

    def settle(self) -> None: ...

    def close(self) -> None:
        self.http.close()


class AsyncSide:
    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.http = httpx2.AsyncClient(timeout=TIMEOUT, limits=ONE)

    def stream(self, url: str, answer: op.StreamAnswer = EVENTS) -> AsyncStream[Any]:
        async def opened() -> AsyncStream[Any]:
            return AsyncStream(await self._get_sent_value(url), same, answer)

        return self.runner.run(opened())

    def binary(self, url: str) -> AsyncBinaryResponse:
        async def opened() -> AsyncBinaryResponse:
            return AsyncBinaryResponse(await self._get_sent_value(url))

        return self.runner.run(opened())

    async def _get_sent_value(self, url: str) -> httpx2.Response:
        return await self.http.send(self.http.build_request("GET", url), stream=True)

    def next(self, stream: Any) -> Any:
        async def following() -> Any:
            try:
                return await anext(stream)
            except StopAsyncIteration:
                return StopIteration

        found = self.runner.run(following())
        if found is StopIteration:
            raise StopIteration
        return found

    def rest(self, items: AsyncIterator[Any]) -> list[Any]:
        async def collected() -> list[Any]:
            return [item async for item in items]

        return self.runner.run(collected())

    def within(self, opened: Any, act: Callable[[], None]) -> None:
        async def entered() -> None:
            async with opened:
                act()

        self.runner.run(entered())

    def done(self, value: Any) -> Any:
        async def awaited() -> Any:
            return await value

        return self.runner.run(awaited())

    def settle(self) -> None:
        self.runner.run(asyncio.sleep(0.01))

    def close(self) -> None:
        self.runner.run(self.http.aclose())
        self.runner.close()
