"""Decodes server-sent events from bytes. It does no I/O, so sync and async streams share it.

The format is WHATWG HTML §9.2.6. Only the fields `event` and `data` are used; `id` and `retry` are
for clients that reconnect.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .errors import InvalidResponseError

LARGEST_EVENT: Final = 256 * 1024 * 1024  # characters; an image is a single event


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """The name of an event, "message" by default, and its data."""

    event: str
    data: str


class LineSplitter:
    """Splits text that arrives in pieces into lines. Only CR, LF and CRLF end a line.

    `str.splitlines` also splits at U+2028, which may occur within JSON.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []  # of the current line
        self._after_return = False
        self.pending = 0  # characters in the pieces

    def feed(self, text: str) -> list[str]:
        """Returns the lines that end in `text`, without waiting for the next piece."""
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
        return lines[:-1]

    def flush(self) -> str:
        """Returns the text after the last line end."""
        return "".join(self._pieces)


class EventDecoder:
    """Decodes events from bytes that arrive in pieces of any size."""

    def __init__(self, largest: int = LARGEST_EVENT) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._lines = LineSplitter()
        self._largest = largest
        self._event = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Yields the events that end in `chunk`.

        Raises InvalidResponseError for an event that is too large.
        """
        for line in self._lines.feed(self._text.decode(chunk)):
            if line:
                self._add_field(line)
            elif (event := self._end_event()) is not None:
                yield event
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
            self._size += len(value)
            self._check_size(0)

    def _end_event(self) -> ServerSentEvent | None:
        event = ServerSentEvent(self._event or "message", "\n".join(self._data))
        self._event, self._data, self._size = "", [], 0
        return event if event.data else None

    def _check_size(self, pending: int) -> None:
        if self._size + pending > self._largest:
            raise InvalidResponseError("an event of the stream is too large")
