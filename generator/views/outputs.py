"""The one table of outputs: which view and template make which files, and their tree.

Whoever adds a layout adds rows, a view and templates, and touches nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model.provider import Provider
from generator.views.catalog import json_files
from generator.views.client import package
from generator.views.docusaurus import current, sample
from generator.views.docusaurus import pages as docusaurus_pages
from generator.views.mkdocs import pages as mkdocs_pages
from generator.views.mkdocs import site_config
from generator.views.output_tree import OutputFile, OutputTree
from generator.views.stackql import registry
from generator.views.templates import render

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")


class Group(StrEnum):
    """What `--only` chooses. The website's HTML is built from the tree of `docs`."""

    DATA = "data"  # the model itself, and its coverage
    DOCS = "docs"
    CLIENT = "client"
    STACKQL = "stackql"  # registry documents, and the archives of them


@dataclass(frozen=True, slots=True)
class Pages:
    """Files laid out by a template: one a page; `path` is filled from the page's attributes."""

    group: Group
    template: str
    view: Callable[[Provider], Iterable[DataclassInstance]]
    path: str

    def files(self, provider: Provider) -> Iterator[OutputFile]:
        """Renders every page of the view."""
        for page in self.view(provider):
            names = {part.name: getattr(page, part.name) for part in fields(page)}
            yield OutputFile(self.path.format_map(names), render(self.template, page).encode())


@dataclass(frozen=True, slots=True)
class Serialized:
    """Files that a library writes from data, or that are copied: no template."""

    group: Group
    view: Callable[[Provider], Iterable[OutputFile]]

    def files(self, provider: Provider) -> Iterator[OutputFile]:
        """What the view made."""
        yield from self.view(provider)


OUTPUTS: tuple[Pages | Serialized, ...] = (
    Serialized(Group.DATA, json_files.catalog_files),
    Serialized(Group.DATA, json_files.coverage_files),
    Pages(
        Group.DOCS,
        "docusaurus/resource.md.j2",
        sample.resource_pages,
        "docs/docusaurus/{service}/{resource}/index.md",
    ),
    Pages(
        Group.DOCS,
        "docusaurus/current.md.j2",
        current.resource_pages,
        "docs/docusaurus/{service}/{resource}/index.md",
    ),
    Pages(
        Group.DOCS,
        "docusaurus/service.md.j2",
        docusaurus_pages.service_pages,
        "docs/docusaurus/{service}/index.md",
    ),
    Pages(
        Group.DOCS,
        "docusaurus/provider.md.j2",
        docusaurus_pages.provider_pages,
        "docs/docusaurus/index.md",
    ),
    Pages(
        Group.DOCS,
        "mkdocs/resource.md.j2",
        mkdocs_pages.resource_pages,
        "docs/mkdocs/docs/{service}/{resource}/index.md",
    ),
    Pages(
        Group.DOCS,
        "mkdocs/service.md.j2",
        mkdocs_pages.service_pages,
        "docs/mkdocs/docs/{service}/index.md",
    ),
    Pages(
        Group.DOCS,
        "mkdocs/provider.md.j2",
        mkdocs_pages.provider_pages,
        "docs/mkdocs/docs/index.md",
    ),
    Serialized(Group.DOCS, site_config.site_files),
    Serialized(Group.CLIENT, package.client_files),
    Serialized(Group.STACKQL, registry.registry_files),
)


def output_tree(provider: Provider, groups: Collection[Group]) -> OutputTree:
    """All files of `groups`, sorted by path.

    Raises ValueError where two rows make one path or a path isn't safe: a fault of ours, for names
    are safe and unique by the time that a view sees them.
    """
    files = {}
    for output in OUTPUTS:
        if output.group in groups:
            for file in output.files(provider):
                if file.path in files or not is_safe_path(file.path):
                    raise ValueError(f"not a path of our own: {file.path!r}")
                files[file.path] = file
    return OutputTree(tuple(files[path] for path in sorted(files)))


def is_safe_path(path: str) -> bool:
    """Does every segment stay below the output folder, on any file system?"""
    return all(_SEGMENT.match(segment) for segment in path.split("/"))
