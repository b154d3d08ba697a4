"""Titles and descriptions of pages."""

from __future__ import annotations

from dataclasses import replace

from generator.views.mkdocs.page_heads import page_about, service_titles
from generator.vocabulary import SqlVerb
from tests.support.providers import method, provider, resource

MAKE = resource(method("make", SqlVerb.INSERT))


def test_a_service_with_the_title_of_another_page_has_its_name_too() -> None:
    acme = provider(MAKE)
    (service,) = acme.services
    titles = {
        "one": "Jobs",
        "two": "Jobs",
        "three": "Errors",
        "four": "acme.things",
        "five": "Files",
        "six": "Overview of Acme",
    }
    services = tuple(replace(service, name=name, title=title) for name, title in titles.items())
    own = replace(MAKE, service="acme")
    services += (replace(service, name="acme", title="", resources=(own,)),)
    found = service_titles(replace(acme, services=services))
    assert dict(found) == {
        "one": "Jobs (one)",
        "two": "Jobs (two)",
        "three": "Errors (three)",
        "four": "acme.things (four)",
        "five": "Files",
        "six": "Overview of Acme (six)",
        "acme": "acme",
    }


def test_a_description_is_plain_and_ends_with_a_word() -> None:
    assert page_about("acme.x", "The `x` of [a *job*](../y).") == "'acme.x: The x of a job.'"
    assert page_about("acme.x", " ") == "acme.x"
    long = page_about("acme.x", "word " * 60)
    assert long.strip("'").endswith("word …")
    assert len(long.strip("'")) <= 160
