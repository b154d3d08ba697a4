"""The `pyproject.toml` of a client, as a reader of TOML sees it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from generator.escape.characters import visible
from generator.model.provider import Provider
from generator.views.client.model import build_client_model
from generator.views.client.package import build_package_metadata
from generator.views.templates import render
from generator.vocabulary import SqlVerb
from tests.support.payloads import PAYLOADS
from tests.support.providers import method, provider, resource

ACME = provider(resource(method("list", SqlVerb.SELECT)))


def read_pyproject(of: Provider) -> dict[str, Any]:
    metadata = build_package_metadata(build_client_model(of), of)
    return tomllib.loads(render("client/pyproject.toml.j2", metadata))


PLAIN = read_pyproject(ACME)


@pytest.mark.parametrize("text", [*PAYLOADS, "\ud83d", '"""', "\\U0001f600", "#", "]\n[x]"])
def test_each_text_has_its_value(text: str) -> None:
    publication = replace(
        ACME.client.publication,
        license=text,
        keywords=(text, f"{text} too"),
        urls=((text, f"https://acme.example/{text}"),),
    )
    client = replace(ACME.client, publication=publication)
    written = read_pyproject(replace(ACME, title=text, version=text, client=client))
    project = written.pop("project")
    kept = text.replace("\ud83d", "\ufffd")
    assert project.pop("description") == f"Typed Python client of {kept}"
    assert project.pop("license") == kept
    assert project.pop("keywords") == [kept, f"{kept} too"]
    ((label, url),) = project.pop("urls").items()
    assert label == kept
    assert unquote(url) == unquote(f"https://acme.example/{visible(text)}")
    assert all(" " < character <= "~" for character in url)
    assert set(project.pop("version")) <= set("0123456789.")
    expected = {key: value for key, value in PLAIN["project"].items() if key in project}
    assert project == expected
    assert written == {key: value for key, value in PLAIN.items() if key != "project"}


@pytest.mark.parametrize("version", ["1.2.0", "1.0.0rc1.post2.dev3"])
def test_a_version_of_the_provider_file_is_that_of_the_package(version: str) -> None:
    publication = replace(ACME.client.publication, version=version)
    written = read_pyproject(replace(ACME, client=replace(ACME.client, publication=publication)))
    assert written["project"]["version"] == version


def test_a_url_of_the_provider_file_replaces_that_of_the_website() -> None:
    urls = (("Documentation", "https://acme.example/ours"),)
    publication = replace(ACME.client.publication, urls=urls)
    client = replace(ACME.client, publication=publication)
    site = replace(ACME.site, url="https://docs.acme.example")
    written = read_pyproject(replace(ACME, client=client, site=site))
    assert written["project"]["urls"] == dict(urls)
