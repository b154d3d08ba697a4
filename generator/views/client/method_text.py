"""Calls in, the parts of their methods out: constants, signatures, docstrings and statements.

Each part is Python: names of our own, and texts that went through an encoder. The sync and the
async client have nearly the same methods; a `MethodForm` holds what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.escape import python_literal
from generator.model.methods import ContentKind, Wait
from generator.model.types import Array, Const
from generator.views.client.annotations import annotate_argument, annotate_value
from generator.views.client.calls import Argument, CallResult, ClientCall
from generator.views.client.docstrings import method_doc, wait_doc
from generator.views.client.endpoints import (
    GROUPS,
    constant_name,
    endpoint_arguments,
    polling_arguments,
    result_type,
)
from generator.views.client.flat_types import ClientTypes
from generator.views.client.model import ClientModel
from generator.views.text.links import resolve_links
from generator.vocabulary import ParamPlace

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class ClientKind:
    """The sync or the async client."""

    is_async: bool
    prefix: str  # of the names of its classes
    define: str
    awaits: str
    client: str  # the class of the runtime that it extends
    runtime_module: str  # of that class
    module: str  # of its own class in the package, after a `_`
    http: str  # the class of httpx2 that sends its requests


SYNC = ClientKind(False, "", "def", "", "SyncClient", "sync_client", "client", "Client")
ASYNC = ClientKind(
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
    """A further signature, for certain values of an argument."""

    signature: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class MethodForm:
    """A method as the sync or the async client has it."""

    define: str  # "def"
    result: str  # the annotation of what it returns
    sender: str  # the begin of its statement: "return self._client.send"
    signature: tuple[str, ...]  # the arguments that are keyword-only
    doc: str
    overloads: tuple[Overload, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitText:
    """The method that waits for the job that another one starts."""

    name: str
    constant: str
    kind: str  # the T of the constant's PollingRule[T]
    wait: tuple[str, ...]  # arguments of the constant's PollingRule(...)
    signature: tuple[str, ...]
    result: str
    call: tuple[str, ...]  # arguments of send(...)
    path: str  # the arguments that both calls have in their paths
    docs: tuple[str, str]  # of the sync client, and of the async one


@dataclass(frozen=True, slots=True)
class MethodText:
    """A method as its template gets it."""

    name: str
    constant: str
    kind: str  # the T of the constant's Endpoint[T]
    operation: tuple[str, ...]  # arguments of the constant's Endpoint(...)
    positional: tuple[str, ...]  # arguments that may be positional: at most one
    options: str  # "CallOptions"
    deprecated: str  # the reason as a Python literal, or ""
    call: tuple[str, ...]  # arguments of send(...)
    forms: tuple[MethodForm, MethodForm]  # of the sync client, and of the async one
    wait: WaitText | None = None

    def form(self, kind: ClientKind) -> MethodForm:
        """Returns the method as one of both clients has it."""
        return self.forms[kind.is_async]

    @property
    def uses_types(self) -> bool:
        """Does an annotation of the method name a type of the API?"""
        waits = (self.wait.kind, self.wait.result, *self.wait.signature) if self.wait else ()
        of_forms = (text for form in self.forms for text in (form.result, *form.signature))
        annotations = (self.kind, *self.positional, *of_forms, *waits)
        return any("types." in text for text in annotations)


def build_method_text(call: ClientCall, model: ClientModel) -> MethodText:
    """Returns the text of a call's method."""
    types = model.types
    first = _positional(call)
    others = [argument for argument in call.arguments if argument not in first]
    return MethodText(
        name=call.name,
        constant=constant_name(call.method.python),
        kind=result_type(call.result),
        operation=tuple(endpoint_arguments(call, model.auth)),
        positional=_parameters(first, types, SYNC),
        options="ListOptions" if call.result.page else "CallOptions",
        deprecated=_deprecation_reason(call),
        call=(*_passed_arguments(call, call.arguments), *_passed_choice(call)),
        forms=(_form(SYNC, call, others, model), _form(ASYNC, call, others, model)),
        wait=_wait_text(call, call.method.wait, others, model) if call.method.wait else None,
    )


