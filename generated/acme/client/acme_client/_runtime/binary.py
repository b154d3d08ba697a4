"""Binary responses: read their bytes, iterate over them, or write them to a file.

A response holds an open connection. Read it to the end, close it, or use it in a `with` statement.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO

from .errors import APIError
from .json_decoding import parse_json
from .open_response import (
    AsyncOpenResponse,
    OpenResponse,
    ResponseHead,
    translate_errors,
)
from .size_limits import (
    alimit_chunks,
    aread_body,
    get_limits,
    get_streaming_limit,
    limit_chunks,
    read_body,
)
from .sse import LineSplitter


class BinaryResponse(OpenResponse):
    """A response with bytes, such as the content of a file."""

    @property
    def content(self) -> bytes:
        """All bytes. They are read once and then kept."""
        return self.read()

    @property
    def text(self) -> str:
        """All bytes as text, by the charset of the response, or UTF-8."""
        self.read()
        return self._response.text

    def read(self) -> bytes:
        """Reads and returns all bytes. They are read once and then kept."""
        with translate_errors():
            return read_body(self._response)

    def json(self) -> object:
        """Returns the bytes as a JSON value. Raises InvalidResponseError if they aren't JSON."""
        return parse_json(self.read(), "the response")

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Iterates over the bytes as they arrive, in chunks of `chunk_size` if it is given."""
        with translate_errors(), self:
            yield from limit_chunks(
                self._response.iter_bytes(chunk_size), get_streaming_limit(self._response)
            )

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Iterates over the text as it arrives."""
        with translate_errors(), self:
            yield from limit_chunks(
                self._response.iter_text(chunk_size), get_streaming_limit(self._response)
            )

    def iter_lines(self) -> Iterator[str]:
        """Iterates over the lines of the text as they arrive, without line ends."""
        lines = LineSplitter(get_limits(self._response).response_size)
        for text in self.iter_text():
            yield from lines.feed(text)
        if rest := lines.flush():
            yield rest

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file as they arrive, without holding them all in memory.

        They go to a temporary file in the same folder first, so a broken download leaves an
        existing file unchanged.
        """
        self.stream_to_file(file)

    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Writes the bytes to a file as `write_to_file` does, in chunks of `chunk_size`."""
        with self, _replace_when_complete(Path(file)) as target:
            for chunk in self.iter_bytes(chunk_size):
                target.write(chunk)


class AsyncBinaryResponse(AsyncOpenResponse):
    """A response with bytes, such as the content of a file."""

    @property
    def content(self) -> bytes:
        """All bytes. Await `read` first."""
        self._check_read("content")
        return self._response.content

    @property
    def text(self) -> str:
        """All bytes as text. Await `read` first."""
        self._check_read("text")
        return self._response.text

    async def read(self) -> bytes:
        """Reads and returns all bytes. They are read once and then kept."""
        with translate_errors():
            return await aread_body(self._response)

    async def json(self) -> object:
        """Returns the bytes as a JSON value. Raises InvalidResponseError if they aren't JSON."""
        return parse_json(await self.read(), "the response")

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Iterates over the bytes as they arrive, in chunks of `chunk_size` if it is given."""
        with translate_errors():
            async with self, aclosing(self._response.aiter_bytes(chunk_size)) as chunks:
                async for chunk in alimit_chunks(chunks, get_streaming_limit(self._response)):
                    yield chunk

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Iterates over the text as it arrives."""
        with translate_errors():
            async with self:
                texts = self._response.aiter_text(chunk_size)
                async for text in alimit_chunks(texts, get_streaming_limit(self._response)):
                    yield text

    async def iter_lines(self) -> AsyncIterator[str]:
        """Iterates over the lines of the text as they arrive, without line ends."""
        lines = LineSplitter(get_limits(self._response).response_size)
        async for text in self.iter_text():
            for line in lines.feed(text):
                yield line
        if rest := lines.flush():
            yield rest

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file as they arrive, without holding them all in memory.

        They go to a temporary file in the same folder first, so a broken download leaves an
        existing file unchanged. Writing blocks the event loop: a chunk reaches the disk faster than
        a thread starts.
        """
        await self.stream_to_file(file)

    async def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Writes the bytes to a file as `write_to_file` does, in chunks of `chunk_size`."""
        async with self:
            with _replace_when_complete(Path(file)) as target:
                async for chunk in self.iter_bytes(chunk_size):
                    target.write(chunk)

    # The names that httpx2 gives the methods of an async response.
    aread = read
    aiter_bytes = iter_bytes
    aiter_text = iter_text
    aiter_lines = iter_lines

    def _check_read(self, name: str) -> None:
        if not _is_read(self):
            raise APIError(f"the response isn't read yet: `await response.read()` before `.{name}`")


def _is_read(response: ResponseHead) -> bool:
    import httpx2

    try:
        response.response.content  # noqa: B018 - raises if it isn't read
    except httpx2.ResponseNotRead:
        return False
    return True


@contextmanager
def _replace_when_complete(target: Path) -> Generator[IO[bytes]]:
    """Opens a temporary file that replaces `target` when the block ends without an error."""
    target = target.resolve()  # replaces the target of a symbolic link, not the link
    if target.exists() and not target.is_file():  # can't replace a device or a pipe
        with target.open("wb") as file:
            yield file
        return
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("xb") as file:
            yield file
        if target.exists():
            partial.chmod(target.stat().st_mode)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
