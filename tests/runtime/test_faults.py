"""Faults between a client and its server, over real sockets, sync and async."""

from __future__ import annotations

import asyncio
import email.utils
import gzip
import pickle
import signal
import socket
import threading
import time
import traceback
import tracemalloc
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    ConflictError,
    InternalServerError,
    InvalidResponseError,
    RateLimitError,
)
from tests.support.acme_client import (
    CONTENT,
    CREATE,
    DELETE,
    EVENTS,
    GET,
    GET_BY_ALL,
    KEY,
    LIST,
    NOTE,
    UPLOAD,
    Acme,
    AsyncAcme,
    Side,
)
from tests.support.scripted import (
    Act,
    Scripted,
    cut,
    cut_in_body,
    json_reply,
    redirect,
    reply,
    reset,
    scripted,
    stall,
    whole,
)

THING = {"id": "t1"}
OK = json_reply(THING)
ONE = httpx2.Limits(max_connections=1)  # who doesn't free it can't ask again
SOON = {"retry-after-ms": "1"}


def ask(side: Side, server: Scripted, **given: Any) -> Any:
    """A GET of one thing."""
    return side.done(side.client(base_url=server.url, **given).call(GET, path={"id": "t1"}))


def create(side: Side, server: Scripted, **given: Any) -> Any:
    client = side.client(base_url=server.url, **given)
    return side.done(client.call(CREATE, body={"name": "n"}))


# --------------------------------------------------------------------------------------- retries


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry-After": "7"}, 7, 7),
        ({"Retry-After": "0.25"}, 0.25, 0.25),
        ({"retry-after-ms": "1500"}, 1.5, 1.5),
        ({"retry-after-ms": "20", "Retry-After": "7"}, 0.02, 0.02),
        ({"Retry-After": "in 100 s"}, 90, 100),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
        ({"Retry-After": "soon"}, 0.375, 0.5),
        ({"Retry-After": "-3", "retry-after-ms": "nan"}, 0.375, 0.5),
        ({}, 0.375, 0.5),
    ],
)
def test_a_retry_waits_as_long_as_the_server_asks(
    side: Side, pauses: list[float], headers: dict[str, str], least: float, most: float
) -> None:
    if headers.get("Retry-After") == "in 100 s":
        headers = {"Retry-After": email.utils.formatdate(time.time() + 100, usegmt=True)}
    with scripted(json_reply({}, 429, headers), OK) as server:
        assert ask(side, server).id == "t1"
    assert len(server.asked) == 2
    assert [least <= pause <= most for pause in pauses or [0]] == [True]


def test_a_long_retry_after_is_not_waited_for(side: Side, pauses: list[float]) -> None:
    slow = json_reply({"error": {"message": "later"}}, 429, {"Retry-After": "3600"})
    with scripted(slow, OK) as server, pytest.raises(RateLimitError, match="429: later") as caught:
        ask(side, server)
    assert (len(server.asked), pauses) == (1, [])
    assert caught.value.headers["retry-after"] == "3600"


def test_the_backoff_doubles_up_to_a_cap_and_is_jittered(side: Side, pauses: list[float]) -> None:
    with scripted(json_reply({}, 500)) as server, pytest.raises(InternalServerError):
        ask(side, server, max_retries=7)
    assert len(server.asked) == 8
    for pause, full in zip(pauses, (0.5, 1, 2, 4, 8, 8, 8), strict=True):
        assert 0.75 * full <= pause <= full
    assert len(set(pauses[4:])) == 3


def test_a_third_failure_is_raised_after_two_retries(side: Side, pauses: list[float]) -> None:
    failure = json_reply({"error": {"message": "broken"}}, 500, {"x-request-id": "r-7"})
    script = (failure, failure, failure, OK)
    with scripted(*script) as server, pytest.raises(InternalServerError) as caught:
        ask(side, server)
    assert (str(caught.value), caught.value.request_id) == ("500: broken", "r-7")
    assert len(server.asked) == 3
    with scripted(*script) as server:
        assert ask(side, server, max_retries=3).id == "t1"
    assert len(server.asked) == 4
    assert len(pauses) == 2 + 3


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_transient_failures_are_retried(side: Side, status: int) -> None:
    with scripted(json_reply({}, status, SOON), OK) as server:
        assert ask(side, server).id == "t1"
    assert server.connections == 1  # an error's body is read, and its connection kept


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 418, 422])
def test_permanent_failures_are_not_retried(side: Side, status: int) -> None:
    with scripted(reply(status, headers=SOON), OK) as server, pytest.raises(APIStatusError):
        ask(side, server)
    assert len(server.asked) == 1


