"""The methods of `charges`."""

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
    from .._raw.charges import (
        AsyncRawCharges,
        AsyncStreamedCharges,
        RawCharges,
        StreamedCharges,
    )
else:
    types = LazyModule("..types", __package__)

_ADD: Final[op.Endpoint[None]] = op.Endpoint(
    "POST",
    "/charges",
    op.NoAnswer(),
    body=op.FormBody(styles={"labels": "form", "payer": "deepObject", "back": "form*+"}),
    takes={"labels": ("array",), "payer": ("object",), "back": ("string",), "plain": ("array",)},
)


class Charges(SyncResource):
    """`charges`"""

    @cached_property
    def with_raw_response(self) -> RawCharges:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = Charges(raw.RawSender(self._client))
        return cast("RawCharges", resource)

    @cached_property
    def with_streaming_response(self) -> StreamedCharges:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = Charges(raw.StreamingSender(self._client))
        return cast("StreamedCharges", resource)

    def add(
        self,
        *,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        payer: types.AddChargePayer | types.AddChargePayerParam | NotGiven = NOT_GIVEN,
        back: str | NotGiven = NOT_GIVEN,
        plain: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /charges

        Example:
            ```python
            client.charges.add()
            ```

        Args:
            labels: array
            payer: object
            back: string
            plain: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return self._client.send(
            _ADD,
            options,
            body={"labels": labels, "payer": payer, "back": back, "plain": plain},
        )


class AsyncCharges(AsyncResource):
    """`charges`"""

    @cached_property
    def with_raw_response(self) -> AsyncRawCharges:
        """The same methods, which return the response; its `parse()` returns the usual result."""
        from .._runtime import raw

        resource = AsyncCharges(raw.AsyncRawSender(self._client))
        return cast("AsyncRawCharges", resource)

    @cached_property
    def with_streaming_response(self) -> AsyncStreamedCharges:
        """The same methods as context managers of responses whose body is not read yet."""
        from .._runtime import raw

        resource = raw.AsyncStreaming(AsyncCharges(raw.AsyncStreamingSender(self._client)))
        return cast("AsyncStreamedCharges", resource)

    async def add(
        self,
        *,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        payer: types.AddChargePayer | types.AddChargePayerParam | NotGiven = NOT_GIVEN,
        back: str | NotGiven = NOT_GIVEN,
        plain: Sequence[str] | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> None:
        """POST /charges

        Example:
            ```python
            await client.charges.add()
            ```

        Args:
            labels: array
            payer: object
            back: string
            plain: array

        Raises:
            APIStatusError: The server refused the call.
        """
        return await self._client.send(
            _ADD,
            options,
            body={"labels": labels, "payer": payer, "back": back, "plain": plain},
        )
