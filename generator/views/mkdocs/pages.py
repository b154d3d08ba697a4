"""Builds the pages of the mkdocs layout: all that a template shows, decided and encoded.

A provider comes in; a page for each resource and service, and one for the provider, go out.
`methods` describes methods, `tables` builds tables, and `site_config` configures the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import markdown_code, yaml_scalar
from generator.escape.titles import site_title
from generator.model.client import AuthScheme
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Array, Enum, NamedType, Ref, Type, Union
from generator.model.walk import named_types, walk_methods, walk_resources
from generator.model.webhooks import Webhook
from generator.views.code.client_paths import client_path, webhooks_attribute
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.definition_rows import PageContext, Row, describe_type, field_rows
from generator.views.mkdocs.examples import ExampleTabs, MethodExamples
from generator.views.mkdocs.methods import (
    VERBS,
    MethodSection,
    MethodSummary,
    method_section,
    summarize_method,
)
from generator.views.mkdocs.type_sections import TYPES_PAGE, TypeLocations, locate_types
from generator.views.mkdocs.type_words import Markdown, Reader, type_text, value_texts
from generator.views.sql.limits import reason
from generator.vocabulary import ParamPlace, Server, SqlVerb

_LONGEST_ABOUT = 160  # characters that search engines show
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
    count: str  # what it has: "4 properties"
    values: tuple[str, ...]  # known texts, for the search
    description: Markdown
    summary: Markdown
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MkdocsResourcePage:
    title: str  # as YAML: unique on the site
    about: str  # as YAML: what search engines show
    provider_title: Markdown
    id: str  # as StackQL names the resource
    service: str
    service_title: Markdown
    resource: str
    client: str
    description: Markdown
    verbs: tuple[str, ...]
    fields: tuple[Row, ...]  # empty if the resource has no SELECT
    methods: tuple[MethodSummary, ...]
    sections: tuple[MethodSection, ...]
    types: tuple[TypeSection, ...]
    has_types_page: bool


@dataclass(frozen=True, slots=True)
class MkdocsTypesPage:
    title: str  # as YAML
    provider_title: Markdown
    service: str
    service_title: Markdown
    resource: str
    types: tuple[TypeSection, ...]


@dataclass(frozen=True, slots=True)
class ResourceRow:
    name: str
    verbs: tuple[str, ...]
    counts: str
    description: Markdown


@dataclass(frozen=True, slots=True)
class MkdocsServicePage:
    head: str  # as YAML: unique on the site
    about: str  # as YAML
    provider_title: Markdown
    service: str
    title: Markdown
    description: Markdown
    counts: str
    resources: tuple[ResourceRow, ...]


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
    examples: MethodExamples


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
    head: str  # as YAML
    about: str  # as YAML
    provider: str
    first: FirstCall | None
    title: Markdown
    version: Markdown
    description: Markdown
    servers: tuple[Markdown, ...]
    package: str
    client_class: str
    api_key_env: str
    credentials: tuple[CredentialRow, ...]
    counts: str
    groups: tuple[ServiceGroup, ...]
    webhooks: tuple[WebhookRow, ...]
    webhook_call: str  # "client.webhooks.unwrap", or "" if the API sends no JSON
    excluded_count: str
    excluded: tuple[ExclusionRow, ...]
    not_run_count: str
    stackql_providers: tuple[str, ...]
    not_run: tuple[LimitRow, ...]


# --------------------------------------------------------------------------------------- pages


def resource_pages(provider: Provider) -> Iterator[MkdocsResourcePage]:
    """Yields a page for each resource."""
    found = locate_types(provider)
    tabs = ExampleTabs(provider)
    for service, resource in walk_resources(provider.services):
        yield _resource_page(provider, service, resource, found, tabs)


def types_pages(provider: Provider) -> Iterator[MkdocsTypesPage]:
    """Yields a page for the types of each resource that has many of them (rule K5)."""
    found = locate_types(provider)
    for service, resource in walk_resources(provider.services):
        folder = f"{service.name}/{resource.name}/{TYPES_PAGE}"
        page, here = _page_context(provider, found, folder)
        if here:
            yield MkdocsTypesPage(
                title=yaml_scalar(site_title(f"Types of {service.name}.{resource.name}")),
                provider_title=page.cell(provider.title),
                service=service.name,
                service_title=page.cell(service.title),
                resource=resource.name,
                types=tuple(_type_section(page.reader.types[name], page) for name in here),
            )


def _page_context(
    provider: Provider, found: TypeLocations, folder: str
) -> tuple[PageContext, tuple[str, ...]]:
    """Returns the context of the page in `folder`, and the names of the types in its sections."""
    links = {name: place.target(folder) for name, place in found.sections.items()}
    reader = Reader(named_types(provider), links, found.in_place)
    page = PageContext(reader, provider.documentation, Anchors())
    here = [name for name in sorted(links, key=str.lower) if links[name].startswith("#type-")]
    for name in here:
        page.anchors.take(f"type-{name}")
    return page, tuple(here)


def _resource_page(
    provider: Provider,
    service: Service,
    resource: Resource,
    found: TypeLocations,
    tabs: ExampleTabs,
) -> MkdocsResourcePage:
    folder = f"{service.name}/{resource.name}"
    page, here = _page_context(provider, found, folder)
    methods = sorted(resource.methods, key=lambda method: VERBS.index(method.verb))
    for method in methods:
        page.anchors.take(method.name)
    return MkdocsResourcePage(
        title=yaml_scalar(site_title(f"{service.name}.{resource.name}")),
        about=_about(resource.purpose),
        provider_title=page.cell(provider.title),
        id=".".join((methods[0].stackql_provider, service.name, resource.name)),
        service=service.name,
        service_title=page.cell(service.title),
        resource=resource.name,
        client=_client(resource),
        description=page.blocks(resource.purpose),
        verbs=_verbs(resource),
        fields=field_rows(resource.fields, "field-", page),
        methods=tuple(summarize_method(one, page) for one in methods),
        sections=tuple(method_section(service, resource, one, tabs, page) for one in methods),
        types=tuple(_type_section(page.reader.types[name], page) for name in here),
        has_types_page=any(
            place.folder == f"{folder}/{TYPES_PAGE}" for place in found.sections.values()
        ),
    )


def _about(text: str) -> str:
    """Returns what search engines show of a page, as YAML; "" for nothing."""
    words = site_title(text)[:_LONGEST_ABOUT]
    return yaml_scalar(words) if words else ""


def _verbs(resource: Resource) -> tuple[str, ...]:
    verbs = {method.verb for method in resource.methods}
    return tuple(verb.value.upper() for verb in VERBS if verb in verbs)


def service_pages(provider: Provider) -> Iterator[MkdocsServicePage]:
    """Yields a page for each service."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    for service in provider.services:
        yield MkdocsServicePage(
            head=yaml_scalar(site_title(service.title or service.name)),
            about=_about(service.purpose),
            provider_title=page.cell(provider.title),
            service=service.name,
            title=_heading(service.title, page),
            description=page.blocks(service.purpose),
            counts=_service_counts(service),
            resources=tuple(_resource_row(resource, page) for resource in service.resources),
        )


