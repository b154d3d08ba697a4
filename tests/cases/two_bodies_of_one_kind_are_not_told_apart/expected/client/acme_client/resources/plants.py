"""The methods of `plants`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, Unpack, cast, overload

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.plants import (
        AsyncRawPlants,
        AsyncStreamedPlants,
        RawPlants,
        StreamedPlants,
    )
else:
    types = LazyModule("..types", __package__)

_CHANGE: Final[op.Endpoint[None]] = op.Endpoint(
    "PATCH",
    "/plants",
    op.NoAnswer(),
    body=op.JsonBody(),
    bodies={
        "application/json": op.JsonBody(),
        "application/json-patch+json": op.JsonBody("application/json-patch+json"),
    },
    takes={"name": ("string",)},
)


class Plants(SyncResource):
    """`plants`"""

    @cached_property
    def with_raw_response(self) -> RawPlants:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Plants(raw.RawSender(self._client))
        return cast("RawPlants", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedPlants:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Plants(raw.StreamingSender(self._client))
        return cast("StreamedPlants", resource)

    @overload
    def change(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        content_type: Literal["application/json"] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None: ...

    @overload
    def change(
        self,
        *,
        body: Sequence[types.ChangePlantsBodyItem | types.ChangePlantsBodyItemParam],
        content_type: Literal["application/json-patch+json"],
        **options: Unpack[CallOptions],
    ) -> None: ...

    def change(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        body: Sequence[types.ChangePlantsBodyItem | types.ChangePlantsBodyItemParam]
        | NotGiven = NOT_GIVEN,
        content_type: Literal["application/json", "application/json-patch+json"]
        | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """PATCH /plants

        Example:
            ```python
            client.plants.change()
            ```

        Args:
            name: string
            body: The whole body, if `content_type` is "application/json-patch+json".
            content_type: The media type of the body. Default: "application/json".

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CHANGE,
            options,
            body={"name": name},
            whole=body,
            content_type=content_type,
        )


class AsyncPlants(AsyncResource):
    """`plants`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawPlants:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncPlants(raw.AsyncRawSender(self._client))
        return cast("AsyncRawPlants", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedPlants:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncPlants(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedPlants", resource)

    @overload
    async def change(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        content_type: Literal["application/json"] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None: ...

    @overload
    async def change(
        self,
        *,
        body: Sequence[types.ChangePlantsBodyItem | types.ChangePlantsBodyItemParam],
        content_type: Literal["application/json-patch+json"],
        **options: Unpack[CallOptions],
    ) -> None: ...

    async def change(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        body: Sequence[types.ChangePlantsBodyItem | types.ChangePlantsBodyItemParam]
        | NotGiven = NOT_GIVEN,
        content_type: Literal["application/json", "application/json-patch+json"]
        | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """PATCH /plants

        Example:
            ```python
            await client.plants.change()
            ```

        Args:
            name: string
            body: The whole body, if `content_type` is "application/json-patch+json".
            content_type: The media type of the body. Default: "application/json".

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CHANGE,
            options,
            body={"name": name},
            whole=body,
            content_type=content_type,
        )
