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
from generator.views.output_tree import OutputFile
from generator.views.templates import templates_folder

ROOT = "docs/mkdocs"
STYLES = "stylesheets/tables.css"

_FEATURES: tuple[Json, ...] = (
    "content.code.copy",
    "content.tabs.link",
    "navigation.indexes",
    "navigation.prune",
    "navigation.top",
    "search.highlight",
    "search.suggest",
    "toc.follow",
)
_EXTENSIONS: tuple[Json, ...] = (
    "admonition",
    "attr_list",
    "tables",
    {"toc": {"permalink": True, "toc_depth": 3}},
    "pymdownx.highlight",
    "pymdownx.superfences",
    {"pymdownx.tabbed": {"alternate_style": True}},
)
_STRICT = {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields `mkdocs.yml` and the style sheet that it names."""
    text = yaml.safe_dump(
        config(provider), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    yield OutputFile(f"{ROOT}/mkdocs.yml", text.encode())
    styles = templates_folder() / "mkdocs" / "tables.css"
    yield OutputFile(f"{ROOT}/docs/{STYLES}", styles.read_bytes())


def config(provider: Provider) -> JsonObject:
    """Returns the site's configuration as data.

    Rule W1: a broken link or anchor is a warning, so a strict build fails on it.
    """
    return {
        "site_name": site_title(provider.title),
        **({"site_url": url_text(provider.site)} if provider.site else {}),
        "docs_dir": "docs",
        "theme": _theme(),
        "extra": {"generator": False},
        "extra_css": [STYLES],
        "plugins": ["search"],
        "markdown_extensions": [*_EXTENSIONS],
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {**_STRICT, "anchors": "warn"},
        },
        "nav": [{"Overview": "index.md"}, *(_nav(service) for service in provider.services)],
    }


def _theme() -> Json:
    return {
        "name": "material",
        "font": False,
        "features": [*_FEATURES],
        "palette": [
            _palette("(prefers-color-scheme: light)", "default", "weather-night", "dark"),
            _palette("(prefers-color-scheme: dark)", "slate", "weather-sunny", "light"),
        ],
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
    """Rule W2: a service's page opens its part of the navigation; titles are shown unchanged."""
    pages: list[Json] = [f"{service.name}/index.md"]
    pages += [
        {resource.name: f"{service.name}/{resource.name}/index.md"}
        for resource in service.resources
    ]
    return {site_title(service.title or service.name): pages}
