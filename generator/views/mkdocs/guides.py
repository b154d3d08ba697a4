"""Fills in the guides of the site with the names and the calls of a provider.

`guide_methods` chooses the methods, `guide_calls` writes their calls, `site/docs` has the texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.escape import markdown_code
from generator.model.client import ClientNames
from generator.model.provider import Provider
from generator.model.types import Ref, Union
from generator.model.walk import walk_methods
from generator.views.code.client_paths import webhooks_attribute
from generator.views.code.key_arguments import KeyArgument, key_arguments
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.credential_rows import CredentialRow, credential_rows
from generator.views.mkdocs.definition_rows import NestedShape, PageContext, own_shapes
from generator.views.mkdocs.examples import make_tab
from generator.views.mkdocs.guide_calls import GuideCall, GuideCalls
from generator.views.mkdocs.guide_lists import (
    DeclaredFailure,
    PagingStyle,
    list_downloads,
    list_failures,
    list_paging_styles,
    list_streams,
    list_uploads,
    list_waits,
)
from generator.views.mkdocs.guide_methods import FOLDER, MethodLink, guide_methods, guide_reader
from generator.views.mkdocs.page_heads import GUIDE_TITLES
from generator.views.mkdocs.page_rows import nested_rows
from generator.views.mkdocs.remembered import remember_last
from generator.views.mkdocs.type_words import Markdown
from generator.views.output_tree import OutputFile
from generator.views.templates import render

GUIDES = tuple(GUIDE_TITLES)
"""The guides in the order of the navigation."""

_UNSET = "..."
_MOST_ROWS = 150


@dataclass(frozen=True, slots=True)
class EventRow:
    """A kind of the events of webhooks."""

    tags: Markdown  # values of the member that tells events apart
    type: Markdown  # its class in the client
    description: Markdown
    shapes: tuple[NestedShape, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What a guide says of the provider. All names are safe."""

    provider: str
    service: str  # the first one of the navigation
    client: ClientNames
    credentials: tuple[CredentialRow, ...]
    variables: tuple[str, ...]  # that hold the keys of the first call
    key_program: Markdown  # passes the keys
    first: GuideCall | None
    has_lists: bool
    paged: GuideCall | None
    styles: tuple[PagingStyle, ...]
    stream: GuideCall | None
    streams: tuple[MethodLink, ...]
    sent_stream: GuideCall | None
    upload: GuideCall | None
    upload_of_bytes: GuideCall | None
    uploads: tuple[MethodLink, ...]
    download: GuideCall | None
    downloads: tuple[MethodLink, ...]
    wait: GuideCall | None
    waits: tuple[MethodLink, ...]
    failing: GuideCall | None
    failures: tuple[DeclaredFailure, ...]
    mock_test: Markdown
    webhooks: str  # "client.webhooks"
    events: tuple[EventRow, ...]
    event_tag: Markdown
    secret_env: str
    prefix: str  # of the headers of webhooks
    has_own_check: bool  # does the provider's own code check webhooks?


def guide_names(provider: Provider) -> tuple[str, ...]:
    """Returns the guides of a provider, in the order of the navigation."""
    guide = _guide(provider)
    needed = {
        "pagination": guide.has_lists,
        "streaming": bool(guide.streams or guide.sent_stream),
        "uploads": bool(guide.uploads or guide.downloads),
        "waiting": bool(guide.waits),
        "webhooks": provider.client.webhooks is not None,
    }
    return tuple(name for name in GUIDES if needed.get(name, True))


def guide_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the guides.

    Rule GD1: guides have the names of the provider and calls of its methods. A guide about what the
    API lacks is left out: lists, streams, files, jobs to wait for, or webhooks.
    """
    for name in guide_names(provider):
        text = render(f"docs/{FOLDER}/{name}.md", _guide(provider))
        yield OutputFile(f"docs/mkdocs/docs/{FOLDER}/{name}.md", text.encode())


@remember_last
def _guide(provider: Provider) -> Guide:
    methods = guide_methods(provider)
    calls = GuideCalls(methods)
    check = provider.client.webhooks
    keys = key_arguments(provider.client, provider.auth)
    event = provider.webhook_event if isinstance(provider.webhook_event, Union) else None
    return Guide(
        provider=provider.name,
        service=methods.service,
        client=provider.client,
        credentials=credential_rows(provider),
        variables=calls.first_variables(),
        key_program=_key_program(provider.client, keys),
        first=calls.first(),
        has_lists=any(one.items for _, _, one in walk_methods(provider.services)),
        paged=calls.paged(),
        styles=list_paging_styles(methods),
        stream=calls.stream(),
        streams=list_streams(methods),
        sent_stream=calls.sent_stream(),
        upload=calls.upload(),
        upload_of_bytes=calls.upload_of_bytes(),
        uploads=list_uploads(methods),
        download=calls.download(),
        downloads=list_downloads(methods),
        wait=calls.wait(),
        waits=list_waits(methods),
        failing=calls.failing(),
        failures=list_failures(methods),
        mock_test=calls.mock_test(one.argument for one in keys),
        webhooks=f"client.{webhooks_attribute(provider)}",
        events=_events(provider, event) if event and event.discriminator else (),
        event_tag=Markdown(markdown_code(event.discriminator) if event else ""),
        secret_env=check.secret_env if check else "",
        prefix=check.prefix if check else "",
        has_own_check=bool(check and check.function),
    )


def _key_program(client: ClientNames, keys: tuple[KeyArgument, ...]) -> Markdown:
    lines = [f"from {client.package} import {client.class_name}", ""]
    lines += [f"client = {client.class_name}("]
    lines += [f'    {one.argument}="{_UNSET}",  # else {one.env}' for one in keys]
    return make_tab("Python", "\n".join((*lines, ")")), "python").block


def _events(provider: Provider, event: Union) -> tuple[EventRow, ...]:
    """Rule WH6: the guide describes the events in at most 150 rows; with more, it names them."""
    page = PageContext(guide_reader(provider), provider.documentation, Anchors())
    events = []
    for variant in event.variants:
        if isinstance(variant.type, Ref) and variant.tags:
            named = page.reader.find(variant.type.name)
            tags = ", ".join(map(markdown_code, variant.tags))
            name = Markdown(markdown_code(named.name))
            shapes = own_shapes(named, f"event-{named.name}", page)
            events.append(EventRow(Markdown(tags), name, page.cell(named.description), shapes))
    rows = [row for one in events for shape in one.shapes for row in nested_rows(shape.rows)]
    is_long = len(rows) > _MOST_ROWS
    return tuple(replace(one, shapes=()) for one in events) if is_long else tuple(events)
