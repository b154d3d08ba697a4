"""Responses as they came: what `with_raw_response` and `with_streaming_response` give.

At run time both are the same resources over other senders. For type checkers, the generated package
says by `raw`, `streamed` and their async twins what becomes of each method.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    contextmanager,
)
from functools import wraps
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

from .async_client import AsyncClient, AsyncSender
from .binary import AsyncBinaryResponse, BinaryResponse
from .errors import APIError
from .open_response import AsyncOpenResponse, OpenResponse, translate_errors
from .operation import Endpoint, PollingRule, Result
from .options import WaitOptions
from .request import Arguments, PreparedRequest
from .resource import AsyncResource
from .sync_client import SyncSender

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import httpx2

Answer = TypeVar("Answer")
Params = ParamSpec("Params")

_MANY_RESPONSES = (
    "waiting for a job takes many responses: call the method without `with_streaming_response`"
)


class _ParsedOnce(Generic[Answer]):
    """What a method makes of a response: made when it is asked for, the same each time."""

    def __init__(self, parse: Callable[[], object]) -> None:
        self._parse = parse
        self._made: list[Answer] = []

    def get(self) -> Answer:
        """The answer."""
        if not self._made:
            self._made.append(cast("Answer", self._parse()))
        return self._made[0]

    def has_connection(self) -> bool:
        """Was an answer made that holds the connection from then on?"""
        return any(isinstance(one, (OpenResponse, AsyncOpenResponse)) for one in self._made)


class RawResponse(BinaryResponse, Generic[Answer]):
    """A response, and what its method makes of it."""

    def __init__(self, response: httpx2.Response, parse: Callable[[], object]) -> None:
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)

    def parse(self) -> Answer:
        """What the method returns without raw access; the same each time."""
        return self._answer.get()

    def __del__(self) -> None:
        if not self._answer.has_connection():
            super().__del__()


class AsyncRawResponse(AsyncBinaryResponse, Generic[Answer]):
    """The same with an async client, whose response was read already if it isn't a stream."""

    def __init__(self, response: httpx2.Response, parse: Callable[[], object]) -> None:
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)

    def parse(self) -> Answer:
        """What the method returns without raw access; the same each time."""
        return self._answer.get()

    def __del__(self) -> None:
        if not self._answer.has_connection():
            super().__del__()


class AsyncStreamedResponse(AsyncBinaryResponse, Generic[Answer]):
    """A response of an async client that is still to be read."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[], object], is_body_read: bool
    ) -> None:
        """`is_body_read`: the body is read before it is parsed."""
        super().__init__(response)
        self._answer = _ParsedOnce[Answer](parse)
        self._is_whole = is_body_read

    async def parse(self) -> Answer:
        """What the method returns otherwise; a body that isn't a stream is read for it."""
        if self._is_whole:
            await self.read()
        return self._answer.get()


class RawSender(SyncSender):
    """Gives responses in place of what methods return."""

    def __init__(self, plain: SyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """A RawResponse."""
        request = self.core.build_request(endpoint, options, arguments)
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
        """The last state of what was started, as the method gives it: there are many responses."""
        given: object = first
        is_raw = isinstance(given, RawResponse)
        started = cast("RawResponse[Result]", given).parse() if is_raw else first
        return self._plain.wait(wait, started, options, path=path)


class StreamingSender(SyncSender):
    """Gives context managers of responses whose body is still to come."""

    def __init__(self, plain: SyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    def start(self, endpoint: Endpoint[Result], options: WaitOptions, **arguments: Any) -> Result:
        """Raises APIError: there are many responses, and none of them is what is waited for."""
        raise APIError(_MANY_RESPONSES)

    def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """A context manager; the request is sent when its block is entered."""
        request = self.core.build_request(endpoint, options, arguments)

        def parse_response(response: httpx2.Response) -> object:
            return self._plain.parse_response(endpoint, options, arguments, request, response)

        return self._open(request, parse_response)

    @contextmanager
    def _open(
        self, request: PreparedRequest, parse_response: Callable[[httpx2.Response], object]
    ) -> Generator[RawResponse[object], None, None]:
        response = self.send_with_retries(request._replace(is_body_read=False))

        def parse() -> object:
            if request.is_body_read:
                with translate_errors():
                    response.read()
            return parse_response(response)

        with RawResponse[object](response, parse) as opened:
            yield opened


class AsyncRawSender(AsyncSender):
    """Gives responses in place of what methods return."""

    def __init__(self, plain: AsyncSender) -> None:
        super().__init__(plain.core, plain.connections)
        self._plain = plain

    async def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """An AsyncRawResponse."""
        request = self.core.build_request(endpoint, options, arguments)
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
        """The last state of what was started, as the method gives it: there are many responses."""
        given: object = first
        is_raw = isinstance(given, AsyncRawResponse)
        started = cast("AsyncRawResponse[Result]", given).parse() if is_raw else first
        return await self._plain.wait(wait, started, options, path=path)


class AsyncStreamingSender(AsyncSender):
    """Gives responses whose body is still to come."""

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
        """An AsyncStreamedResponse; `AsyncStreaming` makes a context manager of it."""
        request = self.core.build_request(endpoint, options, arguments)
        response = await self.send_with_retries(request._replace(is_body_read=False))
        return AsyncStreamedResponse[object](
            response,
            lambda: self._plain.parse_response(endpoint, options, arguments, request, response),
            request.is_body_read,
        )


class AsyncStreaming:
    """A resource, or client, over an AsyncStreamingSender: its methods give context managers.

    A coroutine can't be entered, so that each method, and each resource below, is wrapped.
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
        def opened(*arguments: Any, **options: Any) -> _ResponseContext:
            return _ResponseContext(lambda: ask(*arguments, **options))

        return opened


class _ResponseContext:
    """The context manager of a response: it is asked for when the block is entered."""

    def __init__(self, ask: Callable[[], Awaitable[AsyncStreamedResponse[Any]]]) -> None:
        self._ask = ask
        self._response: AsyncStreamedResponse[Any] | None = None

    async def __aenter__(self) -> AsyncStreamedResponse[Any]:
        self._response = await self._ask()
        return self._response

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._response is not None:
            await self._response.close()


def to_raw_response(method: Callable[Params, Answer]) -> Callable[Params, RawResponse[Answer]]:
    """The type of a method of `with_raw_response`; only type checkers ever call it."""
    raise _refuse_call(method)


def to_streamed_response(
    method: Callable[Params, Answer],
) -> Callable[Params, AbstractContextManager[RawResponse[Answer]]]:
    """The type of a method of `with_streaming_response`."""
    raise _refuse_call(method)


def async_to_raw_response(
    method: Callable[Params, Awaitable[Answer]],
) -> Callable[Params, Coroutine[Any, Any, AsyncRawResponse[Answer]]]:
    """The type of a method of an async client's `with_raw_response`."""
    raise _refuse_call(method)


def async_to_streamed_response(
    method: Callable[Params, Awaitable[Answer]],
) -> Callable[Params, AbstractAsyncContextManager[AsyncStreamedResponse[Answer]]]:
    """The type of a method of an async client's `with_streaming_response`."""
    raise _refuse_call(method)


def _refuse_call(method: object) -> APIError:
    return APIError(f"only the type of {method!r} is of use here")
