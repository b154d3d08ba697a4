"""The methods of `notes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Unpack, cast

from .._runtime import operation as op
from .._runtime.lazy_attribute import cached_property
from .._runtime.lazy_module import LazyModule
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.options import CallOptions
from .._runtime.resource import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .. import types
    from .._raw.notes import (
        AsyncRawNotesResource,
        AsyncStreamedNotesResource,
        RawNotesResource,
        StreamedNotesResource,
    )
else:
    types = LazyModule("..types", __package__)

_CREATE: Final[op.Endpoint[types.CreateNoteResponse]] = op.Endpoint(
    "POST",
    "/notes/a'b`c",
    op.JsonAnswer("CreateNoteResponse"),
    body=op.JsonBody(),
    takes={
        "X'); DROP TABLE notes; --": ("string",),
        'a"b | `c` {d}': ("string",),
        "__class__": ("string",),
        "from": ("string",),
        "n": ("string",),
        "on: [off]": ("string",),
        "<b>\r\n": ("string",),
    },
    names={
        "X'); DROP TABLE notes; --": "x_drop_table_notes",
        'a"b | `c` {d}': "a_b_c_d",
        "__class__": "class_",
        "from": "from_",
        "on: [off]": "on_off",
        "<b>\r\n": "b",
    },
)


class NotesResource(SyncResource):
    """`notes`"""

    @cached_property
    def with_raw_response(self) -> RawNotesResource:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = NotesResource(raw.RawSender(self._client))
        return cast("RawNotesResource", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedNotesResource:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = NotesResource(raw.StreamingSender(self._client))
        return cast("StreamedNotesResource", resource)

    def create(
        self,
        *,
        x_drop_table_notes: str,
        a_b_c_d: str,
        class_: Literal["it's", '"""', "</code>", "yes"],
        from_: str | NotGiven = NOT_GIVEN,
        n: Literal["{{ x }}"] | NotGiven = NOT_GIVEN,
        on_off: str | NotGiven = NOT_GIVEN,
        b: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.CreateNoteResponse:
        """POST /notes/a'b`c

        Example:
            ```python
            client.notes.create(
                x_drop_table_notes="text",
                a_b_c_d='"); import os; ("',
                class_="it's",
            )
            ```

        Args:
            x_drop_table_notes: string
            a_b_c_d: string
            class_: string
            from_: string
            n: string
            on_off: string
            b: string

        Returns:
            CreateNoteResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _CREATE,
            options,
            query={"X'); DROP TABLE notes; --": x_drop_table_notes, "from": from_},
            body={
                'a"b | `c` {d}': a_b_c_d,
                "__class__": class_,
                "n": n,
                "on: [off]": on_off,
                "<b>\r\n": b,
            },
        )


class AsyncNotesResource(AsyncResource):
    """`notes`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawNotesResource:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncNotesResource(raw.AsyncRawSender(self._client))
        return cast("AsyncRawNotesResource", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedNotesResource:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncNotesResource(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedNotesResource", resource)

    async def create(
        self,
        *,
        x_drop_table_notes: str,
        a_b_c_d: str,
        class_: Literal["it's", '"""', "</code>", "yes"],
        from_: str | NotGiven = NOT_GIVEN,
        n: Literal["{{ x }}"] | NotGiven = NOT_GIVEN,
        on_off: str | NotGiven = NOT_GIVEN,
        b: str | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.CreateNoteResponse:
        """POST /notes/a'b`c

        Example:
            ```python
            await client.notes.create(
                x_drop_table_notes="text",
                a_b_c_d='"); import os; ("',
                class_="it's",
            )
            ```

        Args:
            x_drop_table_notes: string
            a_b_c_d: string
            class_: string
            from_: string
            n: string
            on_off: string
            b: string

        Returns:
            CreateNoteResponse

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _CREATE,
            options,
            query={"X'); DROP TABLE notes; --": x_drop_table_notes, "from": from_},
            body={
                'a"b | `c` {d}': a_b_c_d,
                "__class__": class_,
                "n": n,
                "on: [off]": on_off,
                "<b>\r\n": b,
            },
        )
