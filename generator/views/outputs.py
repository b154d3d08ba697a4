"""The table of outputs: the view and the template that make each kind of files.

A new layout is a view, its templates and its rows here, and changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from generator.model.provider import Provider
from generator.views.catalog import json_files
from generator.views.client import package
from generator.views.deploy import stack
from generator.views.docusaurus import current, sample, site_kit
from generator.views.docusaurus import pages as docusaurus_pages
from generator.views.mkdocs import (
    a_to_z,
    api_coverage,
    deprecations,
    guides,
    machine_files,
    provider_page,
    search_index,
    site_config,
)
from generator.views.mkdocs import pages as mkdocs_pages
from generator.views.output_tree import OutputFile, OutputTree
from generator.views.stackql import registry
from generator.views.templates import render
from generator.vocabulary import Part

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")


@dataclass(frozen=True, slots=True)
class Templated:
    """Files that a template lays out, one for each page; `path` takes the page's attributes."""

    part: Part
    template: str
    view: Callable[[Provider], Iterable[DataclassInstance]]
    path: str

    def files(self, provider: Provider) -> Iterator[OutputFile]:
        """Renders each page of the view."""
        for page in self.view(provider):
            names = {part.name: getattr(page, part.name) for part in fields(page)}
            yield OutputFile(self.path.format_map(names), render(self.template, page).encode())


@dataclass(frozen=True, slots=True)
class Serialized:
    """Files that the view makes as a whole: a library writes them, or they are copies."""

    part: Part
    view: Callable[[Provider], Iterable[OutputFile]]

    def files(self, provider: Provider) -> Iterator[OutputFile]:
        """Yields the files of the view."""
        yield from self.view(provider)


OUTPUTS: tuple[Templated | Serialized, ...] = (
    Serialized(Part.DATA, json_files.catalog_files),
    Serialized(Part.DATA, json_files.coverage_files),
    Templated(
        Part.DOCS,
        "docusaurus/resource.md.j2",
        sample.resource_pages,
        "docs/docusaurus/{service}/{resource}/index.md",
    ),
    Templated(
        Part.DOCS,
        "docusaurus/current.md.j2",
        current.resource_pages,
        "docs/docusaurus/{service}/{resource}/index.md",
    ),
    Templated(
        Part.DOCS,
        "docusaurus/service.md.j2",
        docusaurus_pages.service_pages,
        "docs/docusaurus/{service}/index.md",
    ),
    Templated(
        Part.DOCS,
        "docusaurus/provider.md.j2",
        docusaurus_pages.provider_pages,
        "docs/docusaurus/index.md",
    ),
    Serialized(Part.DOCS, site_kit.category_files),
    Serialized(Part.DOCS, site_kit.site_files),
    Templated(
        Part.DOCS,
        "mkdocs/resource.md.j2",
        mkdocs_pages.resource_pages,
        "docs/mkdocs/docs/{service}/{resource}/index.md",
    ),
    Templated(
        Part.DOCS,
        "mkdocs/types.md.j2",
        mkdocs_pages.types_pages,
        "docs/mkdocs/docs/{service}/{resource}/types/index.md",
    ),
    Templated(
        Part.DOCS,
        "mkdocs/service.md.j2",
        mkdocs_pages.service_pages,
        "docs/mkdocs/docs/{service}/index.md",
    ),
    Templated(
        Part.DOCS,
        "mkdocs/provider.md.j2",
        provider_page.provider_pages,
        "docs/mkdocs/docs/index.md",
    ),
    Templated(Part.DOCS, "mkdocs/a_to_z.md.j2", a_to_z.index_pages, "docs/mkdocs/docs/a-to-z.md"),
    Templated(
        Part.DOCS,
        "mkdocs/coverage.md.j2",
        api_coverage.coverage_pages,
        "docs/mkdocs/docs/api-coverage.md",
    ),
    Serialized(Part.DOCS, site_config.site_files),
    Templated(
        Part.DOCS,
        "mkdocs/deprecations.md.j2",
        deprecations.deprecations_pages,
        "docs/mkdocs/docs/deprecated-parts.md",
    ),
    Serialized(Part.DOCS, guides.guide_files),
    Serialized(Part.DOCS, machine_files.machine_files),
    Serialized(Part.DOCS, search_index.search_files),
    Serialized(Part.CLIENT, package.client_files),
    Serialized(Part.STACKQL, registry.registry_files),
    Serialized(Part.DEPLOY, stack.deploy_files),
)


def output_tree(provider: Provider, parts: Collection[Part]) -> OutputTree:
    """Returns all files of `parts`, sorted by path.

    Raises ValueError if two rows make one path, a path isn't safe, or it lies in another part's
    folder. That is a fault of the generator: the names that a view sees are safe and unique.
    """
    files = {}
    for output in OUTPUTS:
        if output.part in parts:
            for file in output.files(provider):
                is_ours = is_safe_path(file.path) and Part.of_path(file.path) is output.part
                if file.path in files or not is_ours:
                    raise ValueError(f"not a path of our own: {file.path!r}")
                files[file.path] = file
    return OutputTree(tuple(files[path] for path in sorted(files)))


def is_safe_path(path: str) -> bool:
    """Does every segment stay below the output folder, on any file system?"""
    return all(_SEGMENT.match(segment) for segment in path.split("/"))