def _form(
    kind: ClientKind, call: ClientCall, arguments: Sequence[Argument], model: ClientModel
) -> MethodForm:
    """Rule C23: a list of the async client is awaited for a page, or iterated for all rows."""
    types = model.types
    doc = method_doc(call, model.settings, model.usual.example(call, is_async=kind.is_async))
    result = _returned(call.result, kind.prefix)
    sender = f"return {kind.awaits}self._client"
    signature = _signature(call, arguments, types, kind)
    if call.switch and call.stream:
        stream = _returned(call.stream, kind.prefix)
        overloads = tuple(_overloads(kind, call, arguments, (result, stream), types))
        overloads += tuple(_whole_overloads(kind, call, arguments, result, types))
        either = f"{result} | {stream}"
        return MethodForm(
            kind.define, either, f"{sender}.send_or_stream", signature, doc, overloads
        )
    wholes = tuple(_whole_overloads(kind, call, arguments, result, types))
    if wholes:
        shared = (*_parameters(arguments, types, kind), *_choosers(call))
        wholes = (Overload(shared, result), *wholes)
    if kind.is_async and (page := call.result.page):
        pages = f"AsyncPages[types.{page.name}, {annotate_value(page.row, 'types.')}]"
        return MethodForm("def", pages, "return self._client.list_pages", signature, doc, wholes)
    return MethodForm(
        kind.define, result, f"{sender}.{_sender(call.result)}", signature, doc, wholes
    )


def _returned(result: CallResult, prefix: str) -> str:
    """Returns the annotation of a method's result; `prefix` is that of one client's classes."""
    match result.kind:
        case ContentKind.STREAM:
            return f"{prefix}Stream[{result_type(result)}]"
        case None | ContentKind.JSON | ContentKind.TEXT:
            return result_type(result)
    return f"{prefix}BinaryResponse"


def _sender(result: CallResult) -> str:
    """Returns the method of the runtime that sends a call."""
    match result.kind:
        case ContentKind.STREAM:
            return "stream"
        case None | ContentKind.JSON | ContentKind.TEXT:
            return "send"
    return "download"


def _overloads(
    kind: ClientKind,
    call: ClientCall,
    arguments: Sequence[Argument],
    results: tuple[str, str],
    types: ClientTypes,
) -> Iterator[Overload]:
    """Rule C18: the value of `stream` tells a type checker which of both results comes."""
    switch, by = call.switch, call.method.stream_by
    if switch is None or by is None or by.value is not True:
        return
    off = replace(switch, type=Const(False))
    on = replace(switch, type=Const(True), nullable=False, required=True)
    either = replace(switch, required=True)
    whole, stream = results
    for special, result in ((off, whole), (on, stream), (either, f"{whole} | {stream}")):
        signature = [special if one is switch else one for one in arguments]
        yield Overload((*_parameters(signature, types, kind), *_choosers(call)), result)


def _whole_overloads(
    kind: ClientKind,
    call: ClientCall,
    arguments: Sequence[Argument],
    result: str,
    types: ClientTypes,
) -> Iterator[Overload]:
    """Rule BC3: a media type that isn't made of the arguments has a signature of its own."""
    if call.choice is None:
        return
    others = [argument for argument in arguments if argument.place is not None]
    for content, body in call.choice.wholes:
        signature = _parameters([*others, replace(body, required=True)], types, kind)
        yield Overload(
            (*signature, f"{call.choice.name}: {_literal(content.content_type)}"), result
        )


def _signature(
    call: ClientCall, arguments: Sequence[Argument], types: ClientTypes, kind: ClientKind
) -> tuple[str, ...]:
    """Returns all arguments that are keyword-only. Beside a whole body, no member is required."""
    wholes = [argument for _, argument in call.choice.wholes] if call.choice else []
    if not wholes:
        return (*_parameters(arguments, types, kind), *_choosers(call))
    some = [replace(one, required=one.required and one.place is not None) for one in arguments]
    body = replace(wholes[0], required=False, alternatives=tuple(wholes[1:]))
    chosen = _literal(*(one.content_type for one in call.choice.contents)) if call.choice else ""
    chooser = f"{call.choice.name}: {chosen} | NotGiven = NOT_GIVEN" if call.choice else ""
    return (*_parameters([*some, body], types, kind), chooser)


