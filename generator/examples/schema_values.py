"""Makes a value that fits a JSON Schema which a request brings along.

Schemas of the document become types first; this one is read as it is. The same schema always gives
the same value.
"""

from __future__ import annotations

import json
from typing import NoReturn

import jsonschema_rs

from generator.examples.scalars import make_scalar
from generator.examples.simple_values import TEXTS
from generator.json_types import Json, JsonObject
from generator.model.types import Scalar, ScalarKind
from generator.patterns import BOUNDED
from generator.vocabulary import Limits

_MOST_PARTS = 5_000  # of one value
_MOST_ITEMS = 100  # of one array
_DEEPEST = 12
_SCALARS = {kind.value: kind for kind in ScalarKind}
_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
}


class UnusableSchemaError(ValueError):
    """There is no value for the schema, or none that this module finds."""


def make_schema_value(schema: JsonObject) -> Json:
    """Returns a value that fits `schema`. Raises UnusableSchemaError if it finds none.

    References lead into the schema itself; nothing is fetched.
    """
    try:
        validator = jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True, pattern_options=BOUNDED, retriever=_refuse
        )
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise UnusableSchemaError(_first_line(error)) from error
    try:
        value = _SchemaValue(schema).build(schema, 0)
    except RecursionError as error:
        raise UnusableSchemaError("its values never end") from error
    found = next(iter(validator.iter_errors(value)), None)
    if found is not None:
        raise UnusableSchemaError(f"no value was found: {_first_line(found)}")
    return value


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} is another document")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:300]


class _SchemaValue:
    """Builds one value. Optional members end a recursive value."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._parts = 0

    def build(self, schema: Json, depth: int, name: str = "") -> Json:
        """Builds a value of `schema`, which stands at a member of this name."""
        self._parts += 1
        if depth > 4 * _DEEPEST or self._parts > _MOST_PARTS:
            raise UnusableSchemaError("its values never end")
        if not isinstance(schema, dict):
            return {}
        if "const" in schema:
            return schema["const"]
        if schema.get("default") is not None:
            return schema["default"]
        if isinstance(values := schema.get("enum"), list) and values:
            return values[0]
        simpler = self._resolve(schema, depth)
        if simpler is not None:
            return self.build(simpler, depth + 1, name)
        return self._build_kind(schema, depth, name)

    def _resolve(self, schema: JsonObject, depth: int) -> JsonObject | None:
        """Returns the schema that a reference, a choice or parts lead to; None for any other."""
        if isinstance(reference := schema.get("$ref"), str):
            return {**self._find(reference), **_without(schema, "$ref")}
        for key in ("anyOf", "oneOf"):
            if isinstance(variants := schema.get(key), list) and variants:
                chosen = self._choose(variants, depth)
                return {**_without(schema, key), **(chosen if isinstance(chosen, dict) else {})}
        if isinstance(parts := schema.get("allOf"), list):
            return self._join(schema, parts)
        return None

    def _build_kind(self, schema: JsonObject, depth: int, name: str) -> Json:
        kind = schema.get("type")
        if isinstance(kind, list):
            others = [one for one in kind if one != "null"]
            kind = "null" if depth > _DEEPEST and "null" in kind else (others or kind)[0]
        if kind == "object" or (kind is None and "properties" in schema):
            return self._build_object(schema, depth)
        if kind == "array":
            return self._build_array(schema, depth)
        if kind == "null":
            return None
        scalar = _SCALARS.get(kind if isinstance(kind, str) else "string")
        limits = {
            field: schema[key]
            for key, field in _LIMITS.items()
            if isinstance(schema.get(key), int | float | str)
        }
        plain = not limits and "format" not in schema
        if scalar is ScalarKind.STRING and plain and name in TEXTS:
            return TEXTS[name]
        text_format = schema.get("format")
        return make_scalar(
            Scalar(
                scalar or ScalarKind.STRING,
                text_format if isinstance(text_format, str) else "",
                Limits(**limits),  # type: ignore[arg-type]  # as the schema has them
            )
        )

    def _build_object(self, schema: JsonObject, depth: int) -> Json:
        properties, required = schema.get("properties"), schema.get("required")
        known = properties if isinstance(properties, dict) else {}
        needed = (
            [one for one in required if isinstance(one, str)] if isinstance(required, list) else []
        )
        names = [one for one in known if one in needed or depth <= _DEEPEST // 2]
        names += [one for one in needed if one not in known]
        return {one: self.build(known.get(one, {}), depth + 1, one) for one in names}

    def _build_array(self, schema: JsonObject, depth: int) -> Json:
        least, most = schema.get("minItems"), schema.get("maxItems")
        count = least if isinstance(least, int) else 0
        if not count and depth <= _DEEPEST // 2 and most != 0:
            count = 1
        first = schema.get("prefixItems")
        places = first if isinstance(first, list) else []
        items: Json = schema.get("items", {})
        return [
            self.build(places[at] if at < len(places) else items, depth + 1)
            for at in range(min(max(count, len(places)), _MOST_ITEMS))
        ]

    def _choose(self, variants: list[Json], depth: int) -> Json:
        """Chooses the first variant that isn't null; deep inside, one that ends."""
        if depth > _DEEPEST // 2:
            ends = (one for one in variants if isinstance(one, dict) and "$ref" not in one)
            nulls = (one for one in variants if one == {"type": "null"})
            return next(nulls, next(ends, variants[0]))
        return next((one for one in variants if one != {"type": "null"}), variants[0])

    def _join(self, schema: JsonObject, parts: list[Json]) -> JsonObject:
        """Joins the parts of an allOf with what stands beside it."""
        joined: JsonObject = _without(schema, "allOf")
        for part in parts:
            found = part if isinstance(part, dict) else {}
            if isinstance(reference := found.get("$ref"), str):
                found = self._find(reference)
            for key, value in found.items():
                known = joined.get(key)
                if isinstance(known, dict) and isinstance(value, dict):
                    joined[key] = {**known, **value}
                elif isinstance(known, list) and isinstance(value, list):
                    joined[key] = [*known, *value]
                else:
                    joined[key] = value
        return joined

    def _find(self, reference: str) -> JsonObject:
        found: Json = self._root
        for step in reference.removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or name not in found:
                raise UnusableSchemaError(f"it has no {json.dumps(reference)}")
            found = found[name]
        return found if isinstance(found, dict) else {}


def _without(schema: JsonObject, key: str) -> JsonObject:
    return {name: part for name, part in schema.items() if name != key}
