"""Simulated faults over real sockets: statuses, delays and broken connections."""

from __future__ import annotations

import socket
import time

import httpx2
import pytest

from generator.mock.server import MockServer


def test_a_fault_is_applied_as_often_as_it_says(server: MockServer, client: httpx2.Client) -> None:
    server.fail(503, times=2, headers={"Retry-After": "1"})
    told = [client.get("/plants") for _ in range(3)]
    assert [one.status_code for one in told] == [503, 503, 200]
    assert told[0].headers["retry-after"] == "1"
    assert told[0].json()["error"]["type"] == "server_error"
    assert [one.status for one in server.requests] == [503, 503, 200]


def test_a_fault_waits_for_its_operation(server: MockServer, client: httpx2.Client) -> None:
    server.fail(429, operation="getPlant")
    assert client.get("/plants").status_code == 200
    assert client.get("/plants/a").status_code == 429
    assert client.get("/plants/a").status_code == 200


def test_a_fault_without_an_end_lasts_until_the_reset(
    server: MockServer, client: httpx2.Client
) -> None:
    server.fail(500, times=None)
    assert [client.get("/plants").status_code for _ in range(3)] == [500] * 3
    server.reset()
    assert client.get("/plants").status_code == 200


def test_a_fault_may_have_any_body(server: MockServer, client: httpx2.Client) -> None:
    server.fail(502, headers={"Content-Type": "text/html"}, body=b"<h1>Bad gateway</h1>")
    told = client.get("/plants")
    assert (told.headers["content-type"], told.text) == ("text/html", "<h1>Bad gateway</h1>")
    server.fail(302, headers={"Location": "http://127.0.0.1:9/elsewhere"}, body=b"")
    assert client.get("/plants").headers["location"] == "http://127.0.0.1:9/elsewhere"
    server.fail(200, headers={"Content-Type": "application/json"}, body=b"{")
    assert client.get("/plants").text == "{"


def test_a_delayed_answer_comes_later(server: MockServer, client: httpx2.Client) -> None:
    server.slow(30)
    with pytest.raises(httpx2.ReadTimeout):
        client.get("/plants", timeout=0.05)
    assert client.get("/plants").status_code == 200


def test_stopping_does_not_wait_for_slow_answers(server: MockServer, client: httpx2.Client) -> None:
    server.slow(3600)
    with pytest.raises(httpx2.ReadTimeout):
        client.get("/plants", timeout=0.05)
    before = time.monotonic()
    server.stop()
    assert time.monotonic() - before < 60
    with pytest.raises(httpx2.ConnectError):
        client.get("/plants")


def test_a_connection_breaks_before_the_answer(server: MockServer, client: httpx2.Client) -> None:
    server.cut("headers")
    with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)):
        client.get("/plants")
    assert server.requests[-1].status == 0
    assert client.get("/plants").status_code == 200


def test_a_connection_breaks_in_the_middle_of_a_body(
    server: MockServer, client: httpx2.Client
) -> None:
    server.cut("body")
    with client.stream("GET", "/photos/p/content") as told:
        assert told.headers["content-length"] == "1024"
        with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)):
            told.read()


def test_a_connection_breaks_in_the_middle_of_events(
    server: MockServer, client: httpx2.Client
) -> None:
    server.cut("events", operation="giveAdvice")
    got: list[bytes] = []
    with (
        client.stream("POST", "/advice", json={"question": "?", "stream": True}) as told,
        pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)),
    ):
        got.extend(told.iter_bytes())
    assert b"advice.part" in b"".join(got)
    assert b"advice.end" not in b"".join(got)


def test_a_fault_names_an_existing_operation_and_cut(server: MockServer) -> None:
    with pytest.raises(ValueError, match='there is no operation "getWeed"'):
        server.fail(500, operation="getWeed")
    with pytest.raises(ValueError, match='"cut" must be one of headers, body, events'):
        server.cut("nothing")
    with pytest.raises(ValueError, match="Set-Cookie"):
        server.fail(500, headers={"Set-Cookie\r\nA": "b"})
    with pytest.raises(ValueError, match='"status" must be a number from 200 to 599'):
        server.fail(99)
    with pytest.raises(ValueError, match='"rows" must be a number from 0 to 100000'):
        server.rows("listPlants", 10**9)


def test_a_connection_is_kept_for_the_next_request(server: MockServer) -> None:
    host, port = server.url.removeprefix("http://").removesuffix("/v1").split(":")
    asked = (
        b"GET /v1/photos/p/content HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        answers = connection.makefile("rb")
        for _ in range(2):
            connection.sendall(asked)
            assert answers.readline().startswith(b"HTTP/1.1 200")
            while answers.readline().strip():
                pass
            assert len(answers.read(1024)) == 1024


def test_faults_and_requests_are_available_over_http(
    server: MockServer, client: httpx2.Client
) -> None:
    control = server.url.removesuffix("/v1") + "/_mock"
    fault = {"status": 418, "times": 1, "operation": "getPlant", "body": {"tea": True}}
    assert client.post(f"{control}/faults", json=fault).status_code == 200
    assert client.get("/plants/a").json() == {"tea": True}
    assert client.post(f"{control}/rows", json={"operation": "listPlants", "rows": 2}).is_success
    assert len(client.get("/plants").json()["data"]) == 2
    told = client.get(f"{control}/requests").json()["requests"]
    assert [one["operation"] for one in told] == ["getPlant", "listPlants"]
    assert [one["status"] for one in told] == [418, 200]
    assert client.post(f"{control}/reset", json={}).status_code == 200
    assert client.get(f"{control}/requests").json() == {"requests": []}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({}, 'a fault needs a "status", a "delay" or a "cut"'),
        ({"status": 99}, '"status" must be a number from 200 to 599'),
        ({"status": 500, "times": 0}, '"times" must be a number from 1, or null for always'),
        ({"delay": -1}, '"delay" must be a number of seconds from 0 to 86400'),
        ({"delay": 1e9}, '"delay" must be a number of seconds from 0 to 86400'),
        (
            {"status": 200, "headers": {"A": "b\r\nSet-Cookie: c"}},
            'header "A" must be visible ASCII without spaces at its ends',
        ),
        (
            {"status": 200, "headers": {"A: b\nC": "d"}},
            r'"A: b\nC" is not a header that a fault can set',
        ),
        (
            {"status": 200, "headers": {"Content-Length": "1"}},
            '"Content-Length" is not a header that a fault can set',
        ),
        ({"cut": "tail"}, '"cut" must be one of headers, body, events'),
        (
            {"statsu": 500},
            '"statsu" is not one of body, cut, delay, headers, operation, status, times',
        ),
    ],
)
def test_an_invalid_fault_is_an_error(
    server: MockServer, client: httpx2.Client, fault: object, error: str
) -> None:
    control = server.url.removesuffix("/v1") + "/_mock"
    told = client.post(f"{control}/faults", json=fault)
    assert (told.status_code, told.json()["error"]) == (400, error)
