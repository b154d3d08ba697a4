"""A provider in, what MkDocs needs beside the pages out: `mkdocs.yml` with its nav, and styles.

Nothing here is known to MkDocs alone: Zensical reads the same file. A page loads nothing from
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.emit.model import OutputFile
from generator.escape.titles import site_title
from generator.jsontypes import Json, JsonObject
from generator.provider.model import Provider, Service

ROOT = "docs/mkdocs"
STYLES = "stylesheets/tables.css"

_CSS = """\
.md-grid {
  max-width: 76rem;
}
/* Long names break where they must, so that a row's text comes into view; the rest scrolls. */
.md-typeset table:not([class]) :is(th, td) {
  padding: 0.6em 0.9em;
}
.md-typeset table:not([class]) th {
  min-width: 0;
}
.md-typeset table:not([class]) code {
  word-break: normal;
}
.md-typeset table:not([class]) td:first-child {
  min-width: 10rem;
}
.md-typeset table:not([class]) td:nth-child(2) {
  min-width: 6rem;
}
.md-typeset table:not([class]) td:nth-child(-n + 2) code {
  overflow-wrap: anywhere;
}
.md-typeset table:not([class]) td:nth-child(n + 3):last-child {
  min-width: 14rem;
}
/* The Methods table: a verb in its second column, names in the two behind it. */
@media screen and (min-width: 45em) {
  .md-typeset tr:has(> td:first-child a > code) > td:nth-child(2):nth-last-child(4) {
    min-width: 4.2rem;
  }
  .md-typeset td:is(:nth-child(3):nth-last-child(3), :nth-child(4):nth-last-child(2)):has(code) {
    min-width: 6.5rem;
  }
  .md-typeset td:is(:nth-child(3):nth-last-child(3), :nth-child(4):nth-last-child(2)) code {
    overflow-wrap: anywhere;
  }
}
@media screen and (max-width: 44.984375em) {
  .md-typeset table:not([class]) :is(th, td) {
    padding: 0.5em 0.6em;
  }
  .md-typeset table:not([class]) td:first-child {
    min-width: 5rem;
  }
  .md-typeset table:not([class]) td:nth-child(2) {
    min-width: 4rem;
  }
  .md-typeset table:not([class]) td:nth-child(n + 3):last-child {
    min-width: 9rem;
  }
}
"""

_STRICT = {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}


def site_files(provider: Provider) -> Iterator[OutputFile]:
    """`mkdocs.yml` and the style sheet that it names."""
    text = yaml.safe_dump(
        config(provider), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    yield OutputFile(f"{ROOT}/mkdocs.yml", text.encode())
    yield OutputFile(f"{ROOT}/docs/{STYLES}", _CSS.encode())


def config(provider: Provider) -> JsonObject:
    """The site's configuration, as data.

    Rule W1: a link or an anchor that leads nowhere is a warning, so that a strict build refuses it.
    """
    return {
        "site_name": site_title(provider.title),
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
