"""The calls that a client's README shows."""

from __future__ import annotations

from dataclasses import replace

from generator.model.methods import Answer, Content, ContentKind, PathInResponse, StreamSwitch
from generator.model.provider import Service
from generator.model.types import Array, Const, NamedType, Ref, Type
from generator.views.client.model import build_client_model
from generator.views.client.readme import ObjectExample, choose_examples
from generator.vocabulary import NavGroup, SqlVerb
from tests.support.providers import (
    INTEGER,
    ORIGIN,
    STRING,
    body,
    method,
    named,
    param,
    prop,
    provider,
    record,
    resource,
)


def object_example(kind: Type, *more: NamedType) -> ObjectExample | None:
    """Returns the example of a call that takes a text and an argument of `kind`."""
    sent = body(prop("name", STRING, required=True), prop("wish", kind), required=("name",))
    acme = provider(resource(method("create", SqlVerb.INSERT, sent=sent)), types=more)
    return choose_examples(build_client_model(acme), acme).object


def test_an_object_is_shown_as_a_dict_and_as_a_model() -> None:
    members = (prop("its-kind", Const("a"), required=True), prop("n", INTEGER, required=True))
    wish = named("Wish", record(*members, prop("more")))
    found = object_example(Ref("Wish"), wish)
    assert found is not None
    assert found.as_dict == 'client.things.create(value="example", value={"its-kind": "a", "n": 1})'
    wish_model = 'types.Wish(its_kind="a", n=1)'
    assert found.as_model == f'client.things.create(value="example", value={wish_model})'


def test_an_object_without_short_values_is_not_shown() -> None:
    list_in_it = named("Wish", record(prop("all", Array(STRING), required=True)))
    assert object_example(Ref("Wish"), list_in_it) is None
    assert object_example(Ref("Wish"), named("Wish", record(prop("free")))) is None
    assert object_example(STRING) is None


def test_a_stream_is_shown_with_the_argument_that_asks_for_it() -> None:
    contents = [
        Content("", kind, STRING, False, ORIGIN) for kind in (ContentKind.JSON, ContentKind.STREAM)
    ]
    of = replace(
        method("create", SqlVerb.EXEC, sent=body(prop("mode"))),
        answer=Answer("200", "", tuple(contents)),
        stream_by=StreamSwitch("mode", None, "sse"),
    )
    acme = provider(resource(of))
    examples = choose_examples(build_client_model(acme), acme)
    assert examples.stream == 'client.things.create(value="sse")'


def test_calls_of_the_first_group_of_services_are_shown() -> None:
    """Without groups, the shortest call is."""
    rows = Content("", ContentKind.JSON, record(prop("data", Array(STRING))), False, ORIGIN)
    listed = replace(
        method("list", SqlVerb.SELECT),
        answer=Answer("200", "", (rows,)),
        items=PathInResponse(("data",)),
    )
    services = [
        Service(name, name, "", (resource(replace(listed, python=(name, "list")), service=name),))
        for name in ("a", "jobs", "others")
    ]
    acme = replace(provider(resource()), services=tuple(services))
    groups = (NavGroup("Core", ("jobs", "others")), NavGroup("More", ("a",)))
    for of, name in (
        (acme, "a"),
        (replace(acme, site=replace(acme.site, groups=groups)), "jobs"),
    ):
        examples = choose_examples(build_client_model(of), of)
        assert examples.first == (f"for row in client.{name}.list():", "    print(row)")
        assert examples.first_async == (f"async for row in client.{name}.list():", "    print(row)")
        assert examples.plain == f"{name}.list"


def test_without_a_list_the_shortest_usual_request_is_first() -> None:
    one = method("get", SqlVerb.SELECT, params=(param("id"),))
    old = replace(method("x", SqlVerb.EXEC), deprecated=True)
    acme = provider(resource(one, old))
    examples = choose_examples(build_client_model(acme), acme)
    assert examples.first == ('client.things.get(value="id_abc123")',)
    assert examples.first_async == ('await client.things.get(value="id_abc123")',)
