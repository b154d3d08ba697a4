"""Server-sent events out of bytes, however these are cut: no IO, so that sync and async share it.

The format is WHATWG HTML §9.2.6. Of its fields only `event` and `data` matter here: `id` and
`retry` are for clients that reconnect.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .errors import InvalidResponseError

LARGEST_EVENT: Final = 256 * 1024 * 1024  # letters; images come as one event


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """A name, "message" where none is sent, and what the event carries."""

    event: str
    data: str


class LineSplitter:
    """Lines out of text that comes in pieces. CR, LF or both end a line, and nothing else does.

    `str.splitlines` ends lines in the middle of JSON too: at U+2028, say.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []  # of the line that hasn't ended yet
        self._after_return = False
        self.pending = 0  # letters in the pieces

    def feed(self, text: str) -> list[str]:
        """The lines that end in `text`. None of them waits for what comes next."""
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
        """What came after the last end of a line."""
        return "".join(self._pieces)


class EventDecoder:
    """Events out of bytes that come in pieces, cut anywhere."""

    def __init__(self, largest: int = LARGEST_EVENT) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._lines = LineSplitter()
        self._largest = largest
        self._event = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """The events that end in `chunk`. Raises InvalidResponseError for one without bounds."""
        for line in self._lines.feed(self._text.decode(chunk)):
            if line:
                self._add_field(line)
            elif (event := self._end_event()) is not None:
                yield event
        self._check_size(self._lines.pending)

    def flush(self) -> ServerSentEvent | None:
        """What an event holds that never ended, if there is one."""
        if line := self._lines.flush():
            self._add_field(line)
        return self._end_event()

    def _add_field(self, line: str) -> None:
        name, _, value = line.partition(":")  # a comment is a field without a name
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
