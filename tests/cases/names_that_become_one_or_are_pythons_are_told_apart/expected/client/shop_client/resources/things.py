"""The methods of `things`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.things import (
        AsyncRawThings,
        AsyncStreamedThings,
        RawThings,
        StreamedThings,
    )
else:
    types = LazyModule("..types", __package__)

_MAKE: Final[op.Endpoint[types.ThingBody]] = op.Endpoint(
    "POST",
    "/things/{id}/../{class}",
    op.JsonAnswer("ThingBody"),
    body=op.JsonBody(),
    takes={
        "id": ("string",),
        "class": ("string",),
        "page-size": ("string",),
        "page_size": ("string",),
        "pageSize": ("string",),
        "self": ("string",),
        "fooBar": ("string",),
        "foo_bar": ("string",),
        "..": ("object",),
        "import": ("string",),
    },
    names={
        "class": "class_",
        "page-size": "page_size",
        "page_size": "page_size_2",
        "pageSize": "page_size_3",
        "self": "self_",
        "fooBar": "foo_bar",
        "foo_bar": "foo_bar_2",
        "..": "value",
        "import": "import_",
    },
)


class Things(SyncResource):
    """`things`"""

    @cached_property
    def with_raw_response(self) -> RawThings:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Things(raw.RawSender(self._client))
        return cast("RawThings", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedThings:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Things(raw.StreamingSender(self._client))
        return cast("StreamedThings", resource)

    def make(
        self,
        class_: str,
        *,
        id: str,
        id_2: str | NotGiven = NOT_GIVEN,
        page_size: str | NotGiven = NOT_GIVEN,
        page_size_2: str | NotGiven = NOT_GIVEN,
        page_size_3: str | NotGiven = NOT_GIVEN,
        self_: str | NotGiven = NOT_GIVEN,
        foo_bar: str | NotGiven = NOT_GIVEN,
        foo_bar_2: str | NotGiven = NOT_GIVEN,
        value: types.Schema | types.SchemaParam | NotGiven = NOT_GIVEN,
        import_: str | NotGiven = NOT_GIVEN,
        id_3: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.ThingBody:
        """POST /things/{id}/../{class}

        Example:
            ```python
            client.things.make(class_="text", id="id_abc123", foo_bar="text")
            ```

        Args:
            id: string
            class_: string
            id_2: string
            page_size: string
            page_size_2: string
            page_size_3: string
            self_: string
            foo_bar: string
            foo_bar_2: string
            value: object
            import_: string
            id_3: string

        Returns:
            ThingBody

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _MAKE,
            options,
            path={"id": id, "class": class_},
            query={"id": id_2, "page-size": page_size, "page_size": page_size_2, "self": self_},
            headers={"pageSize": page_size_3},
            body={
                "fooBar": foo_bar,
                "foo_bar": foo_bar_2,
                "..": value,
                "import": import_,
                "id": id_3,
            },
        )


class AsyncThings(AsyncResource):
    """`things`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawThings:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncThings(raw.AsyncRawSender(self._client))
        return cast("AsyncRawThings", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedThings:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncThings(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedThings", resource)

    async def make(
        self,
        class_: str,
        *,
        id: str,
        id_2: str | NotGiven = NOT_GIVEN,
        page_size: str | NotGiven = NOT_GIVEN,
        page_size_2: str | NotGiven = NOT_GIVEN,
        page_size_3: str | NotGiven = NOT_GIVEN,
        self_: str | NotGiven = NOT_GIVEN,
        foo_bar: str | NotGiven = NOT_GIVEN,
        foo_bar_2: str | NotGiven = NOT_GIVEN,
        value: types.Schema | types.SchemaParam | NotGiven = NOT_GIVEN,
        import_: str | NotGiven = NOT_GIVEN,
        id_3: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.ThingBody:
        """POST /things/{id}/../{class}

        Example:
            ```python
            await client.things.make(class_="text", id="id_abc123", foo_bar="text")
            ```

        Args:
            id: string
            class_: string
            id_2: string
            page_size: string
            page_size_2: string
            page_size_3: string
            self_: string
            foo_bar: string
            foo_bar_2: string
            value: object
            import_: string
            id_3: string

        Returns:
            ThingBody

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _MAKE,
            options,
            path={"id": id, "class": class_},
            query={"id": id_2, "page-size": page_size, "page_size": page_size_2, "self": self_},
            headers={"pageSize": page_size_3},
            body={
                "fooBar": foo_bar,
                "foo_bar": foo_bar_2,
                "..": value,
                "import": import_,
                "id": id_3,
            },
        )
