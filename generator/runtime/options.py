"""What every call takes beside the operation's own arguments. All of it is optional.

None says no more than leaving it out does, but for `timeout`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypedDict

from .option_types import COUNT, MAPPING, SECONDS, TEXT, TIMEOUT, OptionType

if TYPE_CHECKING:
    import httpx2


class CallOptions(TypedDict, total=False):
    """Options of a single call."""

    timeout: float | httpx2.Timeout | None
    """Seconds that connecting, and each wait for bytes, may take; None: for ever."""
    extra_headers: Mapping[str, str | None]
    """Headers to send, in place of the client's of the same name; None leaves one out."""
    extra_query: Mapping[str, object]
    """Further arguments in the query."""
    extra_body: Mapping[str, object]
    """Further members of the body."""
    idempotency_key: str
    """By it a server knows a POST that it had before; else each call makes one of its own."""


class ListOptions(CallOptions, total=False):
    """Options of a call whose rows come in pages."""

    max_items: int
    """How many rows iterating gives at most; no page is asked for beyond them."""


class WaitOptions(CallOptions, total=False):
    """Options of a call that waits for what it started."""

    wait_timeout: float
    """Seconds to wait for the end before WaitTimeoutError is raised; else there is no limit."""
    poll_interval: float
    """Seconds before the first look at the state; later ones wait longer, up to 10 times that."""


CALL_OPTION_TYPES: Final[Mapping[str, OptionType]] = {
    "timeout": TIMEOUT,
    "extra_headers": MAPPING,
    "extra_query": MAPPING,
    "extra_body": MAPPING,
    "idempotency_key": TEXT,
}
"""What each option of a call may be."""
LIST_OPTION_TYPES: Final[Mapping[str, OptionType]] = {**CALL_OPTION_TYPES, "max_items": COUNT}
WAIT_OPTION_TYPES: Final[Mapping[str, OptionType]] = {
    "wait_timeout": SECONDS,
    "poll_interval": SECONDS,
}
