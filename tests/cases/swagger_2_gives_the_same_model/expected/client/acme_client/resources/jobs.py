"""The methods of `jobs`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, Unpack, cast

from .._runtime import operation as op
from .._runtime.binary import AsyncBinaryResponse, BinaryResponse
from .._runtime.files import FileInput
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.jobs import AsyncRawJobs, AsyncStreamedJobs, RawJobs, StreamedJobs
else:
    types = LazyModule("..types", __package__)

_ADD_FILE: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/jobs/{id}/files",
    op.NoAnswer(),
    body=op.MultipartBody(("file",)),
    other_auth=(("login",),),
    takes={"id": ("string",), "file": ("file",), "note": ("string",)},
)
_CREATE: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "POST",
    "/jobs",
    op.JsonAnswer("Job"),
    body=op.JsonBody(),
    other_auth=(("login",),),
    takes={"name": ("string",), "note": ("string", "null"), "parts": ("array",)},
)
_LIST: Final[op.Endpoint[types.ListJobsResponse]] = op.Endpoint(
    "GET",
    "/jobs",
    op.JsonAnswer("ListJobsResponse"),
    query_styles={"ids": "pipeDelimited", "sort": "form"},
    other_auth=(("login",),),
    takes={"limit": ("integer",), "state": ("array",), "ids": ("array",), "sort": ("array",)},
)
_REPORT: Final[op.Endpoint[bytes]] = op.Endpoint(
    "GET",
    "/jobs/{id}/report",
    op.BinaryAnswer("application/pdf"),
    other_auth=(("login",),),
    takes={"id": ("string",)},
)
_RETRIEVE: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "GET",
    "/jobs/{id}",
    op.JsonAnswer("Job"),
    other_auth=(("login",),),
    takes={"id": ("string",)},
)


class Jobs(SyncResource):
    """`jobs`"""

    @cached_property
    def with_raw_response(self) -> RawJobs:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Jobs(raw.RawSender(self._client))
        return cast("RawJobs", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedJobs:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Jobs(raw.StreamingSender(self._client))
        return cast("StreamedJobs", resource)

    def add_file(
        self,
        id: str,
        *,
        file: FileInput,
        note: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /jobs/{id}/files

        Example:
            ```python
            from pathlib import Path

            client.jobs.add_file(id="id_abc123", file=Path("file.bin"))
            ```

        Args:
            id: string
            file: The content.
            note: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD_FILE,
            options,
            path={"id": id},
            body={"file": file, "note": note},
        )

    def create(
        self,
        *,
        name: str,
        note: str | None | NotGiven = NOT_GIVEN,
        parts: Sequence[types.Part | types.PartParam] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """POST /jobs

        Example:
            ```python
            client.jobs.create(name="example")
            ```

        Args:
            name: string
            note: string or null
            parts: array

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
            body={"name": name, "note": note, "parts": parts},
        )

    def list(
        self,
        *,
        limit: int | NotGiven = NOT_GIVEN,
        state: Sequence[Literal["open", "done"]] | NotGiven = NOT_GIVEN,
        ids: Sequence[int] | NotGiven = NOT_GIVEN,
        sort: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.ListJobsResponse:
        """GET /jobs

        Example:
            ```python
            client.jobs.list()
            ```

        Args:
            limit: The most rows.
            state: array
            ids: array
            sort: array

        Returns:
            ListJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _LIST,
            options,
            query={"limit": limit, "state": state, "ids": ids, "sort": sort},
        )

    def report(
        self,
        id: str,
        **options: Unpack[CallOptions],
    ) -> BinaryResponse:
        """GET /jobs/{id}/report

        Example:
            ```python
            client.jobs.report(id="id_abc123").write_to_file("result.bin")
            ```

        Args:
            id: string

        Returns:
            bytes

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.download(
            _REPORT,
            options,
            path={"id": id},
        )

    def retrieve(
        self,
        id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """GET /jobs/{id}

        Example:
            ```python
            client.jobs.retrieve(id="id_abc123")
            ```

        Args:
            id: string

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _RETRIEVE,
            options,
            path={"id": id},
        )


class AsyncJobs(AsyncResource):
    """`jobs`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawJobs:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncJobs(raw.AsyncRawSender(self._client))
        return cast("AsyncRawJobs", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedJobs:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncJobs(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedJobs", resource)

    async def add_file(
        self,
        id: str,
        *,
        file: FileInput,
        note: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /jobs/{id}/files

        Example:
            ```python
            from pathlib import Path

            await client.jobs.add_file(id="id_abc123", file=Path("file.bin"))
            ```

        Args:
            id: string
            file: The content.
            note: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD_FILE,
            options,
            path={"id": id},
            body={"file": file, "note": note},
        )

    async def create(
        self,
        *,
        name: str,
        note: str | None | NotGiven = NOT_GIVEN,
        parts: Sequence[types.Part | types.PartParam] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """POST /jobs

        Example:
            ```python
            await client.jobs.create(name="example")
            ```

        Args:
            name: string
            note: string or null
            parts: array

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
            body={"name": name, "note": note, "parts": parts},
        )

    async def list(
        self,
        *,
        limit: int | NotGiven = NOT_GIVEN,
        state: Sequence[Literal["open", "done"]] | NotGiven = NOT_GIVEN,
        ids: Sequence[int] | NotGiven = NOT_GIVEN,
        sort: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.ListJobsResponse:
        """GET /jobs

        Example:
            ```python
            await client.jobs.list()
            ```

        Args:
            limit: The most rows.
            state: array
            ids: array
            sort: array

        Returns:
            ListJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _LIST,
            options,
            query={"limit": limit, "state": state, "ids": ids, "sort": sort},
        )

    async def report(
        self,
        id: str,
        **options: Unpack[CallOptions],
    ) -> AsyncBinaryResponse:
        """GET /jobs/{id}/report

        Example:
            ```python
            response = await client.jobs.report(id="id_abc123")
            await response.write_to_file("result.bin")
            ```

        Args:
            id: string

        Returns:
            bytes

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.download(
            _REPORT,
            options,
            path={"id": id},
        )

    async def retrieve(
        self,
        id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """GET /jobs/{id}

        Example:
            ```python
            await client.jobs.retrieve(id="id_abc123")
            ```

        Args:
            id: string

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _RETRIEVE,
            options,
            path={"id": id},
        )
