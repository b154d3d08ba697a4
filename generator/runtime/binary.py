"""What a call returns where the answer is bytes: read it, go through it, or write it to a file.

Both hold an open connection: read them to the end, close them, or use them in a `with` statement.
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
from .open_response import AsyncOpenResponse, OpenResponse, ResponseHead, translate_errors
from .sse import LineSplitter


class BinaryResponse(OpenResponse):
    """Bytes, such as a file's content."""

    @property
    def content(self) -> bytes:
        """All bytes; read once and then kept."""
        return self.read()

    @property
    def text(self) -> str:
        """The bytes as text, by the charset that the response names, or else as UTF-8."""
        self.read()
        return self._response.text

    def read(self) -> bytes:
        """All bytes; read once and then kept."""
        with translate_errors():
            return self._response.read()

    def json(self) -> object:
        """The bytes as JSON. Raises InvalidResponseError where they aren't."""
        return parse_json(self.read(), "the response")

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes as they come, in chunks of `chunk_size` where it is given."""
        with translate_errors(), self:
            yield from self._response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The bytes as text as they come."""
        with translate_errors(), self:
            yield from self._response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """The lines of the text, without their ends, as they come."""
        lines = LineSplitter()
        for text in self.iter_text():
            yield from lines.feed(text)
        if rest := lines.flush():
            yield rest

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file as they come, never all in memory.

        They are written beside it first: a broken download leaves what was there.
        """
        with self, _replace_when_complete(Path(file)) as opened:
            for chunk in self.iter_bytes():
                opened.write(chunk)


class AsyncBinaryResponse(AsyncOpenResponse):
    """Bytes, such as a file's content."""

    @property
    def content(self) -> bytes:
        """All bytes, once `read` was awaited."""
        self._check_read("content")
        return self._response.content

    @property
    def text(self) -> str:
        """The bytes as text, once `read` was awaited."""
        self._check_read("text")
        return self._response.text

    async def read(self) -> bytes:
        """All bytes; read once and then kept."""
        with translate_errors():
            return await self._response.aread()

    async def json(self) -> object:
        """The bytes as JSON. Raises InvalidResponseError where they aren't."""
        return parse_json(await self.read(), "the response")

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes as they come, in chunks of `chunk_size` where it is given."""
        with translate_errors():
            async with self, aclosing(self._response.aiter_bytes(chunk_size)) as chunks:
                async for chunk in chunks:
                    yield chunk

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """The bytes as text as they come."""
        with translate_errors():
            async with self:
                async for text in self._response.aiter_text(chunk_size):
                    yield text

    async def iter_lines(self) -> AsyncIterator[str]:
        """The lines of the text, without their ends, as they come."""
        lines = LineSplitter()
        async for text in self.iter_text():
            for line in lines.feed(text):
                yield line
        if rest := lines.flush():
            yield rest

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file as they come, never all in memory.

        They are written beside it first: a broken download leaves what was there. Writing is
        plain: a chunk on its way to a disk is shorter than a thread for it.
        """
        async with self:
            with _replace_when_complete(Path(file)) as opened:
                async for chunk in self.iter_bytes():
                    opened.write(chunk)

    def _check_read(self, name: str) -> None:
        if not _is_read(self):
            raise APIError(f"the response isn't read yet: `await response.read()`, then `.{name}`")


def _is_read(response: ResponseHead) -> bool:
    import httpx2

    try:
        response.response.content  # noqa: B018 - asks whether it is there
    except httpx2.ResponseNotRead:
        return False
    return True


@contextmanager
def _replace_when_complete(target: Path) -> Generator[IO[bytes]]:
    """A file that takes the place of `target` once it is written whole."""
    target = target.resolve()  # of a link its target is replaced
    if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
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
