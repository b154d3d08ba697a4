"""The methods of `jobs`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, Unpack, cast

from typing_extensions import deprecated

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions, ListOptions, WaitOptions
from .._runtime.pagination import AsyncPages
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.jobs import AsyncRawJobs, AsyncStreamedJobs, RawJobs, StreamedJobs
else:
    types = LazyModule("..types", __package__)

_CREATE: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "POST",
    "/jobs",
    op.JsonAnswer("Job"),
    body=op.JsonBody(),
    takes={"task": ("object",), "machine": ("string",), "name": ("string",), "notify": ("array",)},
    errors={"422": "Problem", "429": "Problem"},
)
_DELETE: Final[op.Endpoint[None]] = op.Endpoint(
    "DELETE",
    "/jobs/{job_id}",
    op.NoAnswer(),
    takes={"job_id": ("string",)},
    errors={"404": "Problem"},
)
_LIST: Final[op.Endpoint[types.JobsPage]] = op.Endpoint(
    "GET",
    "/jobs",
    op.JsonAnswer("JobsPage"),
    paging=op.PagingRule(send="after", next=("last_id",), rows=("data",), more=("has_more",)),
    takes={"after": ("string",), "limit": ("integer",), "state": ("string",)},
    errors={"429": "Problem"},
)
_RETRIEVE: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "GET",
    "/jobs/{job_id}",
    op.JsonAnswer("Job"),
    takes={"job_id": ("string",)},
    errors={"404": "Problem"},
)
_STOP: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "POST",
    "/jobs/{job_id}/stop",
    op.JsonAnswer("Job"),
    takes={"job_id": ("string",)},
)
_UPDATE: Final[op.Endpoint[types.Job]] = op.Endpoint(
    "PATCH",
    "/jobs/{job_id}",
    op.JsonAnswer("Job"),
    body=op.JsonBody(),
    takes={"job_id": ("string",), "name": ("string",), "priority": ("integer",)},
    errors={"404": "Problem"},
)
_CREATE_AND_WAIT: Final[op.PollingRule[types.Job]] = op.PollingRule(
    _RETRIEVE,
    path={"job_id": ("id",)},
    status=("state",),
    until=("done", "failed"),
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

    def create(
        self,
        *,
        task: types.Task | types.TaskParam,
        machine: Literal["small", "large"] | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        notify: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Start a job.

        Starts a job on the next free machine.
        - The answer comes at once; the job runs on.
        - Read its `state` until it is `done` or `failed`.

        Example:
            ```python
            client.jobs.create(
                task={"kind": "convert", "file": "file-7c1", "to": "pdf"},
                machine="small",
            )
            ```

        Args:
            task: What a job does.
            machine: The kind of machine.
            name: A name for people.
            notify: Addresses that get a message when the job ends.

        Returns:
            Job: The job that was started.

        Raises:
            UnprocessableEntityError: The task can't be run, for instance because its file
                is missing. Its `model` is a `types.Problem`.
            RateLimitError: The key has made too many calls. Its `model` is a
                `types.Problem`.
        """
        return self._client.send(
            _CREATE,
            options,
            body={"task": task, "machine": machine, "name": name, "notify": notify},
        )

    def create_and_wait(
        self,
        *,
        task: types.Task | types.TaskParam,
        machine: Literal["small", "large"] | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        notify: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[WaitOptions],
    ) -> types.Job:
        """`create`, and then waits for the end: one of the states "done", "failed". Its arguments
        are those of that method.

        `jobs.retrieve` is asked for the state, first after `poll_interval` seconds, then less
        often. `wait_timeout` bounds the time, in seconds.

        Example:
            ```python
            client.jobs.create_and_wait(
                task={"kind": "convert", "file": "file-7c1", "to": "pdf"},
                machine="small",
                wait_timeout=600,
                poll_interval=2,
            )
            ```
        """
        return self._client.wait(
            _CREATE_AND_WAIT,
            self._client.start(
                _CREATE,
                options,
                body={"task": task, "machine": machine, "name": name, "notify": notify},
            ),
            options,
        )

    def delete(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> None:
        """Delete a job that has ended.

        Example:
            ```python
            client.jobs.delete(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return self._client.send(
            _DELETE,
            options,
            path={"job_id": job_id},
        )

    def list(
        self,
        *,
        after: str | NotGiven = NOT_GIVEN,
        limit: int | NotGiven = NOT_GIVEN,
        state: types.JobStateParam | NotGiven = NOT_GIVEN,
        **options: Unpack[ListOptions],
    ) -> types.JobsPage:
        """List jobs, newest first.

        Example:
            ```python
            for row in client.jobs.list():
                print(row)
            ```

        Args:
            after: The id of the last job of the page before.
            limit: Jobs on a page.
            state: Only jobs in this state.

        Returns:
            JobsPage: One page of jobs. Iterate it for the rows of all pages.

        Raises:
            RateLimitError: The key has made too many calls. Its `model` is a
                `types.Problem`.
        """
        return self._client.send(
            _LIST,
            options,
            query={"after": after, "limit": limit, "state": state},
        )

    def retrieve(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Read one job.

        Example:
            ```python
            client.jobs.retrieve(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Returns:
            Job: A piece of work that runs on one of Acme's machines.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return self._client.send(
            _RETRIEVE,
            options,
            path={"job_id": job_id},
        )

    @deprecated("Deprecated.")
    def stop(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Stop a job.

        Deprecated. Delete the job instead, which stops it first.

        Example:
            ```python
            client.jobs.stop(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Returns:
            Job: The stopped job.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _STOP,
            options,
            path={"job_id": job_id},
        )

    def update(
        self,
        job_id: str,
        *,
        name: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Rename a job or change its priority.

        Example:
            ```python
            client.jobs.update(job_id="job-41", name="example")
            ```

        Args:
            job_id: The job's id.
            name: A name for people.
            priority: Jobs with a higher one start first.

        Returns:
            Job: The changed job.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return self._client.send(
            _UPDATE,
            options,
            path={"job_id": job_id},
            body={"name": name, "priority": priority},
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

    async def create(
        self,
        *,
        task: types.Task | types.TaskParam,
        machine: Literal["small", "large"] | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        notify: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Start a job.

        Starts a job on the next free machine.
        - The answer comes at once; the job runs on.
        - Read its `state` until it is `done` or `failed`.

        Example:
            ```python
            await client.jobs.create(
                task={"kind": "convert", "file": "file-7c1", "to": "pdf"},
                machine="small",
            )
            ```

        Args:
            task: What a job does.
            machine: The kind of machine.
            name: A name for people.
            notify: Addresses that get a message when the job ends.

        Returns:
            Job: The job that was started.

        Raises:
            UnprocessableEntityError: The task can't be run, for instance because its file
                is missing. Its `model` is a `types.Problem`.
            RateLimitError: The key has made too many calls. Its `model` is a
                `types.Problem`.
        """
        return await self._client.send(
            _CREATE,
            options,
            body={"task": task, "machine": machine, "name": name, "notify": notify},
        )

    async def create_and_wait(
        self,
        *,
        task: types.Task | types.TaskParam,
        machine: Literal["small", "large"] | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        notify: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[WaitOptions],
    ) -> types.Job:
        """`create`, and then waits for the end: one of the states "done", "failed". Its arguments
        are those of that method.

        `jobs.retrieve` is asked for the state, first after `poll_interval` seconds, then less
        often. `wait_timeout` bounds the time, in seconds.

        Example:
            ```python
            await client.jobs.create_and_wait(
                task={"kind": "convert", "file": "file-7c1", "to": "pdf"},
                machine="small",
                wait_timeout=600,
                poll_interval=2,
            )
            ```
        """
        return await self._client.wait(
            _CREATE_AND_WAIT,
            await self._client.start(
                _CREATE,
                options,
                body={"task": task, "machine": machine, "name": name, "notify": notify},
            ),
            options,
        )

    async def delete(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> None:
        """Delete a job that has ended.

        Example:
            ```python
            await client.jobs.delete(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return await self._client.send(
            _DELETE,
            options,
            path={"job_id": job_id},
        )

    def list(
        self,
        *,
        after: str | NotGiven = NOT_GIVEN,
        limit: int | NotGiven = NOT_GIVEN,
        state: types.JobStateParam | NotGiven = NOT_GIVEN,
        **options: Unpack[ListOptions],
    ) -> AsyncPages[types.JobsPage, types.Job]:
        """List jobs, newest first.

        Example:
            ```python
            async for row in client.jobs.list():
                print(row)
            ```

        Args:
            after: The id of the last job of the page before.
            limit: Jobs on a page.
            state: Only jobs in this state.

        Returns:
            JobsPage: One page of jobs. Iterate it for the rows of all pages.

        Raises:
            RateLimitError: The key has made too many calls. Its `model` is a
                `types.Problem`.
        """
        return self._client.list_pages(
            _LIST,
            options,
            query={"after": after, "limit": limit, "state": state},
        )

    async def retrieve(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Read one job.

        Example:
            ```python
            await client.jobs.retrieve(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Returns:
            Job: A piece of work that runs on one of Acme's machines.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return await self._client.send(
            _RETRIEVE,
            options,
            path={"job_id": job_id},
        )

    @deprecated("Deprecated.")
    async def stop(
        self,
        job_id: str,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Stop a job.

        Deprecated. Delete the job instead, which stops it first.

        Example:
            ```python
            await client.jobs.stop(job_id="job-41")
            ```

        Args:
            job_id: The job's id.

        Returns:
            Job: The stopped job.

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _STOP,
            options,
            path={"job_id": job_id},
        )

    async def update(
        self,
        job_id: str,
        *,
        name: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Job:
        """Rename a job or change its priority.

        Example:
            ```python
            await client.jobs.update(job_id="job-41", name="example")
            ```

        Args:
            job_id: The job's id.
            name: A name for people.
            priority: Jobs with a higher one start first.

        Returns:
            Job: The changed job.

        Raises:
            NotFoundError: There is no such thing, or it isn't yours. Its `model` is a
                `types.Problem`.
        """
        return await self._client.send(
            _UPDATE,
            options,
            path={"job_id": job_id},
            body={"name": name, "priority": priority},
        )