def test_x_should_retry_decides_about_a_retry(side: Side) -> None:
    never = json_reply({}, 500, {**SOON, "x-should-retry": "false"})
    with scripted(never, OK) as server, pytest.raises(InternalServerError):
        ask(side, server)
    with scripted(json_reply({}, 400, {**SOON, "x-should-retry": "true"}), OK) as server:
        assert ask(side, server).id == "t1"


def test_without_retries_a_conflict_is_an_error_at_once(side: Side) -> None:
    with scripted(json_reply({}, 409, SOON), OK) as server, pytest.raises(ConflictError):
        ask(side, server, max_retries=0)


def test_one_call_has_one_idempotency_key(side: Side, pauses: list[float]) -> None:
    failure = json_reply({}, 503)
    with scripted(failure, reset, OK) as server:
        create(side, server)
        create(side, server)
        own = side.client(base_url=server.url)
        side.done(own.call(CREATE, {"idempotency_key": "mine"}, body={}))
        side.done(own.call(CREATE, {"extra_headers": {"idempotency-KEY": "theirs"}}, body={}))
        side.done(own.call(GET, path={"id": 1}))
    keys = [asked.headers.get("idempotency-key") for asked in server.asked]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert keys[3:] == [keys[3], "mine", "theirs", None]
    assert len({asked.body for asked in server.asked[:4]}) == 1
    assert len(pauses) == 2


# ----------------------------------------------------------------------------------- connections


@pytest.mark.parametrize("fault", [cut(), reset, cut(b"HTTP/1.1 200 OK\r\nContent-Le")])
def test_a_connection_cut_before_the_response_is_retried(
    side: Side, pauses: list[float], fault: Act
) -> None:
    with scripted(fault, fault, OK) as server:
        assert create(side, server).id == "t1"
    assert (len(server.asked), len(pauses)) == (3, 2)
    with scripted(fault) as server, pytest.raises(APIConnectionError, match="broke: ") as caught:
        create(side, server)
    assert len(server.asked) == 3
    assert "\n" not in str(caught.value)


def test_a_connection_cut_within_a_body_is_an_error(side: Side, pauses: list[float]) -> None:
    with scripted(cut_in_body(b'{"id": '), OK) as server:
        assert ask(side, server).id == "t1"
    with (
        scripted(cut_in_body(b'{"id": "whole"}')) as server,
        pytest.raises(APIConnectionError, match="broke: "),
    ):
        ask(side, server)  # what came is JSON by itself, but it isn't all
    assert (len(server.asked), len(pauses)) == (3, 3)


@pytest.mark.parametrize("operation", [CONTENT, EVENTS])
def test_a_connection_cut_within_a_stream_is_an_error(side: Side, operation: Any) -> None:
    start = b'data: {"id": "t1"}\n\ndata: {"id'
    fault = cut_in_body(start, {"Content-Type": "text/event-stream"})
    with scripted(fault, OK) as server:
        client = side.client(
            base_url=server.url,
            http_client=side.http(limits=ONE, timeout=httpx2.Timeout(5, pool=0.1)),
        )
        opened = side.done(client.call(operation, path={"id": "t1"}))
        with pytest.raises(APIConnectionError, match="broke"):
            side.rest(opened if operation is EVENTS else opened.iter_bytes())
        assert opened.is_closed
        assert side.done(client.call(GET, path={"id": "t1"})).id == "t1"
    assert len(server.asked) == 2  # a stream that has begun isn't tried again


def test_the_pool_timeout_error_mentions_open_responses(side: Side) -> None:
    with scripted(stall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) as server:
        http = side.http(limits=ONE, timeout=httpx2.Timeout(5, pool=0.01))
        client = side.client(base_url=server.url, http_client=http, max_retries=0)
        opened = side.done(client.call(CONTENT, path={"id": "t1"}))
        with pytest.raises(APITimeoutError, match=r"no connection to .* was free in time"):
            side.done(client.call(GET, path={"id": "t1"}))
        side.done(opened.close()) if side.is_async else opened.close()


