"""Servers that send too much, or text that controls a terminal, sync and async."""

from __future__ import annotations

import json
import pickle
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import APIError, APIStatusError, StreamError
from tests.support.acme_client import CONTENT, EVENTS, GET, Side

EVENT_STREAM = {"content-type": "text/event-stream"}
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\x00\x08\x7f\u202etxt\u2066\U000e0041\ud800\u2028end"


def ask(side: Side, response: httpx2.Response, **options: Any) -> Any:
    return side.done(side.over(lambda _: response, **options).call(GET, path={"id": "t1"}))


# ---------------------------------------------------------------------------- control characters


@pytest.mark.parametrize("key", ["message", "detail", "error"])
def test_a_message_of_a_server_cannot_control_a_terminal(side: Side, key: str) -> None:
    with pytest.raises(APIStatusError) as caught:
        ask(side, httpx2.Response(400, content=json.dumps({key: HOSTILE})))
    assert str(caught.value) == caught.value.message
    assert caught.value.message.isprintable()
    assert "owned" in caught.value.message
    assert caught.value.body == {key: HOSTILE}  # the body is kept as it was sent


def test_a_title_of_a_page_cannot_control_a_terminal(side: Side) -> None:
    page = "<html><title>&#27;[2Jdown&#x9b;1m</title>"
    with pytest.raises(APIStatusError, match="down") as caught:
        ask(side, httpx2.Response(400, text=page))
    assert caught.value.message.isprintable()


def test_an_error_in_a_stream_cannot_control_a_terminal(side: Side) -> None:
    content = b'data: {"error": {"message": "\\u001b[2Jdown\\u202e"}}\n\n'
    client = side.over(lambda _: httpx2.Response(200, headers=EVENT_STREAM, content=content))
    with pytest.raises(StreamError, match="down") as caught:
        side.rest(side.done(client.call(EVENTS)))
    assert caught.value.message.isprintable()


def test_an_error_has_one_line_without_control_characters_after_pickling() -> None:
    error = APIError(f"a\r\nb\t{HOSTILE}")
    assert error.message.startswith("a b ")
    assert error.message.isprintable()
    assert pickle.loads(pickle.dumps(error)).args == error.args  # noqa: S301 - our own


def test_a_message_keeps_letters_of_all_languages_and_emoji() -> None:
    text = "Größe 大きさ \u0645\u0631\u062d\u0628\u0627 👩\u200d🚀 a\u00a0b"
    assert APIError(text).message == text


def test_logs_and_reprs_cannot_control_a_terminal(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [(b"x-request-id", b"r\x9b2J"), (b"content-type", b"text\x9b2J/event-stream")]
    client = side.over(lambda _: httpx2.Response(200, headers=headers, content=b"x"))
    with caplog.at_level("INFO", "generator.runtime"):
        assert repr(side.done(client.call(CONTENT, path={"id": "t1"}))).isprintable()
    logged = [one.getMessage() for one in caplog.records if one.name.startswith("generator.")]
    assert "request id r\ufffd2J" in logged[0]
