"""Converts a Swagger 2.0 document to the OpenAPI 3.0 document that means the same.

In: the tree of the document. Out: a tree whose nodes have their positions in the original. Shared
parameters and responses are written out where they are used, because their media types are those of
each operation. Unknown keys stay, so the validator reports them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.derived_tree import derive_tree
from generator.openapi.overlaid_tree import NodeOrigin
from generator.openapi.pointers import child
from generator.openapi.refs import References
from generator.openapi.swagger_schemas import SchemaConverter
from generator.openapi.tree import Tree

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch")
_JSON = "application/json"
_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BYTES = "application/octet-stream"
# Keys of the document and of an operation that have another form in OpenAPI 3.0.
_DOCUMENT_KEYS = frozenset(
    (
        *("swagger", "host", "basePath", "schemes", "consumes", "produces", "paths"),
        *("definitions", "parameters", "responses", "securityDefinitions"),
    )
)
_OPERATION_KEYS = frozenset(("consumes", "produces", "schemes", "parameters", "responses"))
# Keys of a parameter or a header that OpenAPI 3.0 keeps outside its schema.
_PARAMETER_KEYS = frozenset(
    ("name", "in", "required", "description", "allowEmptyValue", "deprecated")
)
# The style and `explode` of each collectionFormat, by the place of the parameter (rule SW3).
_SIMPLE, _LIST = ("simple", False), ("form", False)
_COLLECTIONS = {
    ("path", "csv"): _SIMPLE,
    ("header", "csv"): _SIMPLE,
    ("query", "csv"): _LIST,
    ("query", "multi"): ("form", True),
    ("query", "ssv"): ("spaceDelimited", False),
    ("query", "pipes"): ("pipeDelimited", False),
    ("formData", "csv"): _LIST,
    ("formData", "multi"): ("form", True),
    ("formData", "ssv"): ("spaceDelimited", False),
    ("formData", "pipes"): ("pipeDelimited", False),
}
_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def is_swagger(tree: Tree) -> bool:
    """Is the document Swagger 2.0? Documents often lack the quotes around the version."""
    return "openapi" not in tree.root and tree.root.get("swagger") in ("2.0", 2.0)


def convert_swagger(tree: Tree, problems: Problems) -> Tree:
    """Returns the OpenAPI 3.0 form of a Swagger 2.0 document.

    Rule SW1: the body parameter, or all formData parameters, become the request body, with the
    media types of `consumes`; a response has those of `produces`.
    Rule SW2: the servers are each of `schemes` with `host` and `basePath`; https comes first.
    Rule SW3: `collectionFormat` becomes a style. One that OpenAPI 3 has no style for is an error.
    """
    return _Converter(tree, problems).convert()


@dataclass(frozen=True, slots=True)
class _GivenParameter:
    """A parameter of the original, and its pointer there."""

    pointer: str
    value: JsonObject

    @property
    def place(self) -> Json:
        return self.value.get("in")

    @property
    def key(self) -> tuple[str, str]:
        return json_parts.text(self.value.get("name")), json_parts.text(self.place)


class _Converter:
    """Converts one document, and notes where each moved node comes from."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self._tree = tree
        self._problems = problems
        self._refs = References(tree, problems)
        self._schemas = SchemaConverter(tree, problems)
        self._origins: dict[str, NodeOrigin] = {}
        self._reported: set[str] = set()

    def convert(self) -> Tree:
        """Returns the converted document."""
        old = self._tree.root
        root: JsonObject = {"openapi": "3.0.3"}
        self._note("/openapi", "/swagger")
        root.update((key, part) for key, part in old.items() if key not in _DOCUMENT_KEYS)
        if servers := self._servers("/servers", "", old):
            root["servers"] = servers
        if "paths" in old:
            root["paths"] = self._paths(old["paths"])
        components: JsonObject = {}
        if "definitions" in old:
            self._note("/components/schemas", "/definitions")
            components["schemas"] = self._schemas.convert_all("/definitions", old["definitions"])
        if "securityDefinitions" in old:
            self._note("/components/securitySchemes", "/securityDefinitions")
            components["securitySchemes"] = _security_schemes(old["securityDefinitions"])
        if components:
            root["components"] = components
        return derive_tree(self._tree, root, self._origins)

    def _note(self, pointer: str, origin: str) -> None:
        self._origins[pointer] = NodeOrigin(self._tree, origin)

    def _servers(self, pointer: str, old: str, value: JsonObject) -> list[Json]:
        """Returns the servers of the document, or of an operation with `schemes` of its own."""
        root = self._tree.root
        host = json_parts.text(root.get("host"))
        base = json_parts.text(root.get("basePath")).rstrip("/")
        if not host:
            self._note(pointer, "/basePath")
            return [{"url": base}] if base and value is root else []
        given = json_parts.texts(value.get("schemes"))
        schemes = [scheme for scheme in given if scheme in ("https", "http")]
        self._note(pointer, child(old, "schemes") if given else "/host")
        ordered = sorted(dict.fromkeys(schemes or ["https"]), reverse=True)
        return [{"url": f"{scheme}://{host}{base}"} for scheme in ordered]

    def _paths(self, value: Json) -> Json:
        if not isinstance(value, dict):
            return value
        paths: JsonObject = {}
        for pointer, path, part in json_parts.entries("/paths", value):
            found = None if path.startswith("x-") else self._refs.follow(pointer, part)
            if found is None:
                if not _is_reference(part):
                    paths[path] = part
            else:
                if found[0] != pointer:
                    self._note(pointer, found[0])
                paths[path] = self._path_item(pointer, *found)
        return paths

    def _path_item(self, pointer: str, old: str, value: JsonObject) -> JsonObject:
        shared = list(self._parameters(child(old, "parameters"), value.get("parameters")))
        item: JsonObject = {}
        for key, part in value.items():
            at = child(pointer, key)
            if key == "parameters":
                item[key] = self._plain_parameters(at, shared)
            elif key in _VERBS and isinstance(part, dict):
                item[key] = self._operation(at, child(old, key), part, shared)
            else:
                item[key] = part
        return item

    def _operation(
        self, pointer: str, old: str, value: JsonObject, shared: list[_GivenParameter]
    ) -> JsonObject:
        own = list(self._parameters(child(old, "parameters"), value.get("parameters")))
        made = {key: part for key, part in value.items() if key not in _OPERATION_KEYS}
        if "parameters" in value:
            made["parameters"] = self._plain_parameters(child(pointer, "parameters"), own)
        replaced = {one.key for one in own}
        given = [*own, *(one for one in shared if one.key not in replaced)]
        consumes = self._media_types(value, "consumes")
        at = child(pointer, "requestBody")
        if bodies := [one for one in given if one.place == "body"]:
            made["requestBody"] = self._body(at, bodies[0], consumes)
        elif fields := [one for one in given if one.place == "formData"]:
            made["requestBody"] = self._form(at, fields, consumes)
        if "responses" in value:
            made["responses"] = self._responses(
                child(pointer, "responses"),
                child(old, "responses"),
                value["responses"],
                self._media_types(value, "produces"),
            )
        if "schemes" in value and (servers := self._servers(f"{pointer}/servers", old, value)):
            made["servers"] = servers
        return made

    def _media_types(self, operation: JsonObject, key: str) -> tuple[str, ...]:
        return json_parts.texts(operation.get(key, self._tree.root.get(key)))

    def _parameters(self, pointer: str, value: Json) -> Iterator[_GivenParameter]:
        for at, part in json_parts.elements(pointer, value):
            found = self._refs.follow(at, part)
            if found is not None:
                yield _GivenParameter(*found)

    def _plain_parameters(self, pointer: str, given: Iterable[_GivenParameter]) -> list[Json]:
        """Returns the parameters outside of a body."""
        made: list[Json] = []
        for one in given:
            if one.place in ("body", "formData"):
                continue
            at = child(pointer, len(made))
            self._note(at, one.pointer)
            self._note(child(at, "schema"), one.pointer)
            part = {
                key: value
                for key, value in one.value.items()
                if key in _PARAMETER_KEYS or key.startswith("x-")
            }
            part.pop("x-nullable", None)
            part["schema"] = self._value_schema(one.pointer, one.value)
            if style := self._style(one):
                part["style"], part["explode"] = style
            made.append(part)
        return made

    def _style(self, given: _GivenParameter) -> tuple[str, bool] | None:
        """Returns style and `explode` of a parameter that is an array (rule SW3)."""
        if given.value.get("type") != "array":
            return None
        how = given.value.get("collectionFormat", "csv")
        style = _COLLECTIONS.get((str(given.place), str(how)))
        at = child(given.pointer, "collectionFormat")
        if style is None and at not in self._reported:
            self._reported.add(at)
            self._problems.error(
                "unsupported-collection-format",
                f"OpenAPI 3 has no style for collectionFormat {str(how)[:40]!r}"
                f" in {str(given.place)[:40]}",
                self._tree.locate(at),
                "use csv, or multi in a query, if the API accepts it; "
                "or describe the parameter as a string",
            )
        return style

    def _body(self, pointer: str, given: _GivenParameter, consumes: tuple[str, ...]) -> JsonObject:
        self._note(pointer, given.pointer)
        kept = {
            key: part
            for key, part in given.value.items()
            if key not in ("name", "in", "schema") and key != "x-nullable"
        }
        at = child(pointer, "content")
        for content_type in consumes or (_JSON,):
            self._note(child(at, content_type), given.pointer)
        schema = self._schemas.convert(
            child(given.pointer, "schema"), given.value.get("schema", {})
        )
        return {**kept, "content": {kind: {"schema": schema} for kind in consumes or (_JSON,)}}

    def _form(
        self, pointer: str, fields: list[_GivenParameter], consumes: tuple[str, ...]
    ) -> JsonObject:
        """Returns the body of a form: a file is only possible in multipart/form-data."""
        has_file = any(one.value.get("type") == "file" for one in fields)
        possible = (_MULTIPART,) if has_file else (_FORM, _MULTIPART)
        types = [kind for kind in consumes if kind in possible] or [possible[0]]
        properties: JsonObject = {}
        encodings: JsonObject = {}
        self._note(pointer, fields[0].pointer)
        for one in fields:
            name = one.key[0]
            schema = self._value_schema(one.pointer, one.value)
            if "description" in one.value:
                schema["description"] = one.value["description"]
            properties[name] = schema
            for kind in types:
                at = f"{child(f'{pointer}/content', kind)}/schema/properties"
                self._note(child(at, name), one.pointer)
            if style := self._style(one):
                encodings[name] = {"style": style[0], "explode": style[1]}
        required: list[Json] = [one.key[0] for one in fields if one.value.get("required") is True]
        whole: JsonObject = {"type": "object", "properties": properties}
        if required:
            whole["required"] = required
        content: JsonObject = {}
        for kind in types:
            media: JsonObject = {"schema": whole}
            if encodings and kind == _FORM:
                media["encoding"] = encodings
            content[kind] = media
        return {"required": bool(required), "content": content}

    def _responses(self, pointer: str, old: str, value: Json, produces: tuple[str, ...]) -> Json:
        self._note(pointer, old)
        if not isinstance(value, dict):
            return value
        made: JsonObject = {}
        for origin, status, part in json_parts.entries(old, value):
            found = None if status.startswith("x-") else self._refs.follow(origin, part)
            if found is None:
                if not _is_reference(part):
                    made[status] = part
            else:
                at = child(pointer, status)
                self._note(at, found[0])
                made[status] = self._response(at, *found, produces)
        return made

    def _response(
        self, pointer: str, old: str, value: JsonObject, produces: tuple[str, ...]
    ) -> JsonObject:
        made = {
            key: part for key, part in value.items() if key not in ("schema", "examples", "headers")
        }
        if "headers" in value:
            made["headers"] = self._headers(child(old, "headers"), value["headers"])
        content: JsonObject = {}
        at = child(pointer, "content")
        if "schema" in value:
            given = value["schema"]
            is_file = json_parts.mapping(given).get("type") == "file"
            kinds = produces or ((_BYTES,) if is_file else (_JSON,))
            schema = self._schemas.convert(child(old, "schema"), given)
            for kind in kinds:
                content[kind] = {"schema": schema}
                self._note(child(at, kind), old)
        for origin, kind, example in json_parts.entries(f"{old}/examples", value.get("examples")):
            if kind.startswith("x-"):
                continue
            media = content.setdefault(kind, {})
            if isinstance(media, dict):
                media["example"] = example
            self._note(f"{child(at, kind)}/example", origin)
        if content:
            made["content"] = content
        return made

    def _headers(self, pointer: str, value: Json) -> Json:
        if not isinstance(value, dict):
            return value
        made: JsonObject = {}
        for at, name, part in json_parts.entries(pointer, value):
            made[name] = self._header(at, part) if isinstance(part, dict) else part
        return made

    def _header(self, pointer: str, value: JsonObject) -> JsonObject:
        made = {
            key: part for key, part in value.items() if key == "description" or key.startswith("x-")
        }
        return {**made, "schema": self._value_schema(pointer, value)}

    def _value_schema(self, pointer: str, value: JsonObject) -> JsonObject:
        """Returns the schema of a parameter or header, whose keywords lie beside its name."""
        kept = {
            key: part
            for key, part in value.items()
            if key not in _PARAMETER_KEYS and (not key.startswith("x-") or key == "x-nullable")
        }
        return json_parts.mapping(self._schemas.convert(pointer, kept))


def _is_reference(value: Json) -> bool:
    """Is it a reference? A bad one is left out, as it was reported already."""
    return isinstance(value, dict) and "$ref" in value


def _security_schemes(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    return {
        name: _security_scheme(part) if isinstance(part, dict) else part
        for name, part in value.items()
    }


def _security_scheme(value: JsonObject) -> JsonObject:
    kind = value.get("type")
    if kind == "basic":
        return {**value, "type": "http", "scheme": "basic"}
    if kind != "oauth2":
        return value
    urls = ("authorizationUrl", "tokenUrl", "scopes")
    made = {key: part for key, part in value.items() if key not in (*urls, "flow")}
    flow = {key: value[key] for key in urls if key in value}
    flow.setdefault("scopes", {})
    given = json_parts.text(value.get("flow"))
    return {**made, "flows": {_FLOWS.get(given, given): flow}}
