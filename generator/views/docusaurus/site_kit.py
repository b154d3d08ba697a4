"""Makes the files with which the pages become a Docusaurus site: labels of the sidebar, and a site
to copy them into, with its component, configuration and README.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import json_text
from generator.escape.titles import site_title
from generator.json_types import JsonObject
from generator.model.provider import Provider
from generator.views.output_tree import OutputFile
from generator.views.templates import render

_PAGES = "docs/docusaurus"
_SITE = "docs/docusaurus-site"
_FILES = (
    "README.md",
    "docusaurus.config.js",
    "package.json",
    "sidebars.js",
    "src/components/CopyableCode/CopyableCode.js",
    "src/components/CopyableCode/styles.module.css",
    "src/css/provider-docs.css",
    "src/pages/index.md",
)


@dataclass(frozen=True, slots=True)
class DocusaurusSite:
    provider: str
    title: str


def category_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the labels of the sidebar.

    Rule DK1: services have their titles, and the order of the navigation groups; those in no group
    come last.
    """
    yield _category(_PAGES, site_title(provider.title), None)
    grouped = [name for group in provider.site.groups for name in group.services]
    services = {service.name: service for service in provider.services}
    ordered = [*dict.fromkeys((*(name for name in grouped if name in services), *services))]
    for position, name in enumerate(ordered, 1):
        yield _category(f"{_PAGES}/{name}", site_title(services[name].title or name), position)


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the site. It builds with every check of links as an error."""
    page = DocusaurusSite(provider.name, site_title(provider.site.title or provider.title))
    for name in _FILES:
        text = render(f"docusaurus/site/{name}.j2", page)
        yield OutputFile(f"{_SITE}/{name}", text.encode())


def _category(folder: str, label: str, position: int | None) -> OutputFile:
    made: JsonObject = {"label": label, **({"position": position} if position else {})}
    return OutputFile(f"{folder}/_category_.json", f"{json_text(made, 2)}\n".encode())