def test_a_refused_connection_is_an_error(side: Side, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = side.client(base_url=f"http://127.0.0.1:{port}/v1")
    with pytest.raises(APIConnectionError, match=f"^could not connect to 127.0.0.1:{port}: "):
        side.done(client.call(GET, path={"id": "t1"}))
    assert len(pauses) == 2


def test_a_closed_keep_alive_connection_is_replaced(side: Side) -> None:
    with scripted(cut(whole(THING)), OK) as server:
        client = side.client(base_url=server.url, max_retries=1)
        for _ in range(2):
            assert side.done(client.call(GET, path={"id": "t1"})).id == "t1"
    assert len(server.asked) == 2


def test_connections_are_reused(side: Side) -> None:
    with scripted(OK) as server:
        client = side.client(base_url=server.url)
        for view in (client, client.with_options(max_retries=0), client.with_options(timeout=3)):
            side.done(view.call(GET, path={"id": "t1"}))
    assert server.connections == 1


# --------------------------------------------------------------------------------------- too slow


def test_a_silent_server_is_a_timeout(side: Side, pauses: list[float]) -> None:
    with (
        scripted(stall()) as server,
        pytest.raises(APITimeoutError, match=f"^no response in time from 127.0.0.1:{server.port}$"),
    ):
        ask(side, server, timeout=0.02)
    assert (len(server.asked), len(pauses)) == (3, 2)
    with scripted(stall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), OK) as server:
        assert ask(side, server, timeout=0.15).id == "t1"


def test_a_call_can_have_its_own_timeout(side: Side) -> None:
    with scripted(stall()) as server:
        client = side.client(base_url=server.url, timeout=600, max_retries=0)
        for timeout in (0.02, httpx2.Timeout(5, read=0.02)):
            with pytest.raises(APITimeoutError):
                side.done(client.call(GET, {"timeout": timeout}, path={"id": "t1"}))


def test_the_read_timeout_counts_between_bytes(side: Side) -> None:
    def trickle(connection: socket.socket, _server: Scripted) -> None:
        for byte in whole(THING)[:-1]:
            connection.sendall(bytes([byte]))
        time.sleep(0.02)
        connection.sendall(b"}")

    with scripted(trickle) as server:
        assert ask(side, server, timeout=5, max_retries=0).id == "t1"
        assert ask(side, server, timeout=None, max_retries=0).id == "t1"


def test_a_slow_connect_is_a_timeout(side: Side) -> None:
    with socket.socket() as listener:  # its queue is full: further connections wait
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        client = side.client(
            base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.05, max_retries=0
        )
        with pytest.raises(APITimeoutError, match=r"^could not connect to 127.* in time$"):
            side.done(client.call(GET, path={"id": "t1"}))
        for one in waiting:
            one.close()


# ----------------------------------------------------------------------------------- odd responses

PAGE = b"<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head>" + b"<p>x</p>" * 999


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (reply(200, b'{"id": "t1"', {"Content-Type": "application/json"}), "isn't JSON"),
        (reply(200, b"", {"Content-Type": "application/json"}), "isn't JSON: it is empty"),
        (reply(204), "isn't JSON: it is empty"),
        (reply(200, PAGE, {"Content-Type": "text/html"}), "isn't JSON: .*DOCTYPE"),
        (reply(200, b"\xff\xfe\x00", {"Content-Type": "application/json"}), "isn't JSON"),
        (reply(200, b"no gzip", {"Content-Encoding": "gzip"}), "can't be decoded"),
        (
            reply(200, gzip.compress(b'{"id": "t1"}' * 99)[:40], {"Content-Encoding": "gzip"}),
            "JSON",
        ),
        (reply(200, b"null", {"Content-Type": "application/json"}), "null, not Thing"),
    ],
)
def test_a_body_that_does_not_match_its_type_is_an_error(side: Side, act: Act, words: str) -> None:
    with scripted(act) as server, pytest.raises(InvalidResponseError, match=words) as caught:
        ask(side, server)
    assert len(server.asked) == 1
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_json_is_parsed_whatever_its_content_type(side: Side) -> None:
    for content_type in ("text/plain", "application/octet-stream", ""):
        with scripted(reply(200, b'{"id": "t1"}', {"Content-Type": content_type})) as server:
            assert ask(side, server).id == "t1"


