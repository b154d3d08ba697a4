"""Writes the usual request of each method as a call of the client.

Docstrings and the README show these calls.
"""

from __future__ import annotations

from dataclasses import replace

from generator.escape import fenced_code
from generator.examples.requests import Request, RequestArgument, Requests
from generator.json_types import Json, JsonObject
from generator.model.methods import ContentKind, Method, Wait
from generator.model.provider import Provider
from generator.views.client.calls import Argument, ClientCall
from generator.views.code.python_call import PAGE, Layout, PythonCalls

_DOCSTRING = 76
"""The longest line in an `Example` of a docstring, which has a margin of 12: 88 in all."""

_WAIT_OPTIONS: JsonObject = {"wait_timeout": 600, "poll_interval": 2}


class UsualCalls:
    """Writes calls of one provider's client. Each request is built once."""

    def __init__(self, provider: Provider) -> None:
        self._requests = Requests(provider)
        self._calls = PythonCalls(provider)
        self._usual: dict[tuple[str, ...], Request] = {}

    def statement(self, method: Method, *, is_async: bool) -> str:
        """Returns the call in the statement that takes its answer, as in a README."""
        layout = replace(PAGE, is_async=is_async)
        return self._calls.statement(method, self._request(method), layout)

    def example(self, call: ClientCall, *, is_async: bool) -> str:
        """Returns the statement as a fenced block for the docstring of the method."""
        return self._fenced(call.method, self._request(call.method), is_async)

    def wait_example(self, call: ClientCall, wait: Wait, *, is_async: bool) -> str:
        """Returns the statement that waits for the job, for the docstring of its method."""
        return self._fenced(*self._waiting(call.method, wait), is_async)

    def write(self, method: Method, *more: RequestArgument) -> str:
        """Returns the call of the usual request. `more` replaces arguments of the same names."""
        return self._calls.call(method, _joined(self._request(method), more))

    def stream(self, call: ClientCall) -> str:
        """Returns the call that gives a stream, with the argument that asks for it, if any."""
        if call.result.kind is ContentKind.STREAM:
            return self.write(call.method)
        switch, asks = call.switch, call.method.stream_by
        if switch is None or asks is None:
            return ""
        given = RequestArgument(switch.wire_name, switch.place, asks.value, required=False)
        return self.write(call.method, given)

    def download(self, call: ClientCall) -> str:
        """Returns the call if it downloads a file, else ""."""
        return self.write(call.method) if call.result.kind is ContentKind.BINARY else ""

    def wait(self, call: ClientCall) -> str:
        """Returns the call that waits for the job; "" if there is none."""
        wait = call.method.wait
        if not call.state or not wait:
            return ""
        return self._calls.call(*self._waiting(call.method, wait))

    def value(self, method: Method, argument: Argument) -> Json:
        """Returns the value of a property of the body in the usual request, else in the full."""
        for make in (self._request, self._requests.all):
            for one in make(method).body:
                if one.name == argument.wire_name:
                    return one.value
        return None

    def _waiting(self, method: Method, wait: Wait) -> tuple[Method, Request]:
        """Returns the method that waits, and its request: that of the method, with two options."""
        options = (
            RequestArgument(name, None, value, required=False)
            for name, value in _WAIT_OPTIONS.items()
        )
        waiting = replace(method, python=(*method.python[:-1], wait.name))
        return waiting, _joined(self._request(method), tuple(options))

    def _fenced(self, method: Method, request: Request, is_async: bool) -> str:
        layout = Layout(_DOCSTRING, prints=False, is_async=is_async)
        return fenced_code(self._calls.statement(method, request, layout), "python")

    def _request(self, method: Method) -> Request:
        if method.python not in self._usual:
            self._usual[method.python] = self._requests.usual(method)
        return self._usual[method.python]


def _joined(usual: Request, more: tuple[RequestArgument, ...]) -> Request:
    names = {one.name for one in more}
    params = [one for one in usual.params if one.name not in names]
    kept = [one for one in usual.body if one.name not in names]
    return Request(
        (*params, *(one for one in more if one.place)),
        (*kept, *(one for one in more if not one.place)),
    )
