"""The calls that a client's README shows."""

from __future__ import annotations

from dataclasses import replace

from generator.model.methods import Answer, Content, ContentKind, StreamSwitch
from generator.model.types import Array, Const, NamedType, Ref, Type
from generator.views.client.model import build_client_model
from generator.views.client.readme import ObjectExample, choose_examples
from generator.vocabulary import SqlVerb
from tests.support.providers import (
    INTEGER,
    ORIGIN,
    STRING,
    body,
    method,
    named,
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