@pytest.mark.parametrize("text", ["5", "null", '"said"', "[noise] hello", "{", "", "1\n2 --> 3\n"])
def test_plain_text_instead_of_json_is_returned(side: Side, text: str) -> None:
    with scripted(
        reply(200, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    ) as server:
        assert ask(side, server) == text


def test_an_html_error_page_is_described_by_its_title(side: Side) -> None:
    headers = {"Content-Type": "text/html", **SOON}
    with scripted(reply(502, PAGE, headers)) as server, pytest.raises(InternalServerError) as error:
        ask(side, server)
    assert str(error.value) == '502: an HTML page, "502 Bad Gateway"'
    assert error.value.body == PAGE.decode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><h1>Sorry</h1>", "400: an HTML page"),
        (b"<html><title>a &amp; b</title>", '400: an HTML page, "a & b"'),
        (b"many\n\nlines" + b"x" * 9999, "400: many lines" + "x" * 489 + "…"),
        (b"\xff", "400: �"),
        (b"", "400: no message"),
    ],
)
def test_an_error_body_without_json_becomes_one_line(side: Side, body: bytes, words: str) -> None:
    with scripted(reply(400, body)) as server, pytest.raises(APIStatusError) as caught:
        ask(side, server)
    assert str(caught.value) == words


def test_a_response_that_is_not_http_is_a_connection_error(side: Side) -> None:
    with (
        scripted(cut(b"SSH-2.0-x" + b"y" * 5000 + b"\r\n\r\n")) as server,
        pytest.raises(APIConnectionError) as caught,
    ):
        ask(side, server, max_retries=0)
    assert len(str(caught.value)) < 600


# --------------------------------------------------------------------------------------- redirects


def test_a_key_is_not_sent_to_another_host(side: Side) -> None:
    with scripted(OK) as other, scripted(redirect(other.url + "/moved")) as server:
        http = side.http(
            headers={"X-Own": "secret"},
            cookies={"own": "secret"},
            params={"own": "secret"},
            auth=("user", "secret"),
        )
        client = side.client(
            base_url=server.url,
            http_client=http,
            admin_key="admin-secret",
            organization="org-secret",
            default_headers={"X-Default": "secret"},
            default_query={"q": "secret"},
        )
        options = {"extra_headers": {"X-Extra": "secret"}, "extra_query": {"e": "secret"}}
        found = side.done(client.call(GET_BY_ALL, options, path={"id": "t1"}))
    assert found.id == "t1"
    home, away = server.asked[0], other.asked[0]
    for name in ("x-own", "cookie", "x-admin", "acme-organization", "x-default", "x-extra"):
        assert "secret" in home.headers[name], name
    assert home.query["key"] == KEY
    assert away.target == "/moved"
    assert {"host", "accept", "user-agent"} == away.headers.keys()


def test_a_file_at_another_host_is_read_without_the_key(side: Side) -> None:
    file = reply(200, b"content", {"Content-Type": "text/csv"})
    with scripted(file) as storage, scripted(redirect(storage.url + "/f?sig=1", 307)) as server:
        client = side.client(base_url=server.url)
        opened = side.done(client.call(CONTENT, path={"id": "t1"}))
        content = side.done(opened.read()) if side.is_async else opened.read()
    assert content == b"content"
    assert storage.asked[0].target == "/f?sig=1"
    assert "authorization" not in storage.asked[0].headers


def test_a_key_is_not_sent_again_after_a_redirect_back(side: Side) -> None:
    home: list[str] = []

    def back(connection: socket.socket, server: Scripted) -> None:
        redirect(home[0] + "/again")(connection, server)

    with scripted(back) as other, scripted(redirect(other.url), OK) as server:
        home.append(server.url)
        assert ask(side, server).id == "t1"
    assert "authorization" not in server.asked[1].headers


def test_a_redirect_on_the_same_host_keeps_the_key(side: Side) -> None:
    with scripted(redirect("/v2/things?page=2"), OK) as server:
        assert ask(side, server).id == "t1"
    assert server.asked[1].target == "/v2/things?page=2"
    assert server.asked[1].headers["authorization"] == f"Bearer {KEY}"


def test_a_body_is_resent_only_to_the_same_server(side: Side, tmp_path: Path) -> None:
    for status in (307, 308):
        with scripted(redirect("/v2/things", status), OK) as server:
            assert create(side, server).id == "t1"
        first, second = server.asked
        assert (second.verb, second.path, second.body) == ("POST", "/v2/things", first.body)
    for status in (301, 302, 303):
        with (
            scripted(redirect("/v2/things", status), OK) as server,
            pytest.raises(APIStatusError, match=f"{status}: redirected to /v2/things, which"),
        ):
            create(side, server)
    with (
        scripted(OK) as other,
        scripted(redirect(other.url, 307)) as server,
        pytest.raises(APIStatusError, match="307: redirected to"),
    ):
        create(side, server)
    assert other.asked == []
    file = tmp_path / "f.txt"
    file.write_text("content")
    with scripted(redirect("/v2", 308), OK) as server:
        client = side.client(base_url=server.url)
        assert side.done(client.call(UPLOAD, body={"file": file})).id == "t1"
    assert all(b"content" in asked.body for asked in server.asked)


