"""What errors keep of their request and response, sync and async: no credential anywhere."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import APIConnectionError, APIError, APIStatusError
from tests.support.acme_client import CONTENT, CREATE, GET_BY_ALL, KEY, Side
from tests.support.scripted import Act, cut, cut_in_body, json_reply, redirect, reply, scripted

COOKIE = {"Set-Cookie": f"session={KEY}"}


def held_by(value: object, seen: set[int] | None = None) -> Iterator[object]:
    """Everything that can be reached from `value` through attributes and items."""
    seen = set() if seen is None else seen
    if id(value) in seen or isinstance(value, (type, int, float, bool)):
        return
    seen.add(id(value))
    yield value
    if isinstance(value, (str, bytes)):
        return
    inner: list[object] = [*getattr(value, "__dict__", {}).values()]
    inner += [getattr(value, "_list", None), getattr(value, "_uri_reference", None)]  # of httpx2
    if isinstance(value, BaseException):
        inner += [value.__cause__, value.__context__, *value.args]
    if isinstance(value, dict):
        inner += [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple, set)):
        inner += [*value]
    for one in inner:
        yield from held_by(one, seen)


def raised_by(side: Side, fault: Act, **given: Any) -> Any:
    with scripted(fault) as server:
        client = side.client(base_url=server.url, admin_key=KEY, max_retries=0, **given)
        options = {"extra_headers": {"X-Token": KEY}, "extra_query": {"token": KEY}}
        with pytest.raises(APIError) as caught:
            side.done(client.call(GET_BY_ALL, options, path={"id": "t1"}))
    return caught.value


@pytest.mark.parametrize(
    "fault",
    [
        json_reply({"error": {"message": "no"}}, 400),
        redirect("http://127.0.0.1:1/x", 308),
        redirect("/again"),
        cut(),
        cut_in_body(b"{"),
    ],
)
@pytest.mark.usefixtures("pauses")
def test_no_attribute_of_an_error_holds_a_credential(side: Side, fault: Act) -> None:
    error = raised_by(side, fault, default_headers={"X-Own": KEY})
    assert isinstance(error.request, httpx2.Request)
    held = [one for one in held_by(error) if isinstance(one, (str, bytes))]
    assert len(held) > 15
    assert [one for one in held if KEY in (one if isinstance(one, str) else one.decode("l1"))] == []


def test_an_error_of_a_status_has_its_request_and_response(side: Side) -> None:
    error = raised_by(side, json_reply({"error": "no"}, 404, {**COOKIE, "X-Id": "7"}))
    assert isinstance(error, APIStatusError)
    assert error.request is not None
    assert error.response is not None
    assert (error.request.method, error.request.url.path) == ("GET", "/things/t1")
    assert error.request.headers["authorization"] == "[redacted]"
    assert error.request.headers["user-agent"] == "acme/1"
    assert (error.response.status_code, error.response.headers["x-id"]) == (404, "7")
    assert error.response.json() == {"error": "no"}
    assert error.response.request is error.request
    assert "set-cookie" not in error.response.headers


def test_an_error_without_a_response_has_its_request(side: Side) -> None:
    error = raised_by(side, cut())
    assert isinstance(error, APIConnectionError)
    assert error.request is not None
    assert (error.request.url.path, error.request.url.query) == ("/things/t1", b"")
    assert error.response is None


def test_an_error_while_a_body_is_read_has_its_request(side: Side) -> None:
    with scripted(cut_in_body(b"123")) as server:
        client = side.client(base_url=server.url)
        response = side.done(client.call(CONTENT, path={"id": "t1"}))
        with pytest.raises(APIConnectionError) as caught:
            side.done(response.read())
    assert caught.value.request is not None
    assert caught.value.request.headers["authorization"] == "[redacted]"


def test_the_request_and_the_response_of_an_error_survive_pickling(side: Side) -> None:
    error = raised_by(side, json_reply({"error": "no"}, 404))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - bytes of ours
    assert copy.response.json() == {"error": "no"}
    assert copy.request.url == error.request.url
    assert KEY.encode() not in pickle.dumps(error)


def test_a_body_that_was_sent_is_not_kept(side: Side) -> None:
    with scripted(reply(400, b"no")) as server:
        client = side.client(base_url=server.url, max_retries=0)
        with pytest.raises(APIStatusError) as caught:
            side.done(client.call(CREATE, body={"name": "private"}))
    assert caught.value.request is not None
    assert caught.value.request.content == b""
