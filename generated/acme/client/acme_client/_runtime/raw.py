"""Raw access: the senders of `with_raw_response` and `with_streaming_response`.

At run time, both are the same resources with another sender. For type checkers, generated modules
describe each method with `to_raw_response`, `to_streamed_response` or their async variants.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    contextmanager,
)
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast, overload

from .accumulation import AsyncStreamContext
from .async_client import AsyncClient, AsyncSender
from .binary import AsyncBinaryResponse, BinaryResponse
from .core import parse_body
from .errors import APIError
from .open_response import AsyncOpenResponse, OpenResponse, translate_errors
from .operation import Endpoint, PollingRule, Result
from .options import WaitOptions
from .request import Arguments, PreparedRequest
from .resource import AsyncResource
from .size_limits import read_body
from .sync_client import SyncSender

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import httpx2

Answer = TypeVar("Answer")
Value = TypeVar("Value")
Params = ParamSpec("Params")

_MANY_RESPONSES = "a wait has many responses: call this method without `with_streaming_response`"


class _ParsedOnce(Generic[Answer]):
    """The parsed result of a response. It is parsed on first use and then kept."""

    def __init__(self, parse: Callable[[], object]) -> None:
        self._parse = parse
        self._results: list[Answer] = []

    def get(self) -> Answer:
        """Returns the result."""
        if not self._results:
            self._results.append(cast("Answer", self._parse()))
        return self._results[0]

    def has_connection(self) -> bool:
        """Does the result hold the connection now?"""
        return any(isinstance(one, (OpenResponse, AsyncOpenResponse)) for one in self._results)


class RawResponse(BinaryResponse, Generic[Answer]):
    """A response, and the result that its method returns without raw access."""

    def __init__(self, response: httpx2.Response, parse: Callable[[], object]) -> None:
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)

    @overload
    def parse(self) -> Answer: ...

    @overload
    def parse(self, *, to: type[Value]) -> Value: ...

    def parse(self, *, to: Any = None) -> Any:
        """Returns the result of the method. Each call returns the same object.

        With `to`, returns the body as another type: a model, `dict`, `str`, `bytes`.
        """
        return self._answer.get() if to is None else parse_body(self.read(), to)

    def __del__(self) -> None:
        if not self._answer.has_connection():
            super().__del__()


class AsyncRawResponse(AsyncBinaryResponse, Generic[Answer]):
    """A response of an async client. Its body is read already unless it is a stream or binary."""

    def __init__(self, response: httpx2.Response, parse: Callable[[], object]) -> None:
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)

    @overload
    def parse(self) -> Answer: ...

    @overload
    def parse(self, *, to: type[Value]) -> Value: ...

    def parse(self, *, to: Any = None) -> Any:
        """Returns the result of the method. Each call returns the same object.

        With `to`, returns the body as another type: a model, `dict`, `str`, `bytes`.
        """
        return self._answer.get() if to is None else parse_body(self.content, to)

    def __del__(self) -> None:
        if not self._answer.has_connection():
            super().__del__()


class AsyncStreamedResponse(AsyncBinaryResponse, Generic[Answer]):
    """A response of an async client whose body is not read yet."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[], object], is_body_read: bool
    ) -> None:
        """`is_body_read`: `parse` reads the body first."""
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)
        self._is_body_read = is_body_read

    @overload
    async def parse(self) -> Answer: ...

    @overload
    async def parse(self, *, to: type[Value]) -> Value: ...

    async def parse(self, *, to: Any = None) -> Any:
        """Returns the result of the method. Reads the body first, unless it is a stream.

        With `to`, returns the body as another type, as `AsyncRawResponse.parse` does.
        """
        if to is not None:
            return parse_body(await self.read(), to)
        if self._is_body_read:
            await self.read()
        return self._answer.get()


