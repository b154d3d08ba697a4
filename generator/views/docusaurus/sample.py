"""Builds the resource pages of the layout `sample`.

The layout is that of StackQL's older provider docs, with its odd spaces, placeholders for values,
and `data__` columns in an INSERT. Its statements don't run; those of `current` do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import sql_identifier
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.stackql import DATA
from generator.model.walk import NamedTypes, named_types, walk_resources
from generator.views.docusaurus import sample_sql
from generator.views.docusaurus.front_matter import FrontMatter, front_matter
from generator.views.sql.columns import required_columns
from generator.views.sql.manifest import manifest, manifest_yaml
from generator.views.text.datatypes import datatype
from generator.views.text.links import resolve_links
from generator.views.text.prose import one_line
from generator.vocabulary import DocusaurusLayout, SqlVerb

_METHOD_ROWS = (
    SqlVerb.SELECT,
    SqlVerb.INSERT,
    SqlVerb.DELETE,
    SqlVerb.UPDATE,
    SqlVerb.REPLACE,
    SqlVerb.EXEC,
)
_MARGIN = " " * 4  # of the tab with the required properties


@dataclass(frozen=True, slots=True)
class SampleFieldRow:
    name: str
    datatype: str
    description: str


@dataclass(frozen=True, slots=True)
class SampleMethodRow:
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
class SampleResourcePage:
    front: FrontMatter
    id: str  # as StackQL names the resource
    service: str
    resource: str
    selectable: bool
    fields: tuple[SampleFieldRow, ...]
    methods: tuple[SampleMethodRow, ...]
    select: str  # SQL, as the examples below; "" where the resource has no such method
    insert: InsertExample | None
    update: str
    replace: str
    delete: str


def resource_pages(provider: Provider) -> Iterator[SampleResourcePage]:
    """Yields a page for each resource if the provider has this layout."""
    if provider.docusaurus.layout is not DocusaurusLayout.SAMPLE:
        return
    types = named_types(provider)
    for _, resource in walk_resources(provider.services):
        yield _resource_page(provider, resource, types)


def _resource_page(provider: Provider, resource: Resource, types: NamedTypes) -> SampleResourcePage:
    """Rule DL1: each verb except EXEC has one example, of the method that rule SQ4 chooses."""
    shown = {
        verb: sample_sql.shown(methods)
        for verb in SqlVerb
        if (methods := [method for method in resource.methods if method.verb is verb])
    }
    select = shown.get(SqlVerb.SELECT)
    insert = shown.get(SqlVerb.INSERT)
    update = shown.get(SqlVerb.UPDATE)
    replace = shown.get(SqlVerb.REPLACE)
    delete = shown.get(SqlVerb.DELETE)
    return SampleResourcePage(
        front=front_matter(provider, resource.name, resource.service, provider.name),
        id=".".join((resource.methods[0].stackql_provider, resource.service, resource.name)),
        service=resource.service,
        resource=resource.name,
        selectable=select is not None,
        fields=tuple(
            SampleFieldRow(
                part.name, datatype(part.type, types), _describe(provider, part.description)
            )
            for part in resource.fields
        ),
        methods=_method_rows(provider, resource),
        select=sample_sql.select(_table(resource, select), resource.fields, select)
        if select
        else "",
        insert=_insert_example(resource, insert, types) if insert else None,
        update=sample_sql.update(_table(resource, update), update) if update else "",
        replace=sample_sql.update(_table(resource, replace), replace) if replace else "",
        delete=sample_sql.delete(_table(resource, delete), delete) if delete else "",
    )


def _table(resource: Resource, method: Method) -> str:
    names = (method.stackql_provider, resource.service, resource.name)
    return ".".join(map(sql_identifier, names))


def _describe(provider: Provider, text: str) -> str:
    """Rule DL6: links lead to the vendor's documentation. If it is unknown, they stay, as in the
    sample.
    """
    docs = provider.documentation
    return one_line(resolve_links(text, docs) if docs else text)


def _method_rows(provider: Provider, resource: Resource) -> tuple[SampleMethodRow, ...]:
    """Rule DL2: methods are sorted by verb, in the order of `_METHOD_ROWS`, then by name."""
    ordered = sorted(
        resource.methods, key=lambda method: (_METHOD_ROWS.index(method.verb), method.name)
    )
    return tuple(
        SampleMethodRow(
            name=method.name,
            verb=method.verb.upper(),
            required=", ".join(required_columns(method, DATA)),
            description=_describe(provider, method.summary)
            if provider.docusaurus.descriptions
            else "",
        )
        for method in ordered
    )


def _insert_example(resource: Resource, method: Method, types: NamedTypes) -> InsertExample:
    """Rule DL3: required properties have a tab if there are some, but fewer or more than all."""
    table = _table(resource, method)
    everything = sample_sql.inserted(method)
    required = sample_sql.inserted_at_least(method)
    differs = len(required) not in (0, len(everything))
    shown = manifest(resource, method, required_columns(method, DATA), types)
    return InsertExample(
        all=sample_sql.insert(table, everything),
        required=sample_sql.insert(table, required, _MARGIN) if differs else "",
        manifest=manifest_yaml(shown),
    )
