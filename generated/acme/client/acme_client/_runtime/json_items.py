"""Splits a stream of JSON items from bytes. It does no I/O, so sync and async streams share it.

An item is a line (NDJSON, JSON Lines) or a record of a JSON text sequence (RFC 7464), which starts
with a record separator.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from .errors import APIConnectionError, InvalidResponseError
from .json_decoding import parse_json
from .size_limits import DEFAULT_LIMITS, SizeLimits, make_size_error

LINE_END: Final = b"\n"
RECORD_START: Final = b"\x1e"
_CLOSED = (b"{", b"[", b'"')  # a value that starts with these shows its own end


class ItemDecoder:
    """Decodes JSON items from bytes that arrive in pieces of any size."""

    def __init__(self, *, is_records: bool, limits: SizeLimits = DEFAULT_LIMITS) -> None:
        self._mark = RECORD_START if is_records else LINE_END
        self._is_records = is_records
        self._what = f"a {'record' if is_records else 'line'} of the stream"
        self._limits = limits
        self._pieces: list[bytes] = []  # of the current item
        self._size = 0
        self._empty = 0  # empty items since the last one with a value
        self._next_size = 0  # of the current record when it is next looked at

    def feed(self, chunk: bytes) -> Iterator[object]:
        """Yields the values of the items that end in `chunk`.

        Raises InvalidResponseError for an item that isn't JSON or too large, and for too many empty
        ones.
        """
        first, *others = chunk.split(self._mark)
        self._add(first)
        for piece in others:
            if text := self._take():
                yield parse_json(text, self._what)
            self._add(piece)
        if self._is_records and chunk.endswith(LINE_END):
            yield from self._take_complete_record()

    def flush(self) -> Iterator[object]:
        """Yields the last item if it has no end, but is complete.

        Raises APIConnectionError if it is cut. A number may be cut, because it doesn't show its end
        (RFC 7464 §2.4).
        """
        text = self._take()
        if not text:
            return
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if value is None or not text.startswith(_CLOSED):
            raise APIConnectionError(f"the connection broke: it ended within {self._what}")
        yield value

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limits.response_size:
            raise make_size_error(self._what, self._limits.response_size)
        self._pieces.append(piece)

    def _take(self) -> bytes:
        """Returns the current item, and begins the next one."""
        text = b"".join(self._pieces).strip()
        self._pieces, self._size, self._next_size = [], 0, 0
        self._empty = 0 if text else self._empty + 1
        if self._empty > self._limits.empty_lines:
            raise InvalidResponseError(
                f"the stream has more than {self._limits.empty_lines} empty items; "
                "`max_empty_lines` raises the limit"
            )
        return text

    def _take_complete_record(self) -> Iterator[object]:
        """Yields the current record if it is complete, without waiting for the next one.

        A record may have several lines. One that isn't complete is looked at again when it has
        twice the size, so that a server can't make the client parse it for each line.
        """
        if self._size < self._next_size:
            return
        try:
            value: object = json.loads(b"".join(self._pieces))
        except (ValueError, RecursionError):
            self._next_size = 2 * self._size
        else:
            self._take()
            yield value