def test_an_endless_redirect_is_an_error(side: Side) -> None:
    with (
        scripted(redirect("/again")) as server,
        pytest.raises(
            APIStatusError, match=r"^302: redirected more than 5 times, most recently by 127"
        ),
    ):
        ask(side, server)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "target",
    ["ftp://h/x", "file:///etc/passwd", "http://u:p@127.0.0.1/", "http://[::1", ""],
)
def test_a_redirect_without_a_valid_target_is_an_error(side: Side, target: str) -> None:
    with (
        scripted(redirect(target)) as server,
        pytest.raises(APIStatusError, match=r"^302: ") as caught,
    ):
        ask(side, server)
    assert len(server.asked) == 1
    assert caught.value.status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "is_followed", "keeps_key"),
    [
        ("https://a.example", "http://a.example/", False, False),
        ("https://a.example", "https://a.example:443/x", True, True),
        ("https://a.example", "https://A.EXAMPLE/x", True, True),
        ("https://a.example", "https://a.example:8443/", True, False),
        ("https://a.example", "https://a.example.evil/", True, False),
        ("https://a.example", "https://b.a.example/", True, False),
        ("https://a.example", "//evil.example/", True, False),
        ("https://a.example", "https:\\\\evil.example", True, True),  # a path: no host is in it
        ("http://a.example", "https://a.example/", True, True),
        ("http://a.example", "https://a.example:8443/", True, False),
        ("http://a.example:8080", "https://a.example/", True, False),
    ],
)
def test_a_redirect_from_https_to_http_is_not_followed(
    side: Side, old: str, new: str, is_followed: bool, keeps_key: bool
) -> None:
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if len(seen) == 1:
            return httpx2.Response(302, headers={"location": new})
        return httpx2.Response(200, json=THING)

    client = side.over(handler, base_url=old)
    if is_followed:
        assert side.done(client.call(GET, path={"id": "t1"})).id == "t1"
        assert ("authorization" in seen[1].headers) is keeps_key
        if keeps_key:
            assert seen[1].url.host == "a.example"
    else:
        with pytest.raises(APIStatusError, match=f"302: redirected to {new}, which can't"):
            side.done(client.call(GET, path={"id": "t1"}))


# ------------------------------------------------------------------------------------------- pages


def rows(first: int, count: int = 2, *, more: bool = True) -> dict[str, object]:
    ids = [str(number) for number in range(first, first + count)]
    return {"data": [{"id": one} for one in ids], "has_more": more, "last_id": ids[-1]}


def test_many_pages_are_iterated_in_constant_memory(side: Side) -> None:
    """In memory, so that only what a client keeps is measured: of the last 1,000 pages."""
    count_of_pages = 2_000 if side.is_async else 10_000

    def handler(request: httpx2.Request) -> httpx2.Response:
        number = int(request.url.params.get("after", -1)) + 1
        if number == count_of_pages - 1_000:
            tracemalloc.start()
        return httpx2.Response(200, json=rows(number, 1, more=number < count_of_pages - 1))

    async def count_async(page: Any) -> int:
        count = 0
        async for _ in page:
            count += 1
        return count

    page = side.done(side.over(handler).call(LIST))
    try:
        count = side.done(count_async(page)) if side.is_async else sum(1 for _ in page)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == count_of_pages
    assert kept < 200_000  # bytes; a thousand rows alone would be as many


def test_no_page_is_requested_after_the_last(side: Side) -> None:
    script = [json_reply(rows(0)), json_reply(rows(2)), json_reply(rows(4, more=False))]
    with scripted(*script) as server:
        client = side.client(base_url=server.url)
        found = side.rest(side.done(client.call(LIST, query={"limit": 2})))
    assert [row.id for row in found] == ["0", "1", "2", "3", "4", "5"]
    assert [asked.query for asked in server.asked] == [
        {"limit": "2"},
        {"limit": "2", "after": "1"},
        {"limit": "2", "after": "3"},
    ]


