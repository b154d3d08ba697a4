"""Fills in the guides of the site with the names of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.client import ClientNames
from generator.model.provider import Provider
from generator.views.code.client_paths import webhooks_attribute
from generator.views.mkdocs.page_heads import GUIDE_TITLES
from generator.views.mkdocs.provider_page import CredentialRow, credential_rows
from generator.views.output_tree import OutputFile
from generator.views.templates import render

GUIDES = tuple(GUIDE_TITLES)
"""The guides in the order of the navigation."""

_WEBHOOKS = "webhooks"

FOLDER = "how-to"
"""No service has such a name."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What a guide says of the provider. All names are safe."""

    provider: str
    service: str  # one of its services
    client: ClientNames
    credentials: tuple[CredentialRow, ...]
    webhooks: str  # "client.webhooks"
    secret_env: str
    prefix: str  # of the headers of webhooks
    has_own_check: bool  # does the provider's own code check webhooks?


def guide_names(provider: Provider) -> tuple[str, ...]:
    """Returns the guides of a provider, in the order of the navigation."""
    return tuple(name for name in GUIDES if name != _WEBHOOKS or provider.client.webhooks)


def guide_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the guides.

    Rule GD1: every provider has the same guides, with its own names in them. Only an API that sends
    webhooks has the guide about these.
    """
    check = provider.client.webhooks
    guide = Guide(
        provider=provider.name,
        service=provider.services[0].name,
        client=provider.client,
        credentials=credential_rows(provider),
        webhooks=f"client.{webhooks_attribute(provider)}",
        secret_env=check.secret_env if check else "",
        prefix=check.prefix if check else "",
        has_own_check=bool(check and check.function),
    )
    for name in guide_names(provider):
        text = render(f"docs/{FOLDER}/{name}.md", guide)
        yield OutputFile(f"docs/mkdocs/docs/{FOLDER}/{name}.md", text.encode())