class RawSender(SyncSender):
    """Returns raw responses instead of parsed results."""

    def __init__(self, plain: SyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """Sends the request and returns a RawResponse."""
        request = self.build_request(endpoint, options, arguments)
        response = self.send_with_retries(request)
        return RawResponse[object](
            response,
            lambda: self._plain.parse_response(endpoint, options, arguments, request, response),
        )

    def wait(
        self,
        wait: PollingRule[Result],
        first: Result,
        options: Mapping[str, Any],
        *,
        path: Mapping[str, object] | None = None,
    ) -> Result:
        """Polls until the job ends, and returns its last state, parsed."""
        given: object = first
        is_raw = isinstance(given, RawResponse)
        started = cast("RawResponse[Result]", given).parse() if is_raw else first
        return self._plain.wait(wait, started, options, path=path)


class StreamingSender(SyncSender):
    """Returns context managers of responses whose body is not read yet."""

    def __init__(self, plain: SyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    def start(self, endpoint: Endpoint[Result], options: WaitOptions, **arguments: Any) -> Result:
        """Raises APIError: a wait has many responses, so it can't return one of them."""
        raise APIError(_MANY_RESPONSES)

    def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """Returns a context manager. It sends the request when its block is entered."""
        request = self.build_request(endpoint, options, arguments)

        def parse(response: httpx2.Response) -> object:
            return self._plain.parse_response(endpoint, options, arguments, request, response)

        return self._open(request, parse)

    @contextmanager
    def _open(
        self, request: PreparedRequest, parse: Callable[[httpx2.Response], object]
    ) -> Generator[RawResponse[object], None, None]:
        response = self.send_with_retries(request._replace(is_body_read=False))

        def read_and_parse() -> object:
            if request.is_body_read:
                with translate_errors():
                    read_body(response)
            return parse(response)

        with RawResponse[object](response, read_and_parse) as raw_response:
            yield raw_response


class AsyncRawSender(AsyncSender):
    """Returns raw responses instead of parsed results."""

    def __init__(self, plain: AsyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    async def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """Sends the request and returns an AsyncRawResponse."""
        request = await self.build_request(endpoint, options, arguments)
        response = await self.send_with_retries(request)
        return AsyncRawResponse[object](
            response,
            lambda: self._plain.parse_response(endpoint, options, arguments, request, response),
        )

    async def wait(
        self,
        wait: PollingRule[Result],
        first: Result,
        options: Mapping[str, Any],
        *,
        path: Mapping[str, object] | None = None,
    ) -> Result:
        """Polls until the job ends, and returns its last state, parsed."""
        given: object = first
        is_raw = isinstance(given, AsyncRawResponse)
        started = cast("AsyncRawResponse[Result]", given).parse() if is_raw else first
        return await self._plain.wait(wait, started, options, path=path)


class AsyncStreamingSender(AsyncSender):
    """Returns responses whose body is not read yet."""

    def __init__(self, plain: AsyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    async def start(
        self, endpoint: Endpoint[Result], options: WaitOptions, **arguments: Any
    ) -> Result:
        """Raises APIError, as the sync sender does."""
        raise APIError(_MANY_RESPONSES)

    async def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """Returns an AsyncStreamedResponse, which `AsyncStreaming` wraps in a context manager."""
        request = await self.build_request(endpoint, options, arguments)
        response = await self.send_with_retries(request._replace(is_body_read=False))
        return AsyncStreamedResponse[object](
            response,
            lambda: self._plain.parse_response(endpoint, options, arguments, request, response),
            request.is_body_read,
        )


class AsyncStreaming:
    """A resource or client over an AsyncStreamingSender. Its methods return context managers.

    A coroutine is not a context manager, so each method is wrapped, and each resource below.
    """

    def __init__(self, of: AsyncResource | AsyncClient) -> None:
        self._of = of

    def __repr__(self) -> str:
        return repr(self._of)

    def __getattr__(self, name: str) -> object:
        found = getattr(self._of, name)
        if isinstance(found, AsyncResource):
            return AsyncStreaming(found)
        if not callable(found):
            return found
        ask = cast("Callable[..., Awaitable[AsyncStreamedResponse[Any]]]", found)

        @wraps(ask)
        def open_response(
            *arguments: Any, **options: Any
        ) -> AsyncStreamContext[AsyncStreamedResponse[Any]]:
            return AsyncStreamContext(lambda: ask(*arguments, **options))

        return open_response


def to_raw_response(method: Callable[Params, Answer]) -> Callable[Params, RawResponse[Answer]]:
    """Describes a method of `with_raw_response` to type checkers. It is never called."""
    raise _refuse_call(method)


def to_streamed_response(
    method: Callable[Params, Answer],
) -> Callable[Params, AbstractContextManager[RawResponse[Answer]]]:
    """Describes a method of `with_streaming_response` to type checkers."""
    raise _refuse_call(method)


def async_to_raw_response(
    method: Callable[Params, Awaitable[Answer]],
) -> Callable[Params, Coroutine[Any, Any, AsyncRawResponse[Answer]]]:
    """Describes a method of an async client's `with_raw_response` to type checkers."""
    raise _refuse_call(method)


def async_to_streamed_response(
    method: Callable[Params, Awaitable[Answer]],
) -> Callable[Params, AbstractAsyncContextManager[AsyncStreamedResponse[Answer]]]:
    """Describes a method of an async client's `with_streaming_response` to type checkers."""
    raise _refuse_call(method)


def _refuse_call(method: object) -> APIError:
    return APIError(f"{method!r} is wrapped for type checkers only and can't be called")
