"""A provider in, the pages of the mkdocs layout out: what each template shows, decided and encoded.

Tables are made by `mkdocs_tables`, SQL and manifests by `sql_text` and `manifest`; the site's
configuration is in `mkdocs_config`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.emit import sql
from generator.emit.datatypes import NamedTypes, named_types
from generator.emit.manifest import manifest, manifest_yaml
from generator.emit.mkdocs_tables import (
    Page,
    Table,
    described_type,
    fields_table,
    params_table,
    properties_table,
)
from generator.emit.mkdocs_types import Place, answer_content, places
from generator.emit.sql_text import mkdocs_sql
from generator.emit.typetext import Markdown, Reader, type_text
from generator.escape import fenced_code, markdown_code
from generator.escape.titles import site_title
from generator.provider.model import (
    AuthKind,
    AuthScheme,
    Method,
    NamedType,
    PageEnd,
    Pagination,
    PathInResponse,
    Provider,
    Resource,
    Service,
    SqlVerb,
)

VERBS = tuple(SqlVerb)
"""The order in which a page shows methods: SELECT, INSERT, UPDATE, REPLACE, DELETE, EXEC."""


@dataclass(frozen=True, slots=True)
class MethodRow:
    name: str
    verb: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    description: Markdown
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    block: Markdown  # a fenced block


@dataclass(frozen=True, slots=True)
class MethodSection:
    name: str
    verb: str
    http: Markdown
    python: str
    deprecated: bool
    deprecation_reason: Markdown
    description: Markdown
    paging: Markdown
    params: Table | None
    body: Markdown  # what the body is, a line; "" where there is none
    properties: Table | None
    fields: Table | None  # where they differ from the resource's
    returns: Markdown
    examples: tuple[Tab, ...]


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
    provider: str
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


# --------------------------------------------------------------------------------------- pages


def resource_pages(provider: Provider) -> Iterator[ResourcePage]:
    """A page for each resource."""
    types = named_types(provider)
    found = places(provider)
    for service in provider.services:
        for resource in service.resources:
            links = {
                name: place.target(service.name, resource.name) for name, place in found.items()
            }
            page = Page(Reader(types, links), provider.documentation)
            methods = sorted(resource.methods, key=lambda method: VERBS.index(method.verb))
            yield ResourcePage(
                provider=provider.name,
                service=service.name,
                service_title=page.cell(service.title),
                resource=resource.name,
                client=_client(resource),
                description=page.blocks(resource.description),
                fields=fields_table(resource.fields, page) if resource.fields else None,
                methods=tuple(_method_row(method, page) for method in methods),
                sections=tuple(
                    _method_section(provider, resource, method, page) for method in methods
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
    yield ProviderPage(
        provider=provider.name,
        title=_heading(provider.title, page),
        version=page.cell(provider.version),
        description=page.blocks(provider.description),
        servers=provider.servers,
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
                page.cell(service.description),
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


def _resource_row(resource: Resource, page: Page) -> ResourceRow:
    verbs = {method.verb for method in resource.methods}
    return ResourceRow(
        resource.name,
        tuple(verb.value.upper() for verb in VERBS if verb in verbs),
        len(resource.methods),
        len(resource.fields),
        page.cell(resource.description or _summary(resource.methods[0])),
    )


def _credential(scheme: AuthScheme, page: Page) -> Credential:
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
    return Credential(name, Markdown(sent), page.cell(scheme.description))


# ------------------------------------------------------------------------------------- methods


def _client(resource: Resource) -> str:
    """The Python name of the resource, where all its methods have one of the same."""
    names = {method.python[:-1] for method in resource.methods}
    return ".".join(("client", *names.pop())) if len(names) == 1 else ""


def _summary(method: Method) -> str:
    """One line on a method: its summary, or its description where it has none."""
    return method.summary or method.description


def _method_row(method: Method, page: Page) -> MethodRow:
    return MethodRow(
        name=method.name,
        verb=method.verb.value.upper(),
        required=sql.required_columns(method),
        optional=_optional_columns(method),
        description=page.cell(_summary(method)),
        deprecated=method.deprecated,
    )


def _optional_columns(method: Method) -> tuple[str, ...]:
    """The params that may be left out, by name, then such body properties in spec order."""
    required = sql.required_body_names(method)
    body = (name for name in sql.body_names(method) if name not in required)
    return (*sql.optional_params(method), *(sql.BODY_PREFIX + name for name in body))


def _method_section(
    provider: Provider, resource: Resource, method: Method, page: Page
) -> MethodSection:
    body = method.body
    names = {field.name for field in resource.fields}
    differs = method.verb is SqlVerb.SELECT and {field.name for field in method.fields} != names
    return MethodSection(
        name=method.name,
        verb=method.verb.value.upper(),
        http=Markdown(markdown_code(f"{method.http.value.upper()} {method.path}")),
        python=".".join(("client", *method.python)),
        deprecated=method.deprecated,
        deprecation_reason=page.cell(method.deprecation_reason),
        description=page.blocks(method.description or method.summary),
        paging=_paging(method.pagination),
        params=params_table(method.params, page) if method.params else None,
        body=_body(method, page),
        properties=(
            properties_table((part.property for part in body.properties), page)
            if body and body.properties
            else None
        ),
        fields=fields_table(method.fields, page) if differs else None,
        returns=_returns(method, page),
        examples=tuple(_examples(provider, resource, method, page.reader.types)),
    )


def _body(method: Method, page: Page) -> Markdown:
    """What the body is sent as, and whether it may be left out."""
    if method.body is None or not method.body.content:
        return Markdown("")
    sent = " or ".join(markdown_code(content.content_type) for content in method.body.content)
    need = "required" if method.body.required else "optional"
    if method.body.properties:
        return Markdown(f"{sent}, {need}. Columns have the prefix `data__`.")
    whole = type_text(method.body.content[0].type, page.reader)
    column = markdown_code(f"{sql.BODY_PREFIX}{method.body.python_name}")
    return Markdown(f"{sent}, {need}. The column {column} is the whole of it: {whole}.")


def _returns(method: Method, page: Page) -> Markdown:
    content = answer_content(method)
    if content is None:
        return Markdown("nothing.")
    null = " or `null`" if content.nullable else ""
    sent = markdown_code(content.content_type)
    if method.items:
        return Markdown(f"the rows at {_path(method.items)} of the answer, as {sent}.")
    return Markdown(f"{type_text(content.type, page.reader)}{null}, as {sent}.")


def _paging(pagination: Pagination | None) -> Markdown:
    if pagination is None:
        return Markdown("")
    start = (
        f"{markdown_code(pagination.send.name)} takes {_path(pagination.next)} of the page before"
    )
    match pagination.end:
        case PageEnd.FLAG_FALSE if pagination.more:
            end = f"while {_path(pagination.more)} is true"
        case PageEnd.NEXT_NULL:
            end = "until that is null"
        case _:
            end = "until a page has no rows"
    size = f"; {markdown_code(pagination.size.name)} sets its size" if pagination.size else ""
    return Markdown(f"For the next page, {start}, {end}{size}.")


def _path(path: PathInResponse) -> str:
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path.steps)
    return markdown_code("".join(parts).removeprefix("."))


def _examples(
    provider: Provider, resource: Resource, method: Method, types: NamedTypes
) -> Iterator[Tab]:
    """Rule E1: a tab for each way to call the method.

    An INSERT has its required properties where those are fewer, all of them and the manifest; an
    EXEC that takes more than it must has what it must and all.
    """
    statement = sql.statement(provider.name, resource, method)
    match statement:
        case sql.Insert(table):
            required = sql.insert_required(table, method)
            if required.columns and required != statement:
                yield _sql_tab("Required properties", required)
            yield _sql_tab("All properties", statement)
            yaml = manifest_yaml(manifest(resource, method, types))
            yield Tab("Manifest", Markdown(fenced_code(yaml, "yaml")))
        case sql.Exec(table, name, arguments):
            more = _optional_arguments(method)
            yield _sql_tab("Required arguments" if more else "EXEC", statement)
            if more:
                yield _sql_tab("All arguments", sql.Exec(table, name, (*arguments, *more)))
        case _:
            yield _sql_tab(method.verb.value.upper(), statement)


def _optional_arguments(method: Method) -> tuple[sql.Column, ...]:
    """What an EXEC may be given besides, each with a placeholder of its own."""
    params = {param.name for param in method.params}
    columns = []
    for column in _optional_columns(method):
        name = column.removeprefix(sql.BODY_PREFIX)
        columns.append(sql.Column(column, column if column in params or name in params else name))
    return tuple(columns)


def _sql_tab(title: str, statement: sql.Statement) -> Tab:
    return Tab(title, Markdown(fenced_code(mkdocs_sql(statement), "sql")))


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
