"""Uploads of large files in parts."""

from __future__ import annotations

import builtins
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from ._runtime.errors import ArgumentError
from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from .resources.uploads import AsyncUploads, Uploads

if TYPE_CHECKING:
    from . import types
else:
    types = LazyModule(".types", __package__)

_PART_SIZE = 64 * 1024 * 1024  # bytes: the most that the API takes

Purpose = Literal["assistants", "batch", "fine-tune", "vision"]


class _Source(NamedTuple):
    """A file, or bytes, with the name and the size that the API is told."""

    content: Path | bytes
    filename: str
    size: int

    def read_parts(self, part_size: int) -> Iterator[bytes]:
        """Yields the content in parts. A file is read part by part."""
        if isinstance(self.content, bytes):
            for start in range(0, len(self.content), part_size):
                yield self.content[start : start + part_size]
            return
        with self.content.open("rb") as file:
            while part := file.read(part_size):
                yield part


def _open_source(
    file: os.PathLike[str] | str | bytes, filename: str | None, size: int | None
) -> _Source:
    """Returns the source. Raises ArgumentError for bytes without a name."""
    if isinstance(file, bytes):
        if filename is None:
            raise ArgumentError('"filename" is missing: bytes have no name')
        return _Source(file, filename, len(file) if size is None else size)
    path = Path(file)
    return _Source(path, filename or path.name, path.stat().st_size if size is None else size)


class ChunkedUploads(Uploads):
    """`uploads`, and `upload_file_chunked`."""

    def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str] | str | builtins.bytes,
        mime_type: str,
        purpose: Purpose,
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | NotGiven = NOT_GIVEN,
    ) -> types.Upload:
        """Creates an upload, adds the file part by part, and completes it.

        Args:
            file: The path of a file, which is read part by part, or bytes.
            mime_type: The media type of the file.
            purpose: What the file is for.
            filename: The name of the file. Bytes need one.
            bytes: The size of the file, if it is known.
            part_size: The size of a part in bytes. Default: 64 MiB, the most that the API takes.
            md5: The MD5 digest of the file in hexadecimal, which the server compares.
        """
        source = _open_source(file, filename, bytes)
        upload = self.create(
            filename=source.filename, bytes=source.size, mime_type=mime_type, purpose=purpose
        )
        part_ids: list[str] = []
        for data in source.read_parts(part_size or _PART_SIZE):
            part = self.parts.create(upload.id, data=data)
            part_ids.append(part.id)
        return self.complete(upload.id, part_ids=part_ids, md5=md5)


class AsyncChunkedUploads(AsyncUploads):
    """`uploads`, and `upload_file_chunked`."""

    async def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str] | str | builtins.bytes,
        mime_type: str,
        purpose: Purpose,
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | NotGiven = NOT_GIVEN,
    ) -> types.Upload:
        """Creates an upload, adds the file part by part, and completes it.

        Args:
            file: The path of a file, which is read part by part, or bytes.
            mime_type: The media type of the file.
            purpose: What the file is for.
            filename: The name of the file. Bytes need one.
            bytes: The size of the file, if it is known.
            part_size: The size of a part in bytes. Default: 64 MiB, the most that the API takes.
            md5: The MD5 digest of the file in hexadecimal, which the server compares.
        """
        source = _open_source(file, filename, bytes)
        upload = await self.create(
            filename=source.filename, bytes=source.size, mime_type=mime_type, purpose=purpose
        )
        part_ids: list[str] = []
        for data in source.read_parts(part_size or _PART_SIZE):
            part = await self.parts.create(upload.id, data=data)
            part_ids.append(part.id)
        return await self.complete(upload.id, part_ids=part_ids, md5=md5)
