"""Decodes server-sent events from bytes. It does no I/O, so sync and async streams share it.

The format is WHATWG HTML §9.2.6. Only the fields `event` and `data` are used; `id` and `retry` are
for clients that reconnect.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import InvalidResponseError
from .size_limits import DEFAULT_LIMITS, SizeLimits, make_size_error


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """The name of an event, "message" by default, and its data."""

    event: str
    data: str


class LineSplitter:
    """Splits text that arrives in pieces into lines. Only CR, LF and CRLF end a line.

    `str.splitlines` also splits at U+2028, which may occur within JSON.
    """

    def __init__(self, largest: int | None = None) -> None:
        self._largest = largest
        self._pieces: list[str] = []  # of the current line
        self._after_return = False
        self.pending = 0  # characters in the pieces

    def feed(self, text: str) -> list[str]:
        """Returns the lines that end in `text`, without waiting for the next piece.

        Raises InvalidResponseError for a line longer than `largest`.
        """
        if self._after_return and text:
            text = text.removeprefix("\n")
            self._after_return = False
        if not text:
            return []
        self._after_return = text.endswith("\r")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        self._pieces.append(lines[0])
        self.pending += len(lines[0])
        if len(lines) > 1:
            lines[0] = "".join(self._pieces)
            self._pieces = [lines[-1]]
            self.pending = len(lines[-1])
        if self._largest is not None and self.pending > self._largest:
            raise make_size_error("a line of the response", self._largest)
        return lines[:-1]

    def flush(self) -> str:
        """Returns the text after the last line end."""
        return "".join(self._pieces)


class EventDecoder:
    """Decodes events from bytes that arrive in pieces of any size."""

    def __init__(self, limits: SizeLimits = DEFAULT_LIMITS) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._lines = LineSplitter()
        self._limits = limits
        self._event = ""
        self._data: list[str] = []
        self._size = 0
        self._empty_lines = 0  # since the last event

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Yields the events that end in `chunk`.

        Raises InvalidResponseError for an event that is too large, and for too many lines without
        data.
        """
        for line in self._lines.feed(self._text.decode(chunk)):
            if line:
                self._add_field(line)
            elif (event := self._end_event()) is not None:
                yield event
            self._check_empty_lines()
        self._check_size(self._lines.pending)

    def flush(self) -> ServerSentEvent | None:
        """Returns the last event if it did not end."""
        if line := self._lines.flush():
            self._add_field(line)
        return self._end_event()

    def _add_field(self, line: str) -> None:
        name, _, value = line.partition(":")  # a comment has an empty field name
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
            self._size += len(value) + 1
            self._check_size(0)
            return
        self._empty_lines += 1

    def _end_event(self) -> ServerSentEvent | None:
        event = ServerSentEvent(self._event or "message", "\n".join(self._data))
        self._event, self._data, self._size = "", [], 0
        self._empty_lines = self._empty_lines + 1 if not event.data.strip() else 0
        return event if event.data else None

    def _check_size(self, pending: int) -> None:
        if self._size + pending > self._limits.response_size:
            raise make_size_error("an event of the stream", self._limits.response_size)

    def _check_empty_lines(self) -> None:
        most = self._limits.empty_lines
        if self._empty_lines > most:
            raise InvalidResponseError(
                f"the stream has more than {most} lines without an event; "
                "`max_empty_lines` raises the limit"
            )
