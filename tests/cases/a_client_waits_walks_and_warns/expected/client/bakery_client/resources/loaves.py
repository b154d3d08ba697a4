"""The methods of `loaves`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Unpack, cast, overload

from typing_extensions import deprecated

from .._runtime import operation as op
from .._runtime.binary import AsyncBinaryResponse, BinaryResponse
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions, ListOptions, WaitOptions
from .._runtime.pagination import AsyncPages
from .._runtime.resource import AsyncResource, SyncResource
from .._runtime.streams import AsyncStream, Stream

if TYPE_CHECKING:
    from .. import types
    from .._raw.loaves import (
        AsyncRawLoaves,
        AsyncStreamedLoaves,
        RawLoaves,
        StreamedLoaves,
    )
else:
    types = LazyModule("..types", __package__)

_BAKE: Final[op.Endpoint[types.Loaf]] = op.Endpoint(
    "POST",
    "/ovens/{oven}/loaves",
    op.JsonAnswer("Loaf"),
    body=op.JsonBody(),
    stream=op.StreamAnswer("Loaf", by=("stream", True)),
    takes={
        "oven": ("string",),
        "timeout": ("integer", "null"),
        "heat": ("string",),
        "stream": ("boolean",),
    },
    deprecated={"heat": "Deprecated: the oven knows."},
    names={"timeout": "timeout_"},
)
_LIST: Final[op.Endpoint[types.LoavesPage]] = op.Endpoint(
    "GET",
    "/ovens/{oven}/loaves",
    op.JsonAnswer("LoavesPage"),
    paging=op.PagingRule(send="after", next=("next",), rows=("data",)),
    takes={"oven": ("string",), "after": ("string",)},
)
_RETRIEVE: Final[op.Endpoint[types.Loaf]] = op.Endpoint(
    "GET",
    "/ovens/{oven}/loaves/{id}",
    op.JsonAnswer("Loaf"),
    takes={"oven": ("string",), "id": ("string",)},
)
_SMELL: Final[op.Endpoint[bytes]] = op.Endpoint(
    "GET",
    "/ovens/{oven}/smell",
    op.BinaryAnswer("application/octet-stream"),
    takes={"oven": ("string",)},
)
_BAKE_AND_WAIT: Final[op.PollingRule[types.Loaf]] = op.PollingRule(
    _RETRIEVE,
    path={"id": ("id",)},
    status=("status",),
    until=("baked", "burnt"),
)


class Loaves(SyncResource):
    """`loaves`"""

    @cached_property
    def with_raw_response(self) -> RawLoaves:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Loaves(raw.RawSender(self._client))
        return cast("RawLoaves", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedLoaves:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Loaves(raw.StreamingSender(self._client))
        return cast("StreamedLoaves", resource)

    @overload
    def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: Literal[False] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Loaf: ...

    @overload
    def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: Literal[True],
        **options: Unpack[CallOptions],
    ) -> Stream[types.Loaf]: ...

    @overload
    def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: bool,
        **options: Unpack[CallOptions],
    ) -> types.Loaf | Stream[types.Loaf]: ...

    def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: bool | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Loaf | Stream[types.Loaf]:
        """Puts a loaf into the oven

        Example:
            ```python
            client.loaves.bake(oven="text", timeout_=1)
            ```

        Args:
            oven: Which one.
            timeout_: In minutes.
            heat: Deprecated. How hot. Deprecated: the oven knows.
            stream: boolean

        Returns:
            Loaf: What comes out in the end.

        Raises:
            NotFoundError: There is no such oven.
            APIStatusError: 4XX

        Docs: https://bakery.test/docs/ovens/loaves/#bake_loaf
        """
        return self._client.send_or_stream(
            _BAKE,
            options,
            path={"oven": oven},
            body={"timeout": timeout_, "heat": heat, "stream": stream},
        )

    def bake_and_wait(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        **options: Unpack[WaitOptions],
    ) -> types.Loaf:
        """`bake`, and then waits for the end: one of the states "baked", "burnt". Its arguments
        are those of that method.

        `loaves.retrieve` is asked for the state, first after `poll_interval` seconds, then less
        often. `wait_timeout` bounds the time, in seconds.

        Example:
            ```python
            client.loaves.bake_and_wait(
                oven="text",
                timeout_=1,
                wait_timeout=600,
                poll_interval=2,
            )
            ```
        """
        return self._client.wait(
            _BAKE_AND_WAIT,
            self._client.start(
                _BAKE,
                options,
                path={"oven": oven},
                body={"timeout": timeout_, "heat": heat},
            ),
            options,
            path={"oven": oven},
        )

    def list(
        self,
        oven: str,
        *,
        after: str | NotGiven = NOT_GIVEN,
        **options: Unpack[ListOptions],
    ) -> types.LoavesPage:
        """GET /ovens/{oven}/loaves

        Example:
            ```python
            for row in client.loaves.list(oven="text"):
                print(row)
            ```

        Args:
            oven: Which one.
            after: string

        Returns:
            LoavesPage: All loaves that are in there. Iterate it for the rows of all pages.

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#list_loaves
        """
        return self._client.send(
            _LIST,
            options,
            path={"oven": oven},
            query={"after": after},
        )

    def retrieve(
        self,
        id: str,
        *,
        oven: str,
        **options: Unpack[CallOptions],
    ) -> types.Loaf:
        """GET /ovens/{oven}/loaves/{id}

        Example:
            ```python
            client.loaves.retrieve(id="id_abc123", oven="text")
            ```

        Args:
            oven: string
            id: string

        Returns:
            Loaf: What comes out in the end.

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#get_loaf
        """
        return self._client.send(
            _RETRIEVE,
            options,
            path={"oven": oven, "id": id},
        )

    @deprecated("Deprecated in favour of looking.")
    def smell(
        self,
        oven: str,
        **options: Unpack[CallOptions],
    ) -> BinaryResponse:
        """Deprecated in favour of looking.

        Example:
            ```python
            client.loaves.smell(oven="text").write_to_file("result.bin")
            ```

        Args:
            oven: string

        Returns:
            bytes

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#smell_oven
        """
        return self._client.download(
            _SMELL,
            options,
            path={"oven": oven},
        )


class AsyncLoaves(AsyncResource):
    """`loaves`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawLoaves:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncLoaves(raw.AsyncRawSender(self._client))
        return cast("AsyncRawLoaves", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedLoaves:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncLoaves(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedLoaves", resource)

    @overload
    async def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: Literal[False] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Loaf: ...

    @overload
    async def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: Literal[True],
        **options: Unpack[CallOptions],
    ) -> AsyncStream[types.Loaf]: ...

    @overload
    async def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: bool,
        **options: Unpack[CallOptions],
    ) -> types.Loaf | AsyncStream[types.Loaf]: ...

    async def bake(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        stream: bool | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.Loaf | AsyncStream[types.Loaf]:
        """Puts a loaf into the oven

        Example:
            ```python
            await client.loaves.bake(oven="text", timeout_=1)
            ```

        Args:
            oven: Which one.
            timeout_: In minutes.
            heat: Deprecated. How hot. Deprecated: the oven knows.
            stream: boolean

        Returns:
            Loaf: What comes out in the end.

        Raises:
            NotFoundError: There is no such oven.
            APIStatusError: 4XX

        Docs: https://bakery.test/docs/ovens/loaves/#bake_loaf
        """
        return await self._client.send_or_stream(
            _BAKE,
            options,
            path={"oven": oven},
            body={"timeout": timeout_, "heat": heat, "stream": stream},
        )

    async def bake_and_wait(
        self,
        oven: str,
        *,
        timeout_: int | None | NotGiven = NOT_GIVEN,
        heat: str | NotGiven = NOT_GIVEN,
        **options: Unpack[WaitOptions],
    ) -> types.Loaf:
        """`bake`, and then waits for the end: one of the states "baked", "burnt". Its arguments
        are those of that method.

        `loaves.retrieve` is asked for the state, first after `poll_interval` seconds, then less
        often. `wait_timeout` bounds the time, in seconds.

        Example:
            ```python
            await client.loaves.bake_and_wait(
                oven="text",
                timeout_=1,
                wait_timeout=600,
                poll_interval=2,
            )
            ```
        """
        return await self._client.wait(
            _BAKE_AND_WAIT,
            await self._client.start(
                _BAKE,
                options,
                path={"oven": oven},
                body={"timeout": timeout_, "heat": heat},
            ),
            options,
            path={"oven": oven},
        )

    def list(
        self,
        oven: str,
        *,
        after: str | NotGiven = NOT_GIVEN,
        **options: Unpack[ListOptions],
    ) -> AsyncPages[types.LoavesPage, types.Loaf]:
        """GET /ovens/{oven}/loaves

        Example:
            ```python
            async for row in client.loaves.list(oven="text"):
                print(row)
            ```

        Args:
            oven: Which one.
            after: string

        Returns:
            LoavesPage: All loaves that are in there. Iterate it for the rows of all pages.

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#list_loaves
        """
        return self._client.list_pages(
            _LIST,
            options,
            path={"oven": oven},
            query={"after": after},
        )

    async def retrieve(
        self,
        id: str,
        *,
        oven: str,
        **options: Unpack[CallOptions],
    ) -> types.Loaf:
        """GET /ovens/{oven}/loaves/{id}

        Example:
            ```python
            await client.loaves.retrieve(id="id_abc123", oven="text")
            ```

        Args:
            oven: string
            id: string

        Returns:
            Loaf: What comes out in the end.

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#get_loaf
        """
        return await self._client.send(
            _RETRIEVE,
            options,
            path={"oven": oven, "id": id},
        )

    @deprecated("Deprecated in favour of looking.")
    async def smell(
        self,
        oven: str,
        **options: Unpack[CallOptions],
    ) -> AsyncBinaryResponse:
        """Deprecated in favour of looking.

        Example:
            ```python
            response = await client.loaves.smell(oven="text")
            await response.write_to_file("result.bin")
            ```

        Args:
            oven: string

        Returns:
            bytes

        Raises:
            APIStatusError: The server refused the call.

        Docs: https://bakery.test/docs/ovens/loaves/#smell_oven
        """
        return await self._client.download(
            _SMELL,
            options,
            path={"oven": oven},
        )
