"""Builds the pages of the mkdocs layout: all that a template shows, decided and encoded.

A provider comes in; a page for each resource and service, and one for the provider, go out.
`methods` describes methods, `tables` builds tables, and `site_config` configures the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.escape.titles import site_title
from generator.model.client import AuthScheme
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Array, NamedType, Ref, Type
from generator.model.walk import NamedTypes, named_types, walk_methods, walk_resources
from generator.model.webhooks import Webhook
from generator.views.mkdocs.methods import (
    VERBS,
    MethodSection,
    MethodSummary,
    method_section,
    summarize_method,
    summary,
)
from generator.views.mkdocs.tables import MarkdownTable, PageContext, describe_type, fields_table
from generator.views.mkdocs.type_sections import SectionLocation, locate_sections
from generator.views.mkdocs.type_words import Markdown, Reader, type_text
from generator.views.sql.limits import reason
from generator.views.sql.statements import Statements
from generator.vocabulary import ParamPlace, Server

_PLACES = {
    ParamPlace.HEADER: "header",
    ParamPlace.QUERY: "query param",
    ParamPlace.COOKIE: "cookie",
}


@dataclass(frozen=True, slots=True)
class TypeSection:
    name: str
    anchor: str
    deprecated: bool
    description: Markdown
    summary: Markdown
    table: MarkdownTable | None


@dataclass(frozen=True, slots=True)
class MkdocsResourcePage:
    id: str  # as StackQL names the resource
    service: str
    service_title: Markdown
    resource: str
    client: str
    description: Markdown
    fields: MarkdownTable | None  # None if the resource has no SELECT
    methods: tuple[MethodSummary, ...]
    sections: tuple[MethodSection, ...]
    types: tuple[TypeSection, ...]


@dataclass(frozen=True, slots=True)
class ResourceRow:
    name: str
    verbs: tuple[str, ...]
    methods: int
    fields: int
    description: Markdown


@dataclass(frozen=True, slots=True)
class MkdocsServicePage:
    provider: str
    service: str
    title: Markdown
    description: Markdown
    counts: str
    resources: tuple[ResourceRow, ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    name: str
    title: Markdown
    resources: int
    methods: int
    description: Markdown


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    http: Markdown
    reason: Markdown


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A method whose statement StackQL can't run."""

    method: str
    page: str  # the path of its resource's page
    reason: Markdown


@dataclass(frozen=True, slots=True)
class CredentialRow:
    name: Markdown
    sent: Markdown
    description: Markdown


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A request that the API sends."""

    name: Markdown
    operation: Markdown  # whose callback it is, or ""
    payload: Markdown
    description: Markdown


@dataclass(frozen=True, slots=True)
class MkdocsProviderPage:
    provider: str
    title: Markdown
    version: Markdown
    description: Markdown
    servers: tuple[Markdown, ...]
    package: str
    client_class: str
    api_key_env: str
    credentials: tuple[CredentialRow, ...]
    counts: str
    services: tuple[ServiceRow, ...]
    webhooks: tuple[WebhookRow, ...]
    excluded_count: str
    excluded: tuple[ExclusionRow, ...]
    not_run_count: str
    stackql_providers: tuple[str, ...]
    not_run: tuple[LimitRow, ...]


# --------------------------------------------------------------------------------------- pages


def resource_pages(provider: Provider) -> Iterator[MkdocsResourcePage]:
    """Yields a page for each resource."""
    types = named_types(provider)
    found = locate_sections(provider)
    statements = Statements(provider)
    for service, resource in walk_resources(provider.services):
        links = {name: place.target(service.name, resource.name) for name, place in found.items()}
        page = PageContext(Reader(types, links), provider.documentation)
        methods = sorted(resource.methods, key=lambda method: VERBS.index(method.verb))
        yield MkdocsResourcePage(
            id=".".join((methods[0].stackql_provider, service.name, resource.name)),
            service=service.name,
            service_title=page.cell(service.title),
            resource=resource.name,
            client=_client(resource),
            description=page.blocks(resource.description),
            fields=fields_table(resource.fields, page) if resource.fields else None,
            methods=tuple(summarize_method(one, statements.prefix, page) for one in methods),
            sections=tuple(
                method_section(provider, resource, method, statements, page) for method in methods
            ),
            types=tuple(_type_sections(resource, types, found, page)),
        )


def service_pages(provider: Provider) -> Iterator[MkdocsServicePage]:
    """Yields a page for each service."""
    page = PageContext(Reader({}, {}), provider.documentation)
    for service in provider.services:
        yield MkdocsServicePage(
            provider=provider.name,
            service=service.name,
            title=_heading(service.title, page),
            description=page.blocks(service.description),
            counts=_service_counts(service),
            resources=tuple(_resource_row(resource, page) for resource in service.resources),
        )


def provider_pages(provider: Provider) -> Iterator[MkdocsProviderPage]:
    """Yields the provider's only page."""
    page = PageContext(Reader({}, {}), provider.documentation)
    not_run = tuple(_limit_rows(provider))
    yield MkdocsProviderPage(
        provider=provider.name,
        title=_heading(provider.title, page),
        version=page.cell(provider.version),
        description=page.blocks(provider.description),
        servers=tuple(map(_server_row, provider.servers)),
        package=provider.client.package,
        client_class=provider.client.class_name,
        api_key_env=provider.client.api_key_env,
        credentials=tuple(_credential(scheme, page) for scheme in provider.auth),
        services=tuple(
            ServiceRow(
                service.name,
                page.cell(service.title),
                len(service.resources),
                _method_count(service),
                page.lines(service.description),
            )
            for service in provider.services
        ),
        webhooks=tuple(_webhook_row(provider, one, page) for one in provider.webhooks),
        counts=_provider_counts(provider),
        excluded_count=_count(len(provider.excluded), "operation"),
        excluded=tuple(
            ExclusionRow(
                Markdown(markdown_code(f"{one.http.value.upper()} {one.path}")),
                page.cell(one.reason),
            )
            for one in provider.excluded
        ),
        not_run_count=_count(len(not_run), "method"),
        stackql_providers=tuple(one.name for one in provider.stackql.providers),
        not_run=not_run,
    )


