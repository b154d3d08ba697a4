"""The options that every call accepts in addition to the arguments of its operation.

All are optional. None means the same as leaving an option out, except for `timeout`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypedDict

from .not_given import NotGiven
from .option_types import COUNT, MAPPING, SECONDS, TEXT, TIMEOUT, OptionType

if TYPE_CHECKING:
    import httpx2


class CallOptions(TypedDict, total=False):
    """Options of a single call."""

    timeout: float | httpx2.Timeout | NotGiven | None
    """Seconds to wait for a connection, and for each read or write. None means no limit."""
    extra_headers: Mapping[str, str | NotGiven | None]
    """Additional headers. They replace headers of the same name; None and Omit() remove one."""
    extra_query: Mapping[str, object]
    """Additional query arguments."""
    extra_body: Mapping[str, object]
    """Additional members of the body."""
    idempotency_key: str
    """Lets the server recognize a repeated POST. By default, each POST gets a random key."""


class ListOptions(CallOptions, total=False):
    """Options of a call that returns pages of rows."""

    max_items: int
    """The maximum number of rows to iterate over. Further pages are not requested."""


class WaitOptions(CallOptions, total=False):
    """Options of a call that waits for the job that it starts."""

    wait_timeout: float
    """Seconds to wait for the job before WaitTimeoutError is raised. By default no limit."""
    poll_interval: float
    """Seconds before the first poll. The interval grows to up to 10 times this value."""


CALL_OPTION_TYPES: Final[Mapping[str, OptionType]] = {
    "timeout": TIMEOUT,
    "extra_headers": MAPPING,
    "extra_query": MAPPING,
    "extra_body": MAPPING,
    "idempotency_key": TEXT,
}
"""The type of each option of a call."""
LIST_OPTION_TYPES: Final[Mapping[str, OptionType]] = {**CALL_OPTION_TYPES, "max_items": COUNT}
WAIT_OPTION_TYPES: Final[Mapping[str, OptionType]] = {
    "wait_timeout": SECONDS,
    "poll_interval": SECONDS,
}
