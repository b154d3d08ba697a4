"""Every statement of every page, planned by a model of the engine and sent to the mock server."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.server_urls import with_one_server
from generator.views.stackql.documents import key_variables
from generator.views.stackql.registry import registry_files
from generator.vocabulary import DocusaurusLayout
from tests.infer.test_draft import needs_specs
from tests.support.markdown_pages import pages_below
from tests.support.sql_check import sql_blocks
from tests.support.stackql import Engine, Refused, send
from tests.support.vendors import vendor_provider

FOLDERS = ("docs/mkdocs", "docs/docusaurus")
# With the conditions that may be added, and without: the real engine runs as many.
RUN = {
    "openai": {"select": 177, "insert": 80, "update": 26, "delete": 40, "exec": 43},
    "anthropic": {"select": 84, "insert": 23, "update": 20, "delete": 24, "exec": 48},
    "cohere": {"select": 30, "insert": 26, "update": 4, "delete": 6, "exec": 6},
}
NOT_RUN = {
    "openai": {"media type = 'multipart/form-data' not supported": 14},
    "anthropic": {"media type = 'multipart/form-data' not supported": 3},
    "cohere": {"media type = 'multipart/form-data' not supported": 4},
}


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


@needs_specs
@pytest.mark.parametrize("vendor", RUN)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_statement_runs_or_its_reason_is_known(vendor: str, folder: str) -> None:
    provider = replace(vendor_provider(vendor), docusaurus_layout=DocusaurusLayout.CURRENT)
    run: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    faults = []
    with MockServer(provider) as server:
        engine = engine_for(provider, server)
        for sql in statements_of(folder, provider):
            try:
                request = engine.plan(sql)
            except Refused as reason:
                refused[str(reason)] += 1
                continue
            status, text = send(request)
            if status < 400:
                run[sql.split()[0].lower()] += 1
            else:
                faults.append(f"{status} {text[:300]}\n{request}\n{sql}")
    assert faults == []
    assert dict(refused) == NOT_RUN[vendor]
    assert dict(run) == RUN[vendor]
