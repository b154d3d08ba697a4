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
from generator.views.mkdocs.guide_methods import FOLDER
from generator.views.mkdocs.guides import guide_names
from generator.views.mkdocs.type_sections import TYPES_PAGE
from generator.views.output_tree import OutputFile
from generator.views.templates import site_folder

ROOT = "docs/mkdocs"
_ASSETS = ("search.js", "site.css", "site.js")
_STRICT = {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields `mkdocs.yml`, and the files of the site's home that it names."""
    yield OutputFile(f"{ROOT}/mkdocs.yml", config_text(config(provider)).encode())
    for name in _ASSETS:
        content = (site_folder() / "assets" / name).read_bytes()
        yield OutputFile(f"{ROOT}/docs/assets/{name}", content)
    overrides = site_folder() / "overrides"
    for path in sorted(overrides.rglob("*.html")):
        name = path.relative_to(overrides).as_posix()
        yield OutputFile(f"{ROOT}/overrides/{name}", path.read_bytes())


def config_text(made: JsonObject) -> str:
    """Returns the text of `mkdocs.yml`."""
    return yaml.safe_dump(
        made, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )


def config(provider: Provider) -> JsonObject:
    """Returns the site's configuration as data.

    Rule W1: a broken link or anchor is a warning, so a strict build fails on it.
    Rule W4: `site/mkdocs.yml` has the look; the name, the address, the navigation and the checks of
    links are added to it.
    """
    look: JsonObject = yaml.safe_load((site_folder() / "mkdocs.yml").read_bytes())
    theme = look.get("theme")
    if provider.site.logo and isinstance(theme, dict):
        look["theme"] = {**theme, "logo": provider.site.logo, "favicon": provider.site.logo}
    return {
        "site_name": site_title(provider.site.title or provider.title),
        **({"site_url": url_text(provider.site.url)} if provider.site.url else {}),
        "docs_dir": "docs",
        **look,
        "not_in_nav": f"/*/*/{TYPES_PAGE}/index.md",
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {**_STRICT, "anchors": "warn"},
        },
        "nav": [
            {"Overview": "index.md"},
            {"Guides": [f"{FOLDER}/{name}.md" for name in guide_names(provider)]},
            *_groups(provider),
            {"A to Z": "a-to-z.md"},
            {"Coverage": "api-coverage.md"},
            {"Deprecations": "deprecated-parts.md"},
        ],
    }


def _groups(provider: Provider) -> Iterator[JsonObject]:
    """Rule W5: services are below the groups of the provider file; those in no group come last."""
    services = {service.name: service for service in provider.services}
    for group in provider.site.groups:
        named = [services.pop(name) for name in group.services if name in services]
        yield {site_title(group.title): [_nav(service, group.badge) for service in named]}
    yield from map(_nav, services.values())


def _nav(service: Service, badge: str = "") -> JsonObject:
    """Rule W2: a service's page opens its part of the navigation; titles are shown unchanged."""
    pages: list[Json] = [f"{service.name}/index.md"]
    pages += [
        {resource.name: f"{service.name}/{resource.name}/index.md"}
        for resource in service.resources
    ]
    title = site_title(service.title or service.name)
    return {f"{title} ({site_title(badge)})" if badge else title: pages}
