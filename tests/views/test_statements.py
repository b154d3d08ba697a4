"""Which columns a statement names, and how its text quotes them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
import sqlglot

from generator.escape import is_selectable, sql_identifier, stackql_identifier
from generator.escape.data import RESERVED_SQL
from generator.escape.stackql_words import SQLITE_WORDS
from generator.json_types import Json
from generator.lower.collisions import required_columns
from generator.model.methods import Answer, Content, ContentKind, Method
from generator.model.stackql import BodyColumns
from generator.views.docusaurus import sample_sql
from generator.views.sql import columns
from generator.views.sql.limits import Limit, reason, unselectable
from generator.views.sql.sql_values import (
    argument_value,
    condition_value,
    inserted_value,
    set_value,
)
from generator.views.sql.statement_text import statement_text
from generator.views.sql.statements import Statements
from generator.vocabulary import ParamPlace, SqlVerb
from tests.support.providers import (
    INTEGER,
    ORIGIN,
    body,
    column,
    method,
    param,
    prop,
    provider,
    record,
    resource,
)
from tests.support.sql_check import sql_faults


def text_of(made: Method, prefix: str = "") -> list[str]:
    """The text of each statement that calls a method."""
    thing = resource(made, service="shop")
    acme = provider(thing)
    if prefix:
        acme = replace(acme, stackql=replace(acme.stackql, body_columns=BodyColumns.PREFIXED))
    examples = Statements(acme).examples(thing, made)
    texts = [statement_text(one.statement) for one in examples]
    assert [sql_faults(f"```sql\n{text}\n```", acme) for text in texts] == [[]] * len(texts)
    return texts


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
    assert columns.required_columns(made, "data__") == (
        *("Acme-Version", "b", "z"),
        *("data__x", "data__y"),
    )
    assert columns.required_columns(made, "") == ("Acme-Version", "b", "z", "x", "y")


def test_methods_are_told_apart_by_the_columns_that_statements_give() -> None:
    """The stage that refuses methods alike (rule B7) can't ask `views`."""
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
        for naming in BodyColumns:
            given = columns.required_columns(made, naming.prefix)
            assert required_columns(made, naming) == tuple(sorted(set(given)))


def test_the_method_with_the_shortest_required_columns_is_shown() -> None:
    one = method("one", SqlVerb.SELECT, params=(param("thing_id"),))
    every = method("every", SqlVerb.SELECT)
    assert sample_sql.shown((one, every)) is every
    assert sample_sql.shown((one,)) is one


def test_a_body_and_a_param_of_one_name_have_placeholders_of_their_own() -> None:
    made = method(
        "make", SqlVerb.INSERT, params=(param("id"),), sent=body(prop("id"), required=("id",))
    )
    text = sample_sql.insert("acme.shop.things", sample_sql.inserted_at_least(made))
    assert text.splitlines()[2:-1] == [
        *("data__id,", "id", ")", "SELECT "),
        *("'{{ data__id }}',", "'{{ id }}'"),
    ]


def test_a_body_that_is_no_object_is_one_column() -> None:
    made = method("make", SqlVerb.INSERT, sent=body())
    assert sample_sql.inserted(made) == (sample_sql.SampleColumn("data__body", "body"),)


def test_an_update_without_a_body_still_sets_something() -> None:
    made = method("touch", SqlVerb.UPDATE, params=(param("id"),))
    text = sample_sql.update("acme.shop.things", made)
    assert text.endswith("SET \nid = '{{ id }}'\nWHERE \nid = '{{ id }}';")
    assert text_of(made) == [
        "UPDATE acme.shop.things\nSET\n  id = 'id_abc123'\nWHERE id = 'id_abc123'\n;"
    ]


def test_optional_params_are_comments_that_can_be_opened() -> None:
    made = method(
        "every",
        SqlVerb.SELECT,
        params=(param("limit", ParamPlace.QUERY, required=False),),
        fields=(column("id"), column("a-b"), column("group")),
    )
    assert text_of(made) == ["SELECT\n  id\nFROM acme.shop.things\n-- WHERE \"limit\" = 'text'\n;"]
    assert unselectable(made) == ("a-b", "group")


def test_body_columns_are_bare_or_have_a_prefix_everywhere() -> None:
    for verb in (SqlVerb.INSERT, SqlVerb.UPDATE, SqlVerb.EXEC):
        made = method("go", verb, sent=body(prop("note"), required=("note",)))
        (bare,), (prefixed,) = text_of(made), text_of(made, "data__")
        assert bare.replace("note", "data__note") == prefixed


def test_exec_names_its_arguments() -> None:
    made = method(
        "ship",
        SqlVerb.EXEC,
        params=(param("id"), param("a-b", ParamPlace.QUERY)),
        sent=body(prop("note"), prop("size", INTEGER), prop("to"), required=("note",)),
    )
    least, whole = text_of(made)
    assert least == (
        "EXEC acme.shop.things.ship\n  @\"a-b\"='text',\n  @id='id_abc123',\n  @note='text'\n;"
    )
    # An EXEC takes no number.
    assert whole == least.replace("\n;", ",\n  @\"to\"='text'\n;")


def test_an_insert_without_a_column_gives_none() -> None:
    assert text_of(method("make", SqlVerb.INSERT)) == ["INSERT INTO acme.shop.things\nVALUES ()\n;"]


