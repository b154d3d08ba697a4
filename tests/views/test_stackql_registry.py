"""Registry documents, as data: what StackQL reads of a provider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.diagnostics import Problems
from generator.lower.build import build_provider
from generator.mapping.model import MethodMapping, PaginationRule, StackqlMapping
from generator.model.client import AuthKind
from generator.model.provider import Provider
from generator.model.stackql import StackqlKey
from generator.model.walk import named_types
from generator.views.stackql.documents import auth, provider_document, service_document
from generator.views.stackql.plain_schemas import plain_schema
from generator.vocabulary import SqlVerb
from tests.support.specs import mapping_of, method, place, resource, spec_of, types_of

PAGES = PaginationRule("pages", "after", "$.data[-1].id", place(1))


def operation(**parts: Any) -> dict[str, Any]:
    """An operation that answers with a thing."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    return {"responses": {"200": {"description": "ok", "content": content}}, **parts}


def document(
    paths: dict[str, Any], *methods: MethodMapping, headers: tuple[tuple[str, str], ...] = ()
) -> dict[str, Any]:
    """The service document of a provider with one resource."""
    provider = built(paths, *methods, headers=headers)
    service = provider.services[0]
    found: dict[str, Any] = service_document(
        provider, provider.stackql.providers[0], service, named_types(provider)
    )
    return found


def built(
    paths: dict[str, Any],
    *methods: MethodMapping,
    headers: tuple[tuple[str, str], ...] = (),
    columns: str = "bare",
) -> Provider:
    problems = Problems()
    mapping = mapping_of(resource("things", *methods), paginations=(PAGES,))
    service = replace(mapping.services[0], headers=headers)
    mapping = replace(mapping, services=(service,), stackql=StackqlMapping(body_columns=columns))
    spec = spec_of(
        f"""
paths: {json.dumps(paths)}
servers: [{{url: 'https://acme.example/v1'}}, {{url: 'https://eu.acme.example'}}]
components:
  schemas:
    Thing:
      required: [id]
      properties:
        id: {{type: string, description: " What it is called. "}}
        size: {{type: [integer, 'null'], exclusiveMinimum: 0}}
        parts: {{type: array, items: {{$ref: '#/components/schemas/Thing'}}}}
        made: {{oneOf: [{{type: string}}, {{type: object, properties: {{at: {{}}}}}}]}}
"""
    )
    provider = build_provider(spec, mapping, problems)
    assert list(problems) == []
    return provider


def the_method(found: dict[str, Any], name: str) -> dict[str, Any]:
    entry: dict[str, Any] = found["components"]["x-stackQL-resources"]["things"]["methods"][name]
    return entry


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
GET = {"/things/{id}": {"get": operation(operationId="getThing", parameters=[ID])}}


@pytest.mark.parametrize(
    ("schema", "plain"),
    [
        ("{type: [string, 'null']}", {"type": "string"}),
        ("{const: 1}", {"type": "integer"}),
        ("{enum: [a, b]}", {"type": "string"}),
        ("{anyOf: [{type: integer}, {type: 'null'}]}", {"type": "integer"}),
        ("{oneOf: [{type: integer}, {type: string}]}", {"type": "string"}),
        ("{type: [number, boolean]}", {"type": "number"}),
        ("{oneOf: [{type: array, items: {}}, {type: object}]}", {"type": "object"}),
        ("{type: integer, exclusiveMinimum: 0}", {"type": "integer"}),
        ("{properties: {a: {}}}", {"type": "object"}),
        ("{additionalProperties: {type: integer}}", {"type": "object"}),
        ("{}", {"type": "string"}),
        ("{type: string, format: binary}", {"type": "string"}),
        ("{type: array, items: {type: number}}", {"type": "array", "items": {"type": "number"}}),
        (
            "{type: array, items: {$ref: '#/components/schemas/It'}}",
            {"type": "array", "items": {"type": "array", "items": {}}},
        ),
    ],
)
def test_a_schema_has_one_kind(schema: str, plain: dict[str, Any]) -> None:
    types = types_of(f"It: {schema}")
    assert plain_schema(types["It"].type, types) == plain


