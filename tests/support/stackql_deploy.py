"""Loads and renders a stack as stackql-deploy 1.9.5 does, without StackQL.

The package itself installs pandas, IPython and a database driver. What it does with a stack before
it runs a query is a few lines: `load_manifest` and `render_properties` of its `lib/config.py`,
`load_sql_queries` and `render_queries` of `lib/templating.py`, and the filters of `lib/filters.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from jinja2 import Environment, meta

from generator.json_types import Json

FILE = "deploy/stackql_manifest.yml"


@dataclass(frozen=True)
class Entry:
    """An entry of the manifest with its rendered queries, by anchor."""

    name: str
    kind: str
    file: str
    queries: Mapping[str, str]


def environment() -> Environment:
    """Jinja as it is set up there: what is not defined is empty, and nothing is escaped."""
    jinja = Environment(autoescape=False)  # noqa: S701 - as the package has it
    jinja.filters["from_json"] = json.loads
    jinja.filters["sql_escape"] = lambda value: str(value).replace("'", "''")
    return jinja


def sections(text: str) -> dict[str, str]:
    """The parts of a file, by anchor. What stands before the first anchor belongs to its part."""
    found: dict[str, str] = {}
    anchor = ""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("/*+") and "*/" in line:
            if anchor and lines:
                found[anchor] = "".join(lines).strip()
                lines = []
            anchor = line[3 : line.index("*/")].split(",")[0].strip()
        else:
            lines.append(line)
    if anchor and lines:
        found[anchor] = "".join(lines).strip()
    return found


def render_stack(files: Mapping[str, bytes], stack_env: str = "dev") -> list[Entry]:
    """Every entry in order, the ids that entries export being made up."""
    manifest: Any = yaml.load(files[FILE], yaml.CSafeLoader)
    jinja = environment()
    context: dict[str, object] = {"stack_env": stack_env, "stack_name": manifest["name"]}
    entries = []
    for resource in manifest["resources"]:
        given = _props(jinja, resource["props"], context)
        file = f"deploy/resources/{resource.get('file', resource['name'] + '.iql')}"
        queries = {
            anchor: jinja.from_string(part).render(given)
            for anchor, part in sections(files[file].decode()).items()
        }
        entries.append(Entry(resource["name"], resource.get("type", "resource"), file, queries))
        for export in resource.get("exports", ()):
            context |= {name: f"made_up_{name}" for name in export.values()}
    return entries


def _props(jinja: Environment, props: Any, context: dict[str, object]) -> dict[str, object]:
    given = dict(context)
    for prop in props:
        value = _rendered(jinja, prop["value"], given)
        given[prop["name"]] = json.dumps(value) if isinstance(value, dict | list) else value
    return {name: _compact(value) for name, value in given.items()}


def _rendered(jinja: Environment, value: Any, given: Mapping[str, object]) -> Json:
    if isinstance(value, str):
        return jinja.from_string(value).render(given)
    if isinstance(value, dict):
        return {key: _rendered(jinja, item, given) for key, item in value.items()}
    if isinstance(value, list):
        return [_rendered(jinja, item, given) for item in value]
    assert value is None or isinstance(value, bool | int | float)
    return value


def _compact(value: object) -> object:
    try:
        read = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return value
    is_json = isinstance(read, dict | list)
    return json.dumps(read, ensure_ascii=False, separators=(",", ":")) if is_json else value


def render_with_words(part: str) -> str:
    """A part of a file with a word for each of its variables."""
    jinja = environment()
    names = meta.find_undeclared_variables(jinja.parse(part)) - {"joiner"}
    return jinja.from_string(part).render(dict.fromkeys(names, "word"))
