"""Reads parameters, request bodies, responses, headers and their media types.

This module resolves references among them, and reads each component once. References to schemas
stay in the schemas.
"""

from __future__ import annotations

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.event_schemas import StreamItems, read_event
from generator.openapi.model import (
    Encoding,
    Header,
    MediaType,
    Parameter,
    RequestBody,
    Response,
    Schema,
)
from generator.openapi.pointers import child
from generator.openapi.refs import References
from generator.openapi.samples import read_deprecation
from generator.openapi.schemas import SchemaReader
from generator.openapi.tree import Tree
from generator.vocabulary import ParamPlace, StreamFormat

_DEFAULT_STYLES = {
    ParamPlace.PATH: "simple",
    ParamPlace.HEADER: "simple",
    ParamPlace.QUERY: "form",
    ParamPlace.COOKIE: "form",
}
_FORM = "application/x-www-form-urlencoded"
# OpenAPI 3.1 §4.8.12.1: content types and security schemes describe these headers.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})


class ContentReader:
    """Reads the parameters, bodies and responses of one document."""

    def __init__(
        self, tree: Tree, refs: References, schemas: SchemaReader, problems: Problems
    ) -> None:
        self._tree = tree
        self._problems = problems
        self._refs = refs
        self._schemas = schemas
        self._refused: set[str] = set()
        self._parameters: dict[str, Parameter | None] = {}
        self._responses: dict[str, Response] = {}
        self._bodies: dict[str, RequestBody] = {}

    def read_parameters(self, pointer: str, value: Json) -> list[Parameter]:
        """Returns the parameters of the list at `pointer`, except headers that OpenAPI ignores."""
        found: list[Parameter] = []
        for at, part in json_parts.elements(pointer, value):
            place = self._refs.follow(at, part)
            if place is None:
                continue
            if place[1].get("in") == "querystring":
                found += self._querystring(*place)
                continue
            if place[0] not in self._parameters:
                self._parameters[place[0]] = self._parameter(*place)
            parameter = self._parameters[place[0]]
            if parameter is not None:
                found.append(parameter)
        return found

    def _parameter(self, pointer: str, value: JsonObject) -> Parameter | None:
        """Rule CT1: style and explode are always explicit (OpenAPI 3.1 §4.8.12.2)."""
        name, where = json_parts.text(value.get("name")), value.get("in")
        if not name or where not in list(ParamPlace):
            return None
        place = ParamPlace(json_parts.text(where))
        if place is ParamPlace.HEADER and name.lower() in _IGNORED_HEADERS:
            return None
        style = json_parts.text(value.get("style")) or _DEFAULT_STYLES[place]
        explode = value.get("explode")
        is_deprecated, reason = read_deprecation(value)
        contents = self.read_media_types(child(pointer, "content"), value.get("content"))
        schema = None
        if "schema" in value:
            schema = self._schemas.read(child(pointer, "schema"), value["schema"])
        elif contents:
            schema = contents[0].schema
        return Parameter(
            pointer=pointer,
            name=name,
            place=place,
            required=value.get("required") is True or place is ParamPlace.PATH,
            description=json_parts.text(value.get("description")),
            schema=schema or self._schemas.read(pointer, None),
            style=style,
            explode=explode if isinstance(explode, bool) else style == "form",
            content_type=contents[0].content_type if contents and "schema" not in value else "",
            deprecated=is_deprecated,
            examples=self._examples(pointer, value),
            deprecation_reason=reason,
            allow_reserved=value.get("allowReserved") is True,
        )

    def _querystring(self, pointer: str, value: JsonObject) -> list[Parameter]:
        """Rule OP2: a query string that is a form has a query parameter for each property.

        One of another media type is an error (OpenAPI 3.2 §4.12.2).
        """
        at = child(child(pointer, "content"), _FORM)
        media = json_parts.mapping(json_parts.mapping(value.get("content")).get(_FORM))
        schema_at = child(at, "schema")
        place = self._refs.follow(schema_at, media.get("schema"))
        fields = json_parts.mapping(place[1].get("properties")) if place else {}
        if place is None or not fields:
            if pointer not in self._refused:
                self._refused.add(pointer)
                self._problems.error(
                    "unsupported-querystring",
                    f"a query string must be an object of {_FORM} with properties",
                    self._tree.locate(child(pointer, "content")),
                    "describe it by query parameters, with an overlay",
                )
            return []
        required = json_parts.texts(place[1].get("required"))
        return [
            Parameter(
                pointer=field_at,
                name=name,
                place=ParamPlace.QUERY,
                required=name in required and value.get("required") is True,
                description=json_parts.text(json_parts.mapping(part).get("description")),
                schema=self._schemas.read(field_at, part),
                style="form",
                explode=True,
                content_type="",
                deprecated=json_parts.mapping(part).get("deprecated") is True,
            )
            for field_at, name, part in json_parts.entries(child(place[0], "properties"), fields)
        ]

    def read_media_types(self, pointer: str, value: Json) -> tuple[MediaType, ...]:
        """Returns the media types of the content map at `pointer`, in document order."""
        found = (
            (content_type, self._refs.follow(at, part))  # OpenAPI 3.2 allows references here
            for at, content_type, part in json_parts.entries(pointer, value)
        )
        return tuple(
            self._media_type(content_type, *place) for content_type, place in found if place
        )

    def _media_type(self, content_type: str, at: str, part: JsonObject) -> MediaType:
        plain = content_type.partition(";")[0].strip().lower()
        items = self._read_items(at, plain, part)
        return MediaType(
            pointer=at,
            content_type=plain,
            schema=self._schema(at, part),
            examples=self._examples(at, part),
            encodings=self._encodings(child(at, "encoding"), part.get("encoding")),
            items=items.schema,
            text_events=items.text_events,
        )

    def _encodings(self, pointer: str, value: Json) -> tuple[Encoding, ...]:
        """Returns the Encoding Objects of a media type.

        Rule CT3: if one of `style`, `explode` and `allowReserved` is given, all three are explicit.
        """
        found: list[Encoding] = []
        for at, name, part in json_parts.entries(pointer, value):
            if not isinstance(part, dict):
                continue
            style = json_parts.text(part.get("style"))
            if any(key in part for key in ("style", "explode", "allowReserved")):
                style = style or "form"
            explode = part.get("explode")
            headers = self._headers(child(at, "headers"), part.get("headers"))
            found.append(
                Encoding(
                    pointer=at,
                    name=name,
                    content_type=json_parts.text(part.get("contentType")).strip().lower(),
                    style=style,
                    explode=explode if isinstance(explode, bool) else style == "form",
                    allow_reserved=part.get("allowReserved") is True,
                    headers=tuple(one for one in headers if one.name.lower() != "content-type"),
                )
            )
        return tuple(found)

    def read_body(self, pointer: str, value: Json) -> RequestBody | None:
        """Returns the request body at `pointer`."""
        place = self._refs.follow(pointer, value)
        if place is None:
            return None
        at, part = place
        if at not in self._bodies:
            self._bodies[at] = RequestBody(
                pointer=at,
                required=part.get("required") is True,
                description=json_parts.text(part.get("description")),
                content=self.read_media_types(child(at, "content"), part.get("content")),
            )
        return self._bodies[at]

    def read_responses(self, pointer: str, value: Json) -> tuple[Response, ...]:
        """Returns the responses of the map at `pointer`, in document order."""
        found: list[Response] = []
        for at, status, part in json_parts.entries(pointer, value):
            place = None if status.startswith("x-") else self._refs.follow(at, part)
            if place is not None:
                found.append(self._response(status.upper(), *place))
        return tuple(found)

    def _response(self, status: str, pointer: str, value: JsonObject) -> Response:
        status = "default" if status == "DEFAULT" else status
        key = f"{status} {pointer}"
        if key not in self._responses:
            self._responses[key] = Response(
                pointer=pointer,
                status=status,
                description=json_parts.text(value.get("description")),
                content=self.read_media_types(child(pointer, "content"), value.get("content")),
                headers=self._headers(child(pointer, "headers"), value.get("headers")),
            )
        return self._responses[key]

    def _headers(self, pointer: str, value: Json) -> tuple[Header, ...]:
        found: list[Header] = []
        for at, name, part in json_parts.entries(pointer, value):
            place = self._refs.follow(at, part)
            if place is not None:
                description = json_parts.text(place[1].get("description"))
                required = place[1].get("required") is True
                found.append(Header(name, description, self._schema(*place), required))
        return tuple(found)

    def _read_items(self, pointer: str, content_type: str, value: JsonObject) -> StreamItems:
        """Rule OP3: the items of a stream have the type of `itemSchema` (OpenAPI 3.2 §4.14).

        The items of a media type that is no stream are not read, and a note says so.
        """
        if "itemSchema" not in value:
            return StreamItems()
        at = child(pointer, "itemSchema")
        stream_format = StreamFormat.of_media_type(content_type)
        if stream_format is None:
            self._problems.note(
                "stream-items-are-not-read",
                f"the items of {content_type[:80]} are not read one by one",
                self._tree.locate_key(at),
                "the client takes and returns the whole content",
            )
            return StreamItems()
        if stream_format is not StreamFormat.EVENTS:
            return StreamItems(self._schemas.read(at, value["itemSchema"]))
        return read_event(at, value["itemSchema"], self._refs, self._schemas)

    def _schema(self, pointer: str, value: JsonObject) -> Schema | None:
        if "schema" not in value:
            return None
        return self._schemas.read(child(pointer, "schema"), value["schema"])

    def _examples(self, pointer: str, value: JsonObject) -> tuple[Json, ...]:
        """Rule CT2: `example` comes first, then the values of `examples`; external ones are
        ignored.
        """
        found = [value["example"]] if "example" in value else []
        for at, _, part in json_parts.entries(child(pointer, "examples"), value.get("examples")):
            place = self._refs.follow(at, part)
            if place is not None and "value" in place[1]:
                found.append(place[1]["value"])
        return tuple(found)
