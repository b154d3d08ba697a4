"""Converts the schemas of Swagger 2.0 to those of OpenAPI 3.0. Their structure stays the same."""

from __future__ import annotations

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.pointers import child, from_fragment, steps
from generator.openapi.tree import Tree

_MAPS = ("properties", "patternProperties")
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("items", "additionalProperties", "not")


class SchemaConverter:
    """Converts the schemas of one document. A `pointer` is that of the original."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self._tree = tree
        self._problems = problems
        self._definitions = json_parts.mapping(tree.root.get("definitions"))
        self._noted: set[str] = set()

    def convert_all(self, pointer: str, value: Json) -> Json:
        """Converts each schema of a mapping."""
        if not isinstance(value, dict):
            return value
        return {name: self.convert(child(pointer, name), part) for name, part in value.items()}

    def convert(self, pointer: str, value: Json) -> Json:
        """Converts a schema and those inside it.

        Rule SW4: `x-nullable` becomes `nullable`, `type: file` becomes binary text, a discriminator
        becomes an object, and references to definitions lead to the components.
        """
        if not isinstance(value, dict):
            return value
        made: JsonObject = {}
        for key, part in value.items():
            if key == "discriminator" and isinstance(part, str):
                made[key] = {"propertyName": part}
            elif key == "$ref" and isinstance(part, str):
                made[key] = self._reference(part)
            elif key == "x-nullable":
                made["nullable"] = part
            elif key != "collectionFormat":
                made[key] = self._keyword(child(pointer, key), key, part)
        _convert_type(made)
        return made

    def _keyword(self, pointer: str, key: str, value: Json) -> Json:
        """Converts the schemas inside a keyword."""
        if key in _MAPS:
            return self.convert_all(pointer, value)
        if key == "items" and isinstance(value, list):
            return self._convert_items(pointer, value)
        if key in _LISTS and isinstance(value, list):
            return self._convert_list(pointer, value)
        return self.convert(pointer, value) if key in _SINGLE else value

    def _convert_list(self, pointer: str, value: list[Json]) -> list[Json]:
        return [self.convert(child(pointer, index), one) for index, one in enumerate(value)]

    def _convert_items(self, pointer: str, value: list[Json]) -> Json:
        """Rule SW5: a list of schemas for items, which 2.0 lacks, means any of them, and is noted.

        Vendors write it for a union; JSON Schema would read it as one schema for each place.
        """
        if pointer not in self._noted:
            self._noted.add(pointer)
            self._problems.note(
                "items-are-a-list",
                "`items` is a list of schemas, which Swagger 2.0 doesn't have; "
                "each item may be of any of them",
                self._tree.locate_key(pointer),
                "write one schema, if this isn't meant",
            )
        variants = self._convert_list(pointer, value)
        return variants[0] if len(variants) == 1 else {"anyOf": variants} if variants else {}

    def _reference(self, ref: str) -> str:
        """Returns the reference in the new document. One without a target stays as it is."""
        place = steps(from_fragment(ref) or "")
        is_known = place[:1] == ("definitions",) and place[1:] and place[1] in self._definitions
        return ref.replace("#/definitions/", "#/components/schemas/", 1) if is_known else ref


def _convert_type(schema: JsonObject) -> None:
    kind = schema.get("type")
    if kind == "null":
        del schema["type"]
        schema |= {"enum": [None], "nullable": True}
    elif kind == "file":
        schema["type"], schema["format"] = "string", "binary"
    elif isinstance(kind, list):
        known = [one for one in kind if one != "null"]
        if len(known) < len(kind):
            schema["nullable"] = True
        if len(known) == 1:
            schema["type"] = known[0]
        elif known and "anyOf" not in schema:
            del schema["type"]
            schema["anyOf"] = [{"type": one} for one in known]
