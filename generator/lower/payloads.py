"""Lowers the requests that an API sends, with the types of their payloads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.lower.bodies import BodyLowerer
from generator.lower.types import TypeLowerer, strip_null
from generator.model.methods import ContentKind
from generator.model.types import Origin, Type
from generator.model.webhooks import Webhook
from generator.openapi.model import Schema, SentRequest

_PLACE = "/webhooks"


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


def lower_webhook_event(
    requests: Sequence[SentRequest], webhooks: Sequence[Webhook], types: TypeLowerer
) -> Type | None:
    """Returns the type of the JSON that any of `webhooks` has; None if none has JSON.

    Rule WH3: it is a union of the payloads, each once, told apart as the variants of any union.
    """
    chosen = {
        one.content.origin.pointer
        for one in webhooks
        if one.content is not None and one.content.kind is ContentKind.JSON
    }
    media = (one for request in requests if request.body for one in request.body.content)
    found: dict[str, Schema] = {}
    for one in media:
        if one.pointer in chosen:
            schema = one.schema or Schema(one.pointer)
            found.setdefault(schema.ref or schema.pointer, schema)
    if not found:
        return None
    return strip_null(types.type_of(Schema(_PLACE, any_of=tuple(found.values()))))
