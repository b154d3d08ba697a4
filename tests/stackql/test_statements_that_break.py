"""What breaks a statement in the engine makes the model of the engine fail too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from generator.escape import stackql_identifier
from generator.escape.stackql_words import SQLITE_WORDS, STACKQL_WORDS
from tests.support.stackql import Engine, HttpRequest, Refused

PROVIDER = """
id: acme
providerServices: {shop: {service: {$ref: acme/v1/services/shop.yaml}}}
config: {auth: {type: bearer, credentialsenvvar: ACME_API_KEY}}
"""
SHOP = """
servers: [{url: 'http://127.0.0.1:1/v1'}]
paths:
  /things:
    get:
      parameters:
      - {name: limit, in: query, required: false, schema: {type: integer}}
      - {name: Acme-Version, in: header, required: false, schema: {type: string, default: '2'}}
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses: {'200': {}}
  /things/{id}:
    parameters: []
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Row'}}}}
    patch:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}}
      responses: {'200': {}}
components:
  schemas:
    Row:
      type: object
      properties: {name: {type: string}, group: {type: string}, a.b: {type: string}}
    List:
      type: object
      properties: {data: {type: array, items: {$ref: '#/components/schemas/Row'}}}
    New: {type: object, required: [name], properties: {name: {type: string}, size: {type: integer}}}
    Change: {type: object, properties: {name: {type: string}, size: {type: integer}}}
  x-stackQL-resources:
    things:
      methods:
        get:
          operation: {$ref: '#/paths/~1things~1{id}/get'}
          response: {mediaType: application/json, openAPIDocKey: '200'}
        list:
          operation: {$ref: '#/paths/~1things/get'}
          response: {mediaType: application/json, openAPIDocKey: '200', objectKey: $.data}
        make:
          operation: {$ref: '#/paths/~1things/post'}
          request: {mediaType: application/json}
          response: {openAPIDocKey: '200'}
          config: {requestBodyTranslate: {algorithm: naive}}
        change:
          operation: {$ref: '#/paths/~1things~1{id}/patch'}
          request: {mediaType: application/json, default: '{}'}
          response: {openAPIDocKey: '200'}
          config: {requestBodyTranslate: {algorithm: naive}}
      sqlVerbs:
        select:
        - {$ref: '#/components/x-stackQL-resources/things/methods/get'}
        - {$ref: '#/components/x-stackQL-resources/things/methods/list'}
        insert: [{$ref: '#/components/x-stackQL-resources/things/methods/make'}]
        update: [{$ref: '#/components/x-stackQL-resources/things/methods/change'}]
        delete: []
        replace: []
