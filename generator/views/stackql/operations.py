"""Builds the OpenAPI 3.0 operation of a method: parameters, request body and response.

Schemas are stored in the document's components, from which the engine takes their names.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonObject
from generator.model.methods import Content, ContentKind, Method, Param
from generator.model.provider import Resource, Service
from generator.model.walk import NamedTypes
from generator.views.stackql.plain_schemas import (
    object_schema,
    plain_schema,
    properties_of,
    row_schema,
    top_properties,
)
from generator.vocabulary import ParamPlace, SqlVerb


class Operations:
    """Builds the operations of one service document and collects their component schemas."""

    def __init__(self, service: Service, types: NamedTypes) -> None:
        self._service = service
        self._types = types
        self.schemas: JsonObject = {}

    def operation(self, resource: Resource, method: Method) -> JsonObject:
        """Returns the OpenAPI operation of a method."""
        name = f"{resource.name}.{method.name}"
        operation: JsonObject = {"operationId": method.operation}
        if method.summary.strip():
            operation["summary"] = method.summary.strip()
        if method.description.strip():
            operation["description"] = method.description.strip()
        if method.deprecated:
            operation["deprecated"] = True
        parameters = [*self._params(method)]
        if parameters:
            operation["parameters"] = parameters
        body = method.body
        if body and body.content:
            content = body.content[0]
            schema = self._request(method, content)
            operation["requestBody"] = {
                **({"description": body.description.strip()} if body.description.strip() else {}),
                "required": body.required,
                "content": {
                    content.content_type: {"schema": self._component(f"{name}.request", schema)}
                },
            }
        operation["responses"] = {method.answer.status: self._response(name, method)}
        return operation

    def _params(self, method: Method) -> Iterator[Json]:
        """Yields the OpenAPI parameters of a method.

        Rule RG6: a header that every request of a service carries is a parameter with a default,
        which the engine sends without being asked. No other parameter has a default. Cookie
        parameters are left out.
        """
        fixed = {header.lower(): (header, value) for header, value in self._service.headers}
        for param in method.params:
            if param.place is ParamPlace.HEADER and param.name.lower() in fixed:
                _, value = fixed.pop(param.name.lower())
                yield self._param(param, value)
            elif param.place is not ParamPlace.COOKIE:
                yield self._param(param)
        for header, value in fixed.values():
            yield {
                "name": header,
                "in": "header",
                "required": False,
                "schema": {"type": "string", "default": value},
            }

    def _param(self, param: Param, fixed: str = "") -> JsonObject:
        schema = plain_schema(param.type, self._types)
        written: JsonObject = {
            "name": param.name,
            "in": param.place.value,
            "required": param.required and not fixed,
            "schema": {**schema, "default": fixed} if fixed else schema,
        }
        description = param.description.strip()
        if param.place is ParamPlace.PATH:  # StackQL's static check puts it into a URL
            description = " ".join(description.split())
        if description:
            written["description"] = description
        if param.deprecated:
            written["deprecated"] = True
        return written

    def _request(self, method: Method, content: Content) -> JsonObject:
        body = method.body
        if body is None or not body.properties:
            return plain_schema(content.type, self._types)
        properties = properties_of((one.property for one in body.properties), self._types)
        return object_schema(properties, body.required_names)

    def _response(self, name: str, method: Method) -> JsonObject:
        response: JsonObject = {"description": method.answer.description.strip()}
        content = response_content(method)
        if content:
            schema = self._answer(name, method, content)
            response["content"] = {content.content_type: {"schema": schema}}
        return response

    def _answer(self, name: str, method: Method, content: Content) -> JsonObject:
        """Returns the parts of the response schema that become columns; a row is a reference."""
        if method.verb is not SqlVerb.SELECT:
            properties = properties_of(top_properties(content.type, self._types), self._types)
            plain = plain_schema(content.type, self._types)
            return self._component(
                f"{name}.response", object_schema(properties) if properties else plain
            )
        row = self._component(f"{name}.row", row_schema(method.fields, self._types))
        is_list = plain_schema(content.type, self._types)["type"] == "array"
        rows = method.items or method.item
        if rows is None or not rows.steps:
            return {"type": "array", "items": row} if is_list else row
        schema: JsonObject = {"type": "array", "items": row} if method.items else row
        for step in reversed(rows.steps):
            schema = object_schema({str(step): schema})
        return self._component(f"{name}.response", schema)

    def _component(self, name: str, schema: JsonObject) -> JsonObject:
        self.schemas[name] = schema
        return {"$ref": f"#/components/schemas/{name}"}


def response_content(method: Method) -> Content | None:
    """Returns the content of the response that the engine reads, or None.

    Rule RG7: the response of an EXEC has no content, because the engine shows none of its rows, and
    fails if a parameter isn't among the properties of the response. In the response of any other
    method, the engine reads only JSON.
    """
    if method.verb is SqlVerb.EXEC:
        return None
    json = (content for content in method.answer.content if content.kind is ContentKind.JSON)
    return next(json, None)
