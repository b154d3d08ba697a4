"""Waits for a job: the intervals between polls, and the end of the wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from generator.runtime.errors import (
    ArgumentError,
    InternalServerError,
    InvalidResponseError,
    WaitTimeoutError,
)
from tests.support.acme_client import Side


def job(*statuses: object) -> tuple[Callable[[httpx2.Request], httpx2.Response], list[str]]:
    """A job that goes through these, and stays in the last."""
    seen: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        status = statuses[min(len(seen), len(statuses) - 1)]
        seen.append(f"{request.method} {request.url.path}")
        return httpx2.Response(200, json={"id": "j1", "status": status})

    return handler, seen


@pytest.mark.parametrize("end", ["done", "failed"])
def test_a_wait_ends_in_any_terminal_state(side: Side, pauses: list[float], end: str) -> None:
    handler, seen = job("new", "runs", "a-state-of-tomorrow", end)
    found = side.done(side.over(handler).wait(body={"name": "n"}))
    assert (found.id, found.status) == ("j1", end)
    assert seen == ["POST /v1/things", *["GET /v1/things/j1"] * 3]
    assert pauses == [1, 1.5, 2.25]


def test_a_job_that_has_ended_is_not_polled(side: Side, pauses: list[float]) -> None:
    handler, seen = job("done")
    assert side.done(side.over(handler).wait(body={})).status == "done"
    assert (seen, pauses) == (["POST /v1/things"], [])


def test_intervals_grow_up_to_ten_times_the_first(side: Side, pauses: list[float]) -> None:
    handler, _ = job(*["runs"] * 12, "done")
    side.done(side.over(handler).wait({"poll_interval": 0.2}, body={}))
    assert pauses[:3] == pytest.approx([0.2, 0.3, 0.45])
    assert pauses[6:] == [pytest.approx(2)] * 6


def test_a_wait_timeout_error_has_the_last_state(
    side: Side, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 100 + sum(pauses))
    handler, seen = job("runs")
    with pytest.raises(WaitTimeoutError, match=r'^the status is still "runs" after 4 s$') as caught:
        side.done(side.over(handler).wait({"wait_timeout": 4, "poll_interval": None}, body={}))
    assert isinstance(caught.value.last, object)
    assert getattr(caught.value.last, "id", None) == "j1"
    assert pauses == [1, 1.5, 1.5]  # the last look is when the time is over
    assert len(seen) == 4


def test_a_wait_timeout_of_zero_does_not_poll(side: Side, pauses: list[float]) -> None:
    handler, seen = job("runs")
    with pytest.raises(WaitTimeoutError):
        side.done(side.over(handler).wait({"wait_timeout": 0}, body={}))
    assert (len(seen), pauses) == (1, [])


@pytest.mark.parametrize("status", [None, 5, ["done"], {"done": 1}])
def test_a_job_without_status_is_an_error(side: Side, status: object) -> None:
    handler, seen = job(status)
    with pytest.raises(InvalidResponseError, match="has no status, so the wait can't end"):
        side.done(side.over(handler).wait(body={}))
    assert len(seen) == 1


@pytest.mark.parametrize("name", ["wait_timeout", "poll_interval"])
@pytest.mark.parametrize("value", [-1, "5", True, float("nan")])
def test_a_wrong_wait_option_starts_no_job(side: Side, name: str, value: object) -> None:
    handler, seen = job("runs")
    with pytest.raises(ArgumentError, match=rf'^"{name}" takes seconds \(0 or more\), not '):
        side.done(side.over(handler).wait({name: value}, body={}))
    assert seen == []


def test_polls_use_the_headers_and_timeout_of_the_call_but_not_its_body(
    side: Side, pauses: list[float]
) -> None:
    requests: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        status = "done" if len(requests) == 2 else "runs"
        return httpx2.Response(200, json={"id": "j1", "status": status})

    options: dict[str, Any] = {
        "timeout": 3,
        "extra_headers": {"X-A": "1"},
        "extra_body": {"b": 1},
        "idempotency_key": "k",
    }
    side.done(side.over(handler).wait(options, body={}))
    look = requests[1]
    assert (look.headers["x-a"], look.extensions["timeout"]["read"]) == ("1", 3)
    assert (look.content, "idempotency-key" in look.headers) == (b"", False)
    assert pauses == [1]


def test_a_failed_poll_is_retried_and_then_raised(side: Side, pauses: list[float]) -> None:
    answers = [
        httpx2.Response(200, json={"id": "j1", "status": "runs"}),
        httpx2.Response(503),
        httpx2.Response(200, json={"id": "j1", "status": "runs"}),
        *[httpx2.Response(500)] * 3,
    ]
    given = iter(answers)
    with pytest.raises(InternalServerError):
        side.done(side.over(lambda _: next(given)).wait(body={}))
    assert len(pauses) == 2 + 3
