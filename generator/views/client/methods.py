"""A call as the parts of a method: its constants, its signatures, its docstring, its statement.

Each part is Python by now: names of ours, and texts that went through an encoder. A method reads
nearly alike in both clients; what differs between these is a `Kind`, and of a method its `Form`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.escape import python_literal
from generator.model.methods import ContentKind
from generator.model.types import Const
from generator.views.client.annotations import accepted, answered
from generator.views.client.calls import Argument, Call
from generator.views.client.docstrings import method_doc, wait_doc
from generator.views.client.flat_types import Shapes
from generator.views.client.operations import GROUPS, constant, operation, result_of, wait
from generator.views.client.outcomes import Outcome
from generator.views.text.links import resolved_links
from generator.vocabulary import ParamPlace

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Kind:
    """One of both clients."""

    is_async: bool
    prefix: str  # of the names of its classes
    define: str
    awaits: str
    client: str  # the class of the runtime that it extends
    runtime_module: str  # of that class
    module: str  # of its own class in the package, after a `_`
    http: str  # the class of httpx2 that it sends by


SYNC = Kind(False, "", "def", "", "SyncClient", "sync_client", "client", "Client")
ASYNC = Kind(
    True,
    "Async",
    "async def",
    "await ",
    "AsyncClient",
    "async_client",
    "async_client",
    "AsyncClient",
)


@dataclass(frozen=True, slots=True)
class Overload:
    """A signature of its own for some values of an argument."""

    signature: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Form:
    """How a method reads in one of both clients."""

    define: str  # "def"
    result: str  # the annotation of what it returns
    sender: str  # what its statement opens with: "return self._client.send"
    overloads: tuple[Overload, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitText:
    """The method that waits for what another starts."""

    name: str
    constant: str
    kind: str  # what the constant's Wait[...] is of
    wait: tuple[str, ...]  # arguments of the constant's Wait(...)
    signature: tuple[str, ...]
    result: str
    call: tuple[str, ...]  # arguments of send(...)
    path: str  # the arguments that both calls have in their paths
    doc: str


@dataclass(frozen=True, slots=True)
class MethodText:
    name: str
    constant: str
    kind: str  # what the constant's Operation[...] is of
    operation: tuple[str, ...]  # arguments of the constant's Operation(...)
    positional: tuple[str, ...]  # what may be given by position: at most one argument
    signature: tuple[str, ...]  # the other arguments, which are keyword-only
    options: str  # "CallOptions"
    doc: str
    deprecated: str  # the reason as a Python literal, or ""
    call: tuple[str, ...]  # arguments of send(...)
    forms: tuple[Form, Form]  # of the sync client, and of the async one
    wait: WaitText | None = None

    def form(self, kind: Kind) -> Form:
        """How the method reads in one of both clients."""
        return self.forms[kind.is_async]


def method_text(
    call: Call,
    shapes: Shapes,
    auth: tuple[str, ...],
    taken: Collection[str],
    site: str = "",
    pages: str = "",
) -> MethodText:
    """The method of a call. `auth` names the client's default schemes.

    `site` has the vendor's pages, `pages` is where ours are published.

    Rule C16: a method or a resource that has the name of what each class has gets a `_`.
    """
    name = call.method.python[-1]
    first = _positional(call)
    others = [argument for argument in call.arguments if argument not in first]
    switch = _switch(call)
    return MethodText(
        name=f"{name}_" if name in taken else name,
        constant=constant(call.method.python),
        kind=result_of(call.outcome),
        operation=tuple(operation(call, shapes, auth)),
        positional=tuple(_parameter(argument, shapes) for argument in first),
        signature=tuple(_parameter(argument, shapes) for argument in others),
        options="ListOptions" if call.outcome.page else "CallOptions",
        doc=method_doc(call, shapes, site, pages),
        deprecated=_reason(call),
        call=tuple(_passed(call, call.arguments)),
        forms=(
            _form(SYNC, call, others, switch, shapes),
            _form(ASYNC, call, others, switch, shapes),
        ),
        wait=_wait(call, others, switch, shapes),
    )


def _form(
    kind: Kind,
    call: Call,
    arguments: Sequence[Argument],
    switch: Argument | None,
    shapes: Shapes,
) -> Form:
    """Rule C23: a list of the async client is awaited for a page, or iterated for all rows."""
    result = _result(call.outcome, kind.prefix)
    sender = f"return {kind.awaits}self._client"
    if switch and call.events:
        events = _result(call.events, kind.prefix)
        is_flag = call.method.stream_by is not None and call.method.stream_by.value is True
        overloads = _overloads(arguments, switch, (result, events), shapes) if is_flag else ()
        return Form(
            kind.define, f"{result} | {events}", f"{sender}.send_or_stream", tuple(overloads)
        )
    if kind.is_async and (page := call.outcome.page):
        pages = f"AsyncPages[types.{page.name}, {answered(page.row, 'types.')}]"
        return Form("def", pages, "return self._client.list_pages")
    return Form(kind.define, result, f"{sender}.{_sends(call.outcome)}")


def _result(outcome: Outcome, prefix: str) -> str:
    """What a method returns; `prefix` is that of the classes of one client."""
    match outcome.kind:
        case ContentKind.EVENTS:
            return f"{prefix}Stream[{result_of(outcome)}]"
        case None | ContentKind.JSON | ContentKind.TEXT:
            return result_of(outcome)
    return f"{prefix}BinaryResponse"


def _sends(outcome: Outcome) -> str:
    match outcome.kind:
        case ContentKind.EVENTS:
            return "stream"
        case None | ContentKind.JSON | ContentKind.TEXT:
            return "send"
    return "download"


def _switch(call: Call) -> Argument | None:
    """The argument that asks for events in place of JSON."""
    by = call.method.stream_by if call.events else None
    if by is None:
        return None
    named = (one for one in call.arguments if (one.wire_name, one.place) == (by.name, by.place))
    return next(named, None)


def _overloads(
    arguments: Sequence[Argument], switch: Argument, results: tuple[str, str], shapes: Shapes
) -> Iterator[Overload]:
    """Rule C18: what `stream` says tells a type checker which of both answers comes."""
    off = replace(switch, type=Const(False))
    on = replace(switch, type=Const(True), nullable=False, required=True)
    either = replace(switch, required=True)
    whole, events = results
    for special, result in ((off, whole), (on, events), (either, f"{whole} | {events}")):
        signature = (special if one is switch else one for one in arguments)
        yield Overload(tuple(_parameter(one, shapes) for one in signature), result)


def _wait(
    call: Call, arguments: Sequence[Argument], switch: Argument | None, shapes: Shapes
) -> WaitText | None:
    """Rule C22: what waits takes what the call takes, but for asking for events."""
    of, state = call.method.wait, call.state
    if of is None or state is None:
        return None
    kinds = dict.fromkeys((result_of(call.outcome), result_of(state)))
    path = [argument for argument in call.arguments if argument.place is ParamPlace.PATH]
    shared = [argument for argument in path if argument.wire_name in of.shared]
    return WaitText(
        name=of.name,
        constant=f"_{of.name.upper()}",
        kind="Any" if len(kinds) > 1 else result_of(state),
        wait=tuple(wait(of)),
        signature=tuple(_parameter(one, shapes) for one in arguments if one is not switch),
        result=" | ".join(kinds),
        call=tuple(_passed(call, [one for one in call.arguments if one is not switch])),
        path=_dictionary(shared) if shared else "",
        doc=wait_doc(call),
    )


def _reason(call: Call) -> str:
    """What a deprecated method says to who calls it."""
    if not call.method.deprecated:
        return ""
    reason = " ".join(resolved_links(call.method.deprecation_reason, "").split())
    return python_literal(reason or f"{'.'.join(call.method.python)} is deprecated")


def _positional(call: Call) -> tuple[Argument, ...]:
    """Rule C15: the last argument in the path names what the call is about: it needs no keyword."""
    in_path = [argument for argument in call.arguments if argument.place is ParamPlace.PATH]
    path = call.method.path
    return tuple(sorted(in_path, key=lambda one: path.rfind(f"{{{one.wire_name}}}"))[-1:])


def _parameter(argument: Argument, shapes: Shapes) -> str:
    """Rule C14: a required argument has no default; another's is that it isn't given."""
    members = [accepted(argument.type, shapes)]
    if argument.nullable:
        members.append("None")
    if argument.required:
        return f"{argument.name}: {' | '.join(members)}"
    return f"{argument.name}: {' | '.join(members)} | NotGiven = NOT_GIVEN"


def _passed(call: Call, arguments: Sequence[Argument]) -> Iterator[str]:
    """The arguments of `send`: wire names to values, by place."""
    for keyword, place in GROUPS:
        group = [argument for argument in arguments if argument.place is place]
        if not group:
            continue
        if place is None and call.whole_body:
            yield f"{keyword}={call.whole_body}"
        else:
            yield f"{keyword}={_dictionary(group)}"


def _dictionary(arguments: Sequence[Argument]) -> str:
    items = [f"{python_literal(one.wire_name)}: {one.name}" for one in arguments]
    short = ", ".join(items)
    if len(short) <= _WIDTH:
        return f"{{{short}}}"
    lines = "".join(f"\n                {item}," for item in items)
    return f"{{{lines}\n            }}"
