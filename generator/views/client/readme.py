"""The calls that a client's README shows: the shortest of each kind that the API has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.escape import python_literal
from generator.examples.simple_values import simple_value
from generator.json_types import Json
from generator.model.methods import ContentKind
from generator.model.types import Object, Ref
from generator.model.walk import NamedTypes, resolved
from generator.views.client.calls import Argument, ClientCall
from generator.views.client.model import ClientModel
from generator.views.client.models.json_schema import member_names

_MOST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class ObjectExample:
    """A call with an object as an argument, written in both ways."""

    call: str  # with the other arguments: `files.create(...,`
    argument: str
    as_dict: str  # an expression
    as_model: str  # an expression, its class below `types`


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for the README, as `files.list`; "" if the API has none of the kind."""

    plain: str  # takes no argument
    pages: str
    stream: str  # with its arguments
    download: str
    wait: str
    object: ObjectExample | None


def choose_examples(model: ClientModel) -> Examples:
    """Returns the shortest call of each kind."""
    calls = [call for node in model.tree[1:] for call in node.calls]
    free = [call for call in calls if not any(one.required for one in call.arguments)]
    return Examples(
        plain=_shortest(call for call in free if call.result.kind is ContentKind.JSON),
        pages=_shortest(call for call in free if call.result.page and call.method.pagination),
        stream=_choose_stream(calls),
        download=_shortest(call for call in calls if call.result.kind is ContentKind.BINARY),
        wait=_shortest_path(
            (*call.method.python[:-1], call.method.wait.name)
            for call in calls
            if call.state and call.method.wait
        ),
        object=_choose_object(calls, model.types.flat),
    )


def _shortest(calls: Iterable[ClientCall]) -> str:
    return _shortest_path(call.method.python for call in calls)


def _shortest_path(paths: Iterable[tuple[str, ...]]) -> str:
    """Returns the shortest path, dotted; of equals, the first by name."""
    dotted = (".".join(path) for path in paths)
    return min(dotted, key=lambda path: (len(path), path), default="")


def _choose_stream(calls: Sequence[ClientCall]) -> str:
    """Returns the shortest call that can ask for a stream, with the argument that does so."""
    switched = {
        call.method.python: f"{call.switch.name}={python_literal(call.method.stream_by.value)}"
        for call in calls
        if call.switch and call.method.stream_by
    }
    path = _shortest_path(switched)
    return f"{path}(..., {switched[tuple(path.split('.'))]})" if path else ""


def _choose_object(calls: Sequence[ClientCall], types: NamedTypes) -> ObjectExample | None:
    """Returns the shortest call with a small object."""
    found = (one for call in calls for one in _object_examples(call, types))
    return min(found, key=lambda one: (len(f"{one.call}{one.as_dict}"), one.call), default=None)


def _object_examples(call: ClientCall, types: NamedTypes) -> Iterator[ObjectExample]:
    """Yields the call with each of its arguments that are small objects."""
    if call.method.deprecated:
        return
    for argument in call.arguments:
        if argument.deprecated or not isinstance(argument.type, Ref):
            continue
        type_ = types[argument.type.name].type
        values = _required_values(type_, types) if isinstance(type_, Object) else {}
        if isinstance(type_, Object) and 0 < len(values) <= _MOST_MEMBERS:
            yield _object_example(call, argument, type_, values)


def _object_example(
    call: ClientCall, argument: Argument, type_: Object, values: Mapping[str, Json]
) -> ObjectExample:
    attributes = member_names(type_)
    given = (f"{attributes[name]}={python_literal(value)}" for name, value in values.items())
    has_others = any(one.required and one is not argument for one in call.arguments)
    class_name = argument.type.name if isinstance(argument.type, Ref) else ""
    return ObjectExample(
        call=f"{'.'.join(call.method.python)}({'..., ' if has_others else ''}",
        argument=argument.name,
        as_dict=python_literal(dict(values)),
        as_model=f"{class_name}({', '.join(given)})",
    )


def _required_values(type_: Object, types: NamedTypes) -> Mapping[str, Json]:
    """Returns a value for each required member; none at all if one of them has no short value."""
    members = [member for member in type_.properties if member.required]
    values = {one.name: simple_value(resolved(one.type, types)) for one in members}
    return {} if None in values.values() else values
