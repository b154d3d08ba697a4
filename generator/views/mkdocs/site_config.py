"""A provider in, what MkDocs needs beside the pages out: `mkdocs.yml` with its nav, and styles.

Nothing here is known to MkDocs alone: Zensical reads the same file. A page loads nothing from
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.escape import url_text
from generator.escape.titles import site_title
from generator.json_types import Json, JsonObject
from generator.model.provider import Provider, Service
from generator.views.output_tree import OutputFile
from generator.views.templates import templates_folder

ROOT = "docs/mkdocs"
STYLES = "stylesheets/tables.css"

_STRICT = {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """`mkdocs.yml` and the style sheet that it names."""
    text = yaml.safe_dump(
        config(provider), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    yield OutputFile(f"{ROOT}/mkdocs.yml", text.encode())
    styles = templates_folder() / "mkdocs" / "tables.css"
    yield OutputFile(f"{ROOT}/docs/{STYLES}", styles.read_bytes())


def config(provider: Provider) -> JsonObject:
    """The site's configuration, as data.

    Rule W1: a link or an anchor that leads nowhere is a warning, so that a strict build refuses it.
    """
    return {
        "site_name": site_title(provider.title),
        **({"site_url": url_text(provider.site)} if provider.site else {}),
        "docs_dir": "docs",
        "theme": {
            "name": "material",
            "font": False,
            "features": [
                "content.code.copy",
                "content.tabs.link",
                "navigation.indexes",
                "navigation.prune",
                "navigation.top",
                "search.highlight",
                "search.suggest",
                "toc.follow",
            ],
            "palette": [
                _palette("(prefers-color-scheme: light)", "default", "weather-night", "dark"),
                _palette("(prefers-color-scheme: dark)", "slate", "weather-sunny", "light"),
            ],
        },
        "extra": {"generator": False},
        "extra_css": [STYLES],
        "plugins": ["search"],
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "tables",
            {"toc": {"permalink": True, "toc_depth": 3}},
            "pymdownx.highlight",
            "pymdownx.superfences",
            {"pymdownx.tabbed": {"alternate_style": True}},
        ],
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {**_STRICT, "anchors": "warn"},
        },
        "nav": [{"Overview": "index.md"}, *(_nav(service) for service in provider.services)],
    }


def _palette(media: str, scheme: str, icon: str, other: str) -> Json:
    toggle: Json = {"icon": f"material/{icon}", "name": f"Switch to {other} mode"}
    return {
        "media": media,
        "scheme": scheme,
        "primary": "indigo",
        "accent": "indigo",
        "toggle": toggle,
    }


def _nav(service: Service) -> JsonObject:
    """Rule W2: a service's own page opens its part of the nav; titles stand there as they are."""
    pages: list[Json] = [f"{service.name}/index.md"]
    pages += [
        {resource.name: f"{service.name}/{resource.name}/index.md"}
        for resource in service.resources
    ]
    return {site_title(service.title or service.name): pages}
