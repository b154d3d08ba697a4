"""The polls of a job, at growing intervals. The sync and the async client send and sleep."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import InvalidResponseError, WaitTimeoutError
from .members import find_value
from .operation import PollingRule
from .options import CallOptions

_FIRST_INTERVAL = 1.0  # seconds
_GROWTH = 1.5
_MOST_GROWTH = 10.0


@dataclass(frozen=True, slots=True)
class PollStep:
    """Sleep for `seconds`, then request the state of the job and send it back."""

    seconds: float
    options: CallOptions
    path: Mapping[str, object]


def poll_steps(
    wait: PollingRule[Any], first: object, options: Mapping[str, Any], path: Mapping[str, object]
) -> Generator[PollStep, object, object]:
    """Yields polls until the status ends the wait, and returns the last state.

    A job that failed is returned too. Raises WaitTimeoutError, with the last state, after
    `wait_timeout`.
    """
    first_interval = _get_option(options, "poll_interval", _FIRST_INTERVAL)
    limit = _get_option(options, "wait_timeout", float("inf"))
    end = time.monotonic() + limit
    arguments = {**path, **{name: find_value(first, steps) for name, steps in wait.path.items()}}
    state, interval = first, first_interval
    while (status := find_value(state, wait.status)) not in wait.until:
        if not isinstance(status, str):
            raise InvalidResponseError("the response has no status, so the wait can't end")
        left = end - time.monotonic()
        if left <= 0:
            raise WaitTimeoutError(f'the status is still "{status}" after {limit:g} s', last=state)
        state = yield PollStep(min(interval, left), _select_poll_options(options), arguments)
        interval = min(interval * _GROWTH, first_interval * _MOST_GROWTH)
    return state


def _get_option(options: Mapping[str, Any], name: str, default: float) -> float:
    """Returns an option, or its default. `check_wait_options` has checked its value."""
    value: float | None = options.get(name)
    return default if value is None else value


def _select_poll_options(options: Mapping[str, Any]) -> CallOptions:
    """Returns the options that a poll takes over from the call that started the job."""
    kept: CallOptions = {}
    if "timeout" in options:
        kept["timeout"] = options["timeout"]
    if "extra_headers" in options:
        kept["extra_headers"] = options["extra_headers"]
    return kept
