"""Calls in, the constants of their modules out: what the runtime has to know of each call.

Each text is Python: names of our own, and texts that went through an encoder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.escape import python_literal
from generator.model.methods import (
    Content,
    ContentKind,
    Method,
    PageEnd,
    Pagination,
    PathInResponse,
    ResponsePlace,
    StreamSwitch,
    Wait,
)
from generator.views.client.calls import Argument, CallResult, ClientCall
from generator.views.code.style_texts import encoding_style
from generator.views.text.links import resolve_links
from generator.views.text.python_layout import tuple_literal
from generator.vocabulary import ParamPlace, Server, StreamFormat

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
    """Returns the type that JSON, the items of a stream, or bytes become.

    Rule AN3: successes with different bodies are a union. A page without a body has no rows.
    """
    others = () if result.page else (_own_type(other) for _, other in result.others)
    found = " | ".join(dict.fromkeys((_own_type(result), *others))).split(" | ")
    return " | ".join(sorted(dict.fromkeys(found), key=lambda name: name == "None"))


def _own_type(result: CallResult) -> str:
    name = f"types.{_type_name(result)}"
    match result.kind:
        case None:
            return "None"
        case ContentKind.TEXT:
            return "str"
        case ContentKind.STREAM:
            return name
        case ContentKind.JSON:
            return f"{name} | None" if result.nullable else name
    return "bytes"


def endpoint_arguments(call: ClientCall, auth: tuple[str, ...]) -> Iterator[str]:
    """Yields the arguments of `op.Endpoint(...)`. `auth` names the client's default schemes."""
    yield python_literal(call.method.http.sent)
    yield python_literal(call.method.path)
    yield _answer(call.result)
    if call.body:
        yield f"body={_body(call, call.body)}"
    if call.choice:
        items = [(one.content_type, _plain_body(call, one)) for one in call.choice.contents]
        texts = ", ".join(f"{python_literal(name)}: {text}" for name, text in items)
        yield f"bodies={{{texts}}}"
        needed = [one.wire_name for one in call.arguments if one.place is None and one.required]
        if call.choice.wholes and needed:
            yield f"needs={tuple_literal(needed)}"
    if call.stream:
        yield f"stream={_stream(call.stream, call.method.stream_by)}"
    for name, place in _STYLED:
        if styles := _styles_in(place, call.arguments):
            yield f"{name}={mapping_literal(styles.items())}"
    if call.headers:
        yield f"headers={mapping_literal(call.headers)}"
    yield from _destination(call.method, auth)
    if call.result.page and call.method.items:
        yield f"paging={_paging_rule(call.method.pagination, call.method.items)}"
    yield from _argument_facts(call)


def _argument_facts(call: ClientCall) -> Iterator[str]:
    """Yields what the runtime has to know of the arguments."""
    if kinds := _accepted_kinds(call):
        yield f"takes={_kinds_literal(kinds)}"
    if reasons := _deprecation_reasons(call.arguments):
        yield f"deprecated={mapping_literal(reasons.items())}"
    if encoded := [one.wire_name for one in call.arguments if one.is_base64]:
        yield f"base64={tuple_literal(encoded)}"
    yield from _outcomes(call)
    if renamed := _renamed_arguments(call.arguments):
        yield f"names={mapping_literal(renamed.items())}"
    if roles := _renamed_roles(call):
        yield f"roles={mapping_literal(roles.items())}"


def _renamed_roles(call: ClientCall) -> dict[str, str]:
    """Returns the arguments for a whole body and its content type that have another name."""
    found = {"body": call.whole_body or "body"}
    if call.choice:
        if call.choice.wholes:
            found["whole"] = call.choice.wholes[0][1].name
        found["content_type"] = call.choice.name
    usual = {"whole": "body"}
    return {role: name for role, name in found.items() if name != usual.get(role, role)}


