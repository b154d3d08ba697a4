"""The calls that a client's README shows: the shortest of each kind that the API has.

Their values are those of the usual request, as on the pages.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.escape import python_literal
from generator.examples.first_call import Groups, choose_first_call, group_rank, service_groups
from generator.examples.requests import RequestArgument
from generator.json_types import JsonObject
from generator.model.methods import ContentKind
from generator.model.provider import Provider
from generator.model.types import Object, Ref
from generator.model.walk import NamedTypes
from generator.views.client.calls import ClientCall
from generator.views.client.model import ClientModel
from generator.views.client.models.json_schema import member_names
from generator.views.client.usual_calls import UsualCalls

_MOST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class ObjectExample:
    """A call with an object as an argument, written in both ways."""

    as_dict: str
    as_model: str  # its class is below `types`


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for the README; "" if the API has none of the kind."""

    first: tuple[str, ...]  # lines of a program for newcomers, after those that make `client`
    first_async: tuple[str, ...]  # likewise, with the async client
    plain: str  # the path of a call without arguments: "files.list"
    pages: str  # likewise
    stream: str  # a whole call, as the others
    download: str
    wait: str
    object: ObjectExample | None


def choose_examples(model: ClientModel, provider: Provider) -> Examples:
    """Returns the shortest call of each kind.

    Rule DX6: a call of a service in the first group of the website precedes all others.
    """
    groups = service_groups(provider)
    calls = [call for node in model.tree[1:] for call in node.calls]
    free = [call for call in calls if not any(one.required for one in call.arguments)]
    usual = model.usual
    first, first_async = _first_programs(calls, provider, usual)
    pages = [call for call in free if call.result.page and call.method.pagination]
    return Examples(
        first=first,
        first_async=first_async,
        plain=_shortest_path(
            [call for call in free if call.result.kind is ContentKind.JSON], groups
        ),
        pages=_shortest_path(pages, groups),
        stream=_shortest(calls, groups, usual.stream),
        download=_shortest(calls, groups, usual.download),
        wait=_shortest(calls, groups, usual.wait),
        object=_choose_object(calls, model.types.flat, usual),
    )


def _shortest_path(calls: Iterable[ClientCall], groups: Groups) -> str:
    """Returns the shortest path, dotted; of equals, the first by name."""
    ordered = ((group_rank(call.service, groups), ".".join(call.method.python)) for call in calls)
    found = min(ordered, key=lambda one: (one[0], len(one[1]), one[1]), default=(0, ""))
    return found[1]


def _shortest(
    calls: Iterable[ClientCall], groups: Groups, write: Callable[[ClientCall], str]
) -> str:
    """Returns what `write` makes of the call with the shortest path. Calls without files, and then
    calls that aren't deprecated, come first. `write` returns "" for calls of another kind.
    """

    def order(text: str, call: ClientCall) -> tuple[bool, bool, int, int, str]:
        path = ".".join(call.method.python)
        return (
            call.method.deprecated,
            "Path(" in text,
            group_rank(call.service, groups),
            len(path),
            path,
        )

    written = ((write(call), call) for call in calls)
    found = [(order(text, call), text) for text, call in written if text]
    return min(found, default=(None, ""))[1]


def _first_programs(
    calls: Sequence[ClientCall], provider: Provider, usual: UsualCalls
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the first call of a newcomer with both clients, as lines.

    Rule DX5: the README begins with the call of the website's front page, else with the shortest
    usual request. A program of the provider file replaces it.
    """
    found = choose_first_call(provider)
    if found is None:
        methods = [call.method for call in calls if not call.method.deprecated and not call.files]
        written = [(usual.statement(one, is_async=False), one) for one in methods]
        if not written:
            return (), ()
        _, method = min(written, key=lambda one: (len(one[0]), one[0]))
    else:
        _, _, method = found
    sync, of_async = (usual.statement(method, is_async=kind) for kind in (False, True))
    return tuple(sync.split("\n")), tuple(of_async.split("\n"))


def _choose_object(
    calls: Sequence[ClientCall], types: NamedTypes, usual: UsualCalls
) -> ObjectExample | None:
    """Returns the shortest call with a small object."""
    found = [one for call in calls for one in _object_examples(call, types, usual)]
    return min(found, default=(0, None), key=lambda one: one[0])[1]


def _object_examples(
    call: ClientCall, types: NamedTypes, usual: UsualCalls
) -> Iterator[tuple[int, ObjectExample]]:
    """Yields the call with each of its arguments that are small objects, and its length."""
    if call.method.deprecated:
        return
    for argument in call.arguments:
        if argument.deprecated or argument.place or not isinstance(argument.type, Ref):
            continue
        of = types[argument.type.name].type
        value = usual.value(call.method, argument) if isinstance(of, Object) else None
        if isinstance(of, Object) and isinstance(value, dict) and _is_small(of, value):
            given = RequestArgument(argument.wire_name, None, value, required=False)
            as_dict = usual.write(call.method, given)
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