@pytest.mark.parametrize(
    ("most", "requests"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (9, 3)]
)
def test_no_page_is_requested_beyond_max_items(side: Side, most: int, requests: int) -> None:
    script = [json_reply(rows(0)), json_reply(rows(2)), json_reply(rows(4, more=False))]
    with scripted(*script) as server:
        client = side.client(base_url=server.url)
        found = side.rest(side.done(client.call(LIST, {"max_items": most})))
    assert len(found) == min(most, 6)
    assert len(server.asked) == requests


def test_a_server_that_repeats_its_cursor_is_an_error(side: Side) -> None:
    with scripted(json_reply(rows(0))) as server:
        page = side.done(side.client(base_url=server.url).call(LIST))
        with pytest.raises(InvalidResponseError, match="after='1' again"):
            side.rest(page)
    assert len(server.asked) == 2


def test_a_failure_between_pages_is_retried(side: Side) -> None:
    script = [json_reply(rows(0)), json_reply({}, 503, SOON), json_reply(rows(2, more=False))]
    with scripted(*script) as server:
        page = side.done(side.client(base_url=server.url).call(LIST))
        assert len(side.rest(page)) == 4


# ------------------------------------------------------------------------------------- many, midway


def test_many_threads_share_a_client() -> None:
    with scripted(OK) as server, Acme(base_url=server.url) as client:
        found: list[str] = []

        def calls() -> None:
            found.extend(client.call(GET, path={"id": "t1"}).id for _ in range(20))

        threads = [threading.Thread(target=calls) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["t1"] * 320
    assert server.connections <= 16


def test_many_tasks_share_a_client() -> None:
    async def calls(url: str) -> list[Any]:
        async with AsyncAcme(base_url=url) as client:
            return await asyncio.gather(*(client.call(GET, path={"id": n}) for n in range(100)))

    with scripted(OK) as server:
        assert len(asyncio.run(calls(server.url))) == 100
    assert {asked.path for asked in server.asked} == {f"/things/{n}" for n in range(100)}


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n"


@pytest.mark.parametrize("text", [b"", HEAD, HEAD + b'data: {"id": "t1"}\n\n'])
@pytest.mark.parametrize("operation", [GET, EVENTS])
def test_a_cancelled_task_frees_its_connection(text: bytes, operation: Any) -> None:
    async def run(server: Scripted) -> None:
        http = httpx2.AsyncClient(limits=ONE, timeout=httpx2.Timeout(5, pool=0.1))
        async with http, AsyncAcme(base_url=server.url, http_client=http) as client:

            async def work() -> None:
                found = await client.call(operation, path={"id": "t1"})
                async for _ in found:
                    pass

            task = asyncio.create_task(work())
            while not server.asked:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.02)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await client.call(GET, path={"id": "t2"})).id == "t1"

    with scripted(stall(text), OK) as server:
        asyncio.run(run(server))
    assert len(server.asked) == 2


@pytest.mark.parametrize("text", [b"", HEAD, HEAD + b'data: {"id": "t1"}\n\n'])
@pytest.mark.parametrize("operation", [GET, EVENTS])
def test_an_interrupted_call_frees_its_connection(text: bytes, operation: Any) -> None:
    def interrupt(connection: socket.socket, server: Scripted) -> None:
        connection.sendall(text)
        timer = threading.Timer(
            0.03, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
        )
        timer.start()
        server.ended.wait(5)

    with scripted(interrupt, OK) as server:
        http = httpx2.Client(limits=ONE, timeout=httpx2.Timeout(5, pool=0.1))
        with http, Acme(base_url=server.url, http_client=http) as client:
            with pytest.raises(KeyboardInterrupt):
                for _ in client.call(operation, path={"id": "t1"}):
                    pass
            assert client.call(GET, path={"id": "t2"}).id == "t1"
    assert len(server.asked) == 2


def test_an_async_client_works_in_another_loop() -> None:
    with scripted(OK) as server:
        client = AsyncAcme(base_url=server.url)
        for _ in range(2):
            assert asyncio.run(client.call(GET, path={"id": "t1"})).id == "t1"
        asyncio.run(client.close())
        with pytest.raises(ConfigurationError, match="the client is closed"):
            asyncio.run(client.call(GET, path={"id": "t1"}))
    assert server.connections == 2


# ------------------------------------------------------------------------------------------ uploads


