"""Every statement of every page, planned by a model of the engine and sent to the mock server."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.server_urls import with_one_server
from generator.views.stackql.documents import key_variables
from generator.views.stackql.registry import registry_files
from generator.vocabulary import DocusaurusOptions
from tests.infer.test_draft import needs_specs
from tests.support.markdown_pages import pages_below
from tests.support.sql_check import sql_blocks
from tests.support.stackql import Engine, Refused, send
from tests.support.vendors import vendor_provider

MULTIPART = "media type = 'multipart/form-data' not supported"
# With the conditions that may be added, and without: the real engine runs as many. Pages of mkdocs
# also show a statement with all arguments, and their guides show some. How many statements run, and
# how many can't be sent.
RUN = {
    ("openai", "docs/mkdocs"): ((248, 100, 33, 40, 43), 18),
    ("openai", "docs/docusaurus"): ((177, 78, 26, 40, 42), 14),
    ("anthropic", "docs/mkdocs"): ((132, 34, 30, 36, 44), 6),
    ("anthropic", "docs/docusaurus"): ((84, 27, 20, 24, 44), 4),
    ("cohere", "docs/mkdocs"): ((53, 32, 6, 9, 6), 4),
    ("cohere", "docs/docusaurus"): ((30, 27, 4, 6, 6), 4),
}
VERBS = ("select", "insert", "update", "delete", "exec")


def engine_for(provider: Provider, server: MockServer) -> Engine:
    """The engine, its documents leading to the mock server."""
    led = with_one_server(provider, server.url)
    documents = {
        file.path.removeprefix("stackql/src/"): file.content
        for file in registry_files(led)
        if file.path.startswith("stackql/src/")
    }
    return Engine(documents, dict.fromkeys(key_variables(provider.stackql.providers), "any"))


def statements_of(folder: str, provider: Provider) -> Iterator[str]:
    for page in pages_below(folder, provider).values():
        for block in sql_blocks(page):
            yield from dict.fromkeys((block, opened(block)))


def opened(statement: str) -> str:
    """The statement with all conditions that may be added."""
    return re.sub(r"(?m)^-- (?=WHERE |AND )", "", statement)


@dataclass(frozen=True)
class Site:
    """A vendor's provider, its mock server, and the engine that is led there."""

    vendor: str
    provider: Provider
    server: MockServer
    engine: Engine


@pytest.fixture(scope="module", params=["openai", "anthropic", "cohere"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    provider = replace(vendor_provider(request.param), docusaurus=DocusaurusOptions())
    with MockServer(provider) as server:
        yield Site(request.param, provider, server, engine_for(provider, server))


@needs_specs
@pytest.mark.parametrize("folder", ["docs/mkdocs", "docs/docusaurus"])
def test_every_statement_runs_or_its_reason_is_known(site: Site, folder: str) -> None:
    site.server.reset()
    run: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    faults = []
    for sql in statements_of(folder, site.provider):
        try:
            request = site.engine.plan(sql)
        except Refused as reason:
            refused[str(reason)] += 1
            continue
        status, text = send(request)
        if status < 400:
            run[sql.split()[0].lower()] += 1
        else:
            faults.append(f"{status} {text[:300]}\n{request}\n{sql}")
    assert faults == []
    counts, not_sent = RUN[site.vendor, folder]
    assert dict(refused) == {MULTIPART: not_sent}
    assert dict(run) == dict(zip(VERBS, counts, strict=True))
