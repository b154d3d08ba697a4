"""Configures the mkdocs site: `mkdocs.yml` with its navigation, and a style sheet.

A provider comes in; two files go out. Zensical reads the same configuration. Pages load nothing
from other sites.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.escape import url_text
from generator.escape.titles import site_title
from generator.json_types import Json, JsonObject
from generator.model.provider import Provider, Service
from generator.views.mkdocs.type_sections import TYPES_PAGE
from generator.views.output_tree import OutputFile
from generator.views.templates import site_folder

ROOT = "docs/mkdocs"
_STRICT = {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields `mkdocs.yml`, and the files of the site's home that it names."""
    text = yaml.safe_dump(
        config(provider), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    yield OutputFile(f"{ROOT}/mkdocs.yml", text.encode())
    for path in sorted((site_folder() / "assets").iterdir()):
        yield OutputFile(f"{ROOT}/docs/assets/{path.name}", path.read_bytes())


def config(provider: Provider) -> JsonObject:
    """Returns the site's configuration as data.

    Rule W1: a broken link or anchor is a warning, so a strict build fails on it.
    Rule W4: `site/mkdocs.yml` has the look; the name, the address, the navigation and the checks of
    links are added to it.
    """
    look: JsonObject = yaml.safe_load((site_folder() / "mkdocs.yml").read_bytes())
    return {
        "site_name": site_title(provider.title),
        **({"site_url": url_text(provider.site)} if provider.site else {}),
        "docs_dir": "docs",
        **look,
        "not_in_nav": f"/*/*/{TYPES_PAGE}/index.md",
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {**_STRICT, "anchors": "warn"},
        },
        "nav": [{"Overview": "index.md"}, *(_nav(service) for service in provider.services)],
    }


def _nav(service: Service) -> JsonObject:
    """Rule W2: a service's page opens its part of the navigation; titles are shown unchanged."""
    pages: list[Json] = [f"{service.name}/index.md"]
    pages += [
        {resource.name: f"{service.name}/{resource.name}/index.md"}
        for resource in service.resources
    ]
    return {site_title(service.title or service.name): pages}
