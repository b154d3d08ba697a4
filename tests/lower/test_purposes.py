"""What a resource and a service are for, and what responses carry besides their bodies."""

from __future__ import annotations

from dataclasses import replace

from generator.diagnostics import Problems
from generator.lower.build import build_provider
from generator.lower.purposes import find_purpose, find_service_purpose, first_sentence
from generator.model.methods import Method, PathInResponse
from generator.model.provider import Provider
from generator.model.types import NamedType
from generator.vocabulary import SqlVerb
from tests.support.providers import method as model_method
from tests.support.providers import resource as model_resource
from tests.support.specs import mapping_of, method, resource, spec_of

SPEC = """
paths:
  /jobs:
    get:
      operationId: listJobs
      summary: List jobs.
      responses:
        '200':
          description: ok
          headers:
            X-Left: {description: Calls left, schema: {type: integer}}
            X-Kind: {schema: {type: string, description: What kind.}}
            X-Bare: {}
          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
    post:
      operationId: makeJob
      summary: Start a job. It takes a while.
      responses: {'204': {description: ok}}
components:
  schemas:
    Page:
      description: The response of the list.
      properties: {data: {type: array, items: {$ref: '#/components/schemas/Job'}}}
    Job:
      description: "A job that runs on a machine. See below."
      properties: {id: {type: string}}
"""


def built(text: str = SPEC) -> Provider:
    jobs = resource("jobs", method("listJobs", items="$.data"), method("makeJob", SqlVerb.INSERT))
    problems = Problems()
    made = build_provider(spec_of(text), mapping_of(jobs), problems)
    assert list(problems) == []
    return made


def test_a_resource_is_described_by_the_type_of_its_rows() -> None:
    def purpose(text: str) -> str:
        return built(text).services[0].resources[0].purpose

    assert purpose(SPEC) == "A job that runs on a machine."
    assert first_sentence("# Title\n\nUse `a.b`. E.g. this.") == "Use `a.b`."


def test_a_resource_without_a_described_type_is_what_its_list_reads() -> None:
    """The summary of one method among several says what that one does."""
    one = replace(model_method("read", SqlVerb.SELECT), summary="Get one of the jobs by id.")
    made = replace(model_method("make", SqlVerb.INSERT), summary="Start a job.")

    no_types: dict[str, NamedType] = {}

    def purpose(*methods: Method) -> str:
        return find_purpose("", methods, no_types.__getitem__)

    for summary in (
        "List jobs of your own account.",
        "Returns a list of jobs of your own account. Newest first.",
        "Lists all of jobs of your own account",
    ):
        listed = replace(one, summary=summary, items=PathInResponse(("data",)))
        assert purpose(one, listed, made).rstrip(".") == "Jobs of your own account"
        named = replace(listed, summary="List jobs", description=summary)
        assert purpose(named, made).rstrip(".") == "Jobs of your own account"
    assert purpose(one, made) == "One of the jobs by id."
    # Three words say no more than the name.
    short = replace(one, summary="List all jobs")
    assert purpose(short, made) == ""
    assert purpose(replace(one, summary="Returns whether a job may run."), made) == ""
    assert purpose(short) == "List all jobs"
    assert purpose(made) == "Start a job."


def test_a_service_has_the_purpose_of_its_resource() -> None:
    one = replace(model_resource(model_method("x", SqlVerb.EXEC)), purpose="Things.")
    two = replace(one, name="others", purpose="Others.")
    assert find_service_purpose("things", "Its own.", [one]) == "Its own."
    assert find_service_purpose("other", "", [one]) == "Things."
    assert find_service_purpose("others", "", [one, two]) == "Others."
    assert find_service_purpose("both", "", [one, two]) == ""


def test_headers_of_responses_are_described() -> None:
    answer = built().services[0].resources[0].methods[0].answer
    assert [(one.name, one.description) for one in answer.headers] == [
        ("X-Left", "Calls left"),
        ("X-Kind", "What kind."),
        ("X-Bare", ""),
    ]
