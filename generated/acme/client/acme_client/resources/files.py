"""The methods of `files`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.binary import AsyncBinaryResponse, BinaryResponse
from .._runtime.files import FileInput
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions, ListOptions
from .._runtime.pagination import AsyncPages
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.files import AsyncRawFiles, AsyncStreamedFiles, RawFiles, StreamedFiles
else:
    types = LazyModule("..types", __package__)

_CONTENT: Final[op.Endpoint[bytes]] = op.Endpoint(
    "GET",
    "/files/{file_id}/content",
    op.BinaryAnswer("application/octet-stream"),
    takes={"file_id": ("string",)},
    errors={"404": "Problem"},
)
_CREATE: Final[op.Endpoint[types.File]] = op.Endpoint(
    "POST",
    "/files",
    op.JsonAnswer("File"),
    body=op.MultipartBody(("file",)),
    takes={"file": ("file",), "keep_days": ("integer",)},
)
_LIST: Final[op.Endpoint[types.FilesPage]] = op.Endpoint(
    "GET",
    "/files",
    op.JsonAnswer("FilesPage"),
    paging=op.PagingRule(rows=("data",)),
)


class Files(SyncResource):
    """`files`"""

    @cached_property
    def with_raw_response(self) -> RawFiles:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Files(raw.RawSender(self._client))
        return cast("RawFiles", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedFiles:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Files(raw.StreamingSender(self._client))
        return cast("StreamedFiles", resource)

    def content(
        self,
        file_id: str,
        **options: Unpack[CallOptions],
    ) -> BinaryResponse:
        """Download a file.

        Example:
            ```python
            client.files.content(file_id="file-7c1").write_to_file("result.bin")
            ```

        Args:
            file_id: The file's id.

        Returns:
            bytes

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return self._client.download(
            _CONTENT,
            options,
            path={"file_id": file_id},
        )

    def create(
        self,
        *,
        file: FileInput,
        keep_days: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.File:
        """Upload a file.

        Example:
            ```python
            from pathlib import Path

            client.files.create(file=Path("file.bin"))
            ```

        Args:
            file: The file's content.
            keep_days: How long it is kept.

        Returns:
            File: A file that jobs can read, or that one of them wrote.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
            body={"file": file, "keep_days": keep_days},
        )

    def list(
        self,
        **options: Unpack[ListOptions],
    ) -> types.FilesPage:
        """List the files.

        Example:
            ```python
            for row in client.files.list():
                print(row)
            ```

        Returns:
            FilesPage: Iterate it for its rows.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _LIST,
            options,
        )


class AsyncFiles(AsyncResource):
    """`files`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawFiles:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncFiles(raw.AsyncRawSender(self._client))
        return cast("AsyncRawFiles", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedFiles:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncFiles(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedFiles", resource)

    async def content(
        self,
        file_id: str,
        **options: Unpack[CallOptions],
    ) -> AsyncBinaryResponse:
        """Download a file.

        Example:
            ```python
            response = await client.files.content(file_id="file-7c1")
            await response.write_to_file("result.bin")
            ```

        Args:
            file_id: The file's id.

        Returns:
            bytes

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return await self._client.download(
            _CONTENT,
            options,
            path={"file_id": file_id},
        )

    async def create(
        self,
        *,
        file: FileInput,
        keep_days: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.File:
        """Upload a file.

        Example:
            ```python
            from pathlib import Path

            await client.files.create(file=Path("file.bin"))
            ```

        Args:
            file: The file's content.
            keep_days: How long it is kept.

        Returns:
            File: A file that jobs can read, or that one of them wrote.

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
            body={"file": file, "keep_days": keep_days},
        )

    def list(
        self,
        **options: Unpack[ListOptions],
    ) -> AsyncPages[types.FilesPage, types.File]:
        """List the files.

        Example:
            ```python
            async for row in client.files.list():
                print(row)
            ```

        Returns:
            FilesPage: Iterate it for its rows.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.list_pages(
            _LIST,
            options,
        )
