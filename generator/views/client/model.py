"""A provider in, the model of its Python client out: facts, and no text of Python yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.types import Type
from generator.model.walk import walk_methods
from generator.views.client.call_builder import build_calls
from generator.views.client.calls import ClientCall
from generator.views.client.client_settings import ClientSettings, build_settings
from generator.views.client.flat_types import ClientTypes, FlatTypeBuilder
from generator.views.client.param_names import name_params
from generator.views.client.resource_tree import ResourceNode, build_resource_tree
from generator.views.client.sides import settle_sides
from generator.views.client.usual_calls import UsualCalls
from generator.views.client.webhook_calls import (
    ClientWebhooks,
    build_webhooks,
    uses_of_webhooks,
)


@dataclass(frozen=True, slots=True)
class ClientModel:
    """A client as its types, calls and resources."""

    types: ClientTypes
    calls: tuple[ClientCall, ...]  # in page order
    tree: tuple[ResourceNode, ...]  # the client first, each node before its children
    auth: tuple[str, ...]  # names of the schemes that most calls use
    settings: ClientSettings
    usual: UsualCalls
    webhooks: ClientWebhooks | None = None

    @property
    def webhook_uses(self) -> tuple[tuple[str, Type], ...]:
        """The type of webhooks, as a use by a service of that name."""
        return uses_of_webhooks(self.webhooks)


def build_client_model(provider: Provider) -> ClientModel:
    """Returns the model of the client of `provider`."""
    builder = FlatTypeBuilder(provider)
    calls = build_calls(provider, builder)
    settings = build_settings(provider)
    webhooks = build_webhooks(provider, builder, settings)
    types = builder.build(name_params(calls, builder))
    return ClientModel(
        types=settle_sides(types, calls, uses_of_webhooks(webhooks)),
        calls=calls,
        tree=build_resource_tree(calls, provider.client.class_name),
        auth=_find_default_auth(provider),
        settings=settings,
        usual=UsualCalls(provider),
        webhooks=webhooks,
    )


def _find_default_auth(provider: Provider) -> tuple[str, ...]:
    """Returns the schemes that most methods use; of equals the first by name."""
    counts = Counter(method.auth for _, _, method in walk_methods(provider.services))
    return min(counts, key=lambda auth: (-counts[auth], auth), default=())
