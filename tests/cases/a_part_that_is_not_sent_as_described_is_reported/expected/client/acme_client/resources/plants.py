"""The methods of `plants`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.files import FileInput
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

_ADD: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/plants",
    op.NoAnswer(),
    body=op.MultipartBody(
        ("photo",),
        {
            "label": "application/xml",
            "notes": "text/csv, application/yaml",
            "place": "application/xml, application/json",
        },
        part_headers={"photo": {"X-Source": "camera"}},
    ),
    takes={"photo": ("file",), "label": ("object",), "notes": ("array",), "place": ("object",)},
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

    def add(
        self,
        *,
        photo: FileInput | NotGiven = NOT_GIVEN,
        label: types.AddPlantLabel | types.AddPlantLabelParam | NotGiven = NOT_GIVEN,
        notes: Sequence[types.AddPlantNotesItem | types.AddPlantNotesItemParam]
        | NotGiven = NOT_GIVEN,
        place: types.AddPlantPlace | types.AddPlantPlaceParam | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /plants

        Example:
            ```python
            client.plants.add()
            ```

        Args:
            photo: file
            label: object
            notes: array
            place: object

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD,
            options,
            body={"photo": photo, "label": label, "notes": notes, "place": place},
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

    async def add(
        self,
        *,
        photo: FileInput | NotGiven = NOT_GIVEN,
        label: types.AddPlantLabel | types.AddPlantLabelParam | NotGiven = NOT_GIVEN,
        notes: Sequence[types.AddPlantNotesItem | types.AddPlantNotesItemParam]
        | NotGiven = NOT_GIVEN,
        place: types.AddPlantPlace | types.AddPlantPlaceParam | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /plants

        Example:
            ```python
            await client.plants.add()
            ```

        Args:
            photo: file
            label: object
            notes: array
            place: object

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD,
            options,
            body={"photo": photo, "label": label, "notes": notes, "place": place},
        )
