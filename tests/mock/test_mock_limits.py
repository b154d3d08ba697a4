"""Commands of web pages, cut requests, too large requests and many connections, over sockets."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from generator.mock import request_limits as limits
from generator.mock.model import FormPart, RecordedRequest
from generator.mock.request_log import RequestLog
from generator.mock.server import MockServer
from tests.mock.conftest import GREENHOUSE, HEADERS
from tests.support.clients import provider_of

KEYS = "".join(f"{name}: {text}\r\n" for name, text in HEADERS.items()).encode()
GET = b"GET /v1/plants HTTP/1.1\r\nHost: localhost\r\n" + KEYS
POST = b"POST /v1/plants HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + KEYS
PLANT = b'{"name": "Rose"}'


def connect(server: MockServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0), timeout=3)


def send(server: MockServer, *pieces: bytes) -> bytes:
    """Sends the pieces and nothing more, and returns all that comes back."""
    with connect(server) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has replied and closed
        return receive(connection)


def receive(connection: socket.socket) -> bytes:
    received = b""
    try:
        while block := connection.recv(65_536):
            received += block
    except ConnectionResetError:
        pass  # the server closed a connection that it didn't read to its end
    return received


# -------------------------------------------------------------------------------------- commands


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "https://127.0.0.1", "x"]
)
@pytest.mark.parametrize("command", ["GET requests", "POST faults", "POST rows", "POST reset"])
def test_a_command_of_a_web_page_of_another_origin_is_refused(
    server: MockServer, client: httpx2.Client, origin: str, command: str
) -> None:
    client.get("/plants")
    verb, _, name = command.partition(" ")
    url = server.url.removesuffix("/v1") + f"/_mock/{name}"
    body: dict[str, Any] = {"json": {"status": 500, "times": None}} if verb == "POST" else {}
    told = client.request(verb, url, headers={"Origin": origin}, **body)
    assert told.status_code == 403
    assert "another origin" in told.json()["error"]
    assert client.get("/plants").status_code == 200  # no fault was added
    assert len(server.requests) == 2  # and nothing was reset


def test_a_command_of_the_servers_own_origin_is_accepted(
    server: MockServer, client: httpx2.Client
) -> None:
    root = server.url.removesuffix("/v1")
    told = client.post(f"{root}/_mock/reset", json={}, headers={"Origin": root})
    assert told.status_code == 200


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
@pytest.mark.parametrize("name", ["faults", "rows", "reset"])
def test_a_command_needs_a_json_content_type(
    server: MockServer, client: httpx2.Client, content_type: str, name: str
) -> None:
    client.get("/plants")
    url = server.url.removesuffix("/v1") + f"/_mock/{name}"
    headers = {"Content-Type": content_type} if content_type else {}
    told = client.post(url, content=b'{"status": 500, "times": null}', headers=headers)
    assert told.status_code == 415
    assert client.get("/plants").status_code == 200
    assert len(server.requests) == 2


def test_an_api_call_of_a_web_page_is_answered(client: httpx2.Client) -> None:
    assert client.get("/plants", headers={"Origin": "https://evil.example"}).status_code == 200


# ---------------------------------------------------------------------------------- cut requests


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /v1/plants HT",
        b"GET /v1/plants HTTP/1.1",
        b"GET /v1/plants HTTP/1.1\r\n",
        b"GET /v1/plants HTTP/1.1\r\nHost: local",
        GET,
        GET[:-5],
        POST + b"Content-Length: 99\r\n\r\n",
        POST + b"Content-Length: 99\r\n\r\n" + PLANT,
        POST + b"Transfer-Encoding: chunked\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + PLANT,
        POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + PLANT + b"\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + PLANT + b"\r\n0\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + PLANT + b"\r\n0\r\nX-Trailer: 1\r\n",
    ],
)
def test_a_request_that_is_cut_is_no_request(
    server: MockServer, client: httpx2.Client, sent: bytes
) -> None:
    server.fail(503)
    told = send(server, sent)
    assert told == b"" or told.startswith(b"HTTP/1.1 400 ")
    assert server.requests == ()
    assert client.get("/plants").status_code == 503  # the fault waited for a request
    assert client.get("/plants").json()["data"] is not None  # nothing was created
    assert len(server.requests) == 2


def test_a_whole_request_before_a_cut_one_is_answered(server: MockServer) -> None:
    told = send(server, GET + b"\r\n" + GET)
    assert told.count(b"HTTP/1.1 200 ") == told.count(b"HTTP/1.1 ") == 1
    assert len(server.requests) == 1


def test_a_whole_body_in_chunks_is_read(server: MockServer) -> None:
    chunks = b"8;x=1\r\n" + PLANT[:8] + b"\r\n8\r\n" + PLANT[8:] + b"\r\n0\r\nX-Trailer: 1\r\n\r\n"
    told = send(server, POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert told.startswith(b"HTTP/1.1 2")
    assert server.requests[0].body == PLANT


def test_a_chunk_longer_than_its_size_is_refused(server: MockServer) -> None:
    body = b"4\r\n" + PLANT + b"\r\n0\r\n\r\n"
    told = send(server, POST + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    assert told.startswith(b"HTTP/1.1 400 ")
    assert server.requests == ()


# ---------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /v1/plants?after=" + b"x" * limits.LONGEST_LINE, 414),
        (b"GET /v1/plants?after=" + b"x" * limits.LONGEST_LINE + b" HTTP/1.1\r\n\r\n", 414),
        (GET + b"X-Long: " + b"x" * limits.LONGEST_LINE + b"\r\n\r\n", 431),
        (GET + b"X-Long: " + b"x" * limits.LONGEST_LINE, 431),
        (GET + b"".join(b"X-%d: 1\r\n" % number for number in range(200)) + b"\r\n", 431),
        (GET + b"".join(b"X-%d: %060000d\r\n" % (number, 1) for number in range(5)), 431),
        (POST + b"Content-Length: %d\r\n\r\n" % (limits.LARGEST_BODY + 1), 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (limits.LARGEST_BODY + 1), 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * limits.LONGEST_LINE, 400),
        (
            POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{" + b"x" * (limits.LONGEST_LINE + 1),
            400,
        ),
        (
            POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: %060000d\r\n" % 1 * 5,
            431,
        ),
    ],
)
def test_a_request_beyond_a_limit_is_refused(server: MockServer, sent: bytes, status: int) -> None:
    told = send(server, sent)
    assert f"{status}".encode() in told.partition(b"\n\n")[0]
    assert server.requests == ()


def test_chunks_are_limited_together(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.mock.http_reader.LARGEST_BODY", 1000)
    chunks = (b"64\r\n" + b" " * 100 + b"\r\n") * 11
    told = send(server, POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert told.startswith(b"HTTP/1.1 413 ")
    assert server.requests == ()


def test_a_long_but_allowed_request_is_answered(server: MockServer) -> None:
    headers = b"".join(b"X-%d: %02000d\r\n" % (number, 1) for number in range(80))
    assert send(server, GET + headers + b"\r\n").startswith(b"HTTP/1.1 200 ")


def make_request(number: int, size: int = 0) -> RecordedRequest:
    return RecordedRequest(
        operation="",
        verb="POST",
        path=f"/{number}",
        query=(),
        headers=(),
        content_type="",
        body=b"x" * size,
        parts=(),
        status=200,
        problems=(),
    )


def test_the_log_keeps_the_newest_requests() -> None:
    log = RequestLog(most=3)
    for number in range(10):
        log.add(make_request(number))
    assert [one.path for one in log.list_requests()] == ["/7", "/8", "/9"]
    log.clear()
    assert log.list_requests() == ()


def test_the_log_is_limited_in_size() -> None:
    log = RequestLog(largest=1000)
    for number in range(10):
        log.add(make_request(number, 300))
    assert [one.path for one in log.list_requests()] == ["/7", "/8", "/9"]
    log.add(make_request(10, 5000))  # the newest is kept whatever its size
    assert [one.path for one in log.list_requests()] == ["/10"]
    log.add(make_request(11))
    assert [one.path for one in log.list_requests()] == ["/11"]


def test_the_log_counts_headers_queries_and_parts() -> None:
    log = RequestLog(largest=1000)
    large = (("x", "y" * 600),)
    part = FormPart("file", "a", "", b"x" * 600)
    changes: list[dict[str, Any]] = [{"headers": large}, {"query": large}, {"parts": (part,)}]
    for change in changes:
        log.add(replace(make_request(1), **change))
    assert len(log.list_requests()) == 1


# ----------------------------------------------------------------------------------- connections


def test_400_connections_are_held_at_once(server: MockServer) -> None:
    started = time.monotonic()
    with ExitStack() as stack:
        held = [stack.enter_context(connect(server)) for _ in range(400)]
        for connection in held:
            connection.sendall(GET)  # the last line of the head is missing
        assert server.requests == ()
        for connection in held:
            connection.sendall(b"Connection: close\r\n\r\n")
        told = [receive(connection) for connection in held]
    assert [one.partition(b"\r\n")[0] for one in told] == [b"HTTP/1.1 200 OK"] * 400
    assert len(server.requests) == 400
    assert time.monotonic() - started < 20


def test_connections_that_are_kept_open_do_not_keep_others_waiting(server: MockServer) -> None:
    with ExitStack() as stack:
        for number in range(400):
            connection = stack.enter_context(connect(server))
            connection.sendall(GET + b"\r\n" if number % 2 else GET)
        assert httpx2.get(f"{server.url}/plants", headers=HEADERS, timeout=10).is_success
        stopping = time.monotonic()
        server.stop()
        assert time.monotonic() - stopping < 5


def test_a_burst_of_400_connections_waits_to_be_accepted() -> None:
    server = MockServer(provider_of(GREENHOUSE))  # it listens, and accepts once it is started
    with ExitStack() as stack:
        stack.callback(server.stop)
        held = [stack.enter_context(connect(server)) for _ in range(400)]
        for connection in held:
            connection.sendall(GET + b"Connection: close\r\n\r\n")
        server.start()
        assert all(receive(connection).startswith(b"HTTP/1.1 200 ") for connection in held)
