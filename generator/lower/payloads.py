"""Lowers the requests that an API sends, with the types of their payloads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.lower.bodies import BodyLowerer
from generator.model.types import Origin
from generator.model.webhooks import Webhook
from generator.openapi.model import SentRequest


def lower_webhooks(
    requests: Sequence[SentRequest], bodies: BodyLowerer, operations: Collection[str]
) -> Iterator[Webhook]:
    """Yields the webhooks of the document, and the callbacks of the mapped `operations`.

    Rule WH1: a webhook has the preferred representation of its body. Callbacks of an operation
    that is left out are left out too.
    """
    for request in requests:
        if request.operation and request.operation not in operations:
            continue
        content = bodies.lower_body(request.body, ()).content if request.body else ()
        yield Webhook(
            name=request.name,
            http=request.verb,
            summary=request.summary,
            description=request.description,
            deprecated=request.deprecated,
            content=content[0] if content else None,
            operation=request.operation,
            url=request.url,
            origin=Origin(request.pointer),
        )
