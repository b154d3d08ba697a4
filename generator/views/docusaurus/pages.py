"""The provider in, what each page of the Docusaurus layout shows out.

The layout is that of StackQL's provider docs, odd spaces included. The templates lay out what is
decided here; SQL and manifests are written by `sql_text` and `manifest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import json_text, shell_word
from generator.json_types import Json
from generator.model.client import AuthKind, AuthScheme
from generator.model.methods import Method
from generator.model.provider import Provider, Resource, Service
from generator.model.walk import NamedTypes, named_types, walk_resources
from generator.views.sql import statements
from generator.views.sql.manifest import manifest, manifest_yaml
from generator.views.sql.statement_text import (
    docusaurus_delete,
    docusaurus_insert,
    docusaurus_select,
    docusaurus_update,
)
from generator.views.text.datatypes import datatype
from generator.views.text.prose import one_line
from generator.vocabulary import ParamPlace, SqlVerb

_METHOD_ROWS = (
    SqlVerb.SELECT,
    SqlVerb.INSERT,
    SqlVerb.DELETE,
    SqlVerb.UPDATE,
    SqlVerb.REPLACE,
    SqlVerb.EXEC,
)
_PLACES = {
    ParamPlace.HEADER: "sent in the header",
    ParamPlace.QUERY: "sent in the query as",
    ParamPlace.COOKIE: "sent in the cookie",
}
_MARGIN = " " * 4  # of the tab with the required properties


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    datatype: str
    description: str


@dataclass(frozen=True, slots=True)
class MethodRow:
    name: str
    verb: str
    required: str
    description: str


@dataclass(frozen=True, slots=True)
class InsertExample:
    all: str
    required: str  # "" where the tab is left out
    manifest: str


@dataclass(frozen=True, slots=True)
class ResourcePage:
    provider: str
    service: str
    resource: str
    selectable: bool
    fields: tuple[FieldRow, ...]
    methods: tuple[MethodRow, ...]
    select: str  # SQL, as the examples below; "" where the resource has no such method
    insert: InsertExample | None
    update: str
    replace: str
    delete: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    provider: str
    service: str
    resources: int
    columns: tuple[tuple[str, ...], ...]  # names of resources


@dataclass(frozen=True, slots=True)
class Credential:
    """How one way to authenticate is set up."""

    variable: str  # of the environment
    place: str  # "sent in the header"
    name: str  # of the header, query param or cookie, or ""
    setting: str  # a line of shell


@dataclass(frozen=True, slots=True)
class ProviderPage:
    provider: str
    title: str
    services: int
    resources: int
    credentials: tuple[Credential, ...]
    columns: tuple[tuple[str, ...], ...]  # names of services


# --------------------------------------------------------------------------------------- pages


def resource_pages(provider: Provider) -> Iterator[ResourcePage]:
    """A page for each resource."""
    types = named_types(provider)
    for _, resource in walk_resources(provider.services):
        yield _resource_page(provider, resource, types)


def service_pages(provider: Provider) -> Iterator[ServicePage]:
    """A page for each service."""
    for service in provider.services:
        yield _service_page(provider, service)


def provider_pages(provider: Provider) -> Iterator[ProviderPage]:
    """The provider's one page."""
    yield ProviderPage(
        provider=provider.name,
        title=provider.title,
        services=len(provider.services),
        resources=sum(len(service.resources) for service in provider.services),
        credentials=tuple(_credentials(provider)),
        columns=_two_columns([service.name for service in provider.services]),
    )


def _service_page(provider: Provider, service: Service) -> ServicePage:
    names = [resource.name for resource in service.resources]
    return ServicePage(provider.name, service.name, len(names), _two_columns(names))


