"""Interim responses (100 to 199) before a response, over real sockets, sync and async."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

import httpx2
import pytest
import trustme

from generator.runtime.errors import APITimeoutError, InvalidResponseError
from tests.support.acme_client import CONTENT, EVENTS, GET, Side
from tests.support.scripted import Act, Scripted, cut, scripted, whole

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </%s.css>; rel=preload\r\n\r\n" % (b"a" * 440)
THING = whole({"id": "t1"})


def ask(side: Side, server: Scripted, endpoint: Any = GET, **options: Any) -> Any:
    client = side.client(**{"base_url": server.url, "max_retries": 0, **options})
    return side.done(client.call(endpoint, path={"id": "t1"}))


def endless(interim: bytes, pause: float = 0) -> Act:
    """Sends interim responses for five seconds, or until the client closes the connection."""

    def act(connection: socket.socket, server: Scripted) -> None:
        until = time.monotonic() + 5
        while time.monotonic() < until and not server.ended.wait(pause):
            connection.sendall(interim)
        raise OSError

    return act


@pytest.mark.parametrize("interim", [CONTINUE, HINTS, HINTS * 20 + CONTINUE])
def test_interim_responses_are_skipped(side: Side, interim: bytes) -> None:
    with scripted(cut(interim + THING)) as server:
        assert ask(side, server).id == "t1"


@pytest.mark.parametrize("endpoint", [GET, CONTENT, EVENTS])
def test_interim_responses_without_an_end_are_an_error(side: Side, endpoint: Any) -> None:
    too_long = pytest.raises(InvalidResponseError, match="more than 262144 bytes of interim resp")
    with scripted(endless(HINTS * 100)) as server, too_long:
        ask(side, server, endpoint)
    assert server.connections == 1


@pytest.mark.parametrize("limit", [0.2, httpx2.Timeout(9, read=0.2)])
def test_slow_interim_responses_do_not_extend_the_timeout(side: Side, limit: Any) -> None:
    with scripted(endless(CONTINUE, pause=0.05)) as server:
        started = time.monotonic()
        with pytest.raises(APITimeoutError, match="no response in time"):
            ask(side, server, timeout=limit)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("timeout", [5, None])
def test_a_large_body_is_not_counted_as_interim_responses(side: Side, timeout: Any) -> None:
    large = {"id": "t" * 3 * 1024 * 1024}
    with scripted(cut(HINTS + whole(large))) as server:
        assert ask(side, server, timeout=timeout).id == large["id"]


def test_the_limits_are_those_of_each_response_on_a_connection(side: Side) -> None:
    def act(connection: socket.socket, _server: Scripted) -> None:
        connection.sendall(HINTS * 400 + THING)  # 200 kB

    with scripted(act, act, endless(HINTS * 100)) as server:
        client = side.client(base_url=server.url, max_retries=0)
        for _ in range(2):
            assert side.done(client.call(GET, path={"id": "t1"})).id == "t1"
        with pytest.raises(InvalidResponseError, match="interim"):
            side.done(client.call(GET, path={"id": "t1"}))
    assert server.connections == 1


def test_an_http_client_of_the_user_has_the_limits_too(side: Side) -> None:
    too_long = pytest.raises(InvalidResponseError, match="interim")
    with scripted(endless(HINTS * 100)) as server, too_long:
        ask(side, server, http_client=side.http())


def test_a_proxy_has_the_limits_too(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(endless(HINTS * 100)) as server:
        for scheme in ("http", "https"):
            monkeypatch.setenv(f"{scheme}_proxy", server.url)
            with pytest.raises(InvalidResponseError, match="interim"):
                ask(side, server, base_url=f"{scheme}://shelves.example")
    assert [one.verb for one in server.asked] == ["GET", "CONNECT"]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def test_a_tls_connection_has_the_limits_too(side: Side, authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    with scripted(endless(HINTS * 100), tls=context) as server:
        http = side.http(verify=trusting)
        with pytest.raises(InvalidResponseError, match="interim"):
            ask(side, server, http_client=http, base_url=server.url.replace("http", "https"))
