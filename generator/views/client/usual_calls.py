"""Writes the usual request of each method as a call of the client.

Docstrings and the README show these calls.
"""

from __future__ import annotations

from dataclasses import replace

from generator.escape import fenced_code
from generator.examples.requests import RequestArgument
from generator.json_types import Json
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider
from generator.views.client.calls import Argument, ClientCall
from generator.views.code.python_call import PAGE, Layout, PythonCalls
from generator.views.code.shown_calls import ShownCall, ShownCalls

_DOCSTRING = 76
"""The longest line in an `Example` of a docstring, which has a margin of 12: 88 in all."""


class UsualCalls:
    """Writes calls of one provider's client."""

    def __init__(self, provider: Provider) -> None:
        self._shown = ShownCalls(provider)
        self._calls = PythonCalls(provider)

    def statement(self, method: Method, *, is_async: bool) -> str:
        """Returns the call in the statement that takes its answer, as in a README."""
        return self._statement(self._shown.plain(method), replace(PAGE, is_async=is_async))

    def example(self, call: ClientCall, *, is_async: bool) -> str:
        """Returns the statement as a fenced block for the docstring of the method."""
        return self._fenced(self._shown.plain(call.method), is_async)

    def wait_example(self, call: ClientCall, *, is_async: bool) -> str:
        """Returns the statement that waits for the job, for the docstring of its method."""
        return self._fenced(self._shown.wait(call.method), is_async)

    def write(self, method: Method, *more: RequestArgument) -> str:
        """Returns the call of the usual request. `more` replaces arguments of the same names."""
        return self._call(self._shown.plain(method, *more))

    def stream(self, call: ClientCall) -> str:
        """Returns the call that gives a stream, with the argument that asks for it, if any."""
        return self._call(self._shown.stream(call.method))

    def download(self, call: ClientCall) -> str:
        """Returns the call if it downloads a file, else ""."""
        return self.write(call.method) if call.result.kind is ContentKind.BINARY else ""

    def wait(self, call: ClientCall) -> str:
        """Returns the call that waits for the job; "" if there is none."""
        is_job = call.state and call.method.wait
        return self._call(self._shown.wait(call.method)) if is_job else ""

    def value(self, method: Method, argument: Argument) -> Json:
        """Returns the value of a property of the body in the usual request, else in the full."""
        return self._shown.value(method, argument.wire_name)

    def _call(self, shown: ShownCall | None) -> str:
        return self._calls.call(shown.method, shown.request) if shown else ""

    def _statement(self, shown: ShownCall, layout: Layout) -> str:
        return self._calls.statement(shown.method, shown.request, layout)

    def _fenced(self, shown: ShownCall, is_async: bool) -> str:
        layout = Layout(_DOCSTRING, prints=False, is_async=is_async)
        return fenced_code(self._statement(shown, layout), "python")
