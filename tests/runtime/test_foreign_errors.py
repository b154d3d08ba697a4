"""Failures of the caller's own parts within a call: files, headers, iterators, transports."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.runtime import operation as op
from generator.runtime.errors import ArgumentError
from tests.support.acme_client import GET, NOTE, UPLOAD, Side
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
