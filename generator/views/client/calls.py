"""Methods as calls of a client: what a signature takes, where each argument goes, what comes back.

The provider's methods come in, calls with flat types go out; texts of Python are left to the view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import names
from generator.model.methods import Body, Content, ContentKind, Method, Param
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Array, Binary, Object, Ref, Type, Union, Variant
from generator.model.walk import walk_methods
from generator.views.client.flat_types import Place, Shapes
from generator.views.client.outcomes import Outcome, Outcomes
from generator.vocabulary import ParamPlace


@dataclass(frozen=True, slots=True)
class Argument:
    """A keyword argument of a method."""

    name: str  # the identifier
    wire_name: str
    place: ParamPlace | None  # None: a property of the body
    type: Type  # flat, without its outermost Nullable
    nullable: bool
    required: bool
    description: str
    deprecated: bool
    style: str = ""  # in a query or a form, where it is no exploded form
    deprecation_reason: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    method: Method
    service: str
    resource: str
    arguments: tuple[Argument, ...]  # required ones first, else in spec order
    body: Content | None
    files: tuple[str, ...]  # wire names of the arguments that hold bytes
    whole_body: str  # name of the one argument that is the body; "" where properties are arguments
    outcome: Outcome
    events: Outcome | None  # beside a JSON outcome: what comes where the body asks for a stream
    headers: tuple[tuple[str, str], ...] = ()  # the same for each call
    state: Outcome | None = None  # of the job that it starts, where the end can be awaited


def calls_of(provider: Provider, shapes: Shapes) -> tuple[Call, ...]:
    """A call for every method, in page order. Adds the types that only methods have to `shapes`."""
    outcomes = Outcomes(shapes)
    calls = [
        _call(method, resource, service, outcomes, shapes)
        for service, resource, method in walk_methods(provider.services)
    ]
    states = {call.method.python: call.outcome for call in calls}
    calls = [
        replace(call, state=states[call.method.wait.poll]) if call.method.wait else call
        for call in calls
    ]
    return tuple(calls)


def types_of(call: Call) -> Iterator[Type]:
    """The types that a call takes and gives."""
    for argument in call.arguments:
        yield argument.type
    yield from answers_of(call)
    yield from events_of(call)


def answers_of(call: Call) -> Iterator[Type]:
    """The type that a call gives."""
    if call.outcome.type:
        yield call.outcome.type


def events_of(call: Call) -> Iterator[Type]:
    """The type of the events that a call gives instead where they are asked for."""
    if call.events and call.events.type:
        yield call.events.type


def _call(
    method: Method, resource: Resource, service: Service, outcomes: Outcomes, shapes: Shapes
) -> Call:
    name = names.class_case(method.name)
    arguments = [
        *(_param_argument(param, name, shapes) for param in method.params),
        *(_body_arguments(method.body, name, shapes) if method.body else ()),
    ]
    if method.body and method.body.properties:
        arguments = list(_with_files(arguments, method.body, name, shapes))
    outcome, events = outcomes.of(method, name)
    body = method.body
    return Call(
        method=method,
        service=service.name,
        resource=resource.name,
        headers=service.headers,
        arguments=tuple(sorted(arguments, key=lambda argument: not argument.required)),
        body=body.content[0] if body and body.content else None,
        files=tuple(
            argument.wire_name
            for argument in arguments
            if argument.place is None and _holds_bytes(argument.type, shapes)
        ),
        whole_body=body.python_name if body and not body.properties else "",
        outcome=outcome,
        events=events,
    )


def _param_argument(param: Param, owner: str, shapes: Shapes) -> Argument:
    name = owner + names.class_case(param.python_name)
    return Argument(
        name=param.python_name,
        wire_name=param.name,
        place=param.place,
        type=shapes.of(param.type, name, Place(param.origin.pointer)),
        nullable=param.nullable,
        required=param.required,
        description=param.description,
        deprecated=param.deprecated,
        deprecation_reason=param.deprecation_reason,
        style=_query_style(param),
    )


def _query_style(param: Param) -> str:
    """Rule C4: an exploded form needs no word; a param with `content` is JSON text."""
    if param.place is not ParamPlace.QUERY:
        return ""
    if param.content_type:
        return "json"
    return "" if param.style == "form" and param.explode else param.style


def _form_style(name: str, body: Body) -> str:
    return "deepObject" if name in body.nested else ""


def _body_arguments(body: Body, owner: str, shapes: Shapes) -> Iterator[Argument]:
    """Rule C5: the properties of a body that is an object are arguments; else the body is one."""
    if not body.properties and body.content:
        content = body.content[0]
        yield Argument(
            name=body.python_name,
            wire_name=body.python_name,
            place=None,
            type=shapes.of(content.type, f"{owner}Body", Place(content.origin.pointer)),
            nullable=content.nullable,
            required=body.required,
            description=body.description,
            deprecated=False,
        )
    for member in body.properties:
        of = member.property
        name = owner + names.class_case(of.name)
        yield Argument(
            name=member.python_name,
            wire_name=of.name,
            place=None,
            type=shapes.of(of.type, name, Place(of.origin.pointer)),
            nullable=of.nullable,
            required=of.required and body.required,
            description=of.description,
            deprecated=of.deprecated,
            deprecation_reason=of.deprecation_reason,
            style=_form_style(of.name, body),
        )


def _with_files(
    arguments: Sequence[Argument], body: Body, owner: str, shapes: Shapes
) -> Iterator[Argument]:
    """Rule C7: beside JSON, a multipart form adds its files; what one of both can do without is
    optional.

    An argument that is bytes in the form and something else in JSON takes both.
    """
    form = next((one for one in body.content[1:] if one.kind is ContentKind.MULTIPART), None)
    of = shapes.resolved(form.type) if form else None
    members = of.properties if isinstance(of, Object) else ()
    files = {part.name: part for part in members if _holds_bytes(part.type, shapes)}
    needed = {part.name for part in members if part.required}
    for argument in arguments:
        part = files.get(argument.wire_name)
        if not files or argument.place is not None:
            yield argument
            continue
        required = argument.required and argument.wire_name in needed
        if part is None or _holds_bytes(argument.type, shapes):
            yield replace(argument, required=required)
        else:
            either = Union((Variant(part.type), Variant(argument.type)))
            yield replace(argument, type=either, required=required)
    known = {argument.wire_name for argument in arguments}
    taken = names.Taken(argument.name for argument in arguments)
    for part in members if files else ():
        if part.name not in known:
            kind = shapes.of(
                part.type, owner + names.class_case(part.name), Place(part.origin.pointer)
            )
            yield Argument(
                name=taken.take(names.argument(part.name)),
                wire_name=part.name,
                place=None,
                type=kind,
                nullable=part.nullable,
                required=False,
                description=part.description,
                deprecated=part.deprecated,
                deprecation_reason=part.deprecation_reason,
                style=_form_style(part.name, body),
            )


def _holds_bytes(kind: Type, shapes: Shapes, within: frozenset[str] = frozenset()) -> bool:
    """Is `kind` bytes, or a list or a choice of them? Not what is only inside itself."""
    if isinstance(kind, Ref):
        if kind.name in within:
            return False
        within |= {kind.name}
    of = shapes.resolved(kind)
    if isinstance(of, Array):
        return _holds_bytes(of.items, shapes, within)
    if isinstance(of, Union):
        return any(
            isinstance(shapes.resolved(leaf.type), Binary)
            or (isinstance(leaf.type, Array) and _holds_bytes(leaf.type, shapes, within))
            for leaf in shapes.leaves(of)
        )
    return isinstance(of, Binary)