@pytest.mark.parametrize(
    ("value", "inserted", "set_", "condition", "argument"),
    [
        ("it's", "'it''s'", "'it''s'", "'it''s'", "'it''s'"),
        ("a\\b\nc", "'a\\\\b\\nc'", "'a\\\\b\\nc'", "'a\\\\b\\nc'", "'a\\\\b\\nc'"),
        ("null", "string('null')", "string('null')", "'null'", "'null'"),
        ("{{ x }}", *["'{{\"{{\"}} x }}'"] * 4),
        ("[1]", "string('[1]')", "string('[1]')", "'[1]'", "'[1]'"),
        (None, *["'null'"] * 4),
        (True, "true", "'true'", "'true'", "'true'"),
        (5, "5", "'5'", "5", "'5'"),
        (-1.5e-7, "-0.00000015", "'-0.00000015'", "-0.00000015", "'-0.00000015'"),
        (2**63, f"'{2**63}'", f"'{2**63}'", f"'{2**63}'", f"'{2**63}'"),
        ({"a": [None]}, *["'{\"a\": [null]}'"] * 4),
        (["a", "b"], '\'["a", "b"]\'', '\'["a", "b"]\'', "'a'", '\'["a", "b"]\''),
    ],
)
def test_each_place_has_its_literals(
    value: Json, inserted: str, set_: str, condition: str, argument: str
) -> None:
    assert inserted_value(value) == inserted
    assert set_value(value) == set_
    assert condition_value(value) == condition
    assert argument_value(value) == argument


FORM = replace(
    body(prop("name")),
    content=(Content("multipart/form-data", ContentKind.MULTIPART, record(), False, ORIGIN),),
)


JSON = Content("application/json", ContentKind.JSON, record(), False, ORIGIN)
EVENTS = Content("text/event-stream", ContentKind.STREAM, record(), False, ORIGIN)
LINES = Content("application/jsonl", ContentKind.STREAM, record(), False, ORIGIN)


def answering(*content: Content, verb: SqlVerb = SqlVerb.SELECT) -> Method:
    return replace(method("watch", verb), answer=Answer("200", "", content))


@pytest.mark.parametrize(
    ("made", "limit", "names"),
    [
        (method("make", SqlVerb.INSERT, sent=FORM), Limit.MEDIA_TYPE, ("multipart/form-data",)),
        (method("make", SqlVerb.INSERT, sent=body()), Limit.WHOLE_BODY, ("body",)),
        (
            method("go", SqlVerb.SELECT, params=(param("s", ParamPlace.COOKIE),)),
            Limit.COOKIE,
            ("s",),
        ),
        (
            method("go", SqlVerb.SELECT, params=(replace(param("o"), type=record()),)),
            Limit.OBJECT_PARAM,
            ("o",),
        ),
        (
            method("go", SqlVerb.EXEC, sent=body(prop("n", INTEGER), required=("n",))),
            Limit.EXEC_ARGUMENT,
            ("n",),
        ),
        (answering(EVENTS), Limit.STREAM, ("text/event-stream",)),
        (answering(LINES, EVENTS), Limit.STREAM, ("application/jsonl", "text/event-stream")),
    ],
)
def test_what_stackql_cannot_run_has_a_reason(
    made: Method, limit: Limit, names: tuple[str, ...]
) -> None:
    found = reason(made, {})
    assert found is not None
    assert (found.limit, found.names) == (limit, names)
    assert reason(method("go", SqlVerb.EXEC, sent=body(prop("s"))), {}) is None


def test_a_stream_that_no_select_reads_is_no_limit() -> None:
    assert reason(answering(JSON, EVENTS), {}) is None
    assert reason(answering(EVENTS, verb=SqlVerb.EXEC), {}) is None


def test_every_keyword_can_be_a_column() -> None:
    database = sqlite3.connect(":memory:")
    names = (
        (keyword.lower(), encoder(keyword.lower()))
        for keyword in sorted(sqlglot.tokens.Tokenizer.KEYWORDS)
        for encoder in (sql_identifier, stackql_identifier)
    )
    for word, name in names:
        select = f"SELECT {name}, x FROM t WHERE {name} = 'a' AND {name} = 'b'"  # noqa: S608
        update = f"UPDATE t SET {name} = 'a', x = 'b' WHERE {name} = 'c'"  # noqa: S608
        assert [part.name for part in sqlglot.parse_one(select).expressions] == [word, "x"]
        sqlglot.parse_one(update)
        database.execute(f"CREATE TABLE t ({name}, x)")
        database.execute(select)
        database.execute(update)
        database.execute("DROP TABLE t")
    database.close()


def test_what_sqlite_takes_for_no_column_cannot_be_selected() -> None:
    """StackQL's quotes are gone by the time that SQLite reads a name."""
    database = sqlite3.connect(":memory:")
    for word in sorted({*SQLITE_WORDS, *map(str.lower, sqlglot.tokens.Tokenizer.KEYWORDS)}):
        name = '"{}"'.format(word.replace('"', '""'))
        try:
            found = database.execute(f"SELECT {word} FROM (SELECT 7 AS {name}) t").fetchall()  # noqa: S608
        except sqlite3.Error:
            found = []
        assert not is_selectable(word) or found == [(7,)], word
        assert word not in SQLITE_WORDS or found != [(7,)], word
    database.close()


def test_words_of_the_sample_page_stay_bare() -> None:
    for word in ("error", "object", "model", "seed", "status", "integrations", "type", "usage"):
        assert sql_identifier(word) == word
        assert word not in RESERVED_SQL


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
