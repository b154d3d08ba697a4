"""The methods of `pictures`."""

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
    from .._raw.pictures import (
        AsyncRawPictures,
        AsyncStreamedPictures,
        RawPictures,
        StreamedPictures,
    )
else:
    types = LazyModule("..types", __package__)

_ADD: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/pictures",
    op.NoAnswer(),
    body=op.MultipartBody(
        ("picture",),
        {"picture": "image/png, image/jpeg", "facts": "application/json"},
        styles={"labels": "pipeDelimited"},
        part_headers={"picture": {"X-Part": "picture"}},
    ),
    takes={"picture": ("file",), "facts": ("object",), "labels": ("array",)},
)


class Pictures(SyncResource):
    """`pictures`"""

    @cached_property
    def with_raw_response(self) -> RawPictures:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Pictures(raw.RawSender(self._client))
        return cast("RawPictures", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedPictures:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Pictures(raw.StreamingSender(self._client))
        return cast("StreamedPictures", resource)

    def add(
        self,
        *,
        picture: FileInput,
        facts: types.AddPictureFacts | types.AddPictureFactsParam | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /pictures

        Example:
            ```python
            from pathlib import Path

            client.pictures.add(picture=Path("file.bin"))
            ```

        Args:
            picture: file
            facts: object
            labels: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD,
            options,
            body={"picture": picture, "facts": facts, "labels": labels},
        )


class AsyncPictures(AsyncResource):
    """`pictures`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawPictures:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncPictures(raw.AsyncRawSender(self._client))
        return cast("AsyncRawPictures", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedPictures:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncPictures(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedPictures", resource)

    async def add(
        self,
        *,
        picture: FileInput,
        facts: types.AddPictureFacts | types.AddPictureFactsParam | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /pictures

        Example:
            ```python
            from pathlib import Path

            await client.pictures.add(picture=Path("file.bin"))
            ```

        Args:
            picture: file
            facts: object
            labels: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD,
            options,
            body={"picture": picture, "facts": facts, "labels": labels},
        )
