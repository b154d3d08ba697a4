"""The calls that show what a method can do: its usual request, as a stream, or with a wait.

READMEs and guides show them.
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


class UsualCalls:
    """Makes the calls of one provider's methods."""

    def __init__(self, provider: Provider) -> None:
        self._requests = Requests(provider)

    def plain(self, method: Method, *more: RequestArgument) -> ShownCall:
        """Returns the usual request. `more` replaces arguments of the same names."""
        return ShownCall(method, self._requests.usual(method).with_arguments(*more))

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

    def wait(self, method: Method) -> ShownCall | None:
        """Returns the call that waits for the end of the job; None if there is none."""
        if method.wait is None:
            return None
        waiting = replace(method, python=(*method.python[:-1], method.wait.name))
        options = (
            RequestArgument(name, None, value, required=False)
            for name, value in _WAIT_OPTIONS.items()
        )
        return self.plain(waiting, *options)

    def value(self, method: Method, name: str) -> Json:
        """Returns the value of a property of the body in the usual request, else in the full."""
        for make in (self._requests.usual, self._requests.all):
            for one in make(method).body:
                if one.name == name:
                    return one.value
        return None
