"""Calls that a client's README shows: the shortest of each kind that the API has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.escape import python_literal
from generator.json_types import Json
from generator.model.methods import ContentKind
from generator.model.types import Const, Enum, Object, Ref, Scalar, ScalarKind, Type
from generator.views.client.calls import Call
from generator.views.client.flat_types import Shapes
from generator.views.client.models.json_schema import member_names

_MOST_MEMBERS = 3
_VALUES: dict[ScalarKind, Json] = {
    ScalarKind.STRING: "text",
    ScalarKind.INTEGER: 1,
    ScalarKind.NUMBER: 0.5,
    ScalarKind.BOOLEAN: True,
}


@dataclass(frozen=True, slots=True)
class ObjectExample:
    """A call with an object, said in both ways."""

    call: str  # with the other arguments: `files.create(...,`
    argument: str
    as_dict: str  # an expression
    as_model: str  # an expression, its class below `types`


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for the README, as `files.list`; "" where the API has none of the kind."""

    plain: str  # takes no argument
    pages: str
    stream: str  # with its arguments
    download: str
    wait: str
    object: ObjectExample | None


def examples(calls: Sequence[Call], shapes: Shapes) -> Examples:
    """The shortest call of each kind."""
    free = [call for call in calls if not any(one.required for one in call.arguments)]
    stream = _shortest(call for call in calls if call.events)
    objects = (one for call in calls for one in _objects(call, shapes))
    return Examples(
        plain=_shortest(call for call in free if call.outcome.kind is ContentKind.JSON),
        pages=_shortest(call for call in free if call.outcome.page and call.method.pagination),
        stream=f"{stream}(..., stream=True)" if stream else "",
        download=_shortest(call for call in calls if call.outcome.kind is ContentKind.BINARY),
        wait=_first(
            (*call.method.python[:-1], call.method.wait.name)
            for call in calls
            if call.state and call.method.wait
        ),
        object=min(
            objects, key=lambda one: (len(f"{one.call}{one.as_dict}"), one.call), default=None
        ),
    )


def _shortest(calls: Iterable[Call]) -> str:
    return _first(call.method.python for call in calls)


def _first(paths: Iterable[tuple[str, ...]]) -> str:
    """The shortest path; of equals, the first by name."""
    dotted = (".".join(path) for path in paths)
    return min(dotted, key=lambda path: (len(path), path), default="")


def _objects(call: Call, shapes: Shapes) -> Iterator[ObjectExample]:
    """The arguments of a call that are small objects."""
    if call.method.deprecated:
        return
    for argument in call.arguments:
        if argument.deprecated or not isinstance(argument.type, Ref):
            continue
        kind = shapes.types[argument.type.name].type
        if not isinstance(kind, Object):
            continue
        members = [one for one in kind.properties if one.required]
        values = {one.name: _value(shapes.resolved(one.type)) for one in members}
        if not 0 < len(values) <= _MOST_MEMBERS or None in values.values():
            continue
        attributes = member_names(kind)
        given = (f"{attributes[name]}={python_literal(value)}" for name, value in values.items())
        others = "..., " if any(o.required and o is not argument for o in call.arguments) else ""
        yield ObjectExample(
            call=f"{'.'.join(call.method.python)}({others}",
            argument=argument.name,
            as_dict=python_literal(values),
            as_model=f"{argument.type.name}({', '.join(given)})",
        )


def _value(kind: Type) -> Json:
    """A value of a kind that is no object; None where it takes more than a word to say."""
    match kind:
        case Const(value):
            return value
        case Enum(_, values):
            return values[0]
        case Scalar(of):
            return _VALUES[of]
        case _:
            return None