def _destination(method: Method, auth: tuple[str, ...]) -> Iterator[str]:
    """Yields where the call goes, and the schemes of its keys, if they aren't the client's."""
    if method.auth != auth:
        yield f"auth={tuple_literal(method.auth)}"
    if method.other_auth:
        yield f"other_auth={sets_literal(method.other_auth)}"
    if method.servers:
        yield f"server={_server(method.servers[0])}"


def _outcomes(call: ClientCall) -> Iterator[str]:
    """Yields what other responses than the main one hold."""
    if call.result.others:
        yield f"other_answers={_answers(call.result.others)}"
    if call.result.media:
        yield f"media={_answers(call.result.media)}"
    if call.errors:
        yield f"errors={mapping_literal((one.status, one.type.name) for one in call.errors)}"


def polling_arguments(wait: Wait) -> Iterator[str]:
    """Yields the arguments of `op.PollingRule(...)`."""
    yield constant_name(wait.poll)
    yield f"path={{{python_literal(wait.id_param)}: {_steps(wait.id)}}}"
    yield f"status={_steps(wait.status)}"
    yield f"until={tuple_literal(wait.until)}"


def sets_literal(sets: Iterable[tuple[str, ...]]) -> str:
    """Returns sets of names as a Python tuple of tuples."""
    return f"({''.join(f'{tuple_literal(names)}, ' for names in sets).rstrip()})"


def url_defaults(server: Server) -> tuple[tuple[str, str], ...]:
    """Returns the defaults of the variables in a server's URL."""
    return tuple((one.name, one.default) for one in server.variables if one.default is not None)


def _server(server: Server) -> str:
    defaults = url_defaults(server)
    parts = [python_literal(server.template), *([mapping_literal(defaults)] if defaults else [])]
    return f"op.ServerUrl({', '.join(parts)})"


def _answers(results: Iterable[tuple[str, CallResult]]) -> str:
    items = (f"{python_literal(status)}: {_answer(one)}" for status, one in results)
    return f"{{{', '.join(items)}}}"


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
        case ContentKind.STREAM:
            return _stream(result, None)
        case ContentKind.TEXT:
            return f"op.TextAnswer({python_literal(result.content_type)})"
    return f"op.BinaryAnswer({python_literal(result.content_type)})"


def _stream(stream: CallResult, by: StreamSwitch | None) -> str:
    """Returns a stream; `by` asks for it if the call returns JSON otherwise."""
    parts = [python_literal(_type_name(stream))]
    if stream.named:
        parts.append("named=True")
    if by is not None:
        parts.append(f"by=({python_literal(by.name)}, {python_literal(by.value)})")
    if stream.text_events:
        parts.append(f"texts={tuple_literal(stream.text_events)}")
    stream_format = StreamFormat.of_media_type(stream.content_type)
    if stream_format is not None and stream_format is not StreamFormat.EVENTS:
        parts.append(f"content_type={python_literal(stream.content_type)}")
        parts.append(f"format={python_literal(stream_format.value)}")
    return f"op.StreamAnswer({', '.join(parts)})"


def _body(call: ClientCall, content: Content) -> str:
    if content.kind is ContentKind.JSON and call.files:
        return f"op.JsonOrFilesBody({_parts(call, call.form or content)})"
    return _plain_body(call, content)


def _plain_body(call: ClientCall, content: Content) -> str:
    """Returns a body of this media type, whatever its arguments are."""
    match content.kind:
        case ContentKind.JSON:
            is_plain = content.content_type == "application/json"
            return f"op.JsonBody({'' if is_plain else python_literal(content.content_type)})"
        case ContentKind.MULTIPART:
            return f"op.MultipartBody({_parts(call, content)})"
        case ContentKind.FORM:
            return f"op.FormBody({_form_styles(content)})"
        case ContentKind.STREAM:
            is_records = content.stream_format is StreamFormat.RECORDS
            more = f", {python_literal(StreamFormat.RECORDS.value)}" if is_records else ""
            return f"op.ItemsBody({python_literal(content.content_type)}{more})"
    return f"op.RawBody({python_literal(content.content_type)})"


