"""The caller's own Content-Length and Transfer-Encoding: applied if the body fits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from .errors import ArgumentError
from .files import OpenFile

if TYPE_CHECKING:
    from .request import PreparedRequest
    from .request_body import EncodedBody

_NAMES = ("content-length", "transfer-encoding")
_LONGEST_NUMBER = 16  # digits of a Content-Length


def apply_framing(
    made: httpx2.Request, request: PreparedRequest, encoded: EncodedBody | None
) -> None:
    """Applies the caller's own Content-Length or Transfer-Encoding (RFC 9112 §6).

    Raises ArgumentError if the body can't be sent with it.
    """
    given = {name.lower(): text for name, text in request.headers.items() if name.lower() in _NAMES}
    if "transfer-encoding" in given:
        if (given["transfer-encoding"] or "").lower() != "chunked" or "content-length" in given:
            raise ArgumentError(
                '"Transfer-Encoding" can only be "chunked", and only without "Content-Length"'
            )
        made.headers.pop("Content-Length", None)
        made.headers["Transfer-Encoding"] = "chunked"
    elif "content-length" in given:
        _apply_length(made, given["content-length"], encoded)


def _apply_length(made: httpx2.Request, given: str | None, encoded: EncodedBody | None) -> None:
    """Accepts a Content-Length that is the body's, or that a file without a size needs."""
    known = made.headers.get("Content-Length")
    if known is None and "Transfer-Encoding" not in made.headers:
        known = "0"  # the request has no body
    if known is None and encoded is not None and isinstance(encoded.content, OpenFile):
        if given is not None and given.isdecimal() and len(given) < _LONGEST_NUMBER:
            encoded.content.expect_size(int(given))
            made.headers.pop("Transfer-Encoding", None)
            made.headers["Content-Length"] = given
            return
    elif given == known or (given is None and known == "0"):
        return
    size = "unknown" if known is None else f"{known} bytes"
    raise ArgumentError(
        f'"Content-Length" can\'t be {given or "removed"}: the size of the body is {size}'
    )