"""


def planned(
    sql: str, change: Callable[[Any, Any], object] | None = None, key: str = "any"
) -> HttpRequest:
    """The request of a statement, by documents that `change` may have changed."""
    provider, shop = yaml.safe_load(PROVIDER), yaml.safe_load(SHOP)
    if change:
        change(provider, shop)
    documents = {
        "acme/v1/provider.yaml": json.dumps(provider).encode(),
        "acme/v1/services/shop.yaml": json.dumps(shop).encode(),
    }
    return Engine(documents, {"ACME_API_KEY": key}).plan(sql)


def things(shop: Any) -> Any:
    return shop["components"]["x-stackQL-resources"]["things"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT `name` FROM acme.shop.things",
        "SELECT [name] FROM acme.shop.things",
        "SELECT name, FROM acme.shop.things WHERE id = 'x' AND",
        "SELECT missing FROM acme.shop.things",
        'SELECT "a.b" FROM acme.shop.things',
        'SELECT "group" FROM acme.shop.things',
        "SELECT name FROM acme.shop.things WHERE other = 'x'",
        "SELECT name FROM acme.shop.things WHERE id LIKE 'x'",
        "SELECT name FROM acme.shop.things WHERE limit = 2",
        "SELECT name FROM acme.none.things",
        "INSERT INTO acme.shop.things (name) SELECT NULL",
        "INSERT INTO acme.shop.things (name) SELECT '{{ name }}'",
        "INSERT INTO acme.shop.things (name, size) SELECT 'x', 9223372036854775808",
        "INSERT INTO acme.shop.things (name, size) SELECT 'x', -1.5e3",
        "INSERT INTO acme.shop.things (size) SELECT 1",
        "INSERT INTO acme.shop.things (data__name) SELECT 'x'",
        "INSERT INTO acme.shop.things DEFAULT VALUES",
        "UPDATE acme.shop.things SET size = true WHERE id = 'x'",
        "UPDATE acme.shop.things SET name = NULL WHERE id = 'x'",
        "UPDATE acme.shop.things SET size = -1 WHERE id = 'x'",
        "UPDATE acme.shop.things SET name = 'x'",
        "DELETE FROM acme.shop.things WHERE id = 'x'",
        "EXEC acme.shop.things.change @id='x', @size=5",
        "EXEC acme.shop.things.change @id='x', @size='5'",
        "EXEC acme.shop.things.change @name='x'",
        "EXEC acme.shop.things.other @id='x'",
        "SELECT name FROM acme.shop.things WHERE id = 'a%zz'",
    ],
)
def test_a_statement_that_the_engine_refuses(sql: str) -> None:
    with pytest.raises(Refused):
        planned(sql)


@pytest.mark.parametrize(
    ("sql", "body"),
    [
        (
            "INSERT INTO acme.shop.things (name, size) SELECT 'it''s \\\\ x\\ny', -5",
            {"name": "it's \\ x\ny", "size": -5},
        ),
        ("INSERT INTO acme.shop.things (name) SELECT '{\"a\": [1]}'", {"name": {"a": [1]}}),
        ("INSERT INTO acme.shop.things (name) SELECT string('[1]')", {"name": "[1]"}),
        ("INSERT INTO acme.shop.things (name) SELECT 'null'", {"name": None}),
        ("INSERT INTO acme.shop.things (name) SELECT 'true'", {"name": "true"}),
        ("INSERT INTO acme.shop.things (name) SELECT '{{\"{{\"}} x }}'", {"name": "{{ x }}"}),
        ("INSERT INTO acme.shop.things (name, other) SELECT 'x', 1", {"name": "x"}),
        ("UPDATE acme.shop.things SET size = 5 WHERE id = 'x'", {"size": "5"}),
        ("UPDATE acme.shop.things SET id = 'x' WHERE id = 'x'", {}),
        ("EXEC acme.shop.things.change @id='x', @name='y' -- a comment\n;", {"name": "y"}),
    ],
)
def test_what_a_statement_sends(sql: str, body: object) -> None:
    sent = planned(sql).body
    assert sent is not None
    assert json.loads(sent) == body


def test_the_method_that_requires_most_must_come_first() -> None:
    sql = "SELECT name FROM acme.shop.things WHERE id = 'x'"
    assert planned(sql).url.endswith("/things/x")
    with pytest.raises(Refused, match="could not locate symbol id"):
        planned(sql, lambda _, shop: things(shop)["sqlVerbs"]["select"].reverse())


def test_a_header_without_its_default_is_not_sent() -> None:
    sql = "SELECT name FROM acme.shop.things"
    assert planned(sql).headers["Acme-Version"] == "2"
    changed = planned(
        sql,
        lambda _, shop: shop["paths"]["/things"]["get"]["parameters"][1]["schema"].pop("default"),
    )
    assert "Acme-Version" not in changed.headers


def test_a_body_without_a_default_is_null() -> None:
    sql = "EXEC acme.shop.things.change @id='x'"
    assert planned(sql).body == "{}"
    changed = planned(
        sql, lambda _, shop: things(shop)["methods"]["change"]["request"].pop("default")
    )
    assert (changed.body, changed.headers.get("Content-Type")) == ("null", None)


def test_without_naive_every_column_of_a_body_has_a_prefix() -> None:
    def prefixed(_: Any, shop: Any) -> None:
        things(shop)["methods"]["make"].pop("config")

    bare = "INSERT INTO acme.shop.things (name) SELECT 'x'"
    with pytest.raises(Refused, match="cannot find matching operation"):
        planned(bare, prefixed)
    sent = planned(bare.replace("(name)", "(data__name)"), prefixed).body
    assert sent == '{"name": "x"}'


def test_a_form_is_sent_without_its_columns_alone() -> None:
    def form(_: Any, shop: Any) -> None:
        things(shop)["methods"]["change"]["request"] = {"mediaType": "multipart/form-data"}

    with pytest.raises(Refused, match="media type"):
        planned("EXEC acme.shop.things.change @id='x', @name='y'", form)
    assert planned("EXEC acme.shop.things.change @id='x'", form).body is None


@pytest.mark.parametrize("key", ["$.data[0]", "$.rows"])
def test_rows_are_at_a_list_by_name(key: str) -> None:
    def moved(_: Any, shop: Any) -> None:
        things(shop)["methods"]["list"]["response"]["objectKey"] = key

    with pytest.raises(Refused, match="unsuitable"):
        planned("SELECT name FROM acme.shop.things", moved)


def test_a_key_that_is_not_set_refuses_all() -> None:
    with pytest.raises(Refused, match="credentialsenvvar"):
        planned("SELECT name FROM acme.shop.things", key="")


@pytest.mark.parametrize("word", sorted(STACKQL_WORDS))
def test_a_word_of_the_parser_is_quoted(word: str) -> None:
    def renamed(_: Any, shop: Any) -> None:
        new = shop["components"]["schemas"]["New"]
        new["properties"][word] = {"type": "string"}

    sql = "INSERT INTO acme.shop.things (name, {}) SELECT 'x', 'y'"
    with pytest.raises(Refused, match="syntax error"):
        planned(sql.format(word), renamed)
    assert planned(sql.format(stackql_identifier(word)), renamed).body == json.dumps(
        {"name": "x", word: "y"}
    )


@pytest.mark.parametrize("word", sorted(SQLITE_WORDS))
def test_a_word_of_sqlite_is_selected_with_all_alone(word: str) -> None:
    def renamed(_: Any, shop: Any) -> None:
        shop["components"]["schemas"]["Row"]["properties"][word] = {"type": "string"}

    by_name = "SELECT {} FROM acme.shop.things"
    with pytest.raises(Refused, match="SQLite"):
        planned(by_name.format(stackql_identifier(word)), renamed)
    assert planned("SELECT * FROM acme.shop.things", renamed).verb == "GET"
