"""A request against its operation: all that is wrong with it, and what it says where nothing is.

A body's properties that the schema doesn't name are let through, as the schema does; a query
parameter that the operation doesn't have is refused, for nothing lets it through.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import parse_qsl

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_cookie, parse_options_header

from generator.examples.validators import Schemas, Use
from generator.json_types import Json, JsonObject
from generator.mock.decoding import File, Leaf, Texts, tree_of
from generator.mock.model import Call, Incoming, Part, Problem
from generator.mock.reasons import reason
from generator.mock.router import Found
from generator.mock.sent_json import json_of
from generator.model.client import AuthScheme
from generator.model.methods import Body, Content, ContentKind, Param
from generator.model.provider import Provider
from generator.model.types import Type
from generator.vocabulary import ParamPlace

_MOST_REASONS = 10


class Checks:
    """Checks requests for the operations of one provider."""

    def __init__(self, provider: Provider, schemas: Schemas) -> None:
        self._schemas = schemas
        self._texts = Texts(schemas, Use.REQUEST)
        self._forms = Texts(schemas, Use.FORM)
        self._schemes = {one.name: one for one in provider.auth}

    def check(self, found: Found, incoming: Incoming) -> tuple[Call, tuple[Problem, ...]]:
        """What the request says, and what is wrong with it."""
        call = Call()
        problems = [
            *self._keys(found, incoming),
            *self._path(found, call),
            *self._query(found, incoming, call),
            *self._headers(found, incoming),
            *self._body(found, incoming, call),
        ]
        return call, tuple(problems)

    # ---------------------------------------------------------------------- keys and headers

    def _keys(self, found: Found, incoming: Incoming) -> Iterator[Problem]:
        for name in found.route.method.auth:
            scheme = self._schemes[name]
            if not _has_key(scheme, incoming):
                yield Problem(401, f"no API key was sent: {_wanted(scheme)}", code="missing_key")

    def _headers(self, found: Found, incoming: Incoming) -> Iterator[Problem]:
        method = found.route.method
        for name, text in found.route.service.headers:
            sent = [one.strip() for one in incoming.header(name).split(",")]
            if text not in sent and text != incoming.header(name):
                yield Problem(400, f'header "{name}" must be "{text}"', name)
        cookies = parse_cookie(incoming.header("cookie"))
        for place, texts in (
            (ParamPlace.HEADER, dict(incoming.headers)),
            (ParamPlace.COOKIE, dict(cookies)),
        ):
            params = [one for one in method.params if one.place is place]
            pairs = [
                (one.name, texts[key])
                for one in params
                if (key := one.name.lower() if place is ParamPlace.HEADER else one.name) in texts
            ]
            values, _ = self._texts.params(params, pairs)
            yield from self._values(params, values)

    # ----------------------------------------------------------------------- path and query

    def _path(self, found: Found, call: Call) -> Iterator[Problem]:
        params = [one for one in found.route.method.params if one.place is ParamPlace.PATH]
        call.path, _ = self._texts.params(params, found.texts.items())
        yield from self._values(params, call.path)

    def _query(self, found: Found, incoming: Incoming, call: Call) -> Iterator[Problem]:
        params = [one for one in found.route.method.params if one.place is ParamPlace.QUERY]
        pairs = parse_qsl(incoming.query_text, keep_blank_values=True)
        own = set(found.route.query)
        schemes = [self._schemes[name] for name in found.route.method.auth]
        keys = {one.parameter for one in schemes if one.place is ParamPlace.QUERY}
        sent = [pair for pair in pairs if pair not in own and pair[0] not in keys]
        call.query, unknown = self._texts.params(params, sent)
        for name in unknown:
            yield Problem(400, f'"{name}" is no query parameter of {_title(found)}', name)
        yield from self._values(params, call.query)

    def _values(self, params: list[Param], values: JsonObject) -> Iterator[Problem]:
        for param in params:
            if param.name in values:
                value = values[param.name]
                if not (value is None and param.nullable):
                    yield from self._value(param.type, Use.REQUEST, value, (param.name,))
            elif param.required:
                yield Problem(400, f'"{param.name}" is missing', param.name)

    def _value(
        self, kind: Type, use: Use, value: Json, within: tuple[str, ...] = ()
    ) -> Iterator[Problem]:
        for number, error in enumerate(self._schemas.errors(kind, use, value)):
            if number == _MOST_REASONS:
                return
            why = reason(error, within)
            yield Problem(400, why.said_of("the body"), why.param)

    # --------------------------------------------------------------------------------- bodies

    def _body(self, found: Found, incoming: Incoming, call: Call) -> Iterator[Problem]:
        body = found.route.method.body
        if body is None:
            if incoming.body:
                yield Problem(400, f"{_title(found)} takes no body")
            return
        if not incoming.body:
            if body.required:
                yield Problem(400, "a body is required", code="missing_body")
            return
        content = _content(body, incoming.content_type)
        if content is None:
            known = " or ".join(one.content_type for one in body.content)
            sent = incoming.content_type or "no content type"
            yield Problem(415, f"{_title(found)} takes {known}, not {sent}", code="content_type")
            return
        yield from self._content(content, incoming, call)

    def _content(self, content: Content, incoming: Incoming, call: Call) -> Iterator[Problem]:
        pairs: list[tuple[str, Leaf]]
        match content.kind:
            case ContentKind.JSON:
                yield from self._json(content, incoming, call)
            case ContentKind.MULTIPART:
                call.parts = parts_of(incoming)
                if not call.parts and b"--" not in incoming.body:
                    yield Problem(400, "the body is no multipart form")
                    return
                pairs = [
                    (one.name, _text(one.content) if one.file_name is None else File())
                    for one in call.parts
                ]
                yield from self._form(content, pairs, call)
            case ContentKind.FORM:
                text = incoming.body.decode("utf-8", "replace")
                pairs = [*parse_qsl(text, keep_blank_values=True)]
                yield from self._form(content, pairs, call)
            case ContentKind.TEXT:
                call.body = _text(incoming.body)
                yield from self._value(content.type, Use.REQUEST, call.body)

    def _json(self, content: Content, incoming: Incoming, call: Call) -> Iterator[Problem]:
        try:
            call.body = json_of(incoming.body)
        except ValueError as error:
            yield Problem(400, f"the body is no JSON: {error}", code="invalid_json")
            return
        if not (call.body is None and content.nullable):
            yield from self._value(content.type, Use.REQUEST, call.body)

    def _form(
        self, content: Content, pairs: list[tuple[str, Leaf]], call: Call
    ) -> Iterator[Problem]:
        call.body = self._forms.value(content.type, tree_of(pairs))
        yield from self._value(content.type, Use.FORM, call.body)


def _title(found: Found) -> str:
    method = found.route.method
    return f"{method.http.upper()} {method.path}"


def _has_key(scheme: AuthScheme, incoming: Incoming) -> bool:
    match scheme.place:
        case ParamPlace.QUERY:
            sent = dict(parse_qsl(incoming.query_text)).get(scheme.parameter, "")
        case ParamPlace.COOKIE:
            sent = parse_cookie(incoming.header("cookie")).get(scheme.parameter, "")
        case _:
            sent = incoming.header(scheme.parameter)
    if not scheme.word:
        return bool(sent)
    word, _, key = sent.partition(" ")
    return word.lower() == scheme.word.lower() and bool(key.strip())


def _wanted(scheme: AuthScheme) -> str:
    value = f": {scheme.word} …" if scheme.word else ""
    return f'it goes in the {scheme.place.value} "{scheme.parameter}{value}"'


def _content(body: Body, content_type: str) -> Content | None:
    """The representation that a content type names; ranges (`image/*`) take all that they cover."""
    for one in body.content:
        if one.content_type.partition(";")[0].strip().lower() == content_type:
            return one
    for one in body.content:
        kind, _, rest = one.content_type.partition("/")
        if rest == "*" and kind in ("*", content_type.partition("/")[0]):
            return one
    return None


def parts_of(incoming: Incoming) -> tuple[Part, ...]:
    """The parts of a multipart form: values, then files, each in the order sent."""
    kind, options = parse_options_header(incoming.header("content-type"))
    if kind != "multipart/form-data" or "boundary" not in options:
        return ()
    stream, fields, files = FormDataParser(max_form_memory_size=None).parse(
        io.BytesIO(incoming.body), kind, len(incoming.body), options
    )
    stream.read()
    plain = [Part(name, None, "", text.encode()) for name, text in fields.items(multi=True)]
    sent = [
        Part(name, file.filename or "", file.content_type or "", file.read())
        for name, file in files.items(multi=True)
    ]
    return (*plain, *sent)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
