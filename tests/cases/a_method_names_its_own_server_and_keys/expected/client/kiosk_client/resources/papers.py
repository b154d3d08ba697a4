"""The methods of `papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.papers import (
        AsyncRawPapers,
        AsyncStreamedPapers,
        RawPapers,
        StreamedPapers,
    )
else:
    types = LazyModule("..types", __package__)

_CREATE: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/papers",
    op.NoAnswer(),
    auth=("Login",),
    other_auth=(("Machine",),),
    server=op.ServerUrl("https://press.example/api"),
)
_DELETE: Final[op.Endpoint[None]] = op.Endpoint(
    "DELETE",
    "/papers",
    op.NoAnswer(),
    server=op.ServerUrl("/v2"),
)
_RETRIEVE: Final[op.Endpoint[types.GetPaperResponse | None]] = op.Endpoint(
    "GET",
    "/papers/{paper}",
    op.JsonAnswer("GetPaperResponse"),
    auth=("Token",),
    other_auth=((),),
    takes={"paper": ("string",)},
    other_answers={"204": op.NoAnswer()},
)


class Papers(SyncResource):
    """`papers`"""

    @cached_property
    def with_raw_response(self) -> RawPapers:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Papers(raw.RawSender(self._client))
        return cast("RawPapers", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedPapers:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Papers(raw.StreamingSender(self._client))
        return cast("StreamedPapers", resource)

    def create(
        self,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /papers

        Example:
            ```python
            client.papers.create()
            ```

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
        )

    def delete(
        self,
        **options: Unpack[CallOptions],
    ) -> None:
        """DELETE /papers

        Example:
            ```python
            client.papers.delete()
            ```

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _DELETE,
            options,
        )

    def retrieve(
        self,
        paper: str,
        **options: Unpack[CallOptions],
    ) -> types.GetPaperResponse | None:
        """GET /papers/{paper}

        Example:
            ```python
            client.papers.retrieve(paper="text")
            ```

        Args:
            paper: string

        Returns:
            GetPaperResponse
            None: Status 204, which has no body.

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _RETRIEVE,
            options,
            path={"paper": paper},
        )


class AsyncPapers(AsyncResource):
    """`papers`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawPapers:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncPapers(raw.AsyncRawSender(self._client))
        return cast("AsyncRawPapers", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedPapers:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncPapers(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedPapers", resource)

    async def create(
        self,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /papers

        Example:
            ```python
            await client.papers.create()
            ```

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
        )

    async def delete(
        self,
        **options: Unpack[CallOptions],
    ) -> None:
        """DELETE /papers

        Example:
            ```python
            await client.papers.delete()
            ```

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _DELETE,
            options,
        )

    async def retrieve(
        self,
        paper: str,
        **options: Unpack[CallOptions],
    ) -> types.GetPaperResponse | None:
        """GET /papers/{paper}

        Example:
            ```python
            await client.papers.retrieve(paper="text")
            ```

        Args:
            paper: string

        Returns:
            GetPaperResponse
            None: Status 204, which has no body.

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _RETRIEVE,
            options,
            path={"paper": paper},
        )
