"""Adds a project's own site folder to the generated site: configuration, guides, assets, overrides.

The output of the views comes in, and goes out with the project's files in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml

from generator.json_types import Json, JsonObject
from generator.views.mkdocs.site_config import ROOT, config_text
from generator.views.output_tree import OutputFile, OutputTree

_CONFIG = f"{ROOT}/mkdocs.yml"
_PLACES = {
    "docs": f"{ROOT}/docs",
    "assets": f"{ROOT}/docs/assets",
    "overrides": f"{ROOT}/overrides",
}
_GUIDES = "Guides"


def add_site_home(
    tree: OutputTree, config: JsonObject, files: Iterable[tuple[str, bytes]]
) -> OutputTree:
    """Returns the tree with the project's files.

    Rule SH1: a file of the project replaces a generated one of the same path. Keys of its
    `mkdocs.yml` replace those of the default, mapping by mapping; its pages join the guides, unless
    it has a `nav` of its own.
    """
    found = {file.path: file.content for file in tree.files}
    given = [(name, content) for name, content in files if name != "mkdocs.yml"]
    if _CONFIG not in found or not (given or config):
        return tree
    made: JsonObject = yaml.safe_load(found[_CONFIG])
    pages = []
    for name, content in given:
        part, _, rest = name.partition("/")
        path = f"{_PLACES[part]}/{rest}"
        if part == "docs" and rest.endswith(".md") and path not in found:
            pages.append(rest)
        found[path] = content
    merged = _merge(made, config)
    if "nav" not in config:
        merged["nav"] = _add_guides(made.get("nav"), pages)
    found[_CONFIG] = config_text(merged).encode()
    return OutputTree(tuple(OutputFile(path, found[path]) for path in sorted(found)))


def _merge(made: JsonObject, config: Mapping[str, Json]) -> JsonObject:
    merged = dict(made)
    for key, value in config.items():
        known = merged.get(key)
        both = isinstance(known, dict) and isinstance(value, dict)
        merged[key] = _merge(known, value) if both else value  # type: ignore[arg-type]
    return merged


def _add_guides(nav: Json, pages: list[str]) -> Json:
    """Adds pages to the guides of the navigation."""
    entries = list(nav) if isinstance(nav, list) else []
    for entry in entries:
        if isinstance(entry, dict) and isinstance(guides := entry.get(_GUIDES), list):
            entry[_GUIDES] = [*guides, *pages]
            return entries
    return [*entries[:1], {_GUIDES: [*pages]}, *entries[1:]] if pages else entries
