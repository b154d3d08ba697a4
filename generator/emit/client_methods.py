"""A call as the parts of a method: its constant, its signature, its docstring, its one statement.

Each part is Python by now: names of ours, and texts that went through an encoder.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.emit.annotations import accepted
from generator.emit.calls import Argument, Call, Outcome
from generator.emit.doclinks import resolved_links
from generator.emit.python_text import docstring, laid_out, tuple_literal
from generator.emit.shapes import Shapes
from generator.escape import python_literal
from generator.provider.model import Const, Content, ContentKind, ParamPlace, Scalar, ScalarKind

_DOC_WIDTH = 88
_GROUPS = (
    ("path", ParamPlace.PATH),
    ("query", ParamPlace.QUERY),
    ("headers", ParamPlace.HEADER),
    ("cookies", ParamPlace.COOKIE),
    ("body", None),
)


@dataclass(frozen=True, slots=True)
class Overload:
    """A signature of its own for some values of an argument."""

    signature: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class MethodText:
    name: str
    constant: str
    result: str  # the annotation of what it returns
    answer: str  # of these what comes without events
    operation: tuple[str, ...]  # arguments of the constant's Operation(...)
    positional: tuple[str, ...]  # what may be given by position: at most one argument
    signature: tuple[str, ...]  # the other arguments, which are keyword-only
    doc: str
    returns: bool
    call: tuple[str, ...]  # arguments of send(...)
    overloads: tuple[Overload, ...]

    @property
    def annotations(self) -> tuple[str, ...]:
        """Where names may stand that the module has to import."""
        special = (one for overload in self.overloads for one in overload.signature)
        return (self.result, *self.positional, *self.signature, *special)


def method_text(
    call: Call, shapes: Shapes, auth: tuple[str, ...], taken: Collection[str], site: str = ""
) -> MethodText:
    """The method of a call. `auth` names the client's default schemes, `site` the vendor's pages.

    Rule C16: a method of the client itself that has the name of one that every client has gets a _.
    """
    name = call.method.python[-1]
    first = _positional(call)
    others = [argument for argument in call.arguments if argument not in first]
    switch = _switch(call, shapes)
    return MethodText(
        name=f"{name}_" if name in taken else name,
        constant=f"_{name.upper()}",
        result=_either(call) if switch else _result(call.outcome),
        answer=_result(call.outcome),
        operation=tuple(_operation(call, auth)),
        positional=tuple(_parameter(argument, shapes) for argument in first),
        signature=tuple(_parameter(argument, shapes) for argument in others),
        doc=docstring(_doc(call, site), 8),
        returns=call.outcome.kind is not None,
        call=tuple(_passed(call)),
        overloads=tuple(_overloads(call, others, switch, shapes)) if switch else (),
    )


def _switch(call: Call, shapes: Shapes) -> Argument | None:
    """The argument that asks for events in place of JSON."""
    for argument in call.arguments if call.events else ():
        is_flag = shapes.resolved(argument.type) == Scalar(ScalarKind.BOOLEAN)
        if argument.wire_name == "stream" and argument.place is None and is_flag:
            return argument
    return None


def _overloads(
    call: Call, arguments: Sequence[Argument], switch: Argument, shapes: Shapes
) -> Iterator[Overload]:
    """Rule C18: what `stream` says tells a type checker which of both answers comes."""
    off = replace(switch, type=Const(False))
    on = replace(switch, type=Const(True), nullable=False, required=True)
    either = replace(switch, required=True)
    results = (_result(call.outcome), _result(call.events or call.outcome), _either(call))
    for special, result in zip((off, on, either), results, strict=True):
        signature = (special if one is switch else one for one in arguments)
        yield Overload(tuple(_parameter(one, shapes) for one in signature), result)


def _either(call: Call) -> str:
    return f"{_result(call.outcome)} | {_result(call.events or call.outcome)}"


def _result(outcome: Outcome) -> str:
    of = f"types.{outcome.type.name}" if outcome.type else ""
    match outcome.kind:
        case None:
            return "None"
        case ContentKind.TEXT:
            return "str"
        case ContentKind.EVENTS:
            return f"Stream[{of}]"
        case ContentKind.JSON:
            return f"{of} | None" if outcome.nullable else of
    return "BinaryResponse"


def _operation(call: Call, auth: tuple[str, ...]) -> Iterator[str]:
    """What the constant says, each argument on a line of its own."""
    yield python_literal(call.method.http.value.upper())
    yield python_literal(call.method.path)
    yield _answer(call.outcome)
    if call.body:
        yield f"body={_body(call, call.body)}"
    if call.events:
        yield f"events={_answer(call.events)}"
    styles = {
        one.wire_name: one.style
        for one in call.arguments
        if one.style and one.place is ParamPlace.QUERY
    }
    if styles:
        yield f"query_styles={_mapping(styles.items())}"
    if call.headers:
        yield f"headers={_mapping(call.headers)}"
    if call.method.auth != auth:
        yield f"auth={tuple_literal(call.method.auth)}"


def _answer(outcome: Outcome) -> str:
    of = python_literal(outcome.type.name) if outcome.type else ""
    match outcome.kind:
        case None:
            return "op.Nothing()"
        case ContentKind.JSON:
            return f"op.Json({of})"
        case ContentKind.EVENTS:
            return f"op.Events({of}{', named=True' if outcome.named else ''})"
        case ContentKind.TEXT:
            return f"op.Text({python_literal(outcome.content_type)})"
    return f"op.Binary({python_literal(outcome.content_type)})"


def _body(call: Call, content: Content) -> str:
    match content.kind:
        case ContentKind.JSON:
            if call.files:
                return f"op.JsonOrFilesBody({_parts(call, content)})"
            plain = content.content_type == "application/json"
            return f"op.JsonBody({'' if plain else python_literal(content.content_type)})"
        case ContentKind.MULTIPART:
            return f"op.MultipartBody({_parts(call, content)})"
        case ContentKind.FORM:
            return f"op.FormBody({_spread(call, content)})"
    return f"op.RawBody({python_literal(content.content_type)})"


def _parts(call: Call, content: Content) -> str:
    """Which arguments are files, which have a content type, which are several parts."""
    kinds = _mapping(content.encodings) if content.encodings else ""
    parts = (tuple_literal(call.files), kinds, _spread(call, content))
    return ", ".join(part for part in parts if part)


def _mapping(texts: Iterable[tuple[str, str]]) -> str:
    items = (f"{python_literal(name)}: {python_literal(text)}" for name, text in texts)
    return f"{{{', '.join(items)}}}"


def _spread(call: Call, content: Content) -> str:
    encoded = dict(content.encodings)
    spread = [
        one.wire_name
        for one in call.arguments
        if one.place is None and one.style and one.wire_name not in encoded
    ]
    return f"spread={tuple_literal(spread)}" if spread else ""


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


def _passed(call: Call) -> Iterator[str]:
    """The arguments of `send`: wire names to values, by place."""
    for keyword, place in _GROUPS:
        group = [argument for argument in call.arguments if argument.place is place]
        if not group:
            continue
        if place is None and call.whole_body:
            yield f"{keyword}={call.whole_body}"
        else:
            items = "".join(
                f"\n                {python_literal(one.wire_name)}: {one.name}," for one in group
            )
            short = ", ".join(f"{python_literal(one.wire_name)}: {one.name}" for one in group)
            fits = len(short) <= _DOC_WIDTH - len(keyword)
            yield f"{keyword}={{{short}}}" if fits else f"{keyword}={{{items}\n            }}"


def _doc(call: Call, site: str) -> str:
    """Summary, description, then the arguments that the spec says something about."""
    method = call.method
    summary, description = method.summary.strip(), method.description.strip()
    texts = (description,) if description.startswith(summary) else (summary, description)
    parts = [laid_out(resolved_links(text, site), _DOC_WIDTH) for text in texts if text]
    if not parts:
        parts = [f"{method.http.value.upper()} {method.path}"]
    if method.deprecated:
        parts.append(laid_out(f"Deprecated. {method.deprecation_reason}", _DOC_WIDTH))
    described = [text for argument in call.arguments if (text := _argument_doc(argument, site))]
    if described:
        parts.append("\n".join(("Args:", *described)))
    return "\n\n".join(parts)


def _argument_doc(argument: Argument, site: str) -> str:
    words = resolved_links(argument.description, site).strip()
    if argument.deprecated:
        words = f"Deprecated. {words}".strip()
    if not words:
        return ""
    text = laid_out(f"{argument.name}: {words}", _DOC_WIDTH - 8)
    return textwrap.indent(text, "        ").removeprefix("    ")