def test_a_document_stands_alone() -> None:
    found = document(GET, method("getThing"))
    assert found["openapi"] == "3.0.3"
    assert found["servers"] == [{"url": "https://acme.example/v1"}]
    assert found["components"]["schemas"] == {
        "things.getthing.row": {
            "type": "object",
            "properties": {
                "id": {"type": "string", "description": "What it is called."},
                "made": {"type": "string"},
                "parts": {"type": "array", "items": {"type": "object"}},
                "size": {"type": "integer", "nullable": True},
            },
        }
    }
    assert found["components"]["x-stackQL-resources"]["things"]["id"] == "acme.shop.things"
    assert the_method(found, "getthing") == {
        "operation": {"$ref": "#/paths/~1things~1{id}/get"},
        "response": {"openAPIDocKey": "200", "mediaType": "application/json"},
    }


def test_the_method_that_requires_most_comes_first() -> None:
    paths = {**GET, "/things": {"get": operation(operationId="listThings")}}
    found = document(paths, method("listThings"), method("getThing"))
    things = found["components"]["x-stackQL-resources"]["things"]
    methods = "#/components/x-stackQL-resources/things/methods"
    assert things["sqlVerbs"] == {
        "select": [{"$ref": f"{methods}/getthing"}, {"$ref": f"{methods}/listthings"}],
        "insert": [],
        "update": [],
        "delete": [],
        "replace": [],
    }


def test_a_page_token_is_at_the_end_of_a_slice() -> None:
    page = {"type": "object", "properties": {"data": {"type": "array", "items": {}}}}
    page["properties"]["data"]["items"] = {"$ref": "#/components/schemas/Thing"}  # type: ignore[index]
    paths = {
        "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [{"name": "after", "in": "query", "schema": {"type": "string"}}],
                "responses": {
                    "200": {"description": "ok", "content": {"application/json": {"schema": page}}}
                },
            }
        }
    }
    found = document(paths, method("listThings", items="$.data", pagination="pages"))
    assert the_method(found, "listthings") == {
        "operation": {"$ref": "#/paths/~1things/get"},
        "response": {
            "openAPIDocKey": "200",
            "mediaType": "application/json",
            "objectKey": "$.data",
        },
        "config": {
            "pagination": {
                "requestToken": {"key": "after", "location": "query"},
                "responseToken": {"key": "$.data[-1:].id", "location": "body"},
            }
        },
    }


def test_an_items_path_to_an_object_leads_to_the_only_row() -> None:
    envelope = {"type": "object", "properties": {"thing": {"$ref": "#/components/schemas/Thing"}}}
    answer = {"description": "ok", "content": {"application/json": {"schema": envelope}}}
    paths = {"/thing": {"get": operation(operationId="getThing", responses={"200": answer})}}
    found = document(paths, method("getThing", items="$.thing"))
    assert the_method(found, "getthing")["response"] == {
        "openAPIDocKey": "200",
        "mediaType": "application/json",
        "objectKey": "$.thing",
    }
    assert found["components"]["schemas"]["things.getthing.response"] == {
        "type": "object",
        "properties": {"thing": {"$ref": "#/components/schemas/things.getthing.row"}},
    }
    assert "size" in found["components"]["schemas"]["things.getthing.row"]["properties"]


