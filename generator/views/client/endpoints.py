"""Calls in, the constants of their modules out: what the runtime has to know of each call.

Each text is Python: names of our own, and texts that went through an encoder.
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
from generator.views.client.calls import Argument, CallResult, ClientCall
from generator.views.client.style_texts import encoding_style
from generator.views.text.links import resolve_links
from generator.views.text.python_layout import tuple_literal
from generator.vocabulary import ParamPlace

GROUPS = (
    ("path", ParamPlace.PATH),
    ("query", ParamPlace.QUERY),
    ("headers", ParamPlace.HEADER),
    ("cookies", ParamPlace.COOKIE),
    ("body", None),
)
"""The keywords by which the runtime takes arguments, each with their place."""

_KEYWORDS = {place: keyword for keyword, place in GROUPS}
_STYLED = (
    ("path_styles", ParamPlace.PATH),
    ("query_styles", ParamPlace.QUERY),
    ("header_styles", ParamPlace.HEADER),
    ("cookie_styles", ParamPlace.COOKIE),
)


def constant_name(python: tuple[str, ...]) -> str:
    """Returns the name of the constant for the endpoint of a method."""
    return f"_{python[-1].upper()}"


def result_type(result: CallResult) -> str:
    """Returns the type that JSON, events or bytes become."""
    name = f"types.{_type_name(result)}"
    match result.kind:
        case None:
            return "None"
        case ContentKind.TEXT:
            return "str"
        case ContentKind.EVENTS:
            return name
        case ContentKind.JSON:
            return f"{name} | None" if result.nullable else name
    return "bytes"


def endpoint_arguments(call: ClientCall, auth: tuple[str, ...]) -> Iterator[str]:
    """Yields the arguments of `op.Endpoint(...)`. `auth` names the client's default schemes."""
    yield python_literal(call.method.http.value.upper())
    yield python_literal(call.method.path)
    yield _answer(call.result)
    if call.body:
        yield f"body={_body(call, call.body)}"
    if call.events:
        yield f"events={_events(call.events, call.method.stream_by)}"
    for name, place in _STYLED:
        if styles := _styles_in(place, call.arguments):
            yield f"{name}={_mapping(styles.items())}"
    if call.headers:
        yield f"headers={_mapping(call.headers)}"
    if call.method.auth != auth:
        yield f"auth={tuple_literal(call.method.auth)}"
    if call.result.page and call.method.items:
        yield f"paging={_paging_rule(call.method.pagination, call.method.items)}"
    yield from _argument_facts(call)


def _argument_facts(call: ClientCall) -> Iterator[str]:
    """Yields what the runtime has to know of the arguments."""
    if kinds := _accepted_kinds(call):
        yield f"takes={_kinds_literal(kinds)}"
    if reasons := _deprecation_reasons(call.arguments):
        yield f"deprecated={_mapping(reasons.items())}"
    if encoded := [one.wire_name for one in call.arguments if one.is_base64]:
        yield f"base64={tuple_literal(encoded)}"


def polling_arguments(wait: Wait) -> Iterator[str]:
    """Yields the arguments of `op.PollingRule(...)`."""
    yield constant_name(wait.poll)
    yield f"path={{{python_literal(wait.id_param)}: {_steps(wait.id)}}}"
    yield f"status={_steps(wait.status)}"
    yield f"until={tuple_literal(wait.until)}"


def _type_name(result: CallResult) -> str:
    if result.page:
        return result.page.name
    return result.type.name if result.type else ""


def _answer(result: CallResult) -> str:
    match result.kind:
        case None:
            return "op.NoAnswer()"
        case ContentKind.JSON:
            return f"op.JsonAnswer({python_literal(_type_name(result))})"
        case ContentKind.EVENTS:
            return _events(result, None)
        case ContentKind.TEXT:
            return f"op.TextAnswer({python_literal(result.content_type)})"
    return f"op.BinaryAnswer({python_literal(result.content_type)})"


def _events(events: CallResult, by: StreamSwitch | None) -> str:
    """Returns a stream of events; `by` asks for it if the call returns JSON otherwise."""
    parts = [python_literal(_type_name(events))]
    if events.named:
        parts.append("named=True")
    if by is not None:
        parts.append(f"by=({python_literal(by.name)}, {python_literal(by.value)})")
    return f"op.EventsAnswer({', '.join(parts)})"


def _body(call: ClientCall, content: Content) -> str:
    match content.kind:
        case ContentKind.JSON:
            if call.files:
                return f"op.JsonOrFilesBody({_parts(call, call.form or content)})"
            is_plain = content.content_type == "application/json"
            return f"op.JsonBody({'' if is_plain else python_literal(content.content_type)})"
        case ContentKind.MULTIPART:
            return f"op.MultipartBody({_parts(call, content)})"
        case ContentKind.FORM:
            return f"op.FormBody({_form_styles(content)})"
    return f"op.RawBody({python_literal(content.content_type)})"


def _parts(call: ClientCall, form: Content) -> str:
    """Returns which arguments are files, and how the parts of the form are sent."""
    types = [(one.name, one.content_type) for one in form.encodings if one.content_type]
    headers = [(one.name, _mapping(one.headers)) for one in form.encodings if one.headers]
    items = ", ".join(f"{python_literal(name)}: {text}" for name, text in headers)
    parts = (
        tuple_literal(call.files),
        _mapping(types) if types else "",
        _form_styles(form),
        f"part_headers={{{items}}}" if headers else "",
    )
    return ", ".join(part for part in parts if part)


def _form_styles(form: Content) -> str:
    styles = [(one.name, text) for one in form.encodings if (text := encoding_style(one))]
    return f"styles={_mapping(styles)}" if styles else ""


def _styles_in(place: ParamPlace, arguments: Iterable[Argument]) -> dict[str, str]:
    return {one.wire_name: one.style for one in arguments if one.style and one.place is place}


def _paging_rule(pages: Pagination | None, rows: PathInResponse) -> str:
    """Returns how to get the next page; without a flag, the last page has no next value."""
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


def _accepted_kinds(call: ClientCall) -> dict[str, tuple[str, ...]]:
    """Returns the kinds that arguments accept, by wire name.

    Two arguments of one wire name accept what either does. A body that is one argument is left out:
    its members are not the endpoint's arguments.
    """
    found: dict[str, tuple[str, ...]] = {}
    for argument in call.arguments:
        if argument.place is None and call.whole_body:
            continue
        kinds = argument.json_kinds
        if argument.wire_name in found:
            others = found[argument.wire_name]
            kinds = tuple(dict.fromkeys((*others, *kinds))) if kinds and others else ()
        found[argument.wire_name] = kinds
    return {name: kinds for name, kinds in found.items() if kinds}


def _deprecation_reasons(arguments: Iterable[Argument]) -> dict[str, str]:
    """Returns the text of the warning for each deprecated argument: a line without links."""
    return {
        one.wire_name: " ".join(resolve_links(one.deprecation_reason, "").split())
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
