"""Finds the rows of a response, or its one row.

An operation and the schemas in; an items path out, if the response shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator import names
from generator.infer import wording
from generator.infer.routes import RoutePath, fixed_words, read_path
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

_ABOUT_THE_RESPONSE = frozenset(
    {
        *("object", "type", "first_id", "last_id", "count", "size", "limit", "offset", "kind"),
        *("prev", "previous", "prev_page", "previous_page", "per_page", "page_size", "etag"),
        *("first_page_uri", "previous_page_uri", "page_uri", "uri", "start", "end", "first_page"),
        *("item_count", "link", "success", "ok", "status", "code", "message", "messages", "error"),
        *("errors", "warning", "warnings", "request_id", "trace_id", "included", "jsonapi"),
        *("odata_context", *NEXT_VALUES, *NEXT_URLS, *CONTAINERS, *MORE, *LAST, *ROW_TOTALS),
        *PAGE_TOTALS,
    }
)
"""Members that describe the response or its page."""

_NOTES = frozenset({"errors", "warnings", "messages", "links", "included"})
_ROWS = (
    *("items", "results", "records", "entries", "values", "rows", "value", "list", "objects"),
    *("elements", "content", "nodes", "resources", "documents", "hits"),
)
_WRAPPERS = frozenset({"data", "result", "results", "response", "payload", "embedded", "body"})
_MAX_REFS = 50
_MAX_VARIANTS = 5  # levels of unions in unions


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a response keeps its rows, or its one row, and the rule that found the place."""

    items: str  # "$.data"; "$" is the whole response
    rule: str
    rows: Schema  # of the value there: an array, or the object that is the row


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
    """Finds the rows of a response.

    Rule I5: the rows are the response, if it is an array; else the array `data`; else the array
    that the last word of the path names; else the only array, if all other members describe the
    response or its page. If the operation says that it lists, the rows are also the array with a
    usual name (`items`, `results`, …), or the only array of objects, beside at most one object.
    Rows may be one level deeper, in `data`, `result` or `_embedded`. An array whose name a provider
    file can't spell in a path is none of these, nor is one of errors or warnings. On the path of
    one item, only the first and the third place count. If the response has the ID of what the path
    names (`payment_id`), an array that shares only the noun (`related_payments`) isn't the rows.
    """
    schema = success_schema(operation, schemas)
    if schema is None:
        return None
    schema = _follow_single_part(schema, schemas)
    if is_array(schema):
        return Envelope("$", "array-response", schema)
    path = read_path(operation.path)
    last = _last_noun(path)
    found = _ArraySearch(schemas, last, path.ends_in_param, _says_list(operation, last))
    return found.search(properties(schema, schemas), "$")


def find_one_row(operation: Operation, schemas: Mapping[str, Schema]) -> Envelope | None:
    """Finds the row in a response that has one.

    Rule I23: the row is the only object in the response, if all other members describe the
    response, and if its name is `data` or similar, or has the last word of the path, or if it is
    the only member of the response for one item.
    """
    schema = success_schema(operation, schemas)
    if schema is None:
        return None
    parts = properties(schema, schemas)
    objects = [
        name
        for name, part in parts.items()
        if _is_one_step(name)
        and page_word(name) not in _ABOUT_THE_RESPONSE
        and properties(part, schemas)
    ]
    if len(objects) != 1 or not _describe_response(set(parts) - set(objects)):
        return None
    name = objects[0]
    path = read_path(operation.path)
    last = _last_noun(path)
    is_only = len(parts) == 1 and path.ends_in_param
    if is_only or page_word(name) in _WRAPPERS or _have_one_noun(name, last):
        return Envelope(f"$.{name}", "object-in-envelope", parts[name])
    return None


