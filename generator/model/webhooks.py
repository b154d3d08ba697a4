"""The requests that an API sends to its users."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.methods import Content
from generator.model.types import Origin
from generator.vocabulary import HttpVerb


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request that the API sends: a webhook, or a callback of an operation."""

    name: str  # as in the spec: "job.done"
    http: HttpVerb
    summary: str
    description: str
    deprecated: bool
    content: Content | None  # None: no body
    operation: str  # the operationId whose callback it is; "" for a webhook
    url: str  # the expression of a callback: "{$request.body#/url}"
    origin: Origin
