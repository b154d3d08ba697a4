"""How a client unwraps webhooks: the provider in, the type of events and the settings out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.client import Export
from generator.model.provider import Provider
from generator.model.types import Ref, Type
from generator.views.client.client_settings import ClientSettings
from generator.views.client.flat_types import FlatTypeBuilder, TypePlace
from generator.views.code.client_paths import webhooks_attribute

_SERVICE = "webhooks"  # the module of types is named after it, as after a service


@dataclass(frozen=True, slots=True)
class ClientWebhooks:
    """The attribute of a client that unwraps webhooks."""

    attribute: str  # "webhooks"
    event: Ref
    secret_argument: str  # of the client
    prefix: str  # of the names of the headers
    function: Export | None  # checks signatures; None: as in Standard Webhooks


def build_webhooks(
    provider: Provider, builder: FlatTypeBuilder, settings: ClientSettings
) -> ClientWebhooks | None:
    """Returns how a client unwraps webhooks; None if the API sends no JSON.

    The type of events is added to `builder`.
    """
    check = provider.client.webhooks
    if provider.webhook_event is None or check is None:
        return None
    place = TypePlace("/webhooks")
    return ClientWebhooks(
        attribute=webhooks_attribute(provider),
        event=builder.flatten_and_name(provider.webhook_event, "WebhookEvent", place),
        secret_argument=settings.webhook_secret,
        prefix=check.prefix,
        function=check.function,
    )


def uses_of_webhooks(webhooks: ClientWebhooks | None) -> tuple[tuple[str, Type], ...]:
    """Returns the type of events as a use by a service."""
    return ((_SERVICE, webhooks.event),) if webhooks else ()
