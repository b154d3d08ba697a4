"""Builds the page of the coverage: where each operation is, and which statements StackQL can't run.

A provider comes in; the context of one page goes out. `coverage.json` has the same as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.model.methods import Method
from generator.model.provider import Exclusion, Provider, Service
from generator.model.walk import named_types, walk_methods
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.definition_rows import PageContext
from generator.views.mkdocs.type_words import Markdown, Reader
from generator.views.sql.limits import reason


@dataclass(frozen=True, slots=True)
class CoverageCounts:
    operations: int
    mapped: int
    excluded: int
    run_by_stackql: int


@dataclass(frozen=True, slots=True)
class CoveredOperation:
    http: Markdown
    id: Markdown  # the operationId
    method: str  # "jobs.create_job"
    service: str
    page: str  # the path of its section
    verb: str
    limit: Markdown  # why StackQL can't run it, or ""


@dataclass(frozen=True, slots=True)
class CoveredService:
    name: str
    title: Markdown
    operations: tuple[CoveredOperation, ...]


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    http: Markdown
    id: Markdown
    reason: Markdown


@dataclass(frozen=True, slots=True)
class CoveragePage:
    counts: CoverageCounts
    excluded: tuple[ExclusionRow, ...]
    limited: tuple[CoveredOperation, ...]
    services: tuple[CoveredService, ...]


def coverage_counts(provider: Provider) -> CoverageCounts:
    """Counts the operations of the document."""
    types = named_types(provider)
    methods = [method for _, _, method in walk_methods(provider.services)]
    return CoverageCounts(
        operations=len(methods) + len(provider.excluded),
        mapped=len(methods),
        excluded=len(provider.excluded),
        run_by_stackql=sum(reason(method, types) is None for method in methods),
    )


def coverage_pages(provider: Provider) -> Iterator[CoveragePage]:
    """Yields the provider's only such page.

    Rule E3: the page has every operation with its method, or with the reason why it has none; and
    every method that StackQL can't run, with the reason.
    """
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    services = tuple(
        CoveredService(
            service.name, page.cell(service.title), tuple(_operations(provider, service))
        )
        for service in provider.services
    )
    yield CoveragePage(
        counts=coverage_counts(provider),
        excluded=tuple(
            ExclusionRow(
                http=_http_line(one),
                id=_operation_id(one.operation),
                reason=page.cell(one.reason),
            )
            for one in provider.excluded
        ),
        limited=tuple(one for service in services for one in service.operations if one.limit),
        services=services,
    )


def _operations(provider: Provider, service: Service) -> Iterator[CoveredOperation]:
    types = named_types(provider)
    for _, resource, method in walk_methods((service,)):
        found = reason(method, types)
        yield CoveredOperation(
            http=_http_line(method),
            id=_operation_id(method.operation),
            method=f"{resource.name}.{method.name}",
            service=service.name,
            page=f"{service.name}/{resource.name}/index.md#{method.name}",
            verb=method.verb.value.upper(),
            limit=Markdown(found.text(markdown_code) if found else ""),
        )


def _http_line(operation: Method | Exclusion) -> Markdown:
    return Markdown(markdown_code(f"{operation.http.sent} {operation.path}"))


def _operation_id(operation: str) -> Markdown:
    return Markdown(markdown_code(operation) if operation else "")