def _limit_rows(provider: Provider) -> Iterator[LimitRow]:
    """Rule E3: the provider's page lists every method that StackQL can't run, with the reason."""
    types = named_types(provider)
    for service, resource, method in walk_methods(provider.services):
        if found := reason(method, types):
            yield LimitRow(
                f"{service.name}.{resource.name}.{method.name}",
                f"{service.name}/{resource.name}/index.md#method-{method.name}",
                Markdown(found.text(markdown_code)),
            )


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
        description=page.lines(webhook.summary or webhook.description),
    )


def _payload_text(provider: Provider, of: Type) -> str:
    """Returns the name of a payload's type, or its description if it has no name."""
    match of:
        case Ref(name):
            return markdown_code(name)
        case Array(items):
            return f"array of {_payload_text(provider, items)}"
    return type_text(of, Reader(named_types(provider), {}))


def _heading(title: str, page: PageContext) -> Markdown:
    """Returns a page's title, which MkDocs also passes to its theme."""
    return page.cell(site_title(title))


def _service_counts(service: Service) -> str:
    resources = _count(len(service.resources), "resource")
    return f"{resources}, {_count(_method_count(service), 'method')}."


def _provider_counts(provider: Provider) -> str:
    services = _count(len(provider.services), "service")
    resources = _count(sum(len(service.resources) for service in provider.services), "resource")
    methods = _count(sum(map(_method_count, provider.services)), "method")
    return f"{services}, {resources}, {methods}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _method_count(service: Service) -> int:
    return sum(len(resource.methods) for resource in service.resources)


def _client(resource: Resource) -> str:
    """Returns the resource's Python path, or "" if its methods have several."""
    names = {method.python[:-1] for method in resource.methods}
    return ".".join(("client", *names.pop())) if len(names) == 1 else ""


def _resource_row(resource: Resource, page: PageContext) -> ResourceRow:
    verbs = {method.verb for method in resource.methods}
    return ResourceRow(
        resource.name,
        tuple(verb.value.upper() for verb in VERBS if verb in verbs),
        len(resource.methods),
        len(resource.fields),
        page.lines(resource.description or summary(resource.methods[0])),
    )


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


def _credential(scheme: AuthScheme, page: PageContext) -> CredentialRow:
    text = f"{scheme.parameter}: {scheme.word}" if scheme.word else scheme.parameter
    variables = " and ".join(map(markdown_code, scheme.variables))
    sent = f"{markdown_code(text)} {_PLACES[scheme.place]}, from {variables}"
    if scheme.token_url:
        pair = " and ".join(map(markdown_code, scheme.grant_variables))
        sent += f", or from a token that {pair} get"
    name = Markdown(markdown_code(scheme.name))
    return CredentialRow(name, Markdown(sent), page.cell(scheme.description))


# --------------------------------------------------------------------------------------- types


def _type_sections(
    resource: Resource, types: NamedTypes, found: Mapping[str, SectionLocation], page: PageContext
) -> Iterator[TypeSection]:
    for name in sorted(found, key=str.lower):
        place = found[name]
        here = (place.service, place.resource) == (resource.service, resource.name)
        if here and place.anchor != "fields":
            yield _type_section(types[name], place.anchor, page)


def _type_section(named: NamedType, anchor: str, page: PageContext) -> TypeSection:
    summary, table = describe_type(named, page)
    return TypeSection(
        named.name, anchor, named.deprecated, page.blocks(named.description), summary, table
    )
