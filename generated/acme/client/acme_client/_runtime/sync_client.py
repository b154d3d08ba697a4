"""The sync client: calls in, typed results out, over httpx2.

A client and its resources hold a sender. Clients of `with_options`, and raw access, use other
senders over the same connections.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2

from .arguments import check_wait_options
from .closeable import Closeable
from .core import ClientCore
from .credentials import load_key
from .errors import APIError, APIStatusError, ConfigurationError
from .exchange import Attempt, exchange, translate_foreign_errors
from .httpx_request import (
    LATE_TLS,
    LIMITS,
    TIMEOUT,
    build_httpx_request,
    check_http_client,
    get_send_options,
    should_read_body,
)
from .media_type import check_stream
from .not_given import NOT_GIVEN
from .operation import BinaryAnswer, Endpoint, PollingRule, Result, StreamAnswer
from .option_access import OptionAccess
from .options import CallOptions, WaitOptions
from .request import Arguments, PreparedRequest
from .settings import ClientOptions, Settings

if TYPE_CHECKING:
    from typing import Self, Unpack

    from .binary import BinaryResponse
    from .credentials import TokenGrant
    from .pagination import PagePosition
    from .path_calls import RequestOptions
    from .streams import Stream
    from .tokens import AccessToken, TokenState

Event = TypeVar("Event")


class Connections:
    """Holds the HTTP client: the user's own, or one that is made when it is first needed."""

    def __init__(self, http: httpx2.Client | None) -> None:
        """Raises ConfigurationError if `http` is not a sync HTTP client of httpx2."""
        if http is not None:
            check_http_client(http, httpx2.Client)
        self._http = http
        self._is_own = http is None
        self._is_closed = False
        self._process = 0  # the process that made the connections
        self._lock = threading.Lock()

    def get_http(self) -> httpx2.Client:
        """Returns the HTTP client. Raises ConfigurationError if it is closed."""
        with self._lock:
            if self.is_closed:
                raise ConfigurationError("the client is closed")
            if self._http is None or (self._is_own and self._process != os.getpid()):
                # After a fork, two processes on one connection would read each other's responses.
                self._process = os.getpid()
                self._http = httpx2.Client(timeout=TIMEOUT, limits=LIMITS, verify=LATE_TLS)
            return self._http

    @property
    def is_closed(self) -> bool:
        """Is it closed, by its client or by the user?"""
        return self._is_closed or (self._http is not None and self._http.is_closed)

    @property
    def timeout(self) -> httpx2.Timeout:
        """The timeout of calls that name none."""
        return TIMEOUT if self._http is None else self._http.timeout

    def close(self) -> None:
        """Closes the connections, unless the HTTP client is the user's own."""
        with self._lock:
            self._is_closed = True
            if self._http is not None and self._is_own:
                self._http.close()


