"""Lowers bodies of requests and responses: ordered representations, and a request's arguments.

Media types of the spec come in; `Content`, `Body`, `Answer` and `Failure` go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.encodings import EncodingChecker, lower_encodings, write_as_text
from generator.lower.fields import merge_properties, variants_of
from generator.lower.merge import SchemaResolver
from generator.lower.types import TypeLowerer, strip_null
from generator.model.methods import (
    NOT_MODIFIED,
    Answer,
    Body,
    BodyProperty,
    Content,
    ContentKind,
    Failure,
    OtherMembers,
    ResponseHeader,
)
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Nullable,
    Object,
    Origin,
    Property,
    Scalar,
    ScalarKind,
    Type,
)
from generator.openapi.model import Header, MediaType, RequestBody, Response, Schema
from generator.vocabulary import StreamFormat

_SENT = tuple(ContentKind)  # requests prefer JSON, then multipart, form, text, binary
# Responses: clients don't read forms, so forms come last.
_RETURNED = (
    *(ContentKind.JSON, ContentKind.TEXT, ContentKind.BINARY, ContentKind.STREAM),
    *(ContentKind.MULTIPART, ContentKind.FORM),
)
_JSON = ("application/json", "text/json")
_OF_MEMBERS = (ContentKind.JSON, ContentKind.MULTIPART, ContentKind.FORM)
_TEXT = ("application/sdp", "application/xml", "application/yaml", "application/x-yaml")
_WITHOUT_BODY = ("204", "205", NOT_MODIFIED)
_FORM = "application/x-www-form-urlencoded"


class BodyLowerer:
    """Lowers the bodies of one document's operations."""

    def __init__(self, resolver: SchemaResolver, types: TypeLowerer, problems: Problems) -> None:
        self._resolver = resolver
        self._types = types
        self._problems = problems

    def lower_body(self, request: RequestBody, arguments: Sequence[str]) -> Body:
        """Returns the body of a request; `arguments` are the names that its parameters use.

        Rule M2: the arguments are the properties of the preferred content, without read-only ones.
        If a variant of the body isn't an object, the whole body is one argument.
        Rule M7: a body with required properties is required. Documents often leave out
        `requestBody.required` by mistake, and then it is false.
        """
        content = tuple(map(_as_sent, self._lower_contents(request.content, _SENT)))
        properties = self._arguments(content) if content else ()
        if content:
            self._check_choices(content)
            checker = EncodingChecker(self._types.find, self._resolver.locate, self._problems)
            for media in request.content:
                checker.check(media, self._lower_content(media))
        if content and content[0].kind is ContentKind.JSON and not properties:
            whole = write_as_text(content[0].type, self._types.find)
            content = (replace(content[0], type=whole), *content[1:])
        schema = self._preferred(request.content).schema if content and properties else None
        required = self._required_order(schema) if schema is not None else ()
        wanted = {one.name for one in properties if one.required}
        body = Body(
            required=request.required or bool(wanted),
            description=request.description,
            content=content,
            properties=tuple(_name_arguments(properties, arguments)),
            python_name="body_" if "body" in arguments else "body",
            required_names=tuple(name for name in required if name in wanted),
        )
        return self._add_choice(body, arguments)

    def _add_choice(self, body: Body, arguments: Sequence[str]) -> Body:
        """Rule BC2: a body of several media types has an argument that chooses one. Those whose
        members are the arguments share them; another is one argument, the whole body.
        """
        others = [one for one in body.choices if one is not body.content[0]]
        if not others:
            return body
        members = tuple(
            OtherMembers(one.content_type, _writable(merge_properties(one.type, self._types.find)))
            for one in others
            if body.properties and self._is_record(one)
        )
        of_others = (part.name for other in members for part in other.properties)
        named = names.Taken(
            (
                *(*arguments, *(one.python_name for one in body.properties)),
                *map(names.argument, of_others),
            )
        )
        whole = named.take("body") if body.properties else body.python_name
        chooser = named.take("content_type")
        return replace(body, python_name=whole, media_argument=chooser, other_members=members)

    def _is_record(self, content: Content) -> bool:
        """Is it made of members, in JSON or in a form?"""
        variants = variants_of(content.type, self._types.find)
        is_object = bool(variants) and all(isinstance(one, Object) for one in variants)
        return is_object and content.kind in _OF_MEMBERS

    def _check_choices(self, content: Sequence[Content]) -> None:
        """Rule EN5: if two media types differ in their parameters only and take different values, a
        warning says which of them the client sends.
        Rule BX3: a range that isn't sent is a note.
        """
        sent = content[0]
        for other in content[1:]:
            if other.type == sent.type:
                continue
            if "*" in other.content_type:
                self._problems.note(
                    "media-type-not-sent",
                    f'the body may also be "{other.content_type}", which the client doesn\'t send; '
                    f'it sends "{sent.content_type}"',
                    self._resolver.locate(other.origin.pointer),
                    "name each media type of the range with an overlay",
                )
            first = next(one for one in content if one.content_type == other.content_type)
            if first is not other and first.type != other.type:
                self._problems.warning(
                    "bodies-not-told-apart",
                    f'the body is "{other.content_type}" twice, with different schemas; the client '
                    "sends the first",
                    self._resolver.locate(other.origin.pointer),
                    "remove one of them with an overlay, or describe both with one schema",
                )

    def lower_answers(
        self, responses: Sequence[Response]
    ) -> tuple[Answer, tuple[Answer, ...], tuple[Failure, ...]]:
        """Returns the response of a successful request, its other responses, and all failures.

        Rule M3: the answer is the first 2xx with content, else the first 2xx, else `default`.
        Rule AN1: the other 2xx are successes too, and so is a declared 304. A 204, a 205 and a 304
        have no body (RFC 9110 §15), whatever the document says.
        Rule M8: beside bytes, JSON of type string describes the same bytes and is dropped.
        """
        good = [response for response in responses if response.status.startswith("2")]
        good += [response for response in responses if response.status == "default" and not good]
        with_content = [response for response in good if response.content]
        chosen = next(iter(with_content or good), None)
        others = tuple(
            self._lower_answer(response)
            for response in responses
            if response is not chosen and _is_success(response)
        )
        failures = tuple(
            Failure(
                response.status,
                response.description,
                self._lower_contents(response.content, _RETURNED),
                self._lower_headers(response.headers),
            )
            for response in responses
            if response is not chosen and not _is_success(response)
        )
        answer = Answer("2XX", "", ()) if chosen is None else self._lower_answer(chosen)
        return answer, others, failures

    def _lower_answer(self, response: Response) -> Answer:
        content = self._lower_contents(response.content, _RETURNED)
        if any(one.kind is ContentKind.BINARY for one in content):
            content = tuple(one for one in content if not _is_json_string(one))
        if response.status in _WITHOUT_BODY:
            content = ()
        headers = self._lower_headers(response.headers)
        return Answer(response.status, response.description, content, headers)

    def _lower_headers(self, headers: Sequence[Header]) -> tuple[ResponseHeader, ...]:
        """Rule RH1: a header without a description has that of its schema."""
        return tuple(map(self._lower_header, headers))

    def _lower_header(self, header: Header) -> ResponseHeader:
        if header.schema is None:
            return ResponseHeader(header.name, Scalar(ScalarKind.STRING), False, header.description)
        of = self._types.property_of(header.name, header.schema, required=False)
        return ResponseHeader(
            header.name, of.type, of.nullable, header.description or of.description
        )

    def _lower_contents(
        self, media: Sequence[MediaType], preference: Sequence[ContentKind]
    ) -> tuple[Content, ...]:
        lowered = (self._lower_content(one) for one in media)
        return tuple(sorted(lowered, key=lambda content: preference.index(content.kind)))

    def _preferred(self, media: Sequence[MediaType]) -> MediaType:
        return min(media, key=lambda one: _SENT.index(self._kind(one)))

    def _kind(self, media: MediaType) -> ContentKind:
        return content_kind(media.content_type, media.schema)

    def _lower_content(self, media: MediaType) -> Content:
        kind = self._kind(media)
        schema = media.items or media.schema
        of = _type_without_schema(kind) if schema is None else self._types.type_of(schema)
        if kind is ContentKind.BINARY:
            of = Binary()
        elif kind is ContentKind.STREAM and media.items is None:
            of = self._item_type(of)
        return Content(
            content_type=media.content_type,
            kind=kind,
            type=strip_null(of),
            nullable=isinstance(of, Nullable),
            origin=Origin(media.pointer, schema.overlaid_by if schema else ""),
            examples=media.examples,
            encodings=tuple(lower_encodings(kind, media.encodings)),
            text_events=media.text_events,
        )

    def _item_type(self, of: Type) -> Type:
        """Rule SI1: the schema of a stream describes an item. If it is an array, it describes the
        items one after the other (OpenAPI 3.2 §4.14).
        """
        match [*variants_of(of, self._types.find)]:
            case [Array(items) as array] if not array.is_tuple:
                return items
        return of

    def _arguments(self, content: Sequence[Content]) -> tuple[Property, ...]:
        """Rule EN3: `format: binary` is a file if the body can be a multipart form, else text."""
        find, of = self._types.find, content[0].type
        if content[0].kind is ContentKind.STREAM or not all(
            isinstance(variant, Object) for variant in variants_of(of, find)
        ):
            return ()
        found = _writable(merge_properties(of, find))
        if any(one.kind is ContentKind.MULTIPART for one in content):
            return found
        return tuple(replace(one, type=write_as_text(one.type, find)) for one in found)

    def _required_order(self, schema: Schema) -> tuple[str, ...]:
        """Returns every name in `required` of the schema and its variants, in order."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [schema]
        while waiting:
            part = waiting.pop()
            if part.ref is not None and part.ref in seen:
                continue
            seen.add(part.ref or "")
            merged = self._resolver.merge(part)
            found.update(dict.fromkeys(merged.base.required))
            for union in reversed(merged.unions):
                waiting.extend(reversed(union.one_of or union.any_of))
        return tuple(found)


def content_kind(content_type: str, schema: Schema | None) -> ContentKind:
    """Returns how a representation is sent or read.

    Rule M4: JSON (also `text/json` and `+json`), multipart, form, stream and text are recognized by
    their names. A range (`*/*`) is JSON unless its schema is a string. Everything else is bytes,
    and so are JSON lines and JSON text sequences whose schema is a string.
    """
    if (stream_format := StreamFormat.of_media_type(content_type)) is not None:
        is_text = schema is not None and schema.types == ("string",)
        is_bytes = is_text and stream_format is not StreamFormat.EVENTS
        return ContentKind.BINARY if is_bytes else ContentKind.STREAM
    if content_type in _JSON or content_type.endswith("+json"):
        return ContentKind.JSON
    if content_type.startswith("multipart/"):
        return ContentKind.MULTIPART
    if content_type == _FORM:
        return ContentKind.FORM
    if content_type.startswith("text/") or content_type.endswith("+xml") or content_type in _TEXT:
        return ContentKind.TEXT
    is_range = content_type in ("*/*", "application/*")
    if is_range and schema is not None and schema.types != ("string",):
        return ContentKind.JSON
    return ContentKind.BINARY


def _writable(properties: Iterable[Property]) -> tuple[Property, ...]:
    return tuple(one for one in properties if not one.read_only)


def _as_sent(content: Content) -> Content:
    """Rule BC1: a request sends text as it is given, whatever its schema; events are text too."""
    is_text = content.kind is ContentKind.TEXT
    if not is_text and content.stream_format is not StreamFormat.EVENTS:
        return content
    return replace(content, kind=ContentKind.TEXT, type=Scalar(ScalarKind.STRING), nullable=False)


def _is_success(response: Response) -> bool:
    return response.status.startswith("2") or response.status == NOT_MODIFIED


def _is_json_string(content: Content) -> bool:
    return content.kind is ContentKind.JSON and content.type == Scalar(ScalarKind.STRING)


def _type_without_schema(kind: ContentKind) -> Type:
    return Scalar(ScalarKind.STRING) if kind is ContentKind.TEXT else Anything()


def _name_arguments(
    properties: Iterable[Property], arguments: Sequence[str]
) -> Iterable[BodyProperty]:
    """Rule M1: arguments are named in order, parameters first. A name that is in use gets a number,
    and a name that every method uses, like `timeout`, gets a trailing `_`.
    """
    taken = names.Taken(arguments)
    for one in properties:
        yield BodyProperty(one, taken.take(names.argument(one.name)))
