"""Providers of real specs: OpenAI's by its file, other vendors' as `infer` drafts them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.diagnostics import Problems
from generator.lower.build import build_provider
from generator.model.provider import Provider
from tests.infer.test_draft import drafted, read, vendor_spec
from tests.support.clients import provider_of

OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


@cache
def vendor_provider(vendor: str) -> Provider:
    """The provider of `openai`, `anthropic` or `cohere`."""
    if vendor == "openai":
        return provider_of(OPENAI)
    spec = vendor_spec(vendor)
    problems = Problems()
    provider = build_provider(spec, read(drafted(spec, vendor)), problems)
    assert not problems.errors
    return provider
