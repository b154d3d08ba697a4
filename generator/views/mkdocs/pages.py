"""Builds the pages of the mkdocs layout: all that a template shows, decided and encoded.

A provider comes in; a page for each resource and service, and one for the provider, go out.
`methods` describes methods, `tables` builds tables, and `site_config` configures the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.escape.titles import site_title
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Enum, NamedType, Type, Union
from generator.model.walk import named_types, walk_resources
from generator.views.code.client_paths import client_path
from generator.views.mkdocs.anchors import FIELDS, Anchors
from generator.views.mkdocs.definition_rows import (
    PageContext,
    Row,
    describe_type,
    field_rows,
    spaced,
)
from generator.views.mkdocs.examples import ExampleTabs
from generator.views.mkdocs.methods import (
    VERBS,
    MethodSection,
    MethodSummary,
    method_section,
    summarize_method,
)
from generator.views.mkdocs.page_heads import page_about, page_title, resource_title, service_titles
from generator.views.mkdocs.remembered import remember_last
from generator.views.mkdocs.type_sections import (
    TYPES_PAGE,
    SectionLocation,
    TypeLocations,
    locate_types,
)
from generator.views.mkdocs.type_uses import find_type_uses, outside_uses, uses_text
from generator.views.mkdocs.type_words import Markdown, Reader, value_texts

_MOST_PARTS = 6  # that a list names of a thing without a text


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
    uses: Markdown  # which methods and types use it


@dataclass(frozen=True, slots=True)
class MkdocsResourcePage:
    title: str  # as YAML: unique on the site
    about: str  # as YAML: what search engines show, unique on the site
    provider_title: Markdown
    id: str  # as StackQL names the resource
    service: str
    service_title: Markdown
    resource: str
    client: str
    description: Markdown
    verbs: tuple[str, ...]
    is_selectable: bool
    fields: tuple[Row, ...]
    fields_type: Markdown  # which type they describe, or ""
    methods: tuple[MethodSummary, ...]
    sections: tuple[MethodSection, ...]
    types: tuple[TypeSection, ...]
    has_types_page: bool


@dataclass(frozen=True, slots=True)
class MkdocsTypesPage:
    title: str  # as YAML
    about: str  # as YAML
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


# --------------------------------------------------------------------------------------- pages


@remember_last
def resource_pages(provider: Provider) -> tuple[MkdocsResourcePage, ...]:
    """Returns a page for each resource."""
    found = locate_types(provider)
    tabs = ExampleTabs(provider)
    return tuple(
        _resource_page(provider, service, resource, found, tabs)
        for service, resource in walk_resources(provider.services)
    )


@remember_last
def types_pages(provider: Provider) -> tuple[MkdocsTypesPage, ...]:
    """Returns a page for the types of each resource that has many of them (rule K5)."""
    return tuple(_types_pages(provider))


def _types_pages(provider: Provider) -> Iterator[MkdocsTypesPage]:
    found = locate_types(provider)
    for service, resource in walk_resources(provider.services):
        folder = f"{service.name}/{resource.name}/{TYPES_PAGE}"
        page, here = _page_context(provider, found, folder)
        named = resource_title(service.name, resource.name)
        if here:
            yield MkdocsTypesPage(
                title=page_title(f"Types of {named}"),
                about=page_about(f"Types of {named}", ", ".join(here)),
                provider_title=page.cell(provider.title),
                service=service.name,
                service_title=page.cell(service.title),
                resource=resource.name,
                types=_type_sections(provider, here, folder, page),
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
    id_ = ".".join((methods[0].stackql_provider, service.name, resource.name))
    return MkdocsResourcePage(
        title=page_title(resource_title(service.name, resource.name)),
        about=page_about(id_, resource_text(resource)),
        provider_title=page.cell(provider.title),
        id=id_,
        service=service.name,
        service_title=page.cell(service.title),
        resource=resource.name,
        client=_client(resource),
        description=page.blocks(resource.purpose),
        verbs=_verbs(resource),
        is_selectable="SELECT" in _verbs(resource),
        fields=field_rows(resource.fields, "field-", page),
        fields_type=_fields_type(provider, found, folder),
        methods=tuple(summarize_method(one, page) for one in methods),
        sections=tuple(method_section(service, resource, one, tabs, page) for one in methods),
        types=_type_sections(provider, here, folder, page),
        has_types_page=any(
            place.folder == f"{folder}/{TYPES_PAGE}" for place in found.sections.values()
        ),
    )


def _verbs(resource: Resource) -> tuple[str, ...]:
    verbs = {method.verb for method in resource.methods}
    return tuple(verb.value.upper() for verb in VERBS if verb in verbs)


def service_pages(provider: Provider) -> Iterator[MkdocsServicePage]:
    """Yields a page for each service."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    titles = service_titles(provider)
    for service in provider.services:
        about = f"{service_text(service)} {service_counts(service)}"
        yield MkdocsServicePage(
            head=titles[service.name],
            about=page_about(f"{service.name} of {provider.title}", about),
            provider_title=page.cell(provider.title),
            service=service.name,
            title=page_heading(service.title, page),
            description=page.blocks(service.purpose),
            counts=service_counts(service),
            resources=tuple(_resource_row(resource, page) for resource in service.resources),
        )


