"""Which response a page shows for a method."""

from __future__ import annotations

from dataclasses import replace

from generator.examples.responses import SampleResponse, SampleResponses
from generator.model.methods import Answer, Content, ContentKind
from generator.vocabulary import SqlVerb
from tests.support.providers import INTEGER, ORIGIN, method, prop, provider, record, resource

JSON = Content("application/json", ContentKind.JSON, record(prop("n", INTEGER)), False, ORIGIN)


def test_a_response_is_a_sample_an_example_or_made() -> None:
    bare = method("get", SqlVerb.SELECT)
    made = replace(bare, answer=Answer("200", "", (JSON,)))
    example = replace(made, answer=Answer("200", "", (replace(JSON, examples=({"n": 7},)),)))
    sampled = replace(example, sample_responses=(("", " "), ("", "{ ... }"), ("", '{"n": 8}')))
    broken = replace(example, sample_responses=(("", "{ ... }"),))
    choose = SampleResponses(provider(resource(bare))).choose
    assert choose(bare) is None
    assert choose(made) == SampleResponse("", {"n": 1}, is_made=True)
    assert choose(example) == SampleResponse("", {"n": 7})
    assert choose(sampled) == SampleResponse('{"n": 8}', {"n": 8})
    assert choose(broken) == SampleResponse("{ ... }")
