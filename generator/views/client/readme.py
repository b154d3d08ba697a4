"""The calls that a client's README shows: the shortest of each kind that the API has.

Their values are those of the usual request, as on the pages.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.escape import python_literal
from generator.examples.requests import RequestArgument
from generator.json_types import JsonObject
from generator.model.methods import ContentKind
from generator.model.provider import Provider
from generator.model.types import Object, Ref
from generator.model.walk import NamedTypes
from generator.views.client.calls import ClientCall
from generator.views.client.model import ClientModel
from generator.views.client.models.json_schema import member_names
from generator.views.code.python_call import PythonCalls
from generator.views.code.usual_calls import ShownCall, UsualCalls

_MOST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class ObjectExample:
    """A call with an object as an argument, written in both ways."""

    as_dict: str
    as_model: str  # its class is below `types`


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for the README; "" if the API has none of the kind."""

    plain: str  # the path of a call without arguments: "files.list"
    pages: str  # likewise
    stream: str  # a whole call, as the others
    download: str
    wait: str
    object: ObjectExample | None


def choose_examples(model: ClientModel, provider: Provider) -> Examples:
    """Returns the shortest call of each kind."""
    calls = [call for node in model.tree[1:] for call in node.calls]
    free = [call for call in calls if not any(one.required for one in call.arguments)]
    texts = _CallTexts(provider)
    return Examples(
        plain=_shortest_path(call for call in free if call.result.kind is ContentKind.JSON),
        pages=_shortest_path(call for call in free if call.result.page and call.method.pagination),
        stream=_shortest(calls, texts.stream),
        download=_shortest(calls, texts.download),
        wait=_shortest(calls, texts.wait),
        object=_choose_object(calls, model.types.flat, texts),
    )


def _shortest_path(calls: Iterable[ClientCall]) -> str:
    """Returns the shortest path, dotted; of equals, the first by name."""
    dotted = (".".join(call.method.python) for call in calls)
    return min(dotted, key=lambda path: (len(path), path), default="")


def _shortest(calls: Iterable[ClientCall], write: Callable[[ClientCall], str]) -> str:
    """Returns what `write` makes of the call with the shortest path. Calls without files, and then
    calls that aren't deprecated, come first. `write` returns "" for calls of another kind.
    """

    def order(text: str, call: ClientCall) -> tuple[bool, bool, int, str]:
        path = ".".join(call.method.python)
        return call.method.deprecated, "Path(" in text, len(path), path

    written = ((write(call), call) for call in calls)
    found = [(order(text, call), text) for text, call in written if text]
    return min(found, default=(None, ""))[1]


class _CallTexts:
    """Writes usual requests as calls."""

    def __init__(self, provider: Provider) -> None:
        self.usual = UsualCalls(provider)
        self._calls = PythonCalls(provider)

    def write(self, shown: ShownCall | None) -> str:
        """Returns the text of a call; "" if there is none."""
        return self._calls.call(shown.method, shown.request) if shown else ""

    def stream(self, call: ClientCall) -> str:
        """Returns the call that gives a stream, with the argument that asks for it, if any."""
        return self.write(self.usual.stream(call.method))

    def download(self, call: ClientCall) -> str:
        """Returns the call if it downloads a file, else ""."""
        is_file = call.result.kind is ContentKind.BINARY
        return self.write(self.usual.plain(call.method)) if is_file else ""

    def wait(self, call: ClientCall) -> str:
        """Returns the call that waits for the job; "" if there is none."""
        return self.write(self.usual.wait(call.method)) if call.state else ""


def _choose_object(
    calls: Sequence[ClientCall], types: NamedTypes, texts: _CallTexts
) -> ObjectExample | None:
    """Returns the shortest call with a small object."""
    found = [one for call in calls for one in _object_examples(call, types, texts)]
    return min(found, default=(0, None), key=lambda one: one[0])[1]


def _object_examples(
    call: ClientCall, types: NamedTypes, texts: _CallTexts
) -> Iterator[tuple[int, ObjectExample]]:
    """Yields the call with each of its arguments that are small objects, and its length."""
    if call.method.deprecated:
        return
    for argument in call.arguments:
        if argument.deprecated or argument.place or not isinstance(argument.type, Ref):
            continue
        of = types[argument.type.name].type
        wire_name = argument.wire_name
        value = texts.usual.value(call.method, wire_name) if isinstance(of, Object) else None
        if isinstance(of, Object) and isinstance(value, dict) and _is_small(of, value):
            given = RequestArgument(wire_name, None, value, required=False)
            as_dict = texts.write(texts.usual.plain(call.method, given))
            shown = f"{argument.name}={python_literal(value)}"
            attributes = member_names(of)
            members = (f"{attributes[name]}={python_literal(one)}" for name, one in value.items())
            model = f"{argument.name}=types.{argument.type.name}({', '.join(members)})"
            if shown in as_dict and "Path(" not in as_dict:  # the value is on one line
                length = len(".".join(call.method.python)) + len(shown)
                yield length, ObjectExample(as_dict, as_dict.replace(shown, model))


def _is_small(of: Object, value: JsonObject) -> bool:
    """Has the object few members, all of them known and none of them with parts?"""
    names = {one.name for one in of.properties}
    plain = not any(isinstance(one, dict | list) for one in value.values())
    return 0 < len(value) <= _MOST_MEMBERS and plain and {*value} <= names


def make_async_program(showcase: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Returns the lines of the first program that needs nothing but `await` with the async client.

    A loop or a `with` statement over what `client` returns has another form there.
    """
    for _, code in showcase:
        tree = ast.parse(code)
        if any(isinstance(node, (ast.For, ast.With, ast.comprehension)) for node in ast.walk(tree)):
            continue
        lines = code.strip("\n").encode().split(b"\n")
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_of_client(node)
        ]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset), reverse=True):
            line = lines[call.lineno - 1]
            lines[call.lineno - 1] = line[: call.col_offset] + b"await " + line[call.col_offset :]
        return tuple(line.decode() for line in lines)
    return ()


def _is_of_client(call: ast.Call) -> bool:
    owner: ast.expr = call.func
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    return isinstance(owner, ast.Name) and owner.id == "client"