def _parts(call: ClientCall, form: Content) -> str:
    """Returns which arguments are files, and how the parts of the form are sent."""
    types = [(one.name, one.content_type) for one in form.encodings if one.content_type]
    headers = [(one.name, mapping_literal(one.headers)) for one in form.encodings if one.headers]
    items = ", ".join(f"{python_literal(name)}: {text}" for name, text in headers)
    parts = (
        tuple_literal(call.files),
        mapping_literal(types) if types else "",
        _form_styles(form),
        f"part_headers={{{items}}}" if headers else "",
    )
    return ", ".join(part for part in parts if part)


def _form_styles(form: Content) -> str:
    styles = [(one.name, text) for one in form.encodings if (text := encoding_style(one))]
    return f"styles={mapping_literal(styles)}" if styles else ""


def _styles_in(place: ParamPlace, arguments: Iterable[Argument]) -> dict[str, str]:
    return {one.wire_name: one.style for one in arguments if one.style and one.place is place}


def _paging_rule(pages: Pagination | None, rows: PathInResponse) -> str:
    """Returns how to get the next page; without a flag, the last page has no next value."""
    if pages is None:
        return f"op.PagingRule(rows={_steps(rows)})"
    return f"op.PagingRule({', '.join(_paging_parts(pages, rows))})"


def _paging_parts(pages: Pagination, rows: PathInResponse) -> Iterator[str]:
    send = pages.send
    if send is not None:
        yield f"send={python_literal(send.name)}"
    if pages.next is not None:
        yield f"next={_source(pages.next)}"
    yield f"rows={_steps(rows)}"
    if pages.more and pages.end is PageEnd.FLAG_FALSE:
        yield f"more={_source(pages.more)}"
    if send is not None and send.place is not ParamPlace.QUERY:
        yield f"place={python_literal(_KEYWORDS[send.place])}"
    if pages.count is not None:
        yield f"counts={python_literal(pages.count.unit.value)}, first={pages.count.first}"
    if pages.sends_number:
        yield "sends_number=True"
    yield from _end_parts(pages)


def _end_parts(pages: Pagination) -> Iterator[str]:
    """Yields how the last page shows, unless a flag is false on it or it has no next value."""
    if pages.more and pages.end is PageEnd.FLAG_TRUE:
        yield f"last={_source(pages.more)}"
    if pages.total is not None:
        name = "total" if pages.end is PageEnd.ROW_TOTAL else "pages"
        yield f"{name}={_source(pages.total)}"
    if pages.end is PageEnd.EMPTY_PAGE and pages.next is not None and not _is_last_row(pages.next):
        yield "ends_empty=True"
    if pages.end is PageEnd.SHORT_PAGE and pages.size is not None:
        default = pages.size.default.value if pages.size.default else None
        place = python_literal(_KEYWORDS[pages.size.place])
        number = default if isinstance(default, int) and not isinstance(default, bool) else None
        yield f"full=({python_literal(pages.size.name)}, {place}, {number})"


def _is_last_row(place: ResponsePlace) -> bool:
    return isinstance(place, PathInResponse) and -1 in place.steps


def _source(place: ResponsePlace) -> str:
    return _steps(place) if isinstance(place, PathInResponse) else python_literal(place.name)


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


def _renamed_arguments(arguments: Sequence[Argument]) -> dict[str, str]:
    """Returns the arguments that have another name on the wire, by that name.

    Two arguments of one wire name are left out: it doesn't say which one is meant.
    """
    counts = Counter(one.wire_name for one in arguments)
    return {
        one.wire_name: one.name
        for one in arguments
        if one.name != one.wire_name and counts[one.wire_name] == 1
    }


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


def mapping_literal(texts: Iterable[tuple[str, str]]) -> str:
    """Returns a dictionary of texts as Python."""
    items = (f"{python_literal(name)}: {python_literal(text)}" for name, text in texts)
    return f"{{{', '.join(items)}}}"
