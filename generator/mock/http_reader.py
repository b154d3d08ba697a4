"""Reads the head and the body of a request from a socket, within the limits of `limits`.

A request that ends early is not a request: `CutRequestError` tells the server to drop it.
"""

from __future__ import annotations

import http.client
import re
from email.message import Message
from io import BufferedIOBase
from typing import Final

from generator.mock.request_limits import LARGEST_BODY, LARGEST_HEAD, LONGEST_LINE

_SIZES: Final = {10: re.compile(rb"[0-9]{1,20}"), 16: re.compile(rb"[0-9A-Fa-f]{1,16}")}
_BLOCK: Final = 64 * 1024
_LINE_ENDS: Final = (b"\r\n", b"\n")


class UnreadableError(Exception):
    """The server can't read the body of a request."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class CutRequestError(Exception):
    """The connection ended within a request."""


class HeadReader(BufferedIOBase):
    """The lines of a head, as `http.client.parse_headers` reads them."""

    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self._size = 0
        self.is_complete = False  # the empty line after the last header was read

    def readline(self, size: int | None = -1) -> bytes:
        """Returns the next line. Raises http.client.LineTooLong if the head is too large."""
        line = self._file.readline(-1 if size is None else size)
        self._size += len(line)
        if self._size > LARGEST_HEAD:
            raise http.client.LineTooLong("header")
        self.is_complete = line in _LINE_ENDS
        return line


def read_body(file: BufferedIOBase, headers: Message) -> bytes:
    """Reads the body of a request.

    Raises UnreadableError if its length is ambiguous (RFC 9112 §6.3) or too large, and
    CutRequestError if the connection ends within it.
    """
    codings = [text.lower() for text in headers.get_all("Transfer-Encoding", [])]
    lengths = {*headers.get_all("Content-Length", [])}
    if codings:
        if codings != ["chunked"] or lengths:
            raise UnreadableError(400, "the length of the body can't be read")
        return _read_chunks(file)
    if len(lengths) > 1:
        raise UnreadableError(400, "the length of the body can't be read")
    return _read_exactly(file, _parse_size(lengths.pop().encode(), 10)) if lengths else b""


def _read_chunks(file: BufferedIOBase) -> bytes:
    body = bytearray()
    while size := _parse_size(_read_line(file).partition(b";")[0].strip(), 16):
        if len(body) + size > LARGEST_BODY:
            raise UnreadableError(413, "the body is too large")
        body += _read_exactly(file, size)
        if _read_line(file) not in _LINE_ENDS:
            raise UnreadableError(400, "a chunk of the body is longer than its size")
    _skip_trailers(file)
    return bytes(body)


def _skip_trailers(file: BufferedIOBase) -> None:
    size = 0
    while (line := _read_line(file)) not in _LINE_ENDS:
        size += len(line)
        if size > LARGEST_HEAD:
            raise UnreadableError(431, "the trailers are too large")


def _read_line(file: BufferedIOBase) -> bytes:
    line = file.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise UnreadableError(400, "a line of the body is too long")
    if not line.endswith(b"\n"):
        raise CutRequestError
    return line


def _read_exactly(file: BufferedIOBase, size: int) -> bytes:
    """Reads as many bytes in blocks, so that memory grows only with what arrives."""
    found = bytearray()
    while len(found) < size:
        block = file.read(min(size - len(found), _BLOCK))
        if not block:
            raise CutRequestError
        found += block
    return bytes(found)


def _parse_size(text: bytes, base: int) -> int:
    """Parses a length in bytes. Raises UnreadableError if it isn't a number, or is too large."""
    if not _SIZES[base].fullmatch(text):
        raise UnreadableError(400, "the length of the body can't be read")
    size = int(text, base)
    if size > LARGEST_BODY:
        raise UnreadableError(413, "the body is too large")
    return size
