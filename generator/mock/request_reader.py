"""Reads the values that a request carries: path, query, headers, cookies and body.

The reader takes a request and the operation that it is for. It returns the values, typed as the
operation declares them, and the reasons why the body can't be read. `checks` judges the values.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_cookie, parse_options_header

from generator.examples.validators import Use, Validators
from generator.json_types import Json, JsonObject
from generator.mock.decoding import TextDecoder
from generator.mock.events import RECORD_START
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
from generator.mock.text_splitting import FilePart, Leaf, StyleMismatch
from generator.model.methods import Body, Content, ContentKind, Param
from generator.model.provider import Provider
from generator.vocabulary import ParamPlace, StreamFormat

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
        query, unknown, wrong_query = self._read_query(match, incoming)
        path, wrong_path = self._read_params(match, ParamPlace.PATH, match.texts)
        headers, wrong_headers = self._read_params(
            match, ParamPlace.HEADER, _header_texts(match, incoming)
        )
        cookies, wrong_cookies = self._read_params(
            match, ParamPlace.COOKIE, _cookie_texts(match, incoming)
        )
        wrong = (*wrong_path, *wrong_query, *wrong_headers, *wrong_cookies)
        body = self._read_body(match, incoming)
        problems = tuple(Problem(400, text, code="style") for text in wrong)
        read = _ReadBody() if isinstance(body, Problem) else body
        decoded = DecodedRequest(
            path=path,
            query=query,
            unknown_query=unknown,
            headers=headers,
            cookies=cookies,
            content=read.content,
            body=read.value,
            parts=read.parts,
            url=_read_url(match, incoming),
        )
        return decoded, (*problems, body) if isinstance(body, Problem) else problems

    def _read_params(
        self, match: RouteMatch, place: ParamPlace, texts: dict[str, str]
    ) -> tuple[JsonObject, tuple[str, ...]]:
        return self._texts.decode_texts(params_in(match, place), texts)

    def _read_query(
        self, match: RouteMatch, incoming: IncomingRequest
    ) -> tuple[JsonObject, tuple[str, ...], tuple[str, ...]]:
        """Returns the values of the query, the names that no parameter has, and what is wrong."""
        template = set(match.route.query)
        credentials = list_query_credentials(match, self._schemes)
        ignored = {*credentials, *((PAGE_START,) if _has_page_urls(match) else ())}
        sent = [
            (name, text)
            for name, text in split_pairs(incoming.query_text)
            if (name, unquote_plus(text)) not in template and name not in ignored
        ]
        return self._texts.decode_query(params_in(match, ParamPlace.QUERY), sent)

    def _read_body(self, match: RouteMatch, incoming: IncomingRequest) -> _ReadBody | Problem:
        """Returns the body's value, or the reason why it can't be read."""
        body = match.route.method.body
        if body is None:
            if incoming.body:
                return Problem(400, f"{operation_title(match)} takes no body")
            return _ReadBody()
        content = _choose_content(body, incoming.content_type)
        is_stream = content is not None and content.kind is ContentKind.STREAM
        if not incoming.body and not is_stream:  # a stream may have no items
            if body.required:
                return Problem(400, "a body is required", code="missing_body")
            return _ReadBody()
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
                if (wrong := _find_wrong_type(content, parts)) is not None:
                    return wrong
                pairs = [(part.name, _part_leaf(part)) for part in parts]
                return self._read_form(content, pairs, parts)
            case ContentKind.FORM:
                return self._read_form(content, split_pairs(_decode(incoming.body)))
            case ContentKind.TEXT:
                return _ReadBody(content, _decode(incoming.body))
            case ContentKind.STREAM:
                return _read_items(content, incoming.body)
        return _ReadBody()

    def _read_form(
        self,
        content: Content,
        pairs: Iterable[tuple[str, Leaf]],
        parts: tuple[FormPart, ...] = (),
    ) -> _ReadBody | Problem:
        is_percent_encoded = content.kind is ContentKind.FORM
        try:
            value = self._forms.decode_form(content, pairs, is_percent_encoded=is_percent_encoded)
        except StyleMismatch as mismatch:
            return Problem(400, str(mismatch), code="style")
        return _ReadBody(content, value, parts)


def _read_items(content: Content, body: bytes) -> _ReadBody | Problem:
    """Reads the items of a stream. Each record starts with its mark; lines may be empty."""
    is_records = content.stream_format is StreamFormat.RECORDS
    what, mark = ("record", RECORD_START) if is_records else ("line", b"\n")
    first, *others = body.split(mark)
    if is_records and first.strip():
        return Problem(400, "a record starts with the byte 1E (RFC 7464)", code="invalid_json")
    items: list[Json] = []
    for number, text in enumerate(others if is_records else [first, *others], start=1):
        if text.strip():
            try:
                items.append(parse_json(text))
            except ValueError as error:
                why = f"{what} {number} of the body is not JSON: {error}"
                return Problem(400, why, code="invalid_json")
    return _ReadBody(content, items)


def split_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yields the decoded names and the encoded values of a query or a URL-encoded form."""
    for piece in text.split("&"):
        name, _, value = piece.partition("=")
        if piece:
            yield unquote_plus(name), value


def _find_wrong_type(content: Content, parts: Iterable[FormPart]) -> Problem | None:
    """Returns a problem with the first file whose content type its encoding doesn't list."""
    accepted = {one.name: one.content_type for one in content.encodings if one.content_type}
    for part in parts:
        listed = accepted.get(part.name.removesuffix("[]"), "")
        if part.file_name is not None and listed and not _is_listed(part.content_type, listed):
            text = f'"{part.name}" takes {listed}, not {part.content_type or "no content type"}'
            return Problem(415, text, part.name, "content_type")
    return None


def _is_listed(content_type: str, listed: str) -> bool:
    """Is the media type one of a list, which may have ranges?"""
    kinds = [text.strip() for text in listed.split(",")]
    main = content_type.partition("/")[0]
    return content_type.lower() in kinds or f"{main}/*" in kinds or "*/*" in kinds


def params_in(match: RouteMatch, place: ParamPlace) -> list[Param]:
    """Returns the operation's parameters in one place, in spec order."""
    return [param for param in match.route.method.params if param.place is place]


def operation_title(match: RouteMatch) -> str:
    """Names the operation in a message: `GET /plants`."""
    method = match.route.method
    return f"{method.http.sent} {method.path}"


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
