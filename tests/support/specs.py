"""Specs and mappings for tests of the provider stage: as short as what they are about."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from generator.diagnostics import Location, Problems
from generator.lower.merge import SchemaResolver
from generator.lower.types import TypeLowerer
from generator.mapping.model import (
    ClientMapping,
    ExcludedOperation,
    Mapping,
    MethodMapping,
    PaginationRule,
    ResourceMapping,
    ServiceMapping,
)
from generator.model.types import NamedType, Type
from generator.openapi.document import read_spec
from generator.openapi.model import Schema, Source, SpecDoc
from generator.openapi.tree import parse
from generator.vocabulary import DocusaurusOptions, SqlVerb

HEAD = """
openapi: {version}
info: {{title: Shop, version: "1"}}
"""


def spec_of(text: str, version: str = "3.1.0") -> SpecDoc:
    """A document, its head left out; there must be nothing wrong with it."""
    problems = Problems()
    body = textwrap.dedent(text)
    head = HEAD.format(version=version) + ("" if "paths:" in body else "paths: {}\n")
    spec = read_spec(parse("spec.yaml", f"{head}{body}".encode(), problems), "0" * 64, problems)
    assert list(problems) == []
    return spec


def schemas_of(schemas: str, version: str = "3.1.0") -> SpecDoc:
    """A document whose components are `schemas`, each referred to."""
    text = textwrap.dedent(schemas)
    names = [line.split(":")[0] for line in text.splitlines() if line[:1] not in ("", " ", "#")]
    refs = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in names)
    response = (
        f"{{description: all, content: {{application/json: {{schema: {{oneOf: [{refs}]}}}}}}}}"
    )
    return spec_of(
        f"paths: {{/all: {{get: {{operationId: getAll, responses: {{'200': {response}}}}}}}}}\n"
        f"components:\n  schemas:\n{textwrap.indent(text, '    ')}",
        version,
    )


def types_of(schemas: str, version: str = "3.1.0") -> dict[str, NamedType]:
    """Every named type that comes of `schemas`, by name."""
    spec = schemas_of(schemas, version)
    lowered = TypeLowerer(SchemaResolver(spec, Problems()))
    for pointer in spec.schemas:
        lowered.type_of(Schema(pointer, ref=pointer))
    return {named.name: named for named in lowered.find_all()}


def type_of(schema: str, version: str = "3.1.0") -> Type:
    """The type of one schema, given as the value of a component."""
    return types_of(f"It: {schema}", version)["It"].type


def place(line: int) -> Location:
    """A place in a provider file that isn't there."""
    return Location("provider.yaml", line, 1)


def method(
    operation: str,
    verb: SqlVerb = SqlVerb.SELECT,
    *,
    name: str = "",
    python: str = "",
    items: str = "",
    pagination: str = "",
    line: int = 1,
) -> MethodMapping:
    """The mapping of an operation; its name is the operation's, unless it says another."""
    name = name or operation.lower()
    return MethodMapping(
        name=name,
        operation=operation,
        verb=verb,
        location=place(line),
        operation_location=place(line),
        python=tuple((python or f"things.{name}").split(".")),
        python_location=place(line),
        items=items,
        pagination=pagination,
    )


def resource(name: str, *methods: MethodMapping) -> ResourceMapping:
    """A resource."""
    return ResourceMapping(name, methods, place(1))


def mapping_of(
    *resources: ResourceMapping,
    excluded: Sequence[str] = (),
    paginations: Sequence[PaginationRule] = (),
) -> Mapping:
    """A mapping with one service, `shop`."""
    return Mapping(
        file="provider.yaml",
        name="acme",
        title="Acme",
        location=place(1),
        source=Source("0" * 64, place(1)),
        overlay="",
        overlay_location=place(1),
        client=ClientMapping("acme_client", "Acme", "ACME_API_KEY", "ACME_BASE_URL"),
        docusaurus=DocusaurusOptions(),
        paginations=tuple(paginations),
        services=(ServiceMapping("shop", resources, place(1)),) if resources else (),
        excluded=tuple(ExcludedOperation(name, "no use", place(99)) for name in excluded),
    )


def codes(problems: Problems) -> list[str]:
    """The codes of what was found, in order."""
    return [found.code for found in problems]