def provider_pages(provider: Provider) -> Iterator[MkdocsProviderPage]:
    """Yields the provider's only page."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    not_run = tuple(_limit_rows(provider))
    yield MkdocsProviderPage(
        head=yaml_scalar(f"Overview of {site_title(provider.title)}"),
        about=_about(provider.description),
        provider=provider.name,
        first=_first_call(provider),
        title=_heading(provider.title, page),
        version=page.cell(provider.version),
        description=page.blocks(provider.description),
        servers=tuple(map(_server_row, provider.servers)),
        package=provider.client.package,
        client_class=provider.client.class_name,
        api_key_env=provider.client.api_key_env,
        credentials=credential_rows(provider),
        groups=tuple(_service_groups(provider, page)),
        webhooks=tuple(_webhook_row(provider, one, page) for one in provider.webhooks),
        webhook_call=_webhook_call(provider),
        counts=_provider_counts(provider),
        excluded_count=_count(len(provider.excluded), "operation"),
        excluded=tuple(
            ExclusionRow(
                Markdown(markdown_code(f"{one.http.sent} {one.path}")),
                page.cell(one.reason),
            )
            for one in provider.excluded
        ),
        not_run_count=_count(len(not_run), "method"),
        stackql_providers=tuple(one.name for one in provider.stackql.providers),
        not_run=not_run,
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
    counts = _service_counts(service)
    return ServiceRow(service.name, page.cell(service.title), counts, page.cell(service.purpose))


def _first_call(provider: Provider) -> FirstCall | None:
    """Rule FC1: the first call lists rows without a required argument; of several such methods, the
    one with the shortest Python path has the word.
    """
    free = [
        (len(".".join(method.python)), service.name, resource.name, method, service, resource)
        for service, resource, method in walk_methods(provider.services)
        if method.verb is SqlVerb.SELECT and method.items and not method.deprecated
        if not any(param.required for param in method.params)
    ]
    if not free:
        return None
    *_, method, service, resource = min(free, key=lambda one: one[:3])
    return FirstCall(
        id=".".join((method.stackql_provider, service.name, resource.name)),
        page=f"{service.name}/{resource.name}/index.md#{method.name}",
        examples=ExampleTabs(provider).examples(service, resource, method),
    )


def _limit_rows(provider: Provider) -> Iterator[LimitRow]:
    """Rule E3: the provider's page lists every method that StackQL can't run, with the reason."""
    types = named_types(provider)
    for service, resource, method in walk_methods(provider.services):
        if found := reason(method, types):
            yield LimitRow(
                f"{service.name}.{resource.name}.{method.name}",
                f"{service.name}/{resource.name}/index.md#{method.name}",
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
    return client_path(names.pop()) if len(names) == 1 else ""


def _resource_row(resource: Resource, page: PageContext) -> ResourceRow:
    return ResourceRow(
        resource.name,
        _verbs(resource),
        _count(len(resource.methods), "method")
        + (f", {_count(len(resource.fields), 'field')}." if resource.fields else "."),
        page.cell(resource.purpose),
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


def credential_rows(provider: Provider) -> tuple[CredentialRow, ...]:
    """Returns how each credential is sent, and which variable holds it."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    return tuple(_credential(scheme, page) for scheme in provider.auth)


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


def _type_section(named: NamedType, page: PageContext) -> TypeSection:
    anchor = f"type-{named.name}"
    summary, shape = describe_type(named, anchor, page)
    return TypeSection(
        name=named.name,
        anchor=anchor,
        deprecated=named.deprecated,
        count=_part_count(named.type, len(shape.rows)),
        values=value_texts(named.type, page.reader) if isinstance(named.type, Enum) else (),
        description=page.blocks(named.description),
        summary=summary,
        rows=shape.rows,
    )


def _part_count(of: Type, rows: int) -> str:
    match of:
        case Union():
            return _count(rows, "variant")
        case Enum(_, values):
            return _count(len(values), "value")
        case _:
            return f"{rows} {'property' if rows == 1 else 'properties'}" if rows else ""