class SyncSender:
    """Sends calls. Each method of a generated resource ends in a call of one of these methods."""

    def __init__(self, core: ClientCore, connections: Connections) -> None:
        self.core = core
        self.connections = connections

    def send(
        self,
        endpoint: Endpoint[Result],
        options: CallOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = NOT_GIVEN,
        whole: object = NOT_GIVEN,
        content_type: object = NOT_GIVEN,
    ) -> Result:
        """Sends one call and returns its result. Arguments have their names on the wire."""
        parts = (path or {}, query or {}, headers or {}, cookies or {}, body)
        arguments = Arguments(*parts, whole, content_type)
        return cast("Result", self.call(endpoint, options, arguments))

    def send_or_stream(
        self, endpoint: Endpoint[Result], options: CallOptions, **arguments: Any
    ) -> Result | Stream[Any]:
        """Returns the result of `send`, or a stream if an argument asks for events."""
        return self.send(endpoint, options, **arguments)

    def stream(
        self, endpoint: Endpoint[Event], options: CallOptions, **arguments: Any
    ) -> Stream[Event]:
        """Sends one call and returns a stream of its events."""
        return cast("Stream[Event]", self.send(endpoint, options, **arguments))

    def download(
        self, endpoint: Endpoint[bytes], options: CallOptions, **arguments: Any
    ) -> BinaryResponse:
        """Sends one call and returns its response, whose bytes are not read yet."""
        return cast("BinaryResponse", self.send(endpoint, options, **arguments))

    def start(self, endpoint: Endpoint[Result], options: WaitOptions, **arguments: Any) -> Result:
        """Sends the call whose result `wait` polls. It checks the options of the wait first."""
        return self.send(endpoint, check_wait_options(options), **arguments)

    def wait(
        self,
        wait: PollingRule[Result],
        first: Result,
        options: Mapping[str, Any],
        *,
        path: Mapping[str, object] | None = None,
    ) -> Result:
        """Polls until the status ends the wait, and returns the last state.

        `first` is the response of the call that started the job.
        """
        from .polling import poll_steps

        steps = poll_steps(wait, first, options, path or {})
        state: object = None
        while True:
            try:
                step = steps.send(state)
            except StopIteration as end:
                return cast("Result", end.value)
            time.sleep(step.seconds)
            state = self.send(wait.poll, step.options, path=step.path)

    def build_request(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> PreparedRequest:
        """Builds the request of a call, with the keys that functions of the user return."""
        functions = self.core.find_key_functions(endpoint, options, arguments)
        keys = {name: load_key(name, call) for name, call in functions.items()}
        return self.core.build_request(endpoint, options, arguments, keys)

    def call(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> object:
        """Builds the request, sends it and returns the result of the method."""
        request = self.build_request(endpoint, options, arguments)
        response = self.send_with_retries(request)
        return self.parse_response(endpoint, options, arguments, request, response)

    def send_with_retries(self, request: PreparedRequest) -> httpx2.Response:
        """Sends a request until it succeeds or no retry is left, and returns the response.

        The body is read if the request says so. Raises an APIError for any failure.
        """
        steps = exchange(request, self.core.configuration.max_retries)
        reply: httpx2.Response | httpx2.RequestError | None = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as end:
                return cast("httpx2.Response", end.value)
            except APIStatusError as error:
                self.core.describe_error(request, error)
                raise
            if isinstance(step, Attempt):
                reply = self._attempt(step)
            else:
                time.sleep(step.seconds)
                reply = None

    def parse_response(
        self,
        endpoint: Endpoint[Any],
        options: Mapping[str, Any],
        arguments: Arguments,
        request: PreparedRequest,
        response: httpx2.Response,
    ) -> object:
        """Returns the result of the method for a response."""
        if isinstance(request.answer, BinaryAnswer):
            from .binary import BinaryResponse

            return BinaryResponse(response)
        if isinstance(request.answer, StreamAnswer):
            return self._make_stream(request.answer, response)
        if endpoint.paging is None:
            return self.core.parse_response(request, response)
        answer = self.core.parse_page(request, response)
        from .pagination import PagePosition, attach_position

        def ask(position: PagePosition) -> object:
            following = {**options, "max_items": position.left} if position.left else options
            return self.call(endpoint, following, position.arguments)

        position = PagePosition(
            endpoint.paging,
            arguments,
            options.get("max_items"),
            ask,
            is_async=False,
            url=request.url.partition("?")[0],
            headers=response.headers,
        )
        return attach_position(answer, position)

    def _make_stream(self, answer: StreamAnswer, response: httpx2.Response) -> object:
        from .streams import Stream

        check_stream(response, answer)
        return Stream(response, self.core.get_item_parser(answer), answer)

    def _attempt(self, attempt: Attempt) -> httpx2.Response | httpx2.RequestError:
        """Returns the response or the error. A refused access token is renewed once."""
        request = attempt.request
        if request.grant is None:
            return self._send_once(request)
        from .tokens import add_token, is_token_refused

        token = self._get_token(request.grant)
        reply = self._send_once(add_token(request, token))
        if is_token_refused(request, reply):
            token = self._get_token(request.grant, refused=token)
            reply = self._send_once(add_token(request, token))
        return reply

    def _get_token(self, grant: TokenGrant, refused: str = "") -> str:
        """Returns a valid access token, which another call may be fetching now.

        Raises an APIError if there is none.
        """
        from .tokens import LONGEST_WAIT, get_state, make_wait_error

        state = get_state(self.core.tokens, self.core.configuration, grant)
        if token := state.get_valid(refused):
            return token
        attempts = state.attempts
        if not state.lock.acquire(timeout=LONGEST_WAIT):
            raise make_wait_error()
        try:
            if token := state.get_valid(refused):
                return token
            state.raise_shared_error(attempts)
            return state.keep(self._fetch_token(grant, state))
        finally:
            state.lock.release()

    def _fetch_token(self, grant: TokenGrant, state: TokenState) -> AccessToken:
        from .tokens import fetch_token

        steps = fetch_token(self.core.settings, self.core.configuration, grant, state)
        reply: httpx2.Response | APIError | None = None
        while True:
            try:
                request = steps.send(reply)
            except StopIteration as end:
                return cast("AccessToken", end.value)
            try:
                reply = self.send_with_retries(request)
            except APIError as error:
                reply = error

    def _send_once(self, request: PreparedRequest) -> httpx2.Response | httpx2.RequestError:
        """Sends the request once, and returns the response or the error.

        The body is read if the request says so, or if the response is an error.
        """
        # The first call needs this module, the import of the package does not.
        from .size_limits import read_body, set_limits

        http = self.connections.get_http()
        with build_httpx_request(http, request) as sent:
            try:
                with translate_foreign_errors(request):
                    response = http.send(sent, **get_send_options(request))
                    set_limits(response, self.core.configuration)
                    if should_read_body(request, response):
                        try:
                            read_body(response)
                        finally:
                            response.close()
            except httpx2.RequestError as error:
                return error
        return response


class SyncClient(OptionAccess, Closeable):
    """The base class of the generated sync client: everything except its resources."""

    def __init__(
        self, settings: Settings, options: ClientOptions, http_client: httpx2.Client | None
    ) -> None:
        """Raises ConfigurationError if every key is missing, or if no base URL is usable."""
        self._client: SyncSender = SyncSender(
            ClientCore.create(settings, options), Connections(http_client)
        )

    def close(self) -> None:
        """Closes the connections, unless an `http_client` was given."""
        self._client.connections.close()

    def request(
        self,
        verb: str,
        path: str,
        *,
        cast_to: Any = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Any:
        """Sends a request to a path below the base URL, and returns its body as `cast_to`.

        `cast_to` is a model, `dict[str, Any]`, `str`, `bytes`, `httpx2.Response` or None; by
        default any JSON value.
        With `stream`, the server sends events, each of the type `cast_to`.
        """
        from .path_calls import choose_answer, is_read_whole, make_path_call

        answer = choose_answer(cast_to, is_stream=stream)
        call = make_path_call(self._client.core, verb, path, answer, options)
        found = self._client.call(*call)
        if stream or not is_read_whole(cast_to):
            return found
        from .binary import BinaryResponse

        if type(found) is not BinaryResponse:
            return found
        content = found.read()
        return content if cast_to is bytes else found.response

    def _with_sender(self, sender: SyncSender) -> Self:
        """Returns the same client with another sender."""
        client = object.__new__(type(self))
        client._client = sender
        return client

    def _with_client_options(
        self, options: ClientOptions, http_client: httpx2.Client | None
    ) -> Self:
        """Returns a client with other options.

        It shares the connections of this one, unless it gets its own HTTP client.
        """
        is_same = http_client is None
        connections = self._client.connections if is_same else Connections(http_client)
        return self._with_sender(SyncSender(self._client.core.with_options(options), connections))