@dataclass(frozen=True, slots=True)
class _ArraySearch:
    """Looks for the array of rows among the properties of a response."""

    schemas: Mapping[str, Schema]
    last_word: str  # of the path
    is_item: bool
    says_list: bool

    def search(self, parts: Mapping[str, Schema], place: str) -> Envelope | None:
        """Returns the rows at one of `parts`, or one level deeper."""
        found = {name: _follow_single_part(part, self.schemas) for name, part in parts.items()}
        arrays = {
            name: part
            for name, part in found.items()
            if is_array(part) and _is_one_step(name) and not self._is_note(name)
        }
        name, rule = self._choose(arrays, parts)
        if name:
            return Envelope(f"{place}.{name}", rule, arrays[name])
        wrappers = [
            name
            for name, part in parts.items()
            if page_word(name) in _WRAPPERS and properties(part, self.schemas)
        ]
        if place == "$" and len(wrappers) == 1 and not arrays and _is_one_step(wrappers[0]):
            inner = properties(parts[wrappers[0]], self.schemas)
            return self.search(inner, f"$.{wrappers[0]}")
        return None

    def _choose(self, arrays: Mapping[str, Schema], parts: Mapping[str, Schema]) -> tuple[str, str]:
        if "data" in arrays and not self.is_item:
            return "data", "array-data"
        named = [name for name in arrays if _are_one_noun(name, self.last_word)]
        if not named and not self.is_item and not self._is_the_thing(parts):
            named = [name for name in arrays if _have_one_noun(name, self.last_word)]
        if named and (len(arrays) == 1 or not self.is_item):
            return named[0], "array-named-as-path"
        others = set(parts) - set(arrays)
        if self.is_item:
            return "", ""
        if len(arrays) == 1 and _describe_response(others):
            return next(iter(arrays)), "only-array"
        if not self.says_list or "id" in parts:
            return "", ""
        usual = [name for name in _ROWS if name in arrays]
        objects = [name for name, one in arrays.items() if row_properties(one, self.schemas)]
        if usual:
            return usual[0], "array-with-usual-name"
        further = [
            name
            for name in others
            if page_word(name) not in _ABOUT_THE_RESPONSE and properties(parts[name], self.schemas)
        ]
        is_one_item = len(objects) != 1 or len(further) > 1
        return ("", "") if is_one_item else (objects[0], "only-array-of-objects")

    def _is_the_thing(self, parts: Mapping[str, Schema]) -> bool:
        """Is the response what the path names, because it has its ID?"""
        noun = wording.singular(names.snake_case(self.last_word).split("_")[-1])
        return bool(noun) and f"{noun}_id" in parts

    def _is_note(self, name: str) -> bool:
        """Is the array about the response, and not what the path names?"""
        return page_word(name) in _NOTES and not _are_one_noun(name, self.last_word)


def _last_noun(path: RoutePath) -> str:
    """Returns the last word of a path; of a call, its noun or the word before it."""
    words = fixed_words(path)
    if not words:
        return ""
    said = wording.read_call(words[-1])
    if not said.verb:
        return words[-1]
    return "_".join(said.noun) or (words[-2] if len(words) > 1 else words[-1])


def _says_list(operation: Operation, last_word: str) -> bool:
    """Does an operation call itself a list, in its operationId, its summary or its path?"""
    said = {*names.snake_case(operation.id).split("_"), *operation.summary.lower().split()[:4]}
    return bool(said & {"list", "lists", "all", "search"}) or wording.is_plural(
        last_word.split("_")[-1]
    )


def _describe_response(members: Iterable[str]) -> bool:
    return all(page_word(name) in _ABOUT_THE_RESPONSE for name in members)


def _are_one_noun(name: str, other: str) -> bool:
    return bool(other) and wording.singulars(name) == wording.singulars(other)


def _have_one_noun(name: str, other: str) -> bool:
    """Do both names end with the same word, in the singular or plural?"""
    last, of_other = names.snake_case(name).split("_")[-1], names.snake_case(other).split("_")[-1]
    return bool(last) and wording.singular(last) == wording.singular(of_other)


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


def _follow_single_part(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Returns the only part of an `allOf`, if the schema says no more than that part."""
    is_wrapper = len(schema.all_of) == 1 and not schema.types and not schema.properties
    return resolve_refs(schema.all_of[0], schemas) if is_wrapper else schema


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
