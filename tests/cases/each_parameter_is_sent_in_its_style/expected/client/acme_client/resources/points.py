"""The methods of `points`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.points import (
        AsyncRawPoints,
        AsyncStreamedPoints,
        RawPoints,
        StreamedPoints,
    )
else:
    types = LazyModule("..types", __package__)

_FIND: Final[op.Endpoint[None]] = op.Endpoint(
    "GET",
    "/points/{simple}/{label}/{matrix}/{pairs}",
    op.NoAnswer(),
    path_styles={"label": "label", "matrix": "matrix*", "pairs": "simple*"},
    query_styles={
        "spaces": "spaceDelimited",
        "pipes": "pipeDelimited",
        "joined": "form",
        "deep": "deepObject",
        "place": "form*+",
        "json": "json",
    },
    header_styles={"X-Pairs": "simple*", "X-Json": "json"},
    takes={
        "simple": ("array",),
        "label": ("string",),
        "matrix": ("array",),
        "pairs": ("object",),
        "spaces": ("array",),
        "pipes": ("array",),
        "joined": ("array",),
        "deep": ("object",),
        "place": ("string",),
        "json": ("object",),
        "X-Point": ("object",),
        "X-Pairs": ("object",),
        "X-Json": ("object",),
        "X-Xml": ("string",),
        "last": ("array",),
    },
    names={"X-Point": "x_point", "X-Pairs": "x_pairs", "X-Json": "x_json", "X-Xml": "x_xml"},
)


class Points(SyncResource):
    """`points`"""

    @cached_property
    def with_raw_response(self) -> RawPoints:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Points(raw.RawSender(self._client))
        return cast("RawPoints", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedPoints:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Points(raw.StreamingSender(self._client))
        return cast("StreamedPoints", resource)

    def find(
        self,
        pairs: types.Point | types.PointParam,
        *,
        simple: Sequence[str],
        label: str,
        matrix: Sequence[str],
        spaces: Sequence[str] | NotGiven = NOT_GIVEN,
        pipes: Sequence[str] | NotGiven = NOT_GIVEN,
        joined: Sequence[str] | NotGiven = NOT_GIVEN,
        deep: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        place: str | NotGiven = NOT_GIVEN,
        json: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_point: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_pairs: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_json: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_xml: str | NotGiven = NOT_GIVEN,
        last: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """GET /points/{simple}/{label}/{matrix}/{pairs}

        Example:
            ```python
            client.points.find(label="text", matrix=["text"], pairs={}, simple=["text"])
            ```

        Args:
            simple: array
            label: string
            matrix: array
            pairs: object
            spaces: array
            pipes: array
            joined: array
            deep: object
            place: string
            json: object
            x_point: object
            x_pairs: object
            x_json: object
            x_xml: string
            last: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _FIND,
            options,
            path={"simple": simple, "label": label, "matrix": matrix, "pairs": pairs},
            query={
                "spaces": spaces,
                "pipes": pipes,
                "joined": joined,
                "deep": deep,
                "place": place,
                "json": json,
            },
            headers={"X-Point": x_point, "X-Pairs": x_pairs, "X-Json": x_json, "X-Xml": x_xml},
            cookies={"last": last},
        )


class AsyncPoints(AsyncResource):
    """`points`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawPoints:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncPoints(raw.AsyncRawSender(self._client))
        return cast("AsyncRawPoints", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedPoints:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncPoints(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedPoints", resource)

    async def find(
        self,
        pairs: types.Point | types.PointParam,
        *,
        simple: Sequence[str],
        label: str,
        matrix: Sequence[str],
        spaces: Sequence[str] | NotGiven = NOT_GIVEN,
        pipes: Sequence[str] | NotGiven = NOT_GIVEN,
        joined: Sequence[str] | NotGiven = NOT_GIVEN,
        deep: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        place: str | NotGiven = NOT_GIVEN,
        json: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_point: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_pairs: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_json: types.Point | types.PointParam | NotGiven = NOT_GIVEN,
        x_xml: str | NotGiven = NOT_GIVEN,
        last: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """GET /points/{simple}/{label}/{matrix}/{pairs}

        Example:
            ```python
            await client.points.find(
                label="text",
                matrix=["text"],
                pairs={},
                simple=["text"],
            )
            ```

        Args:
            simple: array
            label: string
            matrix: array
            pairs: object
            spaces: array
            pipes: array
            joined: array
            deep: object
            place: string
            json: object
            x_point: object
            x_pairs: object
            x_json: object
            x_xml: string
            last: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _FIND,
            options,
            path={"simple": simple, "label": label, "matrix": matrix, "pairs": pairs},
            query={
                "spaces": spaces,
                "pipes": pipes,
                "joined": joined,
                "deep": deep,
                "place": place,
                "json": json,
            },
            headers={"X-Point": x_point, "X-Pairs": x_pairs, "X-Json": x_json, "X-Xml": x_xml},
            cookies={"last": last},
        )