def _two_columns(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rule DL4: links are sorted by name, in two columns, the first one the longer."""
    ordered = tuple(sorted(names))
    half = (len(ordered) + 1) // 2
    return ordered[:half], ordered[half:]


# ------------------------------------------------------------------------------- resource page


def _resource_page(provider: Provider, resource: Resource, types: NamedTypes) -> ResourcePage:
    """Rule DL1: one example for each verb but EXEC, of the method that rule SQ4 chooses."""
    table = statements.Table(provider.name, resource.service, resource.name)
    shown = {
        verb: statements.shown(methods)
        for verb in SqlVerb
        if (methods := _methods_of(resource, verb))
    }
    select = shown.get(SqlVerb.SELECT)
    insert = shown.get(SqlVerb.INSERT)
    update = shown.get(SqlVerb.UPDATE)
    replace = shown.get(SqlVerb.REPLACE)
    delete = shown.get(SqlVerb.DELETE)
    return ResourcePage(
        provider=provider.name,
        service=resource.service,
        resource=resource.name,
        selectable=select is not None,
        fields=_field_rows(resource, types),
        methods=_method_rows(provider, resource),
        select=docusaurus_select(statements.select(table, resource.fields, select))
        if select
        else "",
        insert=_insert_example(table, resource, insert, types) if insert else None,
        update=docusaurus_update(statements.update(table, update)) if update else "",
        replace=docusaurus_update(statements.update(table, replace)) if replace else "",
        delete=docusaurus_delete(statements.delete(table, delete)) if delete else "",
    )


def _methods_of(resource: Resource, verb: SqlVerb) -> list[Method]:
    return [method for method in resource.methods if method.verb is verb]


def _field_rows(resource: Resource, types: NamedTypes) -> tuple[FieldRow, ...]:
    return tuple(
        FieldRow(part.name, datatype(part.type, types), one_line(part.description))
        for part in resource.fields
    )


def _method_rows(provider: Provider, resource: Resource) -> tuple[MethodRow, ...]:
    """Rule DL2: methods by verb, in the order of `_METHOD_ROWS`, then by name."""
    ordered = sorted(
        resource.methods, key=lambda method: (_METHOD_ROWS.index(method.verb), method.name)
    )
    return tuple(
        MethodRow(
            name=method.name,
            verb=method.verb.upper(),
            required=", ".join(statements.required_columns(method)),
            description=one_line(method.summary) if provider.docusaurus_descriptions else "",
        )
        for method in ordered
    )


def _insert_example(
    table: statements.Table, resource: Resource, method: Method, types: NamedTypes
) -> InsertExample:
    """Rule DL3: the required properties have a tab where there are some, and not as many as all."""
    everything = statements.insert_all(table, method)
    required = statements.insert_required(table, method)
    differs = len(required.columns) not in (0, len(everything.columns))
    return InsertExample(
        all=docusaurus_insert(everything),
        required=docusaurus_insert(required, _MARGIN) if differs else "",
        manifest=manifest_yaml(manifest(resource, method, types)),
    )


# ------------------------------------------------------------------------------ authentication


def _credentials(provider: Provider) -> Iterator[Credential]:
    """Rule DL5: each way to send a credential once, with the variable that the client reads too."""
    made = (_credential(provider.name, scheme) for scheme in provider.auth)
    return iter(dict.fromkeys(made))


def _credential(provider: str, scheme: AuthScheme) -> Credential:
    """Describes how a credential is sent, and how StackQL is configured to send it."""
    name, custom = "", {"type": "custom", "location": scheme.place.value, "name": scheme.parameter}
    match scheme.kind:
        case AuthKind.BASIC:
            words, auth = "sent by HTTP basic authentication", {"type": "basic"}
        case AuthKind.BEARER | AuthKind.UNSUPPORTED:
            words, auth = "sent as a bearer token", {"type": "bearer"}
        case AuthKind.HEADER | AuthKind.QUERY | AuthKind.COOKIE:
            words, auth, name = _PLACES[scheme.place], custom, scheme.parameter
    config: Json = {provider: {**auth, "credentialsenvvar": scheme.env}}
    return Credential(scheme.env, words, name, f"AUTH={shell_word(json_text(config))}")
