"""Builds the resource pages of the layout `current`.

The layout follows the newer pages of StackQL's registry: a tab for each method, all parameters with
their descriptions, and statements with real values that run. `params` builds the parameter table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import fenced_code, markdown_code
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.walk import NamedTypes, named_types, walk_resources
from generator.views.docusaurus.front_matter import FrontMatter, front_matter
from generator.views.docusaurus.params import (
    ParamLink,
    ParamRow,
    Prose,
    param_link,
    param_rows,
    shape_sentences,
)
from generator.views.sql.columns import optional_columns, required_columns, required_params
from generator.views.sql.limits import reason, unselectable
from generator.views.sql.manifest import detailed_manifest, manifest_yaml
from generator.views.sql.statement_text import statement_text
from generator.views.sql.statements import Statements
from generator.views.text.datatypes import datatype_and_format
from generator.views.text.request_notes import credential_note, server_note
from generator.vocabulary import DocusaurusLayout, SqlVerb

_SECTIONS = (
    (SqlVerb.SELECT, "`SELECT` examples", "select-examples"),
    (SqlVerb.INSERT, "`INSERT` examples", "insert-examples"),
    (SqlVerb.UPDATE, "`UPDATE` examples", "update-examples"),
    (SqlVerb.REPLACE, "`REPLACE` examples", "replace-examples"),
    (SqlVerb.DELETE, "`DELETE` examples", "delete-examples"),
    (SqlVerb.EXEC, "Lifecycle Methods", "lifecycle-methods"),
)


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    datatype: str
    description: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldsTab:
    """The tab with the fields of one SELECT method."""

    name: str
    sentence: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class MethodRow:
    name: str
    verb: str
    anchor: str  # of the section with its example
    required: tuple[ParamLink, ...]
    optional: tuple[ParamLink, ...]
    description: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    title: str  # "" where a tab has one block alone
    code: str  # fenced


@dataclass(frozen=True, slots=True)
class MethodTab:
    value: str  # unique on the page
    label: str
    sentence: str
    notes: tuple[str, ...]  # Markdown: what StackQL can't do with it
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    tabs: tuple[MethodTab, ...]


@dataclass(frozen=True, slots=True)
class ResourcePage:
    front: FrontMatter
    purpose: str
    id: str  # as StackQL names the resource
    service: str
    resource: str
    fields: tuple[FieldsTab, ...]
    methods: tuple[MethodRow, ...]
    params: tuple[ParamRow, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _PageSources:
    """What all tabs of a page are made from."""

    provider: Provider
    statements: Statements
    prose: Prose
    types: NamedTypes


def resource_pages(provider: Provider) -> Iterator[ResourcePage]:
    """Yields a page for each resource if the provider has this layout."""
    if provider.docusaurus.layout is not DocusaurusLayout.CURRENT:
        return
    types = named_types(provider)
    statements = Statements(provider)
    for _, resource in walk_resources(provider.services):
        yield _resource_page(provider, resource, statements, types)


def _resource_page(
    provider: Provider, resource: Resource, statements: Statements, types: NamedTypes
) -> ResourcePage:
    prose = Prose(provider.documentation)
    purpose = prose.sentence(resource.purpose)
    page = _PageSources(provider, statements, prose, types)
    verbs = [verb for verb, _, _ in _SECTIONS]
    methods = sorted(resource.methods, key=lambda method: verbs.index(method.verb))
    return ResourcePage(
        front=front_matter(provider, resource.name, resource.service, provider.name, about=purpose),
        purpose=purpose,
        id=".".join((resource.methods[0].stackql_provider, resource.service, resource.name)),
        service=resource.service,
        resource=resource.name,
        fields=tuple(
            FieldsTab(
                method.name, prose.sentence(_about(method)), _field_rows(method, prose, types)
            )
            for method in methods
            if method.verb is SqlVerb.SELECT
        ),
        methods=tuple(_method_row(method, statements.prefix, prose) for method in methods),
        params=param_rows(methods, statements.prefix, prose, types),
        sections=tuple(_sections(resource, methods, page)),
    )


def _about(method: Method) -> str:
    """Returns the method's summary, or the first line of its description."""
    return method.summary or method.description


def _field_rows(method: Method, prose: Prose, types: NamedTypes) -> tuple[FieldRow, ...]:
    """Rule DC1: each SELECT has a tab with its own fields, whose types have their formats."""
    return tuple(
        FieldRow(
            part.name,
            datatype_and_format(part.type, types),
            (
                *prose.lines(part.description),
                *shape_sentences(part.type, part.conditions, types),
            ),
        )
        for part in method.fields
    )


def _method_row(method: Method, prefix: str, prose: Prose) -> MethodRow:
    """Rule DC2: a method links to its example and to each of its parameters."""
    return MethodRow(
        name=method.name,
        verb=method.verb.upper(),
        anchor=next(anchor for verb, _, anchor in _SECTIONS if verb is method.verb),
        required=tuple(map(param_link, required_columns(method, prefix))),
        optional=tuple(map(param_link, optional_columns(method, prefix))),
        description=prose.lines(_about(method)),
    )


def _sections(resource: Resource, methods: list[Method], page: _PageSources) -> Iterator[Section]:
    """Rule DC3: each verb has a section with a tab for each method. An INSERT has one more tab with
    its manifest.
    """
    for verb, title, _ in _SECTIONS:
        tabs = [
            tab
            for method in methods
            if method.verb is verb
            for tab in _tabs(resource, method, page)
        ]
        if tabs:
            yield Section(title, tuple(tabs))


def _tabs(resource: Resource, method: Method, page: _PageSources) -> Iterator[MethodTab]:
    about = page.prose.sentence(_about(method))
    examples = page.statements.examples(resource, method)
    blocks = tuple(
        Block(
            one.title if len(examples) > 1 else "",
            fenced_code(statement_text(one.statement), "sql"),
        )
        for one in examples
    )
    yield MethodTab(method.name, method.name, about, tuple(_notes(method, page)), blocks)
    if method.verb is SqlVerb.INSERT:
        shown = detailed_manifest(resource, method, required_params(method), page.types)
        block = Block("", fenced_code(manifest_yaml(shown), "yaml"))
        yield MethodTab(f"{method.name}-manifest", f"{method.name} manifest", "", (), (block,))


def _notes(method: Method, page: _PageSources) -> Iterator[str]:
    """Rule DC4: notes above the statement say what StackQL can't do with the method, where its
    requests go and which key they take, if these differ from the provider's.
    """
    for note in (server_note(page.provider, method), credential_note(page.provider, method)):
        if note:
            yield note
    for other in method.other_answers:
        if not other.content:
            yield f"A response with status {other.status} has no body, so it gives no row."
    if found := reason(method, page.types):
        call = markdown_code(f"{'.'.join(('client', *method.python))}(…)")
        yield f"StackQL can't run this. {found.text(markdown_code)} Call {call} in Python."
    if names := unselectable(method):
        shown = ", ".join(map(markdown_code, names))
        yield f"`SELECT *` shows {shown} too: StackQL can't select them by name."
