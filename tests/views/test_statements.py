"""Which columns a statement names, and how its text quotes them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
import sqlglot

from generator.escape import sql_identifier
from generator.escape.data import _RESERVED_SQL
from generator.lower.collisions import required_columns
from generator.views.sql import statements
from generator.views.sql.statement_text import docusaurus_insert, docusaurus_update, mkdocs_sql
from generator.vocabulary import ParamPlace, SqlVerb
from tests.support.providers import body, column, method, param, prop, provider, resource
from tests.support.sql_check import sql_faults

TABLE = statements.Table("acme", "shop", "things")


def test_required_columns_are_params_by_name_then_body_by_name() -> None:
    made = method(
        "make",
        SqlVerb.INSERT,
        params=(
            param("z"),
            param("Acme-Version", ParamPlace.HEADER),
            param("b", ParamPlace.QUERY),
            param("session", ParamPlace.COOKIE),
            param("a", ParamPlace.QUERY, required=False),
        ),
        sent=body(prop("y"), prop("x"), prop("w"), required=("y", "x")),
    )
    assert statements.required_columns(made) == ("Acme-Version", "b", "z", "data__x", "data__y")


def test_methods_are_told_apart_by_the_columns_that_statements_give() -> None:
    """The stage that refuses methods alike (rule B7) can't ask `emit`."""
    params = (
        *(param(f"{place}_b", place) for place in ParamPlace),
        param("a", ParamPlace.QUERY),
        param("a", ParamPlace.HEADER),
        param("c", required=False),
    )
    bodies = (
        None,
        body(),
        replace(body(), required=False),
        body(prop("y"), prop("x"), required=("y", "x")),
    )
    for sent in bodies:
        made = method("make", SqlVerb.INSERT, params=params, sent=sent)
        assert required_columns(made) == statements.required_columns(made)


def test_the_method_with_the_shortest_required_columns_is_shown() -> None:
    one = method("one", SqlVerb.SELECT, params=(param("thing_id"),))
    every = method("every", SqlVerb.SELECT)
    assert statements.shown((one, every)) is every
    assert statements.shown((one,)) is one


def test_a_body_and_a_param_of_one_name_have_placeholders_of_their_own() -> None:
    made = method(
        "make", SqlVerb.INSERT, params=(param("id"),), sent=body(prop("id"), required=("id",))
    )
    assert docusaurus_insert(statements.insert_required(TABLE, made)).splitlines()[2:-1] == [
        "data__id,",
        "id",
        ")",
        "SELECT ",
        "'{{ data__id }}',",
        "'{{ id }}'",
    ]


def test_a_body_that_is_no_object_is_one_column() -> None:
    made = method("make", SqlVerb.INSERT, sent=body())
    assert statements.insert_all(TABLE, made).columns == (statements.Column("data__body", "body"),)


def test_an_update_without_a_body_still_sets_something() -> None:
    made = method("touch", SqlVerb.UPDATE, params=(param("id"),))
    text = docusaurus_update(statements.update(TABLE, made))
    assert text.endswith("SET \nid = '{{ id }}'\nWHERE \nid = '{{ id }}';")


def test_optional_params_are_comments_that_can_be_opened() -> None:
    made = method(
        "every",
        SqlVerb.SELECT,
        params=(param("limit", ParamPlace.QUERY, required=False),),
        fields=(column("id"), column("a-b")),
    )
    thing = resource(made, service="shop")
    text = mkdocs_sql(statements.statement("acme", thing, made))
    assert text == (
        'SELECT\n  id,\n  "a-b"\nFROM acme.shop.things\n-- WHERE "limit" = \'{{ limit }}\'\n;'
    )
    assert sql_faults(f"```sql\n{text}\n```", provider(thing)) == []


def test_exec_names_its_arguments() -> None:
    made = method(
        "ship",
        SqlVerb.EXEC,
        params=(param("id"), param("a-b", ParamPlace.QUERY)),
        sent=body(prop("note"), required=("note",)),
    )
    thing = resource(made, service="shop")
    text = mkdocs_sql(statements.statement("acme", thing, made))
    assert text == (
        "EXEC acme.shop.things.ship @data__note='{{ note }}',\n"
        "  @\"a-b\"='{{ a-b }}',\n  @id='{{ id }}';"
    )
    assert sql_faults(f"```sql\n{text}\n```", provider(thing)) == []


def test_an_exec_of_all_arguments_has_a_placeholder_for_each() -> None:
    made = method(
        "ship",
        SqlVerb.EXEC,
        params=(param("to"), param("id", ParamPlace.QUERY, required=False)),
        sent=body(prop("to"), prop("note"), prop("id"), required=("id",)),
    )
    arguments = statements.execute_with_all(TABLE, made).arguments
    assert [(part.name, part.value) for part in arguments] == [
        *(("data__id", "data__id"), ("to", "to"), ("id", "id")),
        *(("data__to", "data__to"), ("data__note", "note")),
    ]


def test_every_keyword_can_be_a_column() -> None:
    database = sqlite3.connect(":memory:")
    for keyword in sorted(sqlglot.tokens.Tokenizer.KEYWORDS):
        word = keyword.lower()
        name = sql_identifier(word)
        select = f"SELECT {name}, x FROM t WHERE {name} = 'a' AND {name} = 'b'"  # noqa: S608
        update = f"UPDATE t SET {name} = 'a', x = 'b' WHERE {name} = 'c'"  # noqa: S608
        assert [part.name for part in sqlglot.parse_one(select).expressions] == [word, "x"]
        sqlglot.parse_one(update)
        database.execute(f"CREATE TABLE t ({name}, x)")
        database.execute(select)
        database.execute(update)
        database.execute("DROP TABLE t")
    database.close()


def test_words_of_the_sample_page_stay_bare() -> None:
    for word in ("error", "object", "model", "seed", "status", "integrations", "type", "usage"):
        assert sql_identifier(word) == word
        assert word not in _RESERVED_SQL


@pytest.mark.parametrize(
    "text",
    [
        "SELECT nothing_known FROM acme.shop.things",
        "SELECT id FROM acme.shop.others",
        "SELECT id x FROM acme.shop.things",
        "SELECT id,\nFROM acme.shop.things",
        "SELECT id FROM acme.shop.things WHERE other = 'x'",
        "SELECT id FROM acme.shop.things; SELECT id FROM acme.shop.things",
        "DELETE FROM acme.shop.things",
        "EXEC acme.shop.things.every @id='x';",
        "DROP TABLE acme.shop.things",
        "SELECT id FROM acme.shop.things\n-- WHERE other = 'x'\n;",
        "INSERT INTO acme.shop.things (id) SELECT 'x', 'y'",
    ],
)
def test_the_checker_finds_what_is_wrong(text: str) -> None:
    made = provider(
        resource(method("every", SqlVerb.SELECT, fields=(column("id"),)), service="shop")
    )
    assert sql_faults(f"```sql\n{text}\n```", made)
