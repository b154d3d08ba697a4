"""Reads the values that a request carries: path, query, headers, cookies and body.

The reader takes a request and the operation that it is for. It returns the values, typed as the
operation declares them, and the reasons why the body can't be read. `checks` judges the values.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_cookie, parse_options_header

from generator.examples.validators import Use, Validators
from generator.json_types import Json, JsonObject
from generator.mock.decoding import FilePart, Leaf, TextDecoder, build_tree
from generator.mock.key_checks import list_query_credentials
from generator.mock.model import (
    DecodedRequest,
    FormPart,
    IncomingRequest,
    Problem,
    RequestUrl,
)
from generator.mock.router import RouteMatch
from generator.mock.sent_json import parse_json
from generator.model.methods import Body, Content, ContentKind, Param
from generator.model.provider import Provider
from generator.vocabulary import ParamPlace

PAGE_START = "mock_page_start"
"""The query parameter that the server adds to the URLs of further pages."""


@dataclass(frozen=True, slots=True)
class _ReadBody:
    content: Content | None = None  # the representation that the body was read as
    value: Json = None
    parts: tuple[FormPart, ...] = ()


class RequestReader:
    """Reads requests for the operations of one provider."""

    def __init__(self, provider: Provider, validators: Validators) -> None:
        self._texts = TextDecoder(validators, Use.REQUEST)
        self._forms = TextDecoder(validators, Use.FORM)
        self._schemes = {scheme.name: scheme for scheme in provider.auth}

    def read(
        self, match: RouteMatch, incoming: IncomingRequest
    ) -> tuple[DecodedRequest, tuple[Problem, ...]]:
        """Returns the values of a request, and the problems that keep its body from being read."""
        query, unknown = self._read_query(match, incoming)
        body = self._read_body(match, incoming)
        problems = (body,) if isinstance(body, Problem) else ()
        read = _ReadBody() if isinstance(body, Problem) else body
        decoded = DecodedRequest(
            path=self._read_params(match, ParamPlace.PATH, match.texts),
            query=query,
            unknown_query=unknown,
            headers=self._read_params(match, ParamPlace.HEADER, _header_texts(match, incoming)),
            cookies=self._read_params(match, ParamPlace.COOKIE, _cookie_texts(match, incoming)),
            content=read.content,
            body=read.value,
            parts=read.parts,
            url=_read_url(match, incoming),
        )
        return decoded, problems

    def _read_params(
        self, match: RouteMatch, place: ParamPlace, texts: dict[str, str]
    ) -> JsonObject:
        values, _ = self._texts.decode_params(params_in(match, place), texts.items())
        return values

    def _read_query(
        self, match: RouteMatch, incoming: IncomingRequest
    ) -> tuple[JsonObject, tuple[str, ...]]:
        """Returns the values of the query, and the names that no parameter has."""
        template = set(match.route.query)
        credentials = list_query_credentials(match, self._schemes)
        ignored = {*credentials, *((PAGE_START,) if _has_page_urls(match) else ())}
        sent = []
        for name, text in parse_qsl(incoming.query_text, keep_blank_values=True):
            if (name, text) not in template and name not in ignored:
                sent.append((name, text))
        return self._texts.decode_params(params_in(match, ParamPlace.QUERY), sent)

    def _read_body(self, match: RouteMatch, incoming: IncomingRequest) -> _ReadBody | Problem:
        """Returns the body's value, or the reason why it can't be read."""
        body = match.route.method.body
        if body is None:
            if incoming.body:
                return Problem(400, f"{operation_title(match)} takes no body")
            return _ReadBody()
        if not incoming.body:
            if body.required:
                return Problem(400, "a body is required", code="missing_body")
            return _ReadBody()
        content = _choose_content(body, incoming.content_type)
        if content is None:
            known = " or ".join(one.content_type for one in body.content)
            sent = incoming.content_type or "no content type"
            text = f"{operation_title(match)} takes {known}, not {sent}"
            return Problem(415, text, code="content_type")
        return self._read_content(content, incoming)

    def _read_content(self, content: Content, incoming: IncomingRequest) -> _ReadBody | Problem:
        match content.kind:
            case ContentKind.JSON:
                try:
                    return _ReadBody(content, parse_json(incoming.body))
                except ValueError as error:
                    return Problem(400, f"the body is not JSON: {error}", code="invalid_json")
            case ContentKind.MULTIPART:
                parts = read_form_parts(incoming)
                if not parts and b"--" not in incoming.body:
                    return Problem(400, "the body is not a multipart form")
                pairs = [(part.name, _part_leaf(part)) for part in parts]
                return _ReadBody(content, self._read_form(content, pairs), parts)
            case ContentKind.FORM:
                fields = parse_qsl(_decode(incoming.body), keep_blank_values=True)
                return _ReadBody(content, self._read_form(content, fields))
            case ContentKind.TEXT:
                return _ReadBody(content, _decode(incoming.body))
        return _ReadBody()

    def _read_form(self, content: Content, pairs: Iterable[tuple[str, Leaf]]) -> Json:
        return self._forms.decode(content.type, build_tree(pairs))


def params_in(match: RouteMatch, place: ParamPlace) -> list[Param]:
    """Returns the operation's parameters in one place, in spec order."""
    return [param for param in match.route.method.params if param.place is place]


