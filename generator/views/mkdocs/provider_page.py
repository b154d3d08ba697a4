"""Builds the provider's own page: the first call, the services, the keys and the webhooks.

A provider comes in; the context of the page goes out. `api_coverage` counts its operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.examples.first_call import choose_first_call
from generator.model.provider import Provider, Service
from generator.model.types import Array, Ref, Type
from generator.model.walk import named_types
from generator.model.webhooks import Webhook
from generator.views.code.client_paths import webhooks_attribute
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.api_coverage import CoverageCounts, coverage_counts
from generator.views.mkdocs.credential_rows import CredentialRow, credential_rows
from generator.views.mkdocs.definition_rows import PageContext
from generator.views.mkdocs.examples import ExampleTabs, MethodExamples
from generator.views.mkdocs.guides import guide_names
from generator.views.mkdocs.page_heads import GUIDE_TITLES, overview_title, page_about, page_title
from generator.views.mkdocs.pages import (
    count_text,
    method_count,
    page_heading,
    service_counts,
    service_text,
)
from generator.views.mkdocs.type_words import Markdown, Reader, type_text
from generator.vocabulary import Server


@dataclass(frozen=True, slots=True)
class ServiceRow:
    name: str
    title: Markdown
    counts: str
    description: Markdown


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    title: Markdown  # "" for the services in no group
    badge: Markdown
    services: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class FirstCall:
    """The call that a newcomer makes first."""

    id: str
    page: str
    keys: Markdown  # the variables that hold its keys, or ""
    examples: MethodExamples


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A request that the API sends."""

    name: Markdown
    operation: Markdown  # whose callback it is, or ""
    payload: Markdown
    description: Markdown


@dataclass(frozen=True, slots=True)
class MkdocsProviderPage:
    head: str  # as YAML
    about: str  # as YAML
    provider: str
    guides: tuple[tuple[str, str], ...]  # names and titles
    first: FirstCall | None
    title: Markdown
    version: Markdown
    description: Markdown
    servers: tuple[Markdown, ...]
    package: str
    client_class: str
    keys: Markdown  # the variables that hold them
    credentials: tuple[CredentialRow, ...]
    counts: str
    groups: tuple[ServiceGroup, ...]
    webhooks: tuple[WebhookRow, ...]
    webhook_call: str  # "client.webhooks.unwrap", or "" if the API sends no JSON
    coverage: CoverageCounts
    stackql_providers: tuple[str, ...]


def provider_pages(provider: Provider) -> Iterator[MkdocsProviderPage]:
    """Yields the provider's only page."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    yield MkdocsProviderPage(
        head=page_title(overview_title(provider)),
        about=page_about(provider.title, f"{provider.description} {_provider_counts(provider)}"),
        provider=provider.name,
        guides=tuple((name, GUIDE_TITLES[name]) for name in guide_names(provider)),
        first=_first_call(provider),
        title=page_heading(provider.title, page),
        version=page.cell(provider.version),
        description=page.blocks(provider.description),
        servers=tuple(map(_server_row, provider.servers)),
        package=provider.client.package,
        client_class=provider.client.class_name,
        keys=_variables_text(provider, (one.name for one in provider.auth), ", "),
        credentials=credential_rows(provider),
        groups=tuple(_service_groups(provider, page)),
        webhooks=tuple(_webhook_row(provider, one, page) for one in provider.webhooks),
        webhook_call=_webhook_call(provider),
        counts=_provider_counts(provider),
        coverage=coverage_counts(provider),
        stackql_providers=tuple(one.name for one in provider.stackql.providers),
    )


def _service_groups(provider: Provider, page: PageContext) -> Iterator[ServiceGroup]:
    """Yields the groups of the navigation, then the services in no group."""
    services = {service.name: service for service in provider.services}
    for group in provider.site.groups:
        named = [services.pop(name) for name in group.services if name in services]
        rows = tuple(_service_row(service, page) for service in named)
        yield ServiceGroup(page.cell(group.title), page.cell(group.badge), rows)
    if services:
        title = page.cell("Others" if provider.site.groups else "")
        rows = tuple(_service_row(service, page) for service in services.values())
        yield ServiceGroup(title, page.cell(""), rows)


def _service_row(service: Service, page: PageContext) -> ServiceRow:
    counts = service_counts(service)
    return ServiceRow(
        service.name, page.cell(service.title), counts, page.cell(service_text(service))
    )


def _first_call(provider: Provider) -> FirstCall | None:
    found = choose_first_call(provider)
    if found is None:
        return None
    service, resource, method = found
    return FirstCall(
        id=".".join((method.stackql_provider, service.name, resource.name)),
        page=f"{service.name}/{resource.name}/index.md#{method.name}",
        keys=_variables_text(provider, method.auth, " and "),
        examples=ExampleTabs(provider).examples(service, resource, method),
    )


def _variables_text(provider: Provider, names: Iterable[str], between: str) -> Markdown:
    """Returns the variables that hold the keys of schemes, each once."""
    schemes = {scheme.name: scheme for scheme in provider.auth}
    known = (schemes[name] for name in names if name in schemes)
    variables = dict.fromkeys(name for scheme in known for name in scheme.variables)
    return Markdown(between.join(map(markdown_code, variables)))


def _webhook_row(provider: Provider, webhook: Webhook, page: PageContext) -> WebhookRow:
    """Rule WH2: the provider's page lists each request that the API sends, with its payload.

    A callback names its operation and the expression of its URL.
    """
    content = webhook.content
    payload = "nothing" if content is None else _payload_text(provider, content.type)
    source = ""
    if webhook.operation:
        source = f"{markdown_code(webhook.operation)} to {markdown_code(webhook.url)}"
    return WebhookRow(
        name=Markdown(markdown_code(webhook.name)),
        operation=Markdown(source),
        payload=Markdown(payload),
        description=page.cell(webhook.summary or webhook.description),
    )


def _webhook_call(provider: Provider) -> str:
    """Returns the call of the client that unwraps webhooks, or ""."""
    return f"client.{webhooks_attribute(provider)}.unwrap" if provider.client.webhooks else ""


def _payload_text(provider: Provider, of: Type) -> str:
    """Returns the name of a payload's type, or its description if it has no name."""
    match of:
        case Ref(name):
            return markdown_code(name)
        case Array(items):
            return f"array of {_payload_text(provider, items)}"
    return type_text(of, Reader(named_types(provider), {}))


def _provider_counts(provider: Provider) -> str:
    services = count_text(len(provider.services), "service")
    resources = count_text(sum(len(service.resources) for service in provider.services), "resource")
    methods = count_text(sum(map(method_count, provider.services)), "method")
    return f"{services}, {resources}, {methods}."


def _server_row(server: Server) -> Markdown:
    """Returns a server's URL, and the values of its variables.

    Rule SV5: a page shows the variables of a URL with their defaults and their values.
    """
    parts = [markdown_code(server.template)]
    if "://" not in server.url:
        parts.append("it names no host, so a client needs a base URL")
    for one in server.variables:
        words = [] if one.default is None else [f"default {markdown_code(one.default)}"]
        if one.values:
            words.append(f"one of {', '.join(map(markdown_code, one.values))}")
        parts.append(f"{markdown_code(one.name)}: {', '.join(words) or 'required'}")
    return Markdown("; ".join(parts))
