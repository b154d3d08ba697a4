"""A server over a real socket that plays a script, including faults that no server should have.

The server reads each request completely and plays the next act. It repeats the last act.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from tests.support.listening import listening


@dataclass(frozen=True)
class Asked:
    verb: str
    target: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))


class Scripted:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[Asked] = []
        self.connections = 0
        self.ended = threading.Event()  # who stalls waits for it


Act = Callable[[socket.socket, Scripted], None]


@contextmanager
def scripted(*script: Act, tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """What an act raises as OSError closes the connection."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = Scripted(listener.getsockname()[1])
        lock = threading.Lock()

        def serve(connection: socket.socket) -> None:
            try:
                if tls is not None:
                    connection = tls.wrap_socket(connection, server_side=True)
                with connection, connection.makefile("rb") as received:
                    while (asked := _asked(received)) is not None:
                        with lock:
                            act = script[min(len(server.asked), len(script) - 1)]
                            server.asked.append(asked)
                        act(connection, server)
            except OSError:
                pass

        with listening(listener, server, serve):
            try:
                yield server
            finally:
                server.ended.set()


def _asked(received: socket.SocketIO | object) -> Asked | None:
    read_line: Callable[[], bytes] = received.readline  # type: ignore[union-attr]
    read: Callable[[int], bytes] = received.read  # type: ignore[union-attr]
    first = read_line().decode().split()
    if not first:
        return None
    headers: dict[str, str] = {}
    while line := read_line().strip().decode():
        name, _, text = line.partition(":")
        assert name.lower() not in headers, f"{name} comes twice"
        headers[name.lower()] = text.strip()
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(read_line(), 16):
            body += read(size)
            read_line()
        read_line()
    else:
        body = read(int(headers.get("content-length", 0)))
    return Asked(first[0], first[1], headers, body)


def reply(status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Act:
    """A whole response; the connection stays open."""
    return lambda connection, _server: connection.sendall(_text(status, body, headers))


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Act:
    named = {"Content-Type": "application/json", **(headers or {})}
    return reply(status, json.dumps(value).encode(), named)


def redirect(target: str, status: int = 302) -> Act:
    return reply(status, b"moved", {"Location": target})


def cut(text: bytes = b"") -> Act:
    """Sends the bytes as they are, and closes the connection."""

    def act(connection: socket.socket, _server: Scripted) -> None:
        connection.sendall(text)
        raise OSError

    return act


def cut_in_body(body: bytes, headers: Mapping[str, str] | None = None) -> Act:
    """A response that promises more than comes."""
    promised = {"Content-Type": "application/json", "Content-Length": "9999", **(headers or {})}
    return cut(_text(200, body, promised))


def reset(connection: socket.socket, _server: Scripted) -> None:
    """Breaks the connection hard, before any byte."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise OSError


def stall(text: bytes = b"") -> Act:
    """Sends the bytes, and then nothing until the test ends."""

    def act(connection: socket.socket, server: Scripted) -> None:
        connection.sendall(text)
        server.ended.wait(5)
        raise OSError

    return act


def then_closed(text: bytes) -> Act:
    """A whole response on a connection that closes without a word."""
    return cut(text)


def whole(value: object) -> bytes:
    """A whole response as bytes, on a connection that promises to stay."""
    return _text(200, json.dumps(value).encode(), {"Content-Type": "application/json"})


def _text(status: int, body: bytes, headers: Mapping[str, str] | None) -> bytes:
    named = {"Content-Length": str(len(body)), **(headers or {})}
    lines = "".join(f"{name}: {text}\r\n" for name, text in named.items())
    return f"HTTP/1.1 {status} Word\r\n{lines}\r\n".encode() + body
