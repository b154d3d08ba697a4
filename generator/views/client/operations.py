"""A call as the constants of its module: what the runtime has to know of the operation.

Each text is Python by now: names of ours, and texts that went through an encoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.escape import python_literal
from generator.model.methods import (
    Content,
    ContentKind,
    PageEnd,
    Pagination,
    PathInResponse,
    StreamSwitch,
    Wait,
)
from generator.views.client.calls import Argument, Call
from generator.views.client.flat_types import Shapes
from generator.views.client.json_kinds import kinds_of
from generator.views.client.outcomes import Outcome
from generator.views.text.links import resolved_links
from generator.views.text.python_layout import tuple_literal
from generator.vocabulary import ParamPlace

GROUPS = (
    ("path", ParamPlace.PATH),
    ("query", ParamPlace.QUERY),
    ("headers", ParamPlace.HEADER),
    ("cookies", ParamPlace.COOKIE),
    ("body", None),
)
_KEYWORDS = {place: keyword for keyword, place in GROUPS}


def constant(python: tuple[str, ...]) -> str:
    """The name of the operation of a method."""
    return f"_{python[-1].upper()}"


def result_of(outcome: Outcome) -> str:
    """What the operation's JSON, or its events or bytes, become."""
    of = f"types.{outcome.page.name if outcome.page else outcome.type.name}" if outcome.type else ""
    match outcome.kind:
        case None:
            return "None"
        case ContentKind.TEXT:
            return "str"
        case ContentKind.EVENTS:
            return of
        case ContentKind.JSON:
            return f"{of} | None" if outcome.nullable else of
    return "bytes"


def operation(call: Call, shapes: Shapes, auth: tuple[str, ...]) -> Iterator[str]:
    """The arguments of `op.Endpoint(...)`. `auth` names the client's default schemes."""
    yield python_literal(call.method.http.value.upper())
    yield python_literal(call.method.path)
    yield _answer(call.outcome)
    if call.body:
        yield f"body={_body(call, call.body)}"
    if call.events:
        yield f"events={_events(call.events, call.method.stream_by)}"
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
    if call.outcome.page and call.method.items:
        yield f"paging={_pages(call.method.pagination, call.method.items)}"
    if taken := _takes(call, shapes):
        yield f"takes={_kinds_literal(taken)}"
    if reasons := _deprecated(call.arguments):
        yield f"deprecated={_mapping(reasons.items())}"


def wait(of: Wait) -> Iterator[str]:
    """The arguments of `op.PollingRule(...)`."""
    yield constant(of.poll)
    yield f"path={{{python_literal(of.id_param)}: {_steps(of.id)}}}"
    yield f"status={_steps(of.status)}"
    yield f"until={tuple_literal(of.until)}"


def _events(outcome: Outcome, by: StreamSwitch | None) -> str:
    """A stream of events; `by` asks for it where the call returns something else otherwise."""
    parts = [python_literal(outcome.type.name if outcome.type else "")]
    if outcome.named:
        parts.append("named=True")
    if by is not None:
        parts.append(f"by=({python_literal(by.name)}, {python_literal(by.value)})")
    return f"op.EventsAnswer({', '.join(parts)})"


def _answer(outcome: Outcome) -> str:
    name = outcome.page.name if outcome.page else outcome.type.name if outcome.type else ""
    of = python_literal(name)
    match outcome.kind:
        case None:
            return "op.NoAnswer()"
        case ContentKind.JSON:
            return f"op.JsonAnswer({of})"
        case ContentKind.EVENTS:
            return _events(outcome, None)
        case ContentKind.TEXT:
            return f"op.TextAnswer({python_literal(outcome.content_type)})"
    return f"op.BinaryAnswer({python_literal(outcome.content_type)})"


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
            return f"op.FormBody({_spread(call)})"
    return f"op.RawBody({python_literal(content.content_type)})"


def _parts(call: Call, content: Content) -> str:
    """Which arguments are files, which have a content type, which are several parts."""
    kinds = _mapping(content.encodings) if content.encodings else ""
    parts = (tuple_literal(call.files), kinds, _spread(call))
    return ", ".join(part for part in parts if part)


def _spread(call: Call) -> str:
    spread = [one.wire_name for one in call.arguments if one.place is None and one.style]
    return f"spread={tuple_literal(spread)}" if spread else ""


def _pages(pages: Pagination | None, rows: PathInResponse) -> str:
    """How to walk on; without a flag the walk ends where there is no next value."""
    if pages is None:
        return f"op.PagingRule(rows={_steps(rows)})"
    parts = [
        f"send={python_literal(pages.send.name)}",
        f"next={_steps(pages.next)}",
        f"rows={_steps(rows)}",
    ]
    if pages.more and pages.end is PageEnd.FLAG_FALSE:
        parts.append(f"more={_steps(pages.more)}")
    if pages.send.place is not ParamPlace.QUERY:
        parts.append(f"place={python_literal(_KEYWORDS[pages.send.place])}")
    return f"op.PagingRule({', '.join(parts)})"


def _takes(call: Call, shapes: Shapes) -> dict[str, tuple[str, ...]]:
    """What the arguments take, by their names on the wire; two of one name take what either does.

    A body that is one argument is of any kind: its members are not the operation's arguments.
    """
    found: dict[str, tuple[str, ...]] = {}
    for argument in call.arguments:
        if argument.place is None and call.whole_body:
            continue
        kinds = kinds_of(argument, shapes)
        if argument.wire_name in found:
            other = found[argument.wire_name]
            kinds = tuple(dict.fromkeys((*other, *kinds))) if kinds and other else ()
        found[argument.wire_name] = kinds
    return {name: kinds for name, kinds in found.items() if kinds}


def _deprecated(arguments: Iterable[Argument]) -> dict[str, str]:
    """What a warning says of each argument: a line without links."""
    return {
        one.wire_name: " ".join(resolved_links(one.deprecation_reason, "").split())
        for one in arguments
        if one.deprecated
    }


def _steps(path: PathInResponse) -> str:
    parts = [str(step) if isinstance(step, int) else python_literal(step) for step in path.steps]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _kinds_literal(kinds: Mapping[str, tuple[str, ...]]) -> str:
    items = (f"{python_literal(name)}: {tuple_literal(kinds[name])}" for name in kinds)
    return f"{{{', '.join(items)}}}"


def _mapping(texts: Iterable[tuple[str, str]]) -> str:
    items = (f"{python_literal(name)}: {python_literal(text)}" for name, text in texts)
    return f"{{{', '.join(items)}}}"