def operation_title(match: RouteMatch) -> str:
    """Names the operation in a message: `GET /plants`."""
    method = match.route.method
    return f"{method.http.upper()} {method.path}"


def read_form_parts(incoming: IncomingRequest) -> tuple[FormPart, ...]:
    """Returns the parts of a multipart form: values, then files, each in the order sent."""
    kind, options = parse_options_header(incoming.header("content-type"))
    if kind != "multipart/form-data" or "boundary" not in options:
        return ()
    stream, fields, files = FormDataParser(max_form_memory_size=None).parse(
        io.BytesIO(incoming.body), kind, len(incoming.body), options
    )
    stream.read()
    plain = [FormPart(name, None, "", text.encode()) for name, text in fields.items(multi=True)]
    sent = [
        FormPart(name, file.filename or "", file.content_type or "", file.read())
        for name, file in files.items(multi=True)
    ]
    return (*plain, *sent)


def _header_texts(match: RouteMatch, incoming: IncomingRequest) -> dict[str, str]:
    """The headers that are parameters, under the names that the spec gives them."""
    sent = dict(incoming.headers)
    texts = {}
    for param in params_in(match, ParamPlace.HEADER):
        if param.name.lower() in sent:
            texts[param.name] = sent[param.name.lower()]
    return texts


def _cookie_texts(match: RouteMatch, incoming: IncomingRequest) -> dict[str, str]:
    """The cookies that are parameters."""
    sent = parse_cookie(incoming.header("cookie"))
    names = [param.name for param in params_in(match, ParamPlace.COOKIE)]
    return {name: sent[name] for name in names if name in sent}


def _choose_content(body: Body, content_type: str) -> Content | None:
    """Returns the representation of a content type. A range (`image/*`) takes all it covers."""
    for one in body.content:
        if one.content_type.partition(";")[0].strip().lower() == content_type:
            return one
    for one in body.content:
        kind, _, rest = one.content_type.partition("/")
        if rest == "*" and kind in ("*", content_type.partition("/")[0]):
            return one
    return None


def _part_leaf(part: FormPart) -> Leaf:
    return _decode(part.content) if part.file_name is None else FilePart()


def _decode(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _has_page_urls(match: RouteMatch) -> bool:
    pages = match.route.method.pagination
    return pages is not None and pages.send is None


def _read_url(match: RouteMatch, incoming: IncomingRequest) -> RequestUrl:
    query = parse_qsl(incoming.query_text, keep_blank_values=True)
    starts = [text for name, text in query if name == PAGE_START and _has_page_urls(match)]
    start = starts[-1] if starts and starts[-1].isascii() and starts[-1].isdecimal() else ""
    kept = tuple((name, text) for name, text in query if name != PAGE_START)
    return RequestUrl(f"{incoming.base_url}{incoming.path}", kept, int(start[:18] or 0))
