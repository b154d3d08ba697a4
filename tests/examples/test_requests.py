"""Which arguments an example gives, and where their values come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.examples.requests import Requests
from generator.examples.validators import Use, Validators
from generator.examples.vendor_requests import sample_requests
from generator.json_types import JsonObject, JsonValue
from generator.model.methods import (
    ContentKind,
    Method,
    PageArgument,
    PageEnd,
    Pagination,
    PathInResponse,
)
from generator.model.types import Array, Binary, Object, Scalar, ScalarKind
from generator.vocabulary import CodeSample, ParamPlace, SqlVerb
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
    assert usual == {"thing_id": "thing_abc123", "name": "example"}
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


def sampled(made: Method, *curl: str) -> Method:
    return replace(made, samples=tuple(CodeSample("", "curl", text) for text in curl))


def test_a_usual_request_gives_what_the_vendors_sample_does() -> None:
    old = replace(prop("old"), deprecated=True)
    sent = body(prop("name"), prop("size", INTEGER), old, prop("more"), required=("name",))
    params = (param("id"), param("limit", ParamPlace.QUERY, required=False))
    made = replace(
        method("make", SqlVerb.INSERT, params=params, sent=sent), path="/things/{id}/parts"
    )
    text = """curl -X POST "https://acme.test/v1/things/t%201/parts?limit=2" \\
      -H "Key: $KEY" -d '{"name": "Ada", "size": 3, "old": "x", "unknown": 1}'"""
    usual, every = given(sampled(made, text))
    assert usual == {"id": "t 1", "limit": "2", "name": "Ada", "size": 3}
    assert every == {**usual, "old": "x", "more": "text"}


def test_a_cursor_is_no_usual_argument() -> None:
    params = (param("after", ParamPlace.QUERY, required=False),)
    cursor = PageArgument("after", "after", ParamPlace.QUERY, Scalar(ScalarKind.STRING))
    pages = Pagination(cursor, PathInResponse(("id",)), PageEnd.EMPTY_PAGE, None, None)
    made = replace(method("list", SqlVerb.SELECT, params=params), path="/things", pagination=pages)
    usual, every = given(sampled(made, "curl https://acme.test/things?after=t1"))
    assert (usual, every) == ({}, {"after": "t1"})


def test_a_sample_that_does_not_fit_is_passed_over() -> None:
    sent = body(prop("size", INTEGER), required=("size",))
    made = replace(method("make", SqlVerb.INSERT, sent=sent), path="/x")
    wrong, right = (f"curl https://a.test/x -d '{{\"size\": {size}}}'" for size in ('"L"', 7))
    assert given(sampled(made, wrong, "curl 'https://a.test/x", right))[0] == {"size": 7}
    assert given(sampled(made, "curl https://a.test/other -d '{\"size\": 7}'"))[0] == {"size": 1}


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("/things/{id}", "/v1/things/t%201/", {"id": "t 1"}),
        ("/things/{id}:run", "/things/a:b:run", {"id": "a:b"}),
        ("/files/{id}.{more}", "/files/a.b.txt", {"id": "a.b", "more": "txt"}),
        ("/things/{id}/parts/", "/things/t1/parts/", {"id": "t1"}),
        ("/things/{id}", "/v1/things/", None),
        ("/things/{id}", "/things/t1/parts", None),
        ("/things/{id}{more}", "/things/" + "t" * 15_000, None),
        ("/things/{id}-{more}", "/things/" + "-" * 15_000 + "/x", None),
    ],
)
def test_a_sample_fits_the_path_of_its_operation(
    template: str, path: str, values: dict[str, str] | None
) -> None:
    made = replace(method("get", SqlVerb.SELECT), path=template)
    found = list(sample_requests(sampled(made, f"curl https://acme.test{path}")))
    assert [one.path for one in found] == ([] if values is None else [values])


def test_a_form_has_the_texts_and_files_of_its_sample() -> None:
    sent = body(prop("file", Binary()), prop("n", INTEGER), required=("file",))
    (content,) = sent.content
    form = replace(content, content_type="multipart/form-data", kind=ContentKind.MULTIPART)
    made = replace(
        method("send", SqlVerb.INSERT, sent=replace(sent, content=(form,))), path="/files"
    )
    usual, _ = given(sampled(made, "curl https://a.test/files -F file=@a/b.jsonl -F n=4"))
    assert usual == {"file": "b.jsonl", "n": 4}
    hostile = "curl https://a.test/files -F 'file=@a;rm -rf' -F n=four"
    assert given(sampled(made, hostile))[0] == {"file": "a", "n": 1}
    assert given(made)[0] == {"file": "file.bin"}


def test_a_plain_text_suits_its_name() -> None:
    ids = prop("part_ids", Array(Scalar(ScalarKind.STRING)))
    sent = body(prop("title"), ids, prop("word"), required=("title", "part_ids", "word"))
    usual, _ = given(method("make", SqlVerb.INSERT, sent=sent))
    assert usual == {"title": "Example", "part_ids": ["part_abc123"], "word": "text"}


def test_a_change_has_one_property_at_least() -> None:
    sent = body(replace(prop("old"), deprecated=True), prop("name"), prop("size", INTEGER))
    usual, _ = given(method("change", SqlVerb.UPDATE, sent=sent))
    assert usual == {"name": "example"}


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
