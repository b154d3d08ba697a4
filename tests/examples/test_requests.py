"""Which arguments an example gives, and where their values come from."""

from __future__ import annotations

from dataclasses import replace

from generator.examples.requests import Requests
from generator.examples.validators import Use, Validators
from generator.json_types import JsonObject, JsonValue
from generator.model.methods import Method
from generator.model.types import Object, Scalar, ScalarKind
from generator.vocabulary import ParamPlace, SqlVerb
from tests.support.providers import INTEGER, body, method, param, prop, provider, resource
from tests.support.vendors import vendor_provider

BOOLEAN = Scalar(ScalarKind.BOOLEAN)


def given(made: Method) -> tuple[JsonObject, JsonObject]:
    """What the usual request gives, and what the one of all does."""
    requests = Requests(provider(resource(made)))
    usual, every = requests.usual(made), requests.all(made)
    return (
        {one.name: one.value for one in (*usual.params, *usual.body)},
        {one.name: one.value for one in (*every.params, *every.body)},
    )


def test_a_usual_request_gives_what_is_required_and_the_other_all() -> None:
    sent = body(prop("name"), prop("size", INTEGER), required=("name",))
    params = (param("thing_id"), param("q", ParamPlace.QUERY, required=False))
    usual, every = given(method("make", SqlVerb.INSERT, params=params, sent=sent))
    assert usual == {"thing_id": "thing_abc123", "name": "text"}
    assert every == {**usual, "q": "text", "size": 1}


def test_values_are_examples_then_defaults_then_made() -> None:
    sized = replace(param("n", ParamPlace.QUERY), type=INTEGER, default=JsonValue(20))
    named = replace(param("id"), examples=("file-1", 5))
    usual, _ = given(method("get", SqlVerb.SELECT, params=(sized, named, param("other"))))
    assert usual == {"n": 20, "id": "file-1", "other": "text"}
    wrong = replace(sized, examples=("many",))
    assert given(method("get", SqlVerb.SELECT, params=(wrong,)))[0] == {"n": 20}


def test_a_stream_is_not_asked_for() -> None:
    _, every = given(method("make", SqlVerb.INSERT, sent=body(prop("stream", BOOLEAN))))
    assert every == {"stream": False}


def test_an_example_of_the_body_gives_its_values() -> None:
    sent = body(prop("name"), prop("size", INTEGER), required=("name",))
    (content,) = sent.content
    assert isinstance(content.type, Object)
    shown = replace(sent, content=(replace(content, examples=({"name": "x", "more": 1},)),))
    usual, every = given(method("make", SqlVerb.INSERT, sent=shown))
    assert (usual, every) == ({"name": "x"}, {"name": "x", "size": 1})


def test_every_body_of_a_vendor_fits_its_schema() -> None:
    openai = vendor_provider("openai")
    requests, schemas = Requests(openai), Validators(openai)
    for service in openai.services:
        for resource_ in service.resources:
            for one in resource_.methods:
                for request in (requests.usual(one), requests.all(one)):
                    if one.body and one.body.properties:
                        value: JsonObject = {part.name: part.value for part in request.body}
                        kind = one.body.content[0].type
                        assert schemas.fits(kind, Use.REQUEST, value), one.name
