"""Swagger 2.0 documents become OpenAPI 3.0 documents whose nodes keep their positions."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.json_types import Json
from generator.openapi.pointers import resolve
from generator.openapi.swagger import convert_swagger
from generator.openapi.tree import Tree, parse

HEAD = "swagger: '2.0'\ninfo: {title: Acme, version: '1'}\n"


def converted(text: str, problems: Problems | None = None) -> Tree:
    problems = problems or Problems()
    return convert_swagger(parse("spec.yaml", (HEAD + text).encode(), problems), problems)


@pytest.mark.parametrize(
    ("head", "urls"),
    [
        (
            "host: a.test\nbasePath: /v1/\nschemes: [http, https]",
            ["https://a.test/v1", "http://a.test/v1"],
        ),
        ("host: a.test", ["https://a.test"]),
        ("host: a.test\nschemes: [wss, http]", ["http://a.test"]),
        ("basePath: /v1", ["/v1"]),
    ],
)
def test_the_servers_are_made_of_schemes_host_and_base_path(head: str, urls: list[str]) -> None:
    assert converted(head).root["servers"] == [{"url": url} for url in urls]


def test_without_a_host_and_a_base_path_there_are_no_servers() -> None:
    assert "servers" not in converted("schemes: [https]").root


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("{type: string, x-nullable: true}", {"type": "string", "nullable": True}),
        ("{type: file}", {"type": "string", "format": "binary"}),
        ("{type: [string, 'null']}", {"type": "string", "nullable": True}),
        ("{type: [string, integer]}", {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ("{discriminator: kind}", {"discriminator": {"propertyName": "kind"}}),
        ("{items: {$ref: '#/definitions/A'}}", {"items": {"$ref": "#/components/schemas/A"}}),
        ("{$ref: '#/definitions/B'}", {"$ref": "#/definitions/B"}),
    ],
)  # fmt: skip
def test_schemas_get_the_keywords_of_openapi_3(given: str, expected: Json) -> None:
    assert (
        resolve(converted(f"definitions: {{A: {given}}}").root, "/components/schemas/A") == expected
    )


def test_a_list_of_schemas_for_items_means_any_of_them() -> None:
    problems = Problems()
    tree = converted("definitions: {A: {items: [{type: integer}, {type: 'null'}]}}", problems)

    items = resolve(tree.root, "/components/schemas/A/items")
    assert items == {"anyOf": [{"type": "integer"}, {"enum": [None], "nullable": True}]}
    assert [(one.code, one.location and one.location.line) for one in problems] == [
        ("items-are-a-list", 3)
    ]


def test_each_security_definition_becomes_a_scheme() -> None:
    tree = converted(
        "securityDefinitions:\n"
        "  a: {type: basic}\n"
        "  b: {type: apiKey, in: query, name: key}\n"
        "  c: {type: oauth2, flow: application, tokenUrl: https://a.test/t}\n"
    )
    assert resolve(tree.root, "/components/securitySchemes") == {
        "a": {"type": "http", "scheme": "basic"},
        "b": {"type": "apiKey", "in": "query", "name": "key"},
        "c": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "https://a.test/t", "scopes": {}}},
        },
    }


FORM = """\
paths:
  /jobs:
    post:
      parameters:
        - {name: name, in: formData, type: string, required: true}
        - {name: tags, in: formData, type: array, items: {type: string}}
"""


def test_a_form_is_urlencoded_unless_it_has_a_file() -> None:
    tree = converted(FORM)
    body = resolve(tree.root, "/paths/~1jobs/post/requestBody")
    fields: Json = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["name"],
    }
    tags: Json = {"tags": {"style": "form", "explode": False}}
    form = "application/x-www-form-urlencoded"
    assert body == {"required": True, "content": {form: {"schema": fields, "encoding": tags}}}

    with_file = converted(f"{FORM}        - {{name: file, in: formData, type: file}}\n")
    content = resolve(with_file.root, "/paths/~1jobs/post/requestBody/content")
    assert isinstance(content, dict)
    assert list(content) == ["multipart/form-data"]


def test_each_field_of_a_form_has_the_position_of_its_parameter() -> None:
    tree = converted(FORM)
    body = "/paths/~1jobs/post/requestBody"
    tags = f"{body}/content/application~1x-www-form-urlencoded/schema/properties/tags"
    assert tree.locate(tags).line == 8
    assert tree.locate(f"{tags}/items/type").column == 65


def test_a_body_of_a_path_belongs_to_each_operation_without_a_body() -> None:
    tree = converted(
        "paths:\n"
        "  /jobs:\n"
        "    parameters: [{name: all, in: body, schema: {type: object}}]\n"
        "    put: {}\n"
        "    post: {parameters: [{name: all, in: body, schema: {type: array}}]}\n"
    )
    schema = "/requestBody/content/application~1json/schema"
    assert resolve(tree.root, "/paths/~1jobs/parameters") == []
    assert resolve(tree.root, f"/paths/~1jobs/put{schema}") == {"type": "object"}
    assert resolve(tree.root, f"/paths/~1jobs/post{schema}") == {"type": "array"}
