"""Request bodies, sent once and again, over real HTTP."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import ArgumentError
from generator.runtime.files import OpenFile
from generator.runtime.operation import Body, FormBody, JsonBody, MultipartBody, RawBody
from generator.runtime.request_body import EncodedBody, Upload
from tests.support.http_server import Received, Server, running
from tests.support.sockets import answering

FORM = MultipartBody(("file",))
SIZE = 200 * 1024 * 1024
MOST = 4 * 1024 * 1024  # what sending it may take of memory


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def posted(url: str, body: EncodedBody) -> None:
    files: Any = list(body.parts) or None
    try:
        httpx2.post(url, headers=body.headers, content=body.content, files=files, timeout=5)
    finally:
        body.close()


def async_posted(url: str, body: EncodedBody) -> None:
    async def post() -> None:
        files: Any = list(body.parts) or None
        async with httpx2.AsyncClient(timeout=5) as http:
            await http.post(url, headers=body.headers, content=body.async_content, files=files)

    try:
        asyncio.run(post())
    finally:
        body.close()


Post = Callable[[str, EncodedBody], None]
both = pytest.mark.parametrize("post", [posted, async_posted])


def sent(post: Post, server: Server, upload: Upload) -> Received:
    post(server.url, upload.encode())
    return server.last


def files_in(received: Received) -> list[tuple[str | None, bytes]]:
    return [(file_name, content) for _, file_name, _, content in received.parts()]


@both
def test_a_file_is_sent_again_from_its_position(post: Post, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        file.seek(4)
        upload = Upload(FORM, {"file": file})
        assert upload.can_repeat
        for _ in range(3):
            assert files_in(sent(post, server, upload)) == [("a.txt", b"456789")]
            assert "content-length" in server.last.headers


@both
def test_bytes_paths_and_buffers_are_sent_again(post: Post, server: Server, tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"path")
    files = [b"bytes", tmp_path / "p", ("b.txt", io.BytesIO(b"buffer"))]
    upload = Upload(FORM, {"file": files})
    assert upload.can_repeat
    for _ in range(2):
        assert files_in(sent(post, server, upload)) == [
            ("file", b"bytes"),
            ("p", b"path"),
            ("b.txt", b"buffer"),
        ]
        assert "content-length" in server.last.headers


@both
def test_a_pipe_is_sent_once(post: Post, server: Server) -> None:
    reading, writing = os.pipe()
    with open(reading, "rb") as file:  # noqa: PTH123 - no path
        os.write(writing, b"piped")
        os.close(writing)
        upload = Upload(FORM, {"file": file})
        assert not upload.can_repeat
        assert [content for _, content in files_in(sent(post, server, upload))] == [b"piped"]
        assert server.last.headers["transfer-encoding"] == "chunked"
        with pytest.raises(ArgumentError, match="can't be read a second time"):
            upload.encode()


def test_an_object_that_can_only_be_read_is_sent_once(server: Server) -> None:
    left = [b"", b"b", b"a"]

    class Source:
        def read(self, size: int) -> bytes:
            assert size
            return left.pop()

    upload = Upload(FORM, {"file": Source()})
    assert not upload.can_repeat
    assert files_in(sent(posted, server, upload)) == [("file", b"ab")]


@both
@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (FormBody(), {"a": 1}, b"a=1"),
        (RawBody("x/y"), "é", "é".encode()),
        (RawBody("x/y"), b"raw", b"raw"),
        (RawBody("x/y"), memoryview(b"view"), b"view"),
    ],
)
def test_other_bodies_are_sent_again(
    post: Post, server: Server, kind: Body, value: object, expected: bytes
) -> None:
    upload = Upload(kind, value)
    assert upload.can_repeat
    for _ in range(2):
        assert sent(post, server, upload).body == expected
        assert server.last.headers["content-type"]


def test_an_iterator_argument_is_sent_again(server: Server) -> None:
    upload = Upload(JsonBody(), {"a": (n for n in (1, 2))})
    assert upload.can_repeat
    for _ in range(2):
        assert sent(posted, server, upload).body == b'{"a":[1,2]}'


@both
def test_a_raw_body_may_be_a_path(post: Post, server: Server, tmp_path: Path) -> None:
    (tmp_path / "offer.sdp").write_bytes(b"v=0")
    upload = Upload(RawBody("application/sdp"), tmp_path / "offer.sdp")
    for _ in range(2):
        assert sent(post, server, upload).body == b"v=0"
        assert server.last.content_type == "application/sdp"
        assert server.last.headers["content-length"] == "3"


@both
def test_a_raw_body_may_be_an_open_file_or_a_pipe(post: Post, server: Server) -> None:
    buffer = io.BytesIO(b"0123")
    buffer.seek(1)
    upload = Upload(RawBody("x/y"), buffer)
    for _ in range(2):
        assert sent(post, server, upload).body == b"123"
        assert server.last.headers["content-length"] == "3"
    reading, writing = os.pipe()
    with open(reading, "rb") as file:  # noqa: PTH123 - no path
        os.write(writing, b"piped")
        os.close(writing)
        assert sent(post, server, Upload(RawBody("x/y"), file)).body == b"piped"
        assert server.last.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("kind", [FORM, RawBody("x/y")])
def test_an_unsendable_value_is_an_error_before_a_request(kind: Body, tmp_path: Path) -> None:
    name = "file" if kind is FORM else "body"

    def upload(value: object) -> Upload:
        return Upload(kind, {"file": value} if kind is FORM else value)

    with (tmp_path / "t").open("w+") as text:
        for file in (text, io.StringIO("x")):
            with pytest.raises(ArgumentError, match=rf'"{name}" is a file in text mode'):
                upload(file)
    with pytest.raises(ArgumentError, match=rf'"{name}" is a closed file'):
        upload(text)
    with pytest.raises(ArgumentError, match=rf'"{name}" can\'t be read: .*: no such file'):
        upload(tmp_path / "none").encode()
    with pytest.raises(ArgumentError, match=rf'"{name}" can\'t be read: .*: is a directory'):
        upload(tmp_path).encode()


def test_a_file_that_returns_text_is_named() -> None:
    class Text:
        def read(self, size: int) -> str:
            return "x" * size

    content = Upload(RawBody("x/y"), Text()).encode().content
    assert isinstance(content, OpenFile)
    with pytest.raises(
        ArgumentError, match=r'"body" returned text from read\(\): it must return bytes'
    ):
        next(iter(content))


def test_opened_files_are_closed_if_another_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    upload = Upload(FORM, {"file": [tmp_path / "a", tmp_path / "b"]})
    with pytest.raises(ArgumentError, match="no such file"):
        upload.encode()  # a ResourceWarning would be an error below
    (tmp_path / "b").write_bytes(b"")
    body = upload.encode()
    body.close()
    assert all(file.closed for file in body.opened)


def test_the_name_of_a_file_is_always_text_and_adds_no_header(server: Server) -> None:
    name = 'a"\r\nX: y\udcff.txt'
    received = sent(posted, server, Upload(FORM, {"file": (name, b"x")}))
    assert received.body.count(b"\r\n\r\n") == 1
    assert b'filename="a%22%0D%0AX: y?.txt"' in received.body


@both
@pytest.mark.parametrize("kind", [FORM, RawBody("x/y")])
def test_a_large_file_is_never_in_memory(post: Post, kind: Body, tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(SIZE)

    def swallow(connection: socket.socket) -> None:
        head = server.heads[-1].lower()
        left = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0] or -1)
        assert left >= SIZE
        while left:
            left -= connection.recv_into(buffer, min(left, len(buffer)))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    buffer = bytearray(1024 * 1024)
    with answering(swallow) as server:
        tracemalloc.start()
        try:
            post(server.url, Upload(kind, {"file": path} if kind is FORM else path).encode())
            assert tracemalloc.get_traced_memory()[1] < MOST
        finally:
            tracemalloc.stop()
    path.unlink()
