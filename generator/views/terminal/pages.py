"""Builds pages for a terminal from the model: `generate explain openai.fine_tuning.jobs`.

A page is data: tables of texts as the spec has them. The caller that prints a page passes each text
through `console.make_printable`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.model.methods import Method
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Property, Type
from generator.model.walk import NamedTypes, named_types
from generator.views.sql.columns import body_prefix, required_columns
from generator.views.sql.limits import reason
from generator.views.sql.statement_text import statement_text
from generator.views.sql.statements import Statements
from generator.views.text.datatypes import datatype
from generator.views.text.prose import one_line


@dataclass(frozen=True, slots=True)
class TerminalTable:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TerminalPage:
    title: str
    facts: tuple[tuple[str, str], ...]  # a label and its value: ("path", "/jobs/{id}")
    tables: tuple[TerminalTable, ...]
    subject: Provider | Service | Resource | Method
    sql: tuple[str, ...] = ()  # statements that call the method


class UnknownName(Exception):
    """No part of the model has the name. The message says which part, the hint what is similar."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def explain(provider: Provider, name: str) -> TerminalPage:
    """Returns the page of a provider, service, resource or method. Raises UnknownName."""
    first, *rest = name.split(".")
    if first != provider.name or len(rest) > 3:
        raise UnknownName(
            f'"{name}" names nothing of {provider.name}',
            f"a name is {provider.name}.service.resource.method, or the first parts of it",
        )
    if not rest:
        return _provider_page(provider)
    service = _find(provider.services, rest[0], provider.name)
    if len(rest) == 1:
        return _service_page(provider, service)
    resource = _find(service.resources, rest[1], f"{provider.name}.{service.name}")
    path = f"{provider.name}.{service.name}.{resource.name}"
    if len(rest) == 2:
        return _resource_page(resource, path, body_prefix(provider), named_types(provider))
    method = _find(resource.methods, rest[2], path)
    return _method_page(provider, resource, method, path)


NamedPart = TypeVar("NamedPart", Service, Resource, Method)


def _find(parts: Sequence[NamedPart], name: str, above: str) -> NamedPart:
    for part in parts:
        if part.name == name:
            return part
    names = [part.name for part in parts]
    raise UnknownName(f'there is no "{name}" in {above}', suggest_name(name, names))


def suggest_name(name: str, names: Iterable[str]) -> str:
    """Suggests a similar name, or lists the names that exist."""
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"there is {', '.join(known)}" if known else ""


def _provider_page(provider: Provider) -> TerminalPage:
    rows = tuple(
        (service.name, str(len(service.resources)), one_line(service.description))
        for service in provider.services
    )
    facts = (("title", provider.title), ("version", provider.version))
    table = TerminalTable("Services", ("name", "resources", "description"), rows)
    return TerminalPage(provider.name, facts, (table,), provider)


def _service_page(provider: Provider, service: Service) -> TerminalPage:
    rows = tuple(
        (resource.name, str(len(resource.methods)), one_line(resource.description))
        for resource in service.resources
    )
    table = TerminalTable("Resources", ("name", "methods", "description"), rows)
    facts = (("title", service.title), ("description", one_line(service.description)))
    return TerminalPage(f"{provider.name}.{service.name}", facts, (table,), service)


def _resource_page(resource: Resource, path: str, prefix: str, types: NamedTypes) -> TerminalPage:
    fields = tuple(
        (field.name, _type(field.type, field.nullable, types), one_line(field.description))
        for field in resource.fields
    )
    methods = tuple(
        (
            method.name,
            method.verb.value.upper(),
            ", ".join(required_columns(method, prefix)),
            _about(method.summary or method.description, method.deprecated),
        )
        for method in resource.methods
    )
    tables = (
        TerminalTable("Fields", ("name", "type", "description"), fields),
        TerminalTable("Methods", ("name", "verb", "required", "description"), methods),
    )
    return TerminalPage(path, (("description", one_line(resource.description)),), tables, resource)


def _method_page(provider: Provider, resource: Resource, method: Method, path: str) -> TerminalPage:
    types = named_types(provider)
    limit = reason(method, types)
    params = [
        (
            param.name,
            param.place.value,
            _type(param.type, param.nullable, types),
            "yes" if param.required else "",
            _about(param.description, param.deprecated),
        )
        for param in method.params
    ]
    body = [
        _body_row(part.property, types) for part in (method.body.properties if method.body else ())
    ]
    fields = tuple(
        (field.name, _type(field.type, field.nullable, types), one_line(field.description))
        for field in method.fields
    )
    facts = (
        ("verb", method.verb.value.upper()),
        ("operation", method.operation),
        ("request", f"{method.http.sent} {method.path}"),
        ("python", ".".join(method.python)),
        ("not run", limit.text() if limit else ""),
        ("description", _about(method.summary or method.description, method.deprecated)),
    )
    arguments = ("name", "place", "type", "required", "description")
    tables = (
        TerminalTable("Arguments", arguments, (*params, *body)),
        TerminalTable("Fields", ("name", "type", "description"), fields),
    )
    examples = Statements(provider).examples(resource, method)
    sql = tuple(statement_text(example.statement) for example in examples)
    return TerminalPage(f"{path}.{method.name}", facts, tables, method, sql)


def _body_row(part: Property, types: NamedTypes) -> tuple[str, ...]:
    return (
        part.name,
        "body",
        _type(part.type, part.nullable, types),
        "yes" if part.required else "",
        _about(part.description, part.deprecated),
    )


def _type(of: Type, nullable: bool, types: NamedTypes) -> str:
    return datatype(of, types) + (" or null" if nullable else "")


def _about(description: str, deprecated: bool) -> str:
    return one_line(f"{'Deprecated. ' if deprecated else ''}{description}")
