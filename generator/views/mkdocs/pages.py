"""A provider in, the pages of the mkdocs layout out: what each template shows, decided and encoded.

What a page says of a method is made by `mkdocs_methods`, tables by `mkdocs_tables`; the site's
configuration is in `mkdocs_config`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.escape.titles import site_title
from generator.model.client import AuthKind, AuthScheme, ClientNames
from generator.model.provider import Provider, Resource, Service
from generator.model.types import NamedType
from generator.model.walk import NamedTypes, named_types
from generator.views.mkdocs.methods import (
    VERBS,
    MethodRow,
    MethodSection,
    method_row,
    method_section,
    summary,
)
from generator.views.mkdocs.tables import Page, Table, described_type, fields_table
from generator.views.mkdocs.type_sections import Place, places
from generator.views.mkdocs.type_words import Markdown, Reader
from generator.views.sql.limits import reason
from generator.views.sql.statements import Statements


@dataclass(frozen=True, slots=True)
class TypeSection:
    name: str
    anchor: str
    deprecated: bool
    description: Markdown
    summary: Markdown
    table: Table | None


@dataclass(frozen=True, slots=True)
class ResourcePage:
    id: str  # as StackQL names the resource
    service: str
    service_title: Markdown
    resource: str
    client: str
    description: Markdown
    fields: Table | None  # None where nothing selects from the resource
    methods: tuple[MethodRow, ...]
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
class ServicePage:
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
    page: str  # where the page of its resource is
    reason: Markdown


@dataclass(frozen=True, slots=True)
class Credential:
    name: Markdown
    sent: Markdown
    description: Markdown


@dataclass(frozen=True, slots=True)
class ProviderPage:
    provider: str
    title: Markdown
    version: Markdown
    description: Markdown
    servers: tuple[str, ...]
    package: str
    client_class: str
    api_key_env: str
    credentials: tuple[Credential, ...]
    counts: str
    services: tuple[ServiceRow, ...]
    excluded_count: str
    excluded: tuple[ExclusionRow, ...]
    not_run_count: str
    not_run: tuple[LimitRow, ...]


# --------------------------------------------------------------------------------------- pages


def resource_pages(provider: Provider) -> Iterator[ResourcePage]:
    """A page for each resource."""
    types = named_types(provider)
    found = places(provider)
    statements = Statements(provider)
    for service in provider.services:
        for resource in service.resources:
            links = {
                name: place.target(service.name, resource.name) for name, place in found.items()
            }
            page = Page(Reader(types, links), provider.documentation)
            methods = sorted(resource.methods, key=lambda method: VERBS.index(method.verb))
            yield ResourcePage(
                id=".".join((methods[0].stackql_provider, service.name, resource.name)),
                service=service.name,
                service_title=page.cell(service.title),
                resource=resource.name,
                client=_client(resource),
                description=page.blocks(resource.description),
                fields=fields_table(resource.fields, page) if resource.fields else None,
                methods=tuple(method_row(method, statements.prefix, page) for method in methods),
                sections=tuple(
                    method_section(provider, resource, method, statements, page)
                    for method in methods
                ),
                types=tuple(_type_sections(resource, types, found, page)),
            )


def service_pages(provider: Provider) -> Iterator[ServicePage]:
    """A page for each service."""
    page = Page(Reader({}, {}), provider.documentation)
    for service in provider.services:
        yield ServicePage(
            provider=provider.name,
            service=service.name,
            title=_heading(service.title, page),
            description=page.blocks(service.description),
            counts=_service_counts(service),
            resources=tuple(_resource_row(resource, page) for resource in service.resources),
        )


def provider_pages(provider: Provider) -> Iterator[ProviderPage]:
    """The one page about the provider."""
    page = Page(Reader({}, {}), provider.documentation)
    not_run = tuple(_limit_rows(provider))
    yield ProviderPage(
        provider=provider.name,
        title=_heading(provider.title, page),
        version=page.cell(provider.version),
        description=page.blocks(provider.description),
        servers=provider.servers,
        package=provider.client.package,
        client_class=provider.client.class_name,
        api_key_env=provider.client.api_key_env,
        credentials=tuple(_credential(scheme, provider.client, page) for scheme in provider.auth),
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
        not_run=not_run,
    )


def _limit_rows(provider: Provider) -> Iterator[LimitRow]:
    """Rule E3: the provider's page lists every method that StackQL can't run, with the reason."""
    types = named_types(provider)
    for service in provider.services:
        for resource in service.resources:
            for method in resource.methods:
                if found := reason(method, types):
                    yield LimitRow(
                        f"{service.name}.{resource.name}.{method.name}",
                        f"{service.name}/{resource.name}/index.md#method-{method.name}",
                        Markdown(found.text(markdown_code)),
                    )


def _heading(title: str, page: Page) -> Markdown:
    """The title of a page: MkDocs gives it to its theme too."""
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
    """The Python name of the resource, where all its methods have one of the same."""
    names = {method.python[:-1] for method in resource.methods}
    return ".".join(("client", *names.pop())) if len(names) == 1 else ""


def _resource_row(resource: Resource, page: Page) -> ResourceRow:
    verbs = {method.verb for method in resource.methods}
    return ResourceRow(
        resource.name,
        tuple(verb.value.upper() for verb in VERBS if verb in verbs),
        len(resource.methods),
        len(resource.fields),
        page.lines(resource.description or summary(resource.methods[0])),
    )


def _credential(scheme: AuthScheme, client: ClientNames, page: Page) -> Credential:
    parameter = markdown_code(scheme.parameter)
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.UNSUPPORTED:
            sent = "`Authorization: Bearer` header"
        case AuthKind.BASIC:
            sent = "`Authorization: Basic` header"
        case AuthKind.HEADER:
            sent = f"{parameter} header"
        case AuthKind.QUERY:
            sent = f"{parameter} query param"
        case AuthKind.COOKIE:
            sent = f"{parameter} cookie"
    name = Markdown(markdown_code(scheme.name))
    own = (key.env for key in client.keys if key.scheme == scheme.name)
    env = markdown_code(next(own, client.api_key_env))
    return Credential(name, Markdown(f"{sent}, from {env}"), page.cell(scheme.description))


# --------------------------------------------------------------------------------------- types


def _type_sections(
    resource: Resource, types: NamedTypes, found: Mapping[str, Place], page: Page
) -> Iterator[TypeSection]:
    for name in sorted(found, key=str.lower):
        place = found[name]
        here = (place.service, place.resource) == (resource.service, resource.name)
        if here and place.anchor != "fields":
            yield _type_section(types[name], place.anchor, page)


def _type_section(named: NamedType, anchor: str, page: Page) -> TypeSection:
    summary, table = described_type(named, page)
    return TypeSection(
        named.name, anchor, named.deprecated, page.blocks(named.description), summary, table
    )
