"""The vendor's 297 Python examples against the mock server, with our client in the SDK's place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from tests.acceptance.examples import examples_of, report, run_examples
from tests.support.clients import made_client, provider_of

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
# What is deprecated is called here too.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


def test_the_examples_run_unchanged(
    provider: Provider, server: MockServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made_client(provider, tmp_path_factory)
    examples = examples_of(provider)
    assert len(examples) == 297
    failures = list(run_examples(examples, server, "openai_client"))
    assert [failure.example.name for failure in failures] == [], report(len(examples), failures)