def _choosers(call: ClientCall) -> Iterator[str]:
    """Yields the argument that chooses among the media types that share the arguments."""
    if call.choice is not None and call.choice.shared:
        yield f"{call.choice.name}: {_literal(*call.choice.shared)} | NotGiven = NOT_GIVEN"


def _literal(*texts: str) -> str:
    return f"Literal[{', '.join(map(python_literal, texts))}]"


def _passed_choice(call: ClientCall) -> Iterator[str]:
    """Yields the arguments of `send` for a body that has several media types."""
    if call.choice is not None:
        if call.choice.wholes:
            yield f"whole={call.choice.wholes[0][1].name}"
        yield f"content_type={call.choice.name}"


def _wait_text(
    call: ClientCall, wait: Wait, arguments: Sequence[Argument], model: ClientModel
) -> WaitText | None:
    """Rule C22: `x_and_wait` takes the same arguments as `x`, except the one for a stream."""
    if call.state is None:
        return None
    results = dict.fromkeys((result_type(call.result), result_type(call.state)))
    path = [argument for argument in call.arguments if argument.place is ParamPlace.PATH]
    shared = [argument for argument in path if argument.wire_name in wait.shared]
    passed = [argument for argument in call.arguments if argument is not call.switch]
    return WaitText(
        name=wait.name,
        constant=f"_{wait.name.upper()}",
        kind="Any" if len(results) > 1 else result_type(call.state),
        wait=tuple(polling_arguments(wait)),
        signature=_signature(
            call, [one for one in arguments if one is not call.switch], model.types, SYNC
        ),
        result=" | ".join(results),
        call=(*_passed_arguments(call, passed), *_passed_choice(call)),
        path=_dictionary(shared) if shared else "",
        docs=(
            wait_doc(call, wait, model.usual.wait_example(call, is_async=False)),
            wait_doc(call, wait, model.usual.wait_example(call, is_async=True)),
        ),
    )


def _deprecation_reason(call: ClientCall) -> str:
    """Returns the text of the warning for a deprecated method, as a literal, or ""."""
    if not call.method.deprecated:
        return ""
    reason = " ".join(resolve_links(call.method.deprecation_reason, "").split())
    return python_literal(reason or f"{'.'.join(call.method.python)} is deprecated")


def _positional(call: ClientCall) -> tuple[Argument, ...]:
    """Rule C15: the last argument in the path is the subject of the call: it needs no keyword."""
    in_path = [argument for argument in call.arguments if argument.place is ParamPlace.PATH]
    path = call.method.path
    return tuple(sorted(in_path, key=lambda one: path.rfind(f"{{{one.wire_name}}}"))[-1:])


def _parameters(
    arguments: Sequence[Argument], types: ClientTypes, kind: ClientKind
) -> tuple[str, ...]:
    return tuple(_parameter(argument, types, kind) for argument in arguments)


def _parameter(argument: Argument, types: ClientTypes, kind: ClientKind) -> str:
    """Rule C14: a required argument has no default; the default of others is `NOT_GIVEN`."""
    forms = (argument, *argument.alternatives)
    found = (text for one in forms for text in _annotations(one, types, kind))
    members = list(dict.fromkeys(found))
    if argument.is_base64:
        members.append("bytes")
    if argument.nullable:
        members.append("None")
    if argument.required:
        return f"{argument.name}: {' | '.join(members)}"
    return f"{argument.name}: {' | '.join(members)} | NotGiven = NOT_GIVEN"


def _annotations(argument: Argument, types: ClientTypes, kind: ClientKind) -> Iterator[str]:
    """Rule SI2: the body of a stream is any iterable of its items, also an async one in the async
    client.
    """
    if argument.is_stream and isinstance(argument.type, Array):
        item = annotate_argument(argument.type.items, types)
        yield f"Iterable[{item}]"
        if kind.is_async:
            yield f"AsyncIterable[{item}]"
    else:
        yield annotate_argument(argument.type, types)


def _passed_arguments(call: ClientCall, arguments: Sequence[Argument]) -> Iterator[str]:
    """Yields the arguments of `send`: for each place, a dictionary from wire name to value."""
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
