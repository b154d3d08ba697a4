"""Reads the requests that an API sends: its webhooks, and the callbacks of its operations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json
from generator.openapi import json_parts
from generator.openapi.content import ContentReader
from generator.openapi.model import Operation, SentRequest
from generator.openapi.pointers import child
from generator.openapi.refs import References
from generator.vocabulary import HttpVerb

_VERBS = frozenset(HttpVerb)


class CallbackReader:
    """Reads the requests that one document's API sends."""

    def __init__(self, refs: References, content: ContentReader) -> None:
        self._refs = refs
        self._content = content

    def read_webhooks(self, value: Json) -> Iterator[SentRequest]:
        """Yields the requests of `webhooks` (OpenAPI 3.1 §4.8.1), in document order."""
        for pointer, name, item in json_parts.entries("/webhooks", value):
            yield from self._read_item(pointer, item, name, "", "")

    def read_callbacks(self, operation: Operation, value: Json) -> Iterator[SentRequest]:
        """Yields the requests of an operation's `callbacks` (OpenAPI 3.1 §4.8.18)."""
        at = child(operation.pointer, "callbacks")
        for pointer, name, part in json_parts.entries(at, value):
            place = self._refs.follow(pointer, part)
            for item_at, url, item in json_parts.entries(*place) if place else ():
                if not url.startswith("x-"):
                    yield from self._read_item(item_at, item, name, operation.id, url)

    def _read_item(
        self, pointer: str, item: Json, name: str, operation: str, url: str
    ) -> Iterator[SentRequest]:
        place = self._refs.follow(pointer, item)
        for at, verb, part in json_parts.entries(*place) if place else ():
            if verb in _VERBS and isinstance(part, dict):
                yield SentRequest(
                    pointer=at,
                    name=name,
                    verb=HttpVerb(verb),
                    summary=json_parts.text(part.get("summary")),
                    description=json_parts.text(part.get("description")),
                    deprecated=part.get("deprecated") is True,
                    body=self._content.read_body(child(at, "requestBody"), part.get("requestBody")),
                    operation=operation,
                    url=url,
                )
