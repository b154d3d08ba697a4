"""Pages for a terminal."""

from __future__ import annotations

import pytest

from generator.views.terminal.pages import UnknownName, explain
from generator.vocabulary import SqlVerb
from tests.support.providers import body, column, method, param, prop, provider, resource

ACME = provider(
    resource(
        method("list_jobs", SqlVerb.SELECT, fields=(column("id", description="The\n id."),)),
        method("create_job", SqlVerb.INSERT, sent=body(prop("model"), required=("model",))),
        method("get_job", SqlVerb.SELECT, params=(param("job_id"),), summary="Get it."),
        name="jobs",
        service="work",
    )
)


def test_a_resource_shows_its_fields_and_methods() -> None:
    fields, methods = explain(ACME, "acme.work.jobs").tables
    assert fields.rows == (("id", "string", "The id."),)
    assert methods.rows == (
        ("list_jobs", "SELECT", "", ""),
        ("create_job", "INSERT", "model", ""),
        ("get_job", "SELECT", "job_id", "Get it."),
    )


def test_provider_service_and_method_have_pages_too() -> None:
    assert explain(ACME, "acme").tables[0].rows == (("work", "1", ""),)
    assert explain(ACME, "acme.work").tables[0].rows == (("jobs", "3", ""),)
    page = explain(ACME, "acme.work.jobs.create_job")
    assert page.tables[0].rows == (("model", "body", "string", "", ""),)
    assert ("verb", "INSERT") in page.facts


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("acme.work.job", 'there is no "job" in acme.work', 'did you mean "jobs"?'),
        ("acme.play", 'there is no "play" in acme', "there is work"),
        ("other.work", '"other.work" names nothing of acme', "a name is acme."),
        ("acme.work.jobs.get_jobs", 'there is no "get_jobs" in acme.work.jobs', "did you mean"),
        ("acme.work.jobs.get_job.id", "names nothing of acme", "a name is acme."),
        ("", '"" names nothing', "a name is acme."),
    ],
)
def test_an_unknown_name_gets_a_suggestion(name: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        explain(ACME, name)
    assert message in str(caught.value)
    assert hint in caught.value.hint
