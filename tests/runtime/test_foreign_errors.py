"""Failures of the caller's own parts within a call: files, headers, iterators, transports."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.errors import APIConnectionError, ArgumentError
from tests.support.acme_client import CONTENT, CREATE, EVENTS, GET, NOTE, UPLOAD, Side
from tests.support.http_server import Server, running

BLOCK = 64 * 1024
RAW: op.Endpoint[Any] = op.Endpoint(
    "POST", "/raw", op.JsonAnswer("Any"), body=op.RawBody("application/octet-stream")
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def send(side: Side, server: Server, endpoint: Any, body: object, **options: Any) -> Any:
    client = side.client(base_url=server.url, max_retries=0, timeout=5)
    return side.done(client.call(endpoint, options, body=body))


def send_file(side: Side, server: Server, endpoint: Any, file: object) -> Any:
    return send(side, server, endpoint, {"file": file} if endpoint is UPLOAD else file)


class Unsteady(io.BytesIO):
    """A file that changes when its second block is read."""

    def __init__(self, change: Callable[[io.BytesIO], object]) -> None:
        super().__init__(bytes(3 * BLOCK))
        self.change = change

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() == BLOCK:
            place = self.tell()
            self.change(self)
            self.seek(place)
        return super().read(size)


def grow(file: io.BytesIO) -> None:
    file.seek(0, io.SEEK_END)
    file.write(b"more")


def shrink(file: io.BytesIO) -> None:
    file.truncate(2 * BLOCK)


# ------------------------------------------------------------------------------------ file sizes


@pytest.mark.parametrize("change", [grow, shrink])
@pytest.mark.parametrize("endpoint", [UPLOAD, RAW], ids=["form", "raw"])
def test_a_file_that_changes_its_size_while_it_is_sent_is_named(
    side: Side, server: Server, endpoint: Any, change: Callable[[io.BytesIO], object]
) -> None:
    name = "file" if endpoint is UPLOAD else "body"
    with pytest.raises(ArgumentError, match=f'"{name}" changed its size while it was sent'):
        send_file(side, server, endpoint, Unsteady(change))


@pytest.mark.parametrize("endpoint", [UPLOAD, RAW], ids=["form", "raw"])
def test_a_path_whose_file_shrinks_while_it_is_sent_is_named(
    side: Side, tmp_path: Path, endpoint: Any
) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(bytes(3 * BLOCK))

    def handle(request: httpx2.Request) -> httpx2.Response:
        raise AssertionError(request)  # the request is read completely before

    class Shrinking(httpx2.MockTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            path.write_bytes(b"")
            return super().handle_request(request)

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            path.write_bytes(b"")
            return await super().handle_async_request(request)

    client = side.client(http_client=side.http(transport=Shrinking(handle)))
    with pytest.raises(ArgumentError, match="changed its size while it was sent"):
        side.done(client.call(endpoint, body={"file": path} if endpoint is UPLOAD else path))


def test_a_client_is_usable_after_a_file_changed(side: Side, server: Server) -> None:
    client = side.client(base_url=server.url, max_retries=0)
    with pytest.raises(ArgumentError):
        side.done(client.call(UPLOAD, body={"file": Unsteady(shrink)}))
    side.done(client.call(UPLOAD, body={"file": io.BytesIO(b"whole")}))
    assert server.last.parts()[0][3] == b"whole"


def test_a_file_whose_end_cannot_be_found_is_sent_in_chunks(side: Side, server: Server) -> None:
    class Endless(io.BytesIO):
        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            if whence == io.SEEK_END:
                raise ValueError("seek from the end is not supported")
            return super().seek(offset, whence)

    send_file(side, server, RAW, Endless(b"packed"))
    assert server.last.body == b"packed"
    assert server.last.headers["transfer-encoding"] == "chunked"
    send_file(side, server, UPLOAD, Endless(b"packed"))
    assert server.last.parts()[0][3] == b"packed"


# ----------------------------------------------------------------------------- a given body length


@pytest.mark.parametrize("given", ["2", "99", "-1", "1e3", "+5", "5, 5", ""])
def test_a_content_length_that_is_not_the_bodys_is_refused(
    side: Side, server: Server, given: str
) -> None:
    before = len(server.received)
    for name in ("Content-Length", "content-length"):
        with pytest.raises(ArgumentError, match="Content-Length"):
            send(side, server, NOTE, "12345", extra_headers={name: given})
    assert len(server.received) == before


def test_a_content_length_of_a_call_without_a_body_is_refused(side: Side, server: Server) -> None:
    client = side.client(base_url=server.url, max_retries=0, timeout=5)
    with pytest.raises(ArgumentError, match="Content-Length"):
        side.done(client.call(GET, {"extra_headers": {"Content-Length": "5"}}, path={"id": "t"}))


def test_a_content_length_that_is_the_bodys_is_accepted(side: Side, server: Server) -> None:
    send(side, server, NOTE, "12345", extra_headers={"Content-Length": "5"})
    assert (server.last.body, server.last.headers["content-length"]) == (b"12345", "5")
    file = io.BytesIO(b"123456")
    send(side, server, RAW, file, extra_headers={"Content-Length": "6"})
    assert (server.last.body, server.last.headers["content-length"]) == (b"123456", "6")


def test_a_content_length_of_a_default_header_is_checked_too(side: Side, server: Server) -> None:
    client = side.client(base_url=server.url, default_headers={"Content-Length": "4"})
    with pytest.raises(ArgumentError, match="Content-Length"):
        side.done(client.call(NOTE, body="12345"))


class Once:
    """A source of bytes that has no size and can be read once."""

    def __init__(self, *blocks: bytes) -> None:
        self.blocks = [*blocks]

    def read(self, size: int) -> bytes:
        assert size
        return self.blocks.pop(0) if self.blocks else b""


def test_a_source_without_a_size_can_be_given_one(side: Side, server: Server) -> None:
    send(side, server, RAW, Once(b"123", b"45"), extra_headers={"Content-Length": "5"})
    assert (server.last.body, server.last.headers["content-length"]) == (b"12345", "5")
    assert "transfer-encoding" not in server.last.headers


@pytest.mark.parametrize("given", ["4", "6"])
def test_a_source_without_a_size_that_has_another_one_is_an_error(
    side: Side, server: Server, given: str
) -> None:
    with pytest.raises(ArgumentError, match="Content-Length"):
        send(side, server, RAW, Once(b"123", b"45"), extra_headers={"Content-Length": given})


@pytest.mark.parametrize("given", [None, "identity", "gzip, chunked", "x"])
def test_the_transfer_encoding_cannot_be_replaced(
    side: Side, server: Server, given: str | None
) -> None:
    with pytest.raises(ArgumentError, match="Transfer-Encoding"):
        send(side, server, NOTE, "12345", extra_headers={"Transfer-Encoding": given})


def test_the_content_length_cannot_be_removed(side: Side, server: Server) -> None:
    with pytest.raises(ArgumentError, match="Content-Length"):
        send(side, server, NOTE, "12345", extra_headers={"Content-Length": None})


def test_a_body_can_be_sent_in_chunks(side: Side, server: Server) -> None:
    send(side, server, NOTE, "12345", extra_headers={"Transfer-Encoding": "chunked"})
    assert (server.last.body, server.last.headers["transfer-encoding"]) == (b"12345", "chunked")
    assert "content-length" not in server.last.headers


# ---------------------------------------------------------------- exceptions of the caller's parts


class OwnError(Exception):
    """An exception that this package does not know."""


class Failing(io.BytesIO):
    """A file that raises in one of its methods after the call was made."""

    def __init__(self, error: Exception) -> None:
        super().__init__(bytes(3 * BLOCK))
        self.error = error

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= BLOCK:
            raise self.error
        return super().read(size)


@pytest.mark.parametrize("error", [OwnError("gone"), OSError(5, "gone"), ValueError("gone")])
@pytest.mark.parametrize("endpoint", [UPLOAD, RAW], ids=["form", "raw"])
def test_an_exception_of_a_file_is_an_argument_error(
    side: Side, server: Server, endpoint: Any, error: Exception
) -> None:
    name = "file" if endpoint is UPLOAD else "body"
    with pytest.raises(ArgumentError, match=f'"{name}" can\'t be read: .*gone'):
        send_file(side, server, endpoint, Failing(error))


def test_a_file_that_returns_no_bytes_is_named(side: Side, server: Server) -> None:
    class Numbers:
        def read(self, size: int) -> object:
            return [size, 300]

    with pytest.raises(ArgumentError, match='"file" can\'t be read'):
        send_file(side, server, UPLOAD, Numbers())


def test_a_file_that_cannot_be_rewound_again_is_named(side: Side, server: Server) -> None:
    class Stuck(io.BytesIO):
        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            if self.tell() and whence == io.SEEK_SET:
                raise OwnError("stuck")
            return super().seek(offset, whence)

    for endpoint in (UPLOAD, RAW):
        with pytest.raises(ArgumentError, match="can't be read: OwnError: stuck"):
            send_file(side, server, endpoint, Stuck(b"123"))


def failing_items() -> Iterator[int]:
    yield 1
    raise OwnError("no more")


@pytest.mark.parametrize("place", ["body", "query", "headers", "path"])
def test_an_exception_of_an_iterator_is_an_argument_error(
    side: Side, server: Server, place: str
) -> None:
    client = side.client(base_url=server.url)
    before = len(server.received)
    endpoint, name = (CREATE, "tags") if place == "body" else (GET, "id")
    arguments: dict[str, Any] = {"path": {"id": "t"}} if endpoint is GET else {}
    arguments[place] = {name: failing_items()}
    with pytest.raises(ArgumentError, match=f"{name}\" can't be read: OwnError: no more") as caught:
        side.done(client.call(endpoint, **arguments))
    assert isinstance(caught.value.__cause__, OwnError)
    assert len(server.received) == before


def test_a_path_that_is_no_path_is_an_argument_error(side: Side, server: Server) -> None:
    class NoPath:
        def __fspath__(self) -> str:
            raise OwnError("no path")

    for path in (NoPath(), Path("a\0b")):
        with pytest.raises(ArgumentError, match='"file" can\'t be read'):
            send_file(side, server, UPLOAD, path)


class Breaking(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Raises an exception at once, or while the body is read."""

    def __init__(self, error: Exception, head: httpx2.Response | None = None) -> None:
        self.error = error
        self.head = head
        self.attempts = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert request.method
        self.attempts += 1
        if self.head is None:
            raise self.error
        return self.head

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


class BrokenBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, error: Exception, *blocks: bytes) -> None:
        self.error = error
        self.blocks = blocks

    def __iter__(self) -> Iterator[bytes]:
        yield from self.blocks
        raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for block in self:
            yield block


@pytest.mark.parametrize("error", [OwnError("odd"), OSError(5, "odd"), RuntimeError("odd")])
def test_an_exception_of_a_transport_is_a_connection_error(side: Side, error: Exception) -> None:
    transport = Breaking(error)
    client = side.client(http_client=side.http(transport=transport))
    with pytest.raises(APIConnectionError, match=r"acme\.example.*odd") as caught:
        side.done(client.call(GET, path={"id": "t"}))
    assert caught.value.__cause__ is error
    assert transport.attempts == 1  # an unknown failure is not repeated


@pytest.mark.parametrize("error", [OwnError("odd"), OSError(5, "odd")])
def test_an_exception_while_a_body_is_read_is_a_connection_error(
    side: Side, error: Exception
) -> None:
    def client(content_type: str, *blocks: bytes) -> Any:
        headers = {"content-type": content_type}
        head = httpx2.Response(200, headers=headers, stream=BrokenBody(error, *blocks))
        return side.client(http_client=side.http(transport=Breaking(error, head)))

    with pytest.raises(APIConnectionError, match="odd") as caught:
        side.done(client("application/json", b"{").call(GET, path={"id": "t"}))
    assert caught.value.__cause__ is error
    content = side.done(client("x/y", b"1").call(CONTENT, path={"id": "t"}))
    with pytest.raises(APIConnectionError, match="odd"):
        side.done(content.read())
    content = side.done(client("x/y", b"1").call(CONTENT, path={"id": "t"}))
    with pytest.raises(APIConnectionError, match="odd"):
        side.rest(content.iter_bytes())
    events = side.done(client("text/event-stream", b"data: 1\n\n").call(EVENTS))
    with pytest.raises(APIConnectionError, match="odd"):
        side.rest(events)


def test_an_exception_of_a_hook_is_a_connection_error(side: Side) -> None:
    error = OwnError("hooked")

    def fail(_: object) -> None:
        raise error

    async def fail_later(_: object) -> None:
        raise error

    http = side.http(
        transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json={})),
        event_hooks={"response": [fail_later if side.is_async else fail]},
    )
    with pytest.raises(APIConnectionError, match="hooked"):
        side.done(side.client(http_client=http).call(GET, path={"id": "t"}))
