"""Finds the rows of a list response.

An operation and the schemas in; an items path out, if the response shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import names
from generator.infer import wording
from generator.mapping.forms import accepts
from generator.mapping.text_forms import ITEMS_PATH
from generator.openapi.model import MediaType, Operation, Schema
from generator.page_words import (
    CONTAINERS,
    LAST,
    MORE,
    NEXT_URLS,
    NEXT_VALUES,
    PAGE_TOTALS,
    ROW_TOTALS,
    page_word,
)
from generator.vocabulary import HttpVerb

_PAGING_PROPERTIES = frozenset(
    {
        *("object", "type", "first_id", "last_id", "count", "size", "limit", "offset"),
        *("prev", "previous", "prev_page", "previous_page", "per_page", "odata_context"),
        *(*NEXT_VALUES, *NEXT_URLS, *CONTAINERS, *MORE, *LAST, *ROW_TOTALS, *PAGE_TOTALS),
    }
)
_MAX_REFS = 50
_MAX_VARIANTS = 5  # levels of unions in unions


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a list response keeps its rows, and the rule that found the place."""

    items: str  # "$.data"; "$" is the whole response
    rule: str
    rows: Schema  # of the array there


def success_content(operation: Operation) -> tuple[MediaType, ...]:
    """Returns the content of the first 2xx response."""
    return next((one.content for one in operation.responses if one.status.startswith("2")), ())


def success_schema(operation: Operation, schemas: Mapping[str, Schema]) -> Schema | None:
    """Returns the schema of the first 2xx response's JSON, after its references."""
    for media in success_content(operation):
        if media.schema and (media.content_type.endswith(("/json", "+json"))):
            return resolve_refs(media.schema, schemas)
    return None


def resolve_refs(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Follows the chain of references that starts at `schema`."""
    for _ in range(_MAX_REFS):
        if schema.ref is None or schema.ref not in schemas:
            break
        schema = schemas[schema.ref]
    return schema


def properties(schema: Schema, schemas: Mapping[str, Schema], depth: int = 0) -> dict[str, Schema]:
    """Returns the properties of an object, including those of allOf. `depth` limits recursion.

    A schema that no object can satisfy has none.
    """
    found: dict[str, Schema] = {}
    parts = [schema, *(resolve_refs(part, schemas) for part in schema.all_of)]
    if not all(_takes_objects(part, schemas, 0) for part in parts):
        return found
    if depth < _MAX_REFS:
        for part in schema.all_of:
            found.update(properties(resolve_refs(part, schemas), schemas, depth + 1))
    found.update({one.name: resolve_refs(one.schema, schemas) for one in schema.properties})
    return found


def find_envelope(operation: Operation, schemas: Mapping[str, Schema]) -> Envelope | None:
    """Rule I5: the rows of a GET response are the response itself if it is an array; else the
    array `data`; else the array that the last word of the path names; else the only array, if all
    other properties describe paging. An array whose name a provider file can't spell in a path is
    none of these.
    """
    if operation.verb is not HttpVerb.GET or operation.path.partition("?")[0].endswith("}"):
        return None
    schema = success_schema(operation, schemas)
    if schema is None:
        return None
    if is_array(schema):
        return Envelope("$", "array-response", schema)
    parts = properties(schema, schemas)
    arrays = [name for name, part in parts.items() if is_array(part) and _is_one_step(name)]
    if "data" in arrays:
        return Envelope("$.data", "array-data", parts["data"])
    last = names.snake_case(operation.path.partition("?")[0].rpartition("/")[2])
    named = [name for name in arrays if wording.singulars(name) == wording.singulars(last)]
    if named:
        return Envelope(f"$.{named[0]}", "array-named-as-path", parts[named[0]])
    if len(arrays) == 1 and all(
        page_word(name) in _PAGING_PROPERTIES for name in parts if name not in arrays
    ):
        return Envelope(f"$.{arrays[0]}", "only-array", parts[arrays[0]])
    return None


def row_properties(rows: Schema, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Returns the properties of a row, or of all its variants."""
    found: dict[str, Schema] = {}
    for variant in _variants(rows.items, schemas, 0) if rows.items else ():
        found.update(properties(variant, schemas))
    return found


def _variants(schema: Schema, schemas: Mapping[str, Schema], depth: int) -> Iterator[Schema]:
    schema = resolve_refs(schema, schemas)
    yield schema
    if depth < _MAX_REFS:
        for part in (*schema.one_of, *schema.any_of):
            yield from _variants(part, schemas, depth + 1)


def is_array(schema: Schema) -> bool:
    """Is the schema one of arrays?"""
    return "array" in schema.types or (not schema.types and schema.items is not None)


def _is_one_step(name: str) -> bool:
    """Can a path of a provider file name this property, as one step?"""
    return "." not in name and accepts(ITEMS_PATH, f"$.{name}")


def _takes_objects(schema: Schema, schemas: Mapping[str, Schema], depth: int) -> bool:
    """Can an object satisfy the types of the schema and of one of its variants?"""
    if schema.types and "object" not in schema.types:
        return False
    variants = [resolve_refs(part, schemas) for part in (*schema.one_of, *schema.any_of)]
    if not variants or depth >= _MAX_VARIANTS:
        return True
    return any(_takes_objects(part, schemas, depth + 1) for part in variants)
