"""A download ends within its deadline, whatever the server sends, and stays on its host."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from generator.openapi import download
from generator.openapi.download import DownloadError

OK = b"HTTP/1.1 200 OK\r\n"
LIMIT = 1000


@contextmanager
def served(
    act: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Acts on each connection once its request has come; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as stream:
                stream.recv(65536)
                act(stream)
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def send(*parts: bytes) -> Callable[[socket.socket], None]:
    return lambda stream: stream.sendall(b"".join(parts))


def dribble(first: bytes, part: bytes) -> Callable[[socket.socket], None]:
    """Sends a part every few milliseconds without end, so that no single read times out."""

    def act(stream: socket.socket) -> None:
        stream.sendall(first)
        while True:
            stream.sendall(part)
            time.sleep(0.01)

    return act


def redirect(target: str) -> Callable[[socket.socket], None]:
    return send(f"HTTP/1.1 302 F\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.mark.parametrize(
    "act",
    [
        dribble(OK + b"X-Long: ", b"a"),
        dribble(OK, b"x"),
        dribble(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        dribble(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;"),
        lambda _stream: time.sleep(5),
    ],
    ids=["headers", "a header's name", "interim responses", "a chunk", "nothing"],
)
def test_the_deadline_covers_the_whole_download(
    act: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_SECONDS", 0.5)
    started = time.monotonic()
    with served(act) as port, pytest.raises(DownloadError):
        download.download(f"http://127.0.0.1:{port}/", LIMIT)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/x",
        "https://127.0.0.1:{port}/x",
        "http://169.254.169.254/latest/meta-data",
        "//[::1]/x",
        "http://10.0.0.1/x",
        "http://127.0.0.1.example/x",
    ],
)
def test_a_redirect_to_another_scheme_or_host_is_refused(target: str) -> None:
    refused = pytest.raises(DownloadError, match="another scheme or host")
    with served(redirect(target)) as port, refused:
        download.download(f"http://127.0.0.1:{port}/", LIMIT)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
def test_a_compressed_response_is_refused(encoding: str) -> None:
    body = gzip.compress(b"x" * 10_000)
    head = f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with served(send(OK, head, body)) as port, pytest.raises(DownloadError, match="encoding"):
        download.download(f"http://127.0.0.1:{port}/", LIMIT)


def test_a_certificate_must_be_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    reply = send(OK, b"Content-Length: 2\r\n\r\nok")
    with served(reply, context) as port:
        url = f"https://127.0.0.1:{port}/"
        with pytest.raises(DownloadError, match=r"(?i)certificate"):
            download.download(url, LIMIT)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert download.download(url, LIMIT) == b"ok"


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(send(OK, b"Content-Length: 2\r\n\r\nok")) as port:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert download.download("http://specs.example/x", LIMIT) == b"ok"


def test_without_a_home_folder_nothing_is_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    with served(send(OK, b"Content-Length: 2\r\n\r\nok")) as port:
        found = download.read_or_download(f"http://127.0.0.1:{port}/", "0" * 64, LIMIT)
    assert found == b"ok"
