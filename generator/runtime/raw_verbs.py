"""Calls by path with raw access, as type checkers see them: nothing here is called.

At run time, a verb of `with_raw_response` is a `SyncVerb` or `AsyncVerb` over another sender.
"""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Literal, Protocol, TypeAlias, TypeVar, Unpack, overload

import httpx2

from .binary import AsyncBinaryResponse, BinaryResponse
from .path_calls import RequestOptions
from .raw import AsyncRawResponse, AsyncStreamedResponse, RawResponse
from .streams import AsyncStream, Stream

Value = TypeVar("Value")
ReadWhole: TypeAlias = type[bytes] | type[httpx2.Response]


class RawVerb(Protocol):
    """A verb of `with_raw_response`."""

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: ReadWhole,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> RawResponse[BinaryResponse]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> RawResponse[Stream[Value]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> RawResponse[Value]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> RawResponse[Any]: ...


class StreamedVerb(Protocol):
    """A verb of `with_streaming_response`."""

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: ReadWhole,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractContextManager[RawResponse[BinaryResponse]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> AbstractContextManager[RawResponse[Stream[Value]]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractContextManager[RawResponse[Value]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractContextManager[RawResponse[Any]]: ...


class AsyncRawVerb(Protocol):
    """A verb of an async client's `with_raw_response`."""

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: ReadWhole,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> Coroutine[Any, Any, AsyncRawResponse[AsyncBinaryResponse]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> Coroutine[Any, Any, AsyncRawResponse[AsyncStream[Value]]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> Coroutine[Any, Any, AsyncRawResponse[Value]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Coroutine[Any, Any, AsyncRawResponse[Any]]: ...


class AsyncStreamedVerb(Protocol):
    """A verb of an async client's `with_streaming_response`."""

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: ReadWhole,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractAsyncContextManager[AsyncStreamedResponse[AsyncBinaryResponse]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> AbstractAsyncContextManager[AsyncStreamedResponse[AsyncStream[Value]]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractAsyncContextManager[AsyncStreamedResponse[Value]]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> AbstractAsyncContextManager[AsyncStreamedResponse[Any]]: ...
