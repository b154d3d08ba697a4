"""What a resource and a service are for, and what responses carry besides their bodies."""

from __future__ import annotations

from dataclasses import replace

from generator.diagnostics import Problems
from generator.lower.build import build_provider
from generator.lower.purposes import find_service_purpose, first_sentence
from generator.model.provider import Provider
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
    # Three words say no more than the name; then a method that writes has the word.
    assert purpose(SPEC.replace("A job that runs on a machine.", "A job.")) == "Start a job."
    assert first_sentence("# Title\n\nUse `a.b`. E.g. this.") == "Use `a.b`."


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
