"""The calls that show what a method can do: its usual request, as a stream, or with a wait.

READMEs, docstrings and guides show them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.examples.requests import Request, RequestArgument, Requests
from generator.json_types import Json, JsonObject
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider

_WAIT_OPTIONS: JsonObject = {"wait_timeout": 600, "poll_interval": 2}


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A method, as the client has it for this call, and its request."""

    method: Method
    request: Request


class ShownCalls:
    """Makes the calls of one provider's methods. Each request is built once."""

    def __init__(self, provider: Provider) -> None:
        self._requests = Requests(provider)
        self._usual: dict[tuple[str, ...], Request] = {}

    def plain(self, method: Method, *more: RequestArgument) -> ShownCall:
        """Returns the usual request. `more` replaces arguments of the same names."""
        return ShownCall(method, self._request(method).with_arguments(*more))

    def stream(self, method: Method) -> ShownCall | None:
        """Returns the call whose answer is a stream, with the argument that asks for it, if any."""
        main, stream, asks = method.answer.main, method.answer.stream, method.stream_by
        if main is None or stream is None:
            return None
        if main.kind is ContentKind.STREAM:
            return self.plain(method)
        if asks is None:
            return None
        streamed = replace(method, answer=replace(method.answer, content=(stream,)))
        return self.plain(streamed, RequestArgument(asks.name, asks.place, asks.value, False))

    def wait(self, method: Method) -> ShownCall:
        """Returns the call that waits for the end of the job, with two options."""
        options = (
            RequestArgument(name, None, value, required=False)
            for name, value in _WAIT_OPTIONS.items()
        )
        waiting = replace(method, python=method.waiting_path)
        return ShownCall(waiting, self._request(method).with_arguments(*options))

    def value(self, method: Method, name: str) -> Json:
        """Returns the value of a property of the body in the usual request, else in the full."""
        for make in (self._request, self._requests.all):
            for one in make(method).body:
                if one.name == name:
                    return one.value
        return None

    def _request(self, method: Method) -> Request:
        if method.python not in self._usual:
            self._usual[method.python] = self._requests.usual(method)
        return self._usual[method.python]
