"""Writes the model as data: catalog.json with its JSON Schema, and coverage.json.

A provider comes in; three JSON files go out. The catalog holds the whole model. The coverage lists
every operation of the spec: where it is mapped, or why it is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.escape import json_text
from generator.json_types import Json, JsonObject
from generator.model.methods import Method
from generator.model.provider import Provider
from generator.model.walk import NamedTypes, named_types, walk_methods
from generator.views.catalog.as_json import as_json, json_schema
from generator.views.output_tree import OutputFile
from generator.views.sql.limits import reason

CATALOG = "catalog.json"
CATALOG_SCHEMA = "catalog.schema.json"
COVERAGE = "coverage.json"


def catalog_files(provider: Provider) -> Iterable[OutputFile]:
    """Yields the provider as JSON, and the JSON Schema built from the model's classes."""
    catalog = as_json(provider)
    schema = json_schema(Provider, "A provider: what its docs and its client are made of")
    yield OutputFile(CATALOG, _encode({"$schema": f"./{CATALOG_SCHEMA}", **_members_of(catalog)}))
    yield OutputFile(CATALOG_SCHEMA, _encode(_with_schema_link(schema)))


def coverage_files(provider: Provider) -> Iterable[OutputFile]:
    """Yields the list of operations, by path and HTTP verb: mapped or excluded."""
    mapped = _mapped_entries(provider)
    excluded = _excluded_entries(provider)
    operations = sorted(
        mapped + excluded, key=lambda entry: (str(entry["path"]), str(entry["http"]))
    )
    counts: JsonObject = {
        "operations": len(operations),
        "mapped": len(mapped),
        "excluded": len(excluded),
        "not_run": sum("not_run" in entry for entry in mapped),
    }
    spec: JsonObject = {"version": provider.version, "sha256": provider.spec_sha256}
    entries: list[Json] = [dict(entry) for entry in operations]
    coverage: JsonObject = {
        "provider": provider.name,
        "spec": spec,
        "counts": counts,
        "operations": entries,
    }
    yield OutputFile(COVERAGE, _encode(coverage))


def _mapped_entries(provider: Provider) -> list[JsonObject]:
    types = named_types(provider)
    return [
        {
            "operation": method.operation,
            "http": method.http.value,
            "path": method.path,
            "status": "mapped",
            "service": service.name,
            "resource": resource.name,
            "method": method.name,
            "verb": method.verb.value,
            "python": ".".join(method.python),
            **_not_run(method, types),
        }
        for service, resource, method in walk_methods(provider.services)
    ]


def _excluded_entries(provider: Provider) -> list[JsonObject]:
    return [
        {
            "operation": exclusion.operation,
            "http": exclusion.http.value,
            "path": exclusion.path,
            "status": "excluded",
            "reason": exclusion.reason,
        }
        for exclusion in provider.excluded
    ]


def _not_run(method: Method, types: NamedTypes) -> JsonObject:
    """Why StackQL can't run the method's statement; nothing where it can."""
    found = reason(method, types)
    if found is None:
        return {}
    return {"not_run": {"limit": found.limit.value, "reason": found.text()}}


def _with_schema_link(schema: JsonObject) -> JsonObject:
    """Returns `schema` with the `$schema` key that the catalog has for editors."""
    definitions = _members_of(schema["$defs"])
    provider = _members_of(definitions["Provider"])
    link: JsonObject = {"type": "string"}
    properties: JsonObject = {"$schema": link, **_members_of(provider["properties"])}
    definitions["Provider"] = {**provider, "properties": properties}
    return {**schema, "$defs": definitions}


def _members_of(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return dict(value)


def _encode(value: JsonObject) -> bytes:
    return f"{json_text(value, indent=1)}\n".encode()
