"""The methods of `jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource
from .._runtime.streams import AsyncStream, Stream

if TYPE_CHECKING:
    from .. import types
    from .._raw.jobs import AsyncRawJobs, AsyncStreamedJobs, RawJobs, StreamedJobs
else:
    types = LazyModule("..types", __package__)

_COPY: Final[op.Endpoint[None]] = op.Endpoint(
    "Copy",
    "/jobs",
    op.NoAnswer(),
    takes={"to": ("string",)},
)
_LIST: Final[op.Endpoint[types.SearchJobsResponse]] = op.Endpoint(
    "GET",
    "/jobs",
    op.JsonAnswer("SearchJobsResponse"),
    takes={"state": ("string",), "limit": ("integer",)},
)
_LOG: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "GET",
    "/jobs/log",
    op.StreamAnswer("Job", content_type="application/jsonl", format="lines"),
)
_SEARCH: Final[op.Endpoint[types.SearchJobsResponse]] = op.Endpoint(
    "QUERY",
    "/jobs",
    op.JsonAnswer("SearchJobsResponse"),
    body=op.JsonBody(),
    takes={"text": ("string",)},
)
_WATCH: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "GET",
    "/jobs/events",
    op.StreamAnswer("Job"),
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

    def copy(
        self,
        *,
        to: str,
        **options: Unpack[CallOptions],
    ) -> None:
        """Copy /jobs

        Example:
            ```python
            client.jobs.copy(to="text")
            ```

        Args:
            to: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _COPY,
            options,
            query={"to": to},
        )

    def list(
        self,
        *,
        state: str,
        limit: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.SearchJobsResponse:
        """GET /jobs

        Example:
            ```python
            client.jobs.list(state="text")
            ```

        Args:
            state: The state of the jobs.
            limit: integer

        Returns:
            SearchJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _LIST,
            options,
            query={"state": state, "limit": limit},
        )

    def log(
        self,
        **options: Unpack[CallOptions],
    ) -> Stream[types.Job]:
        """GET /jobs/log

        Example:
            ```python
            with client.jobs.log() as items:
                for item in items:
                    print(item)
            ```

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.stream(
            _LOG,
            options,
        )

    def search(
        self,
        *,
        text: str,
        **options: Unpack[CallOptions],
    ) -> types.SearchJobsResponse:
        """QUERY /jobs

        Example:
            ```python
            client.jobs.search(text="text")
            ```

        Args:
            text: string

        Returns:
            SearchJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _SEARCH,
            options,
            body={"text": text},
        )

    def watch(
        self,
        **options: Unpack[CallOptions],
    ) -> Stream[types.Job]:
        """GET /jobs/events

        Example:
            ```python
            with client.jobs.watch() as events:
                for event in events:
                    print(event)
            ```

        Returns:
            Job: An event for each change.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.stream(
            _WATCH,
            options,
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

    async def copy(
        self,
        *,
        to: str,
        **options: Unpack[CallOptions],
    ) -> None:
        """Copy /jobs

        Example:
            ```python
            await client.jobs.copy(to="text")
            ```

        Args:
            to: string

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _COPY,
            options,
            query={"to": to},
        )

    async def list(
        self,
        *,
        state: str,
        limit: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.SearchJobsResponse:
        """GET /jobs

        Example:
            ```python
            await client.jobs.list(state="text")
            ```

        Args:
            state: The state of the jobs.
            limit: integer

        Returns:
            SearchJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _LIST,
            options,
            query={"state": state, "limit": limit},
        )

    async def log(
        self,
        **options: Unpack[CallOptions],
    ) -> AsyncStream[types.Job]:
        """GET /jobs/log

        Example:
            ```python
            async with await client.jobs.log() as items:
                async for item in items:
                    print(item)
            ```

        Returns:
            Job

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.stream(
            _LOG,
            options,
        )

    async def search(
        self,
        *,
        text: str,
        **options: Unpack[CallOptions],
    ) -> types.SearchJobsResponse:
        """QUERY /jobs

        Example:
            ```python
            await client.jobs.search(text="text")
            ```

        Args:
            text: string

        Returns:
            SearchJobsResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _SEARCH,
            options,
            body={"text": text},
        )

    async def watch(
        self,
        **options: Unpack[CallOptions],
    ) -> AsyncStream[types.Job]:
        """GET /jobs/events

        Example:
            ```python
            async with await client.jobs.watch() as events:
                async for event in events:
                    print(event)
            ```

        Returns:
            Job: An event for each change.

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.stream(
            _WATCH,
            options,
        )
