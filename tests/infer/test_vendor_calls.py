from __future__ import annotations

from generator.infer.vendor_calls import read_vendor_calls
from generator.openapi.model import Operation
from generator.vocabulary import CodeSample, HttpVerb


def operation(verb: HttpVerb, path: str, *samples: str) -> Operation:
    return Operation(
        pointer="",
        id="it",
        verb=verb,
        path=path,
        tags=(),
        summary="",
        description="",
        deprecated=False,
        deprecation_reason="",
        parameters=(),
        body=None,
        responses=(),
        security=None,
        samples=tuple(CodeSample("", "python", text) for text in samples),
    )


def call_of(verb: HttpVerb, path: str, *samples: str) -> str:
    return ".".join(read_vendor_calls([operation(verb, path, *samples)]).get("it", ()))


def test_the_call_that_matches_the_path_best_is_used() -> None:
    sample = """
from acme import Acme
acme = Acme()
job = acme.jobs.create(name="x")
for event in acme.jobs.events.list(job.id):
    print(event)
acme.jobs.cancel(job.id)
"""
    assert call_of(HttpVerb.GET, "/jobs/{id}/events", sample) == "jobs.events.list"
    assert call_of(HttpVerb.POST, "/jobs", sample) == "jobs.create"
    assert call_of(HttpVerb.POST, "/jobs/{id}/cancel", sample) == "jobs.cancel"


def test_wrappers_around_a_method_are_not_part_of_its_name() -> None:
    sample = "with client.audio.speech.with_streaming_response.create(voice='x') as audio: pass"
    assert call_of(HttpVerb.POST, "/audio/speech", sample) == "audio.speech.create"


def test_a_sample_that_is_not_python_gives_no_name() -> None:
    assert call_of(HttpVerb.GET, "/jobs", "client.jobs.list(") == ""
    assert call_of(HttpVerb.GET, "/jobs", "(" * 5000) == ""
    assert call_of(HttpVerb.GET, "/jobs", "client.jobs.list()\0") == ""


def test_unsafe_vendor_names_are_not_used() -> None:
    assert call_of(HttpVerb.GET, "/jobs", "client.__class__.mro()") == ""
    assert call_of(HttpVerb.GET, "/jobs", "client._jobs.list()") == ""
    assert call_of(HttpVerb.GET, "/jobs", "os.system('x')") == ""


def test_a_class_made_from_the_client_is_a_part_of_the_name() -> None:
    one = "client = acme.ApiClient(configuration)\nit = acme.SavedJobsApi(client)\nit.get(1)"
    other = "with ApiClient(config) as c:\n  api = JobsApi(api_client=c)\n  api.list(limit=2)"
    assert call_of(HttpVerb.GET, "/saved_jobs/{id}", one) == "saved_jobs.get"
    assert call_of(HttpVerb.GET, "/jobs", other) == "jobs.list"


def test_a_client_whose_class_ends_in_api_is_no_part_of_the_name() -> None:
    sample = "settings = Settings()\napi = AcmeApi(settings)\napi.jobs.list()"
    assert call_of(HttpVerb.GET, "/jobs", sample) == "jobs.list"