def page_heading(title: str, page: PageContext) -> Markdown:
    """Returns a page's title, which MkDocs also passes to its theme."""
    return page.cell(site_title(title))


def service_counts(service: Service) -> str:
    """Returns how many resources and methods a service has."""
    resources = count_text(len(service.resources), "resource")
    return f"{resources}, {count_text(method_count(service), 'method')}."


def service_text(service: Service) -> str:
    """Returns a sentence on a service for a list (rule LT1)."""
    return service.purpose or _parts_text("Resources", [one.name for one in service.resources])


def resource_text(resource: Resource) -> str:
    """Returns a sentence on a resource for a list.

    Rule LT1: in a list, a service or a resource that no text describes names its parts.
    """
    return resource.purpose or _parts_text("Methods", [one.name for one in resource.methods])


def _parts_text(what: str, names: Sequence[str]) -> str:
    more = len(names) - _MOST_PARTS
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_PARTS])
    return f"{what}: {listed} and {more} more." if more > 0 else f"{what}: {listed}."


def count_text(number: int, word: str) -> str:
    """Returns a number with its noun."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def method_count(service: Service) -> int:
    """Counts the methods of a service."""
    return sum(len(resource.methods) for resource in service.resources)


def _client(resource: Resource) -> str:
    """Returns the resource's Python path, or "" if its methods have several."""
    names = {method.python[:-1] for method in resource.methods}
    return client_path(names.pop()) if len(names) == 1 else ""


def _resource_row(resource: Resource, page: PageContext) -> ResourceRow:
    return ResourceRow(
        resource.name,
        _verbs(resource),
        count_text(len(resource.methods), "method")
        + (f", {count_text(len(resource.fields), 'field')}." if resource.fields else "."),
        page.cell(resource_text(resource)),
    )


# --------------------------------------------------------------------------------------- types


def _fields_type(provider: Provider, found: TypeLocations, folder: str) -> Markdown:
    """Returns which type the fields of a page describe, and what else uses it (rule K1)."""
    service, resource = folder.split("/")
    fields = SectionLocation(service, resource, FIELDS)
    name = next((one for one, place in found.sections.items() if place == fields), "")
    if not name:
        return Markdown("")
    uses = outside_uses(name, find_type_uses(provider), folder)
    return spaced(f"The fields are the properties of {markdown_code(name)}.", uses)


def _type_sections(
    provider: Provider, names: Iterable[str], folder: str, page: PageContext
) -> tuple[TypeSection, ...]:
    uses = find_type_uses(provider)
    return tuple(
        _type_section(
            page.reader.types[name], page, uses_text(name, uses, folder, page.reader.links)
        )
        for name in names
    )


def _type_section(named: NamedType, page: PageContext, uses: Markdown) -> TypeSection:
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
        uses=uses,
    )


def _part_count(of: Type, rows: int) -> str:
    match of:
        case Union():
            return count_text(rows, "variant")
        case Enum(_, values):
            return count_text(len(values), "value")
        case _:
            return f"{rows} {'property' if rows == 1 else 'properties'}" if rows else ""
