"""Clients whose answers are awaited: the same calls as in `client`, over httpx2's async client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2

from .arguments import check_wait_options
from .closeable import AsyncCloseable
from .core import ClientCore
from .errors import ConfigurationError
from .exchange import Attempt, exchange
from .httpx_request import (
    LATE_TLS,
    LIMITS,
    TIMEOUT,
    build_httpx_request,
    check_http_client,
    get_send_options,
    should_read_body,
)
from .media_type import check_event_stream
from .not_given import NOT_GIVEN
from .open_response import get_running_loop
from .operation import BinaryAnswer, Endpoint, EventsAnswer, PollingRule, Result
from .options import CallOptions, ListOptions, WaitOptions
from .request import Arguments, PreparedRequest
from .settings import ClientOptions, Settings

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from typing import Self

    from .binary import AsyncBinaryResponse
    from .pagination import AsyncPages, PagePosition
    from .streams import AsyncStream

Event = TypeVar("Event")


class AsyncConnections:
    """An HTTP client: the user's own, or one that is made when it is first needed."""

    def __init__(self, http: httpx2.AsyncClient | None) -> None:
        """Raises ConfigurationError for anything else than an async HTTP client."""
        if http is not None:
            check_http_client(http, httpx2.AsyncClient)
        self._http = http
        self._is_own = http is None
        self._is_closed = False
        self._loop: AbstractEventLoop | None = None  # of the connections

    def get_http(self) -> httpx2.AsyncClient:
        """Raises ConfigurationError where it is closed."""
        if self._is_closed or (self._http is not None and self._http.is_closed):
            raise ConfigurationError("the client is closed")
        if self._http is None or self._is_lost():
            self._http = httpx2.AsyncClient(timeout=TIMEOUT, limits=LIMITS, verify=LATE_TLS)
            self._loop = get_running_loop()
        return self._http

    async def close(self) -> None:
        """Closes the connections, but for those of the user's own client."""
        self._is_closed = True
        if self._http is not None and self._is_own and not self._is_lost():
            await self._http.aclose()

    def _is_lost(self) -> bool:
        """Did the loop end that alone can use the connections? `asyncio.run` ends its own."""
        return self._loop is not None and self._loop.is_closed()


