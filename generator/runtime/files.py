"""Files to upload: where their bytes come from, and whether a retry can send them again.

A file is read in chunks while it is sent. A path is opened for each attempt. A file object is sent
from its position at the time of the call.
"""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias, cast

from .encoding import is_header_value
from .errors import ArgumentError, make_unreadable_error
from .type_guards import is_bytes, is_list, is_path, is_tuple

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
FileInput: TypeAlias = (
    FileContent | tuple[str | None, FileContent] | tuple[str | None, FileContent, str | None]
)
"""A file to upload: bytes, an open binary file or a path, or a tuple of name, file and type."""

_CHUNK = 64 * 1024


class OpenFile:
    """A file object, read from its current position on. httpx2 can rewind it to that position.

    A file without a position, such as a pipe, can be read once.
    """

    def __init__(self, argument: str, file: Any) -> None:
        """Raises ArgumentError for a file that is closed or open in text mode."""
        if getattr(file, "closed", False) is True:
            raise ArgumentError(f'"{argument}" is a closed file')
        if isinstance(file, io.TextIOBase):
            raise ArgumentError(f'"{argument}" is a file in text mode: open it with "rb"')
        self._argument = argument
        self._file: IO[Any] = file  # `read` checks that it gives bytes
        self._start = _find_position(file)
        self._size: int | None = None  # bytes to send, once they are known
        self._place = 0
        self._is_size_given = False

    @property
    def can_repeat(self) -> bool:
        """Can it be rewound to its start?"""
        return self._start is not None

    def expect_size(self, size: int) -> None:
        """Sets the number of bytes of a file that has no size of its own."""
        self._size = size
        self._is_size_given = True

    def read(self, size: int = -1) -> bytes:
        """Returns the next bytes. The server expects as many as the file had at the start.

        Raises ArgumentError for a file with fewer or more bytes, and for one that can't be read.
        """
        if self._place == self._size:
            return b""
        chunk = self._read_file(size)
        self._place += len(chunk)
        if self._size is not None and (
            self._place > self._size
            or (not chunk and size != 0)
            or (self._place == self._size and self._read_file(1))
        ):
            raise ArgumentError(self._describe_other_size())
        return chunk

    def tell(self) -> int:
        """Returns the offset from the start. Raises io.UnsupportedOperation if it is unknown."""
        start = self._known_start()
        try:
            return self._file.tell() - start
        except Exception as error:
            raise make_unreadable_error(self._argument, error) from error

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Moves to an offset from the start, or from the end of the file.

        The end that it finds is the size to send.
        """
        start = self._known_start()
        if whence == os.SEEK_SET:
            try:
                self._place = self._file.seek(start + offset) - start
            except Exception as error:
                raise make_unreadable_error(self._argument, error) from error
            return self._place
        try:
            end = self._file.seek(offset, whence)
        except Exception as error:
            raise io.UnsupportedOperation("the end of the file can't be found") from error
        self._place = max(end - start, 0)
        if whence == os.SEEK_END:
            self._size = self._place - offset
        return self._place

    def get_remaining_size(self) -> int:
        """Returns the number of unread bytes. Raises io.UnsupportedOperation as `tell` does."""
        place = self.tell()
        end = self.seek(0, os.SEEK_END)
        self.seek(place)
        return max(end - place, 0)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(_CHUNK), b"")

    def _read_file(self, size: int) -> bytes:
        try:
            chunk = self._file.read(size)
            if not isinstance(chunk, str):
                return bytes(chunk)
        except Exception as error:
            raise make_unreadable_error(self._argument, error) from error
        raise ArgumentError(f'"{self._argument}" returned text from read(): it must return bytes')

    def _describe_other_size(self) -> str:
        if self._is_size_given:
            return f'"{self._argument}" is not as long as its Content-Length'
        return f'"{self._argument}" changed its size while it was sent'

    def _known_start(self) -> int:
        if self._start is None:
            raise io.UnsupportedOperation("the file can't be rewound")
        return self._start


async def iterate_chunks(content: OpenFile) -> AsyncIterator[bytes]:
    """Yields the bytes for an async client, which accepts only async iterators. Reading blocks."""
    for chunk in content:
        yield chunk


class UploadFile(NamedTuple):
    """A file in a form, or a file as the whole body: its name, type and source of bytes."""

    argument: str
    name: str
    content_type: str | None
    source: bytes | Path | OpenFile
    headers: Mapping[str, str] | None = None  # of its part

    @property
    def can_repeat(self) -> bool:
        """Can it be sent a second time?"""
        return not isinstance(self.source, OpenFile) or self.source.can_repeat

    def open_content(self, opened: list[IO[bytes]]) -> bytes | OpenFile:
        """Returns the content, rewound to its start. Adds a file that it opens to `opened`.

        Raises ArgumentError if the path can't be read.
        """
        if isinstance(self.source, Path):
            try:
                file = self.source.open("rb")
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise ArgumentError(
                    f'"{self.argument}" can\'t be read: {self.source}: {reason}'
                ) from error
            except ValueError as error:  # a null character
                raise make_unreadable_error(self.argument, error) from error
            opened.append(file)
            return OpenFile(self.argument, file)
        if isinstance(self.source, OpenFile) and self.source.can_repeat:
            self.source.seek(0)
        return self.source


def make_upload_file(argument: str, value: object, accepted: str) -> UploadFile:
    """Returns the file of an argument. Raises ArgumentError if the value is not a file.

    Its content type is the caller's, or else one of the `accepted` media types.
    """
    name: str | None = None
    content: Any = value
    content_type: str | None = None
    is_type_given = False
    if is_tuple(value):
        name, content, *rest = cast("tuple[Any, ...]", value)
        is_type_given = bool(rest)
        content_type = rest[0] if rest else None
    own_name, source = _resolve_source(argument, content)
    sendable = (name or own_name).encode(errors="replace").decode()
    if not is_type_given:
        content_type = choose_media_type(accepted, guess_type(sendable)[0])
    if content_type is not None and not is_header_value(content_type):
        raise ArgumentError(f'"{argument}" has a content type that can\'t be sent as a header')
    return UploadFile(argument, sendable, content_type, source)


def choose_media_type(accepted: str, likely: str | None) -> str | None:
    """Returns the media type of a part: the likely one if it is accepted, else the first accepted.

    `accepted` is a list that may have ranges. A range that doesn't cover the likely type is no
    media type to send; None leaves the choice to httpx2.

    >>> choose_media_type("image/png, image/jpeg", "image/jpeg")
    'image/jpeg'
    """
    listed = [text.strip() for text in accepted.split(",") if text.strip()]
    if not listed:
        return likely
    for text in listed:
        kind, _, rest = text.partition("/")
        covers = rest == "*" and likely is not None and likely.startswith(f"{kind}/")
        if likely == text or (likely and (covers or text == "*/*")):
            return likely
    return next((text for text in listed if "*" not in text), None)


def list_files(value: object) -> Sequence[object]:
    """Returns the files of an argument. A tuple that starts with a name is a single file."""
    if is_list(value) or (is_tuple(value) and not is_named_file(value)):
        return value
    return (value,)


def contains_file(value: object) -> bool:
    """Is `value` a file, or a list that contains one?"""
    if (is_list(value) or is_tuple(value)) and not is_named_file(value):
        return any(contains_file(item) for item in value)
    return is_bytes(value) or is_path(value) or hasattr(value, "read") or is_named_file(value)


def is_named_file(value: object) -> bool:
    """Is `value` a tuple of a file name, a file, and possibly a content type?"""
    return (
        is_tuple(value)
        and len(value) in (2, 3)
        and (value[0] is None or isinstance(value[0], str))
        and not isinstance(value[1], str)
    )


def _resolve_source(argument: str, content: Any) -> tuple[str, bytes | Path | OpenFile]:
    """Returns the own name of the content, and the content."""
    if is_path(content):
        try:
            path = Path(content)
        except Exception as error:
            raise make_unreadable_error(argument, error) from error
        return path.name, path
    if is_bytes(content):
        return argument, bytes(content)
    if hasattr(content, "read"):
        own_name = getattr(content, "name", None)
        base = os.path.basename(own_name) if isinstance(own_name, str) else ""
        return base or argument, OpenFile(argument, content)
    raise ArgumentError(f'"{argument}" is a file: give bytes, an open file or a Path')


def _find_position(file: IO[bytes]) -> int | None:
    """Returns the position of a file, or None if the file can't be rewound to it."""
    with suppress(Exception):  # of any kind, because a file object may be the caller's own
        return file.seek(file.tell())
    return None