class Once:
    """A file without a way back, such as a pipe."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        size = len(self._content) if size < 0 else size
        chunk, self._content = self._content[:size], self._content[size:]
        return chunk


def test_a_rewindable_file_is_sent_again(side: Side, tmp_path: Path, pauses: list[float]) -> None:
    path = tmp_path / "f.bin"
    path.write_bytes(b"12345")
    client = side.client()
    with path.open("rb") as opened:
        opened.read(2)
        for file, content in ((path, b"12345"), (opened, b"345"), (b"67", b"67")):
            with scripted(json_reply({}, 503, SOON), reset, OK) as server:
                view = client.with_options(base_url=server.url)
                assert side.done(view.call(UPLOAD, body={"file": file})).id == "t1"
            bodies = [_without_boundary(asked.body) for asked in server.asked]
            assert len(bodies) == 3
            assert len(pauses) % 2 == 0
            assert bodies[0] == bodies[1] == bodies[2]
            assert b"\r\n\r\n" + content + b"\r\n" in bodies[0]


def _without_boundary(body: bytes) -> bytes:
    return body.replace(body.split(b"\r\n")[0], b"--x")


@pytest.mark.parametrize("operation", [UPLOAD, NOTE])
def test_a_file_that_cannot_be_rewound_is_sent_once(side: Side, operation: Any) -> None:
    file = Once(b"12345")
    body = {"file": file} if operation is UPLOAD else file
    with scripted(json_reply({}, 503, SOON), OK) as server:
        client = side.client(base_url=server.url)
        with pytest.raises(InternalServerError):
            side.done(client.call(operation, body=body))
    assert len(server.asked) == 1
    assert b"12345" in server.asked[0].body


# ------------------------------------------------------------------------------------------ secrets


@pytest.mark.parametrize(
    "fault",
    [
        json_reply({"error": {"message": "no"}}, 400),
        reply(502, PAGE),
        cut(),
        cut_in_body(b"{"),
        reply(200, b"{"),
        redirect("http://127.0.0.1:1/x?key=" + KEY, 308),
        redirect("ftp://x/?key=" + KEY),
    ],
)
def test_no_secret_is_in_an_error(side: Side, fault: Act, pauses: list[float]) -> None:
    with scripted(fault) as server:
        client = side.client(base_url=server.url, admin_key=KEY, organization=KEY)
        with pytest.raises(APIError) as caught:
            side.done(client.call(GET_BY_ALL, path={"id": "t1"}))
    error = caught.value
    assert server.asked[0].query["key"] == KEY
    texts = [str(error), repr(error), "".join(traceback.format_exception(error))]
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - bytes of ours
    assert str(copy) == str(error)
    if not isinstance(error, APIStatusError):  # which has what the server sent
        texts.append(repr(pickle.dumps(error)))
    assert not any(KEY in text for text in texts)
    assert len(pauses) <= 2


def test_nothing_is_logged_by_default(side: Side, capfd: pytest.CaptureFixture[str]) -> None:
    with scripted(json_reply({}, 503, SOON), OK) as server:
        ask(side, server)
    assert capfd.readouterr() == ("", "")


def test_requests_and_retries_are_logged_at_info_level(
    side: Side, caplog: pytest.LogCaptureFixture, pauses: list[float]
) -> None:
    failure = json_reply({}, 503, {**SOON, "x-request-id": "r-1"})
    with scripted(failure, reset, OK) as server, caplog.at_level(1, "generator.runtime"):
        client = side.client(base_url=server.url, admin_key=KEY)
        side.done(client.call(GET_BY_ALL, {"extra_query": {"q": "private"}}, path={"id": "t1"}))
    place = f"GET 127.0.0.1:{server.port}/things/t1"
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("generator.runtime")]
    assert [text.partition(" after")[0].partition(" in ")[0] for text in ours] == [
        f"{place}: 503 (request id r-1)",
        f"{place}: retry 1 of 2",
        f"{place}: ReadError",
        f"{place}: retry 2 of 2",
        f"{place}: 200 (request id -)",
    ]
    assert not any(secret in text for text in ours for secret in ("secret", "private"))
    assert len(pauses) == 2


def test_a_deletion_returns_none(side: Side) -> None:
    for act in (reply(204), json_reply({"deleted": True})):
        with scripted(act) as server:
            client = side.client(base_url=server.url)
            assert side.done(client.call(DELETE, path={"id": "t1"})) is None