def body(*required: str, **properties: str) -> dict[str, Any]:
    """A JSON body with properties of these types."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in properties.items()},
    }
    if required:
        schema["required"] = list(required)
    return {"content": {"application/json": {"schema": schema}}}


def changing(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "/things/{id}": {
            "post": operation(operationId="changeThing", parameters=[ID], requestBody=sent)
        }
    }


def test_a_body_that_may_be_empty_has_a_default() -> None:
    for sent, request in (
        (body(name="string"), {"mediaType": "application/json", "default": "{}"}),
        (body("name", name="string"), {"mediaType": "application/json"}),
    ):
        found = document(changing(sent), method("changeThing", SqlVerb.INSERT))
        assert the_method(found, "changething")["request"] == request


def test_body_columns_are_bare_or_prefixed() -> None:
    paths = changing(body(name="string"))
    bare = document(paths, method("changeThing", SqlVerb.INSERT))
    naive = {"requestBodyTranslate": {"algorithm": "naive"}}
    assert the_method(bare, "changething")["config"] == naive
    provider = built(paths, method("changeThing", SqlVerb.INSERT), columns="prefixed")
    prefixed: dict[str, Any] = service_document(
        provider,
        provider.stackql.providers[0],
        provider.services[0],
        named_types(provider),
    )
    assert "config" not in the_method(prefixed, "changething")


def test_numbers_of_an_update_are_written_by_a_template() -> None:
    paths = changing(body(name="string", size="integer", lit="boolean", tags="array"))
    request = the_method(document(paths, method("changeThing", SqlVerb.UPDATE)), "changething")
    template = request["request"]["transform"]
    assert template["type"] == "golang_template_json_v0.3.0"
    assert '(or (eq $name "size") (eq $name "lit"))' in template["body"]
    inserted = the_method(document(paths, method("changeThing", SqlVerb.INSERT)), "changething")
    assert "transform" not in inserted["request"]


def test_a_name_in_a_template_is_a_string_of_go() -> None:
    paths = changing(body(**{'a"}}{{`\n': "integer"}))
    request = the_method(document(paths, method("changeThing", SqlVerb.UPDATE)), "changething")
    named = r'(eq $name "a\u0022\u007d\u007d\u007b\u007b\u0060\u000a")'
    assert named in request["request"]["transform"]["body"]


def test_a_fixed_header_has_a_default_and_a_cookie_is_left_out() -> None:
    query = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}}
    own = {"name": "x-mode", "in": "header", "required": True, "schema": {"type": "string"}}
    cookie = {"name": "session", "in": "cookie", "schema": {"type": "string"}}
    paths = {
        "/things": {"get": operation(operationId="listThings", parameters=[query, own, cookie])}
    }
    fixed = (("X-Mode", "fast"), ("X-Beta", "2"))
    found = document(paths, method("listThings"), headers=fixed)
    assert found["paths"]["/things"]["get"]["parameters"] == [
        {"name": "limit", "in": "query", "required": False, "schema": {"type": "integer"}},
        {
            "name": "x-mode",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "default": "fast"},
        },
        {
            "name": "X-Beta",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "default": "2"},
        },
    ]


def test_the_response_of_an_exec_has_no_content() -> None:
    found = document(GET, method("getThing", SqlVerb.EXEC))
    assert found["paths"]["/things/{id}"]["get"]["responses"] == {"200": {"description": "ok"}}
    assert the_method(found, "getthing")["response"] == {"openAPIDocKey": "200"}


def test_each_kind_of_key_is_told_in_its_way() -> None:
    bearer = StackqlKey(AuthKind.BEARER, "", "ACME_API_KEY")
    header = StackqlKey(AuthKind.HEADER, "X-Key", "ACME_API_KEY")
    query = StackqlKey(AuthKind.QUERY, "team", "ACME_TEAM")
    basic = StackqlKey(AuthKind.BASIC, "", "ACME_API_KEY")
    custom = {"type": "custom", "credentialsenvvar": "ACME_API_KEY"}
    assert auth(()) == {"type": "null_auth"}
    assert auth((bearer,)) == {"type": "bearer", "credentialsenvvar": "ACME_API_KEY"}
    assert auth((basic,)) == {
        "type": "basic",
        "username_var": "ACME_USERNAME",
        "password_var": "ACME_PASSWORD",
    }
    assert auth((header,)) == {**custom, "location": "header", "name": "X-Key"}
    assert auth((header, query))["successor"] == {
        "type": "custom",
        "location": "query",
        "name": "team",
        "credentialsenvvar": "ACME_TEAM",
    }


def test_a_provider_names_the_document_of_each_service() -> None:
    provider = built(GET, method("getThing"))
    found: dict[str, Any] = provider_document(provider, provider.stackql.providers[0])
    assert found["providerServices"]["shop"]["id"] == "shop:v00.00.00000"
    assert found["providerServices"]["shop"]["service"] == {
        "$ref": "acme/v00.00.00000/services/shop.yaml"
    }
    assert found["config"] == {"auth": {"type": "null_auth"}}
