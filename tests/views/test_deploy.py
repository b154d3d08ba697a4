"""A stack for stackql-deploy is loaded and rendered as that package does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import sqlglot
import yaml
from sqlglot import exp

from generator.json_types import JsonValue
from generator.mock.pytest_plugin import CompiledProviders
from generator.model.deploy import Deployment
from generator.model.provider import Provider
from generator.model.types import Array, Property, Scalar, ScalarKind, Union, Variant
from generator.model.walk import walk_resources
from generator.views.deploy.props import variable_of
from generator.views.deploy.stack import deploy_files
from generator.vocabulary import SqlVerb
from tests.support.payloads import PAYLOADS
from tests.support.providers import (
    INTEGER,
    STRING,
    body,
    column,
    method,
    param,
    prop,
    provider,
    resource,
)
from tests.support.stackql_deploy import FILE, environment, render_stack, sections

OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
BOOLEAN = Scalar(ScalarKind.BOOLEAN)
LIST = method("list_things", SqlVerb.SELECT, fields=(column("id"), column("name")))
DEPLOYMENT = Deployment("create_thing", "list_things", "name", "name", "id", is_filtered=True)


@pytest.fixture(scope="module")
def openai(mock_providers: CompiledProviders) -> Provider:
    return mock_providers.of(OPENAI)


def files_of(made: Provider) -> dict[str, bytes]:
    return {file.path: file.content for file in deploy_files(made)}


def stack_with(*properties: Property) -> dict[str, bytes]:
    """The files of a resource that is found by `name`, with further properties."""
    sent = body(prop("name"), *properties, required=("size",))
    create = method("create_thing", SqlVerb.INSERT, sent=sent)
    return files_of(provider(replace(resource(LIST, create), deploy=DEPLOYMENT)))


def query(files: Mapping[str, bytes], anchor: str, **given: object) -> str:
    part = sections(files["deploy/resources/acme_things_things.iql"].decode())[anchor]
    return environment().from_string(part).render(given)


# ------------------------------------------------------------------------- one resource


def test_a_prop_that_finds_the_resource_is_required() -> None:
    text = stack_with(prop("size", INTEGER), prop("colour"))[FILE].decode()
    assert "# required, string\n      - name: name" in text
    assert "# required, integer\n      - name: size" in text
    assert "# optional, string\n      # - name: colour" in text


def test_optional_columns_are_there_where_their_props_are() -> None:
    files = stack_with(
        prop("size", INTEGER),
        prop("is_new", BOOLEAN),
        prop("tags", Array(STRING)),
        prop("level", Union((Variant(INTEGER), Variant(STRING)))),
    )
    assert columns(query(files, "create", name="a", size=2)) == {"name": "'a'", "size": "2"}
    given = {"is_new": True, "tags": '["x\\"y","it\'s"]', "level": 3}
    assert columns(query(files, "create", name="a\\b", size=2, **given)) == {
        "name": "'a\\\\b'",
        "size": "2",
        "is_new": "TRUE",
        "tags": '\'["x\\\\"y","it\'\'s"]\'',
        "level": "3",
    }
    assert columns(query(files, "create", name="a", size=2, level="high"))["level"] == "'high'"


def columns(insert: str) -> dict[str, str]:
    tree = sqlglot.parse_one(insert)
    names = [one.name for one in tree.this.expressions]
    values = [one.sql() for one in tree.expression.expressions]
    return dict(zip(names, values, strict=True))


@pytest.mark.parametrize("text", [*PAYLOADS, "it's", "a\\b", 12])
def test_any_text_is_compared_as_it_is(text: object) -> None:
    exists = sqlglot.parse_one(query(stack_with(prop("size", INTEGER)), "exists", name=text))
    literal = exists.find(exp.Literal)
    assert literal is not None
    assert bytes.fromhex(literal.this).decode() == str(text)


@pytest.mark.parametrize(
    ("name", "variable"),
    [("name", "name"), ("include[]", "_include"), ("range", "range_"), ("a-b", "_a_b"), ("", "_")],
)
def test_a_prop_is_a_variable_of_jinja(name: str, variable: str) -> None:
    assert variable_of(name, ()) == variable
    assert variable_of(name, (variable,)) == f"{variable}_"
    assert environment().from_string(f"{{{{ {variable} }}}}").render({variable: 1}) == "1"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_sample_never_opens_a_template(payload: str) -> None:
    thing = replace(prop("size"), default=JsonValue(payload), description=payload)
    files = stack_with(thing)
    manifest = yaml.safe_load(files[FILE])
    (entry,) = manifest["resources"]
    assert [one["name"] for one in entry["props"]] == ["name", "size"]
    expected = payload.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")
    value = entry["props"][1]["value"]
    assert value == expected
    assert {kind for _, kind, _ in environment().lex(value)} <= {"data"}


# ---------------------------------------------------------------------------- OpenAI's stack


def test_every_query_renders_to_one_statement_of_its_kind(openai: Provider) -> None:
    kinds: dict[str, type[exp.Expr]] = {
        "create": exp.Insert,
        "update": exp.Update,
        "delete": exp.Delete,
        **dict.fromkeys(("exists", "statecheck", "exports"), exp.Select),
    }
    entries = render_stack(files_of(openai))
    assert len(entries) == 30
    for entry in entries:
        assert {"exists", "create", "statecheck", "exports"} <= entry.queries.keys()
        for anchor, text in entry.queries.items():
            (tree,) = (one for one in sqlglot.parse(text) if one)
            assert isinstance(tree, kinds[anchor]), (entry.name, anchor)
            assert "{" not in text.replace('{"', "").replace("{}", ""), (entry.name, anchor)


def test_ids_are_exported_before_they_are_read(openai: Provider) -> None:
    for entry in render_stack(files_of(openai)):
        if entry.kind == "resource":
            for anchor, text in entry.queries.items():
                if anchor != "delete":  # rendered when all entries have exported theirs
                    assert "= ''" not in text, (entry.name, anchor)


def test_every_resource_is_in_the_stack_or_says_why_not(openai: Provider) -> None:
    files = files_of(openai)
    text = files[FILE].decode()
    created = [
        (f"{service.name}_{one.name}", one.deploy is not None)
        for service, one in walk_resources(openai.services)
        if any(method.verb is SqlVerb.INSERT for method in one.methods)
    ]
    assert len(created) == 59
    assert sum(is_found for _, is_found in created) == 21
    for name, is_found in created:
        says_why = "stackql-deploy can't manage" in files[f"deploy/resources/{name}.iql"].decode()
        assert says_why is not is_found
        assert (f"- name: {name}\n" in text) is is_found
        assert (f"# {name}: " in text) is not is_found


def test_a_param_of_a_select_is_given_only_where_it_is_required(openai: Provider) -> None:
    for _, one in walk_resources(openai.services):
        if one.deploy is None:
            continue
        file = files_of(openai)[f"deploy/resources/{one.service}_{one.name}.iql"].decode()
        (select,) = (part for part in one.methods if part.name == one.deploy.select)
        tree = sqlglot.parse_one(environment().from_string(sections(file)["exists"]).render())
        innermost = list(tree.find_all(exp.Select))[-1]
        where = innermost.args.get("where")
        named = {column.name for column in where.find_all(exp.Column)} if where else set()
        required = {part.name for part in select.params if part.required}
        assert required <= named
        assert not named & ({part.name for part in select.params} - required)


def test_a_key_that_a_list_takes_as_a_param_is_compared_outside() -> None:
    listed = replace(LIST, params=(param("name", required=False),))
    sent = body(prop("name"), required=("name",))
    create = method("create_thing", SqlVerb.INSERT, sent=sent)
    made = provider(replace(resource(listed, create), deploy=DEPLOYMENT))
    exists = query(files_of(made), "exists", name="a")
    assert (
        "FROM (\n  SELECT name FROM acme.acme_things.things\n) found\nWHERE hex(name) = '61'"
        in exists
    )
