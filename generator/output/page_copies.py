"""Writes each page of the built site as Markdown too, and all of them as one file.

The folder of the pages and the folder of the site come in; `<page>.md` beside the HTML, and
`llms-full.txt`, go out (llmstxt.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from generator.json_types import Json
from generator.output.plain_markdown import plain_markdown

LLMS_FULL = "llms-full.txt"
_INDEX_OF_NAMES = "a-to-z.md"


def write_page_copies(config: Path, site: Path) -> None:
    """Writes the Markdown of all pages into `site`. `config` is the site's `mkdocs.yml`.

    Rule CP2: a page has its Markdown at the path of its source, so relative links lead from copy to
    copy. `llms-full.txt` has all pages in the order of the navigation, except the index of names.
    """
    settings = yaml.safe_load(config.read_bytes())
    docs = config.parent / str(settings.get("docs_dir", "docs"))
    plain = {
        path.relative_to(docs).as_posix(): plain_markdown(path.read_text(encoding="utf-8"))
        for path in sorted(docs.rglob("*.md"))
    }
    for name, text in plain.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    base = str(settings.get("site_url") or "").rstrip("/")
    whole = "\n".join(_all_pages(plain, settings.get("nav"), f"{base}/"))
    (site / LLMS_FULL).write_text(whole, encoding="utf-8")


def _all_pages(plain: Mapping[str, str], nav: Json, base: str) -> Iterator[str]:
    names = [name for name in _nav_pages(nav) if name in plain]
    for name in dict.fromkeys((*names, *plain)):
        if name != _INDEX_OF_NAMES:
            yield f"<!-- {base}{name} -->\n\n{plain[name]}"


def _nav_pages(nav: Json) -> Iterator[str]:
    """Yields the paths in a navigation, in its order."""
    match nav:
        case str():
            yield nav
        case list():
            for entry in nav:
                yield from _nav_pages(entry)
        case dict():
            for entry in nav.values():
                yield from _nav_pages(entry)
