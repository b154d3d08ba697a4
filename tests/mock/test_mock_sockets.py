"""Malformed requests over real sockets do no harm."""

from __future__ import annotations

import socket

import httpx2
import pytest

from generator.mock.server import MockServer
from tests.mock.conftest import HEADERS

KEYS = "".join(f"{name}: {text}\r\n" for name, text in HEADERS.items())


def answer_to(server: MockServer, head: str, body: bytes = b"") -> bytes:
    """Returns all bytes until the server closes the connection."""
    port = int(server.url.removesuffix("/v1").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"{head}\r\n".encode() + body)
        return connection.makefile("rb").read()


@pytest.mark.parametrize(
    ("framing", "status"),
    [
        ("Content-Length: 99999999999999999999", 413),
        ("Content-Length: 9999999999999", 413),
        ("Content-Length: -1", 400),
        ("Content-Length: 2\r\nContent-Length: 40", 400),
        ("Content-Length: 2\r\nTransfer-Encoding: chunked", 400),
        ("Transfer-Encoding: gzip, chunked", 400),
        ("Transfer-Encoding: chunked", 400),
    ],
)
def test_a_body_of_ambiguous_length_closes_the_connection(
    server: MockServer, framing: str, status: int
) -> None:
    head = f"POST /v1/plants HTTP/1.1\r\nHost: localhost\r\n{KEYS}{framing}\r\n"
    told = answer_to(server, head, b"-1\r\n{}GET /v1/plants HTTP/1.1\r\n\r\n")
    assert told.startswith(f"HTTP/1.1 {status} ".encode())
    assert told.count(b"HTTP/1.1") == 1
    assert server.requests == ()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "::1"]
)
def test_a_request_for_another_host_is_rejected(server: MockServer, host: str) -> None:
    for path in ("/_mock/requests", "/v1/plants"):
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{KEYS}Connection: close\r\n"
        assert answer_to(server, head).startswith(b"HTTP/1.1 421 ")


def test_every_loopback_host_is_accepted(server: MockServer, client: httpx2.Client) -> None:
    port = server.url.removesuffix("/v1").rpartition(":")[2]
    for host in ("localhost", f"localhost:{port}", f"127.0.0.1:{port}", "[::1]", "a.localhost:1"):
        assert client.get("/plants", headers={"Host": host}).status_code == 200


def test_a_head_request_for_a_stream_has_no_body(server: MockServer) -> None:
    head = f"HEAD /v1/forecast HTTP/1.1\r\nHost: localhost\r\n{KEYS}Connection: close\r\n"
    told = answer_to(server, head)
    assert told.startswith(b"HTTP/1.1 200 ")
    assert told.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"name": "\\ud800"}', "surrogates not allowed"),
        (b'{"name": NaN}', "not JSON compliant"),
        (b'{"name": 1e999}', "not JSON compliant"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "Recursion limit reached"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"9" * 5000, "4300 digits"),
    ],
)
def test_json_that_an_error_cannot_repeat_is_rejected(
    client: httpx2.Client, body: bytes, reason: str
) -> None:
    told = client.post("/plants", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 400
    assert reason in told.json()["error"]["message"]
    assert client.get("/plants").status_code == 200