class AsyncSender:
    """Sends operations. Methods of generated resources end in one of its calls."""

    def __init__(self, core: ClientCore, connections: AsyncConnections) -> None:
        self.core = core
        self.connections = connections

    async def send(
        self,
        endpoint: Endpoint[Result],
        options: CallOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = NOT_GIVEN,
    ) -> Result:
        """The answer of one call; arguments are by their names on the wire."""
        arguments = Arguments(path or {}, query or {}, headers or {}, cookies or {}, body)
        return cast("Result", await self.call(endpoint, options, arguments))

    async def send_or_stream(
        self, endpoint: Endpoint[Result], options: CallOptions, **arguments: Any
    ) -> Result | AsyncStream[Any]:
        """What `send` gives, or events where the body asks for them."""
        return await self.send(endpoint, options, **arguments)

    async def stream(
        self, endpoint: Endpoint[Event], options: CallOptions, **arguments: Any
    ) -> AsyncStream[Event]:
        """The events of one call."""
        return cast("AsyncStream[Event]", await self.send(endpoint, options, **arguments))

    async def download(
        self, endpoint: Endpoint[bytes], options: CallOptions, **arguments: Any
    ) -> AsyncBinaryResponse:
        """The bytes of one call, still to be read."""
        return cast("AsyncBinaryResponse", await self.send(endpoint, options, **arguments))

    def list_pages(
        self, endpoint: Endpoint[Any], options: ListOptions, **arguments: Any
    ) -> AsyncPages[Any, Any]:
        """The pages of a list: awaited for the first, iterated for all rows."""
        from .pagination import AsyncPages

        return AsyncPages(lambda: self.send(endpoint, options, **arguments))

    async def start(
        self, endpoint: Endpoint[Result], options: WaitOptions, **arguments: Any
    ) -> Result:
        """What `send` gives, of a call whose end is waited for: what the wait takes is checked."""
        return await self.send(endpoint, check_wait_options(options), **arguments)

    async def wait(
        self,
        wait: PollingRule[Result],
        first: Result,
        options: Mapping[str, Any],
        *,
        path: Mapping[str, object] | None = None,
    ) -> Result:
        """`first`, or what it has become when its status is one that ends the wait."""
        from .polling import poll_steps

        steps = poll_steps(wait, first, options, path or {})
        state: object = None
        while True:
            try:
                step = steps.send(state)
            except StopIteration as end:
                return cast("Result", end.value)
            await _pause(step.seconds)
            answer = await self.send(wait.poll, step.options, path=step.path)
            state = answer

    async def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """What a method returns."""
        request = self.core.build_request(endpoint, options, arguments)
        response = await self.send_with_retries(request)
        return self.parse_response(endpoint, options, arguments, request, response)

    async def send_with_retries(self, request: PreparedRequest) -> httpx2.Response:
        """The response, read where the request says so. Raises the error of any failure."""
        steps = exchange(request, self.core.configuration.max_retries)
        reply: httpx2.Response | httpx2.RequestError | None = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as end:
                return cast("httpx2.Response", end.value)
            if isinstance(step, Attempt):
                reply = await self._attempt(step)
            else:
                await _pause(step.seconds)
                reply = None

    def parse_response(
        self,
        endpoint: Endpoint[Any],
        options: Mapping[str, Any],
        arguments: Arguments,
        request: PreparedRequest,
        response: httpx2.Response,
    ) -> object:
        """What a method returns for a response."""
        if isinstance(request.answer, BinaryAnswer):
            from .binary import AsyncBinaryResponse

            return AsyncBinaryResponse(response)
        if isinstance(request.answer, EventsAnswer):
            return self._make_stream(request.answer, response)
        answer = self.core.parse_response(request, response)
        if endpoint.paging is None:
            return answer
        from .pagination import PagePosition, attach_position

        async def ask(position: PagePosition) -> object:
            following = {**options, "max_items": position.left} if position.left else options
            return await self.call(endpoint, following, position.arguments)

        position = PagePosition(
            endpoint.paging, arguments, options.get("max_items"), ask, is_async=True
        )
        return attach_position(answer, position)

    def _make_stream(self, answer: EventsAnswer, response: httpx2.Response) -> object:
        from .streams import AsyncStream

        check_event_stream(response)
        return AsyncStream(response, self.core.get_event_parser(answer), named=answer.named)

    async def _attempt(self, attempt: Attempt) -> httpx2.Response | httpx2.RequestError:
        """A response, its body read if it is to be or is an error's; or the error that came."""
        http = self.connections.get_http()
        with build_httpx_request(http, attempt.request) as request:
            try:
                response = await http.send(request, **get_send_options(attempt.request))
                if should_read_body(attempt.request, response):
                    try:
                        await response.aread()
                    finally:
                        await response.aclose()
            except httpx2.RequestError as error:
                return error
        return response


class AsyncClient(AsyncCloseable):
    """What every async client has beside its resources."""

    def __init__(
        self, settings: Settings, options: ClientOptions, http_client: httpx2.AsyncClient | None
    ) -> None:
        """Raises ConfigurationError where all keys, or a usable base URL, are missing."""
        connections = AsyncConnections(http_client)
        self._client: AsyncSender = AsyncSender(ClientCore.create(settings, options), connections)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    @property
    def base_url(self) -> str:
        """Where the paths of the API begin."""
        return self._client.core.configuration.base_url

    async def close(self) -> None:
        """Closes the connections, but for those of an `http_client` that was given."""
        await self._client.connections.close()

    def _with_sender(self, sender: AsyncSender) -> Self:
        """The same client over another sender."""
        client = object.__new__(type(self))
        client._client = sender
        return client

    def _with_client_options(
        self, options: ClientOptions, http_client: httpx2.AsyncClient | None
    ) -> Self:
        """The same client with other choices. The connections are shared, unless it gets others."""
        is_same = http_client is None
        connections = self._client.connections if is_same else AsyncConnections(http_client)
        return self._with_sender(AsyncSender(self._client.core.with_options(options), connections))


async def _pause(seconds: float) -> None:
    import asyncio  # 15 ms that sync clients, whose modules come here too, can do without

    await asyncio.sleep(seconds)
