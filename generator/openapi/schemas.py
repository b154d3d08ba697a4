"""Reads schema objects into `Schema`: 3.0 and 3.1 forms in, one normal form out.

References stay references. The target of each one is read once, even if schemas are recursive. The
validator checks the values of keywords; this module checks only their types.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject, JsonScalar, JsonValue
from generator.openapi import json_parts
from generator.openapi.children import ChildIndex, component_pointer, owner_of
from generator.openapi.model import Discriminator, Schema, SchemaProperty
from generator.openapi.pointers import NoSuchPlace, child, last_step, resolve
from generator.openapi.refs import MAX_CHAIN, References, enclosing_root
from generator.openapi.samples import read_deprecation
from generator.openapi.tree import Tree
from generator.vocabulary import Limits

_UNIONS = ("oneOf", "anyOf")
# Keywords that limit values beyond what a type can say. Pages show them.
_CONDITIONS = (
    *("not", "dependentRequired", "dependentSchemas", "contains"),
    *("propertyNames", "unevaluatedProperties", "unevaluatedItems"),
)


class SchemaReader:
    """Reads the schemas of one document, and remembers the targets of references."""

    def __init__(self, tree: Tree, refs: References, problems: Problems) -> None:
        self._tree = tree
        self._refs = refs
        self._problems = problems
        self._children = ChildIndex(tree)
        self._waiting: list[str] = []
        self._targets: dict[str, Schema | None] = {}

    def add_target(self, pointer: str) -> None:
        """Adds `pointer` to the schemas that `read_targets` reads."""
        if pointer not in self._targets:
            self._targets[pointer] = None
            self._waiting.append(pointer)

    def read_targets(self) -> Mapping[str, Schema]:
        """Returns all schemas that a reference names, directly or through others, by pointer."""
        while self._waiting:
            pointer = self._waiting.pop()
            self._targets[pointer] = self.read(pointer, resolve(self._tree.root, pointer))
        found = {pointer: schema for pointer, schema in self._targets.items() if schema is not None}
        circles, chains = find_endless_schemas(found)
        for pointer in circles:
            self._refs.report_circle(pointer)
        for pointer in chains:
            self._refs.report_chain(pointer)
        return found

    def read(self, pointer: str, value: Json) -> Schema:
        """Reads the schema at `pointer`. A boolean, or what isn't a schema, gives an empty one."""
        if not isinstance(value, dict):
            return Schema(pointer)
        types, nullable = _types(value)
        any_of, null_in_any = self._variants(pointer, value, "anyOf")
        one_of, null_in_one = self._variants(pointer, value, "oneOf")
        const, enum, null_in_enum = _read_values(value)
        is_deprecated, reason = read_deprecation(value)
        return Schema(
            pointer=pointer,
            ref=self._ref(pointer, value),
            types=types,
            nullable=nullable or null_in_any or null_in_one or null_in_enum,
            title=json_parts.text(value.get("title")),
            description=json_parts.text(value.get("description")),
            format=json_parts.text(value.get("format")),
            enum=enum,
            const=const,
            default=JsonValue(value["default"]) if "default" in value else None,
            limits=_limits_of_items(value, read_limits(value)),
            properties=self._properties(pointer, value),
            required=tuple(dict.fromkeys(json_parts.texts(value.get("required")))),
            additional=self._additional(pointer, value),
            items=self._items(pointer, value),
            prefix_items=self._list(pointer, value, "prefixItems"),
            all_of=self._list(pointer, value, "allOf"),
            one_of=one_of,
            any_of=any_of,
            discriminator=self._discriminator(pointer, value, one_of + any_of),
            read_only=value.get("readOnly") is True,
            write_only=value.get("writeOnly") is True,
            deprecated=is_deprecated,
            deprecation_reason=reason,
            examples=_examples(value),
            content_media_type=json_parts.text(value.get("contentMediaType")),
            conditions=_read_conditions(value),
            content_encoding=json_parts.text(value.get("contentEncoding")).lower(),
            overlaid_by=self._tree.overlaid_by(pointer),
        )

    def _ref(self, pointer: str, value: JsonObject) -> str | None:
        """Rule S1: `$recursiveRef` and `$dynamicRef` mean the root schema that encloses them."""
        for key in ("$ref", "$dynamicRef", "$recursiveRef"):
            ref = value.get(key)
            if not isinstance(ref, str):
                continue
            is_root = key != "$ref" and ref == "#"
            at = child(pointer, key)
            target = enclosing_root(pointer) if is_root else self._refs.find_target(at, ref)
            if target is not None:
                self.add_target(target)
            return target
        return None

    def _variants(
        self, pointer: str, value: JsonObject, key: str
    ) -> tuple[tuple[Schema, ...], bool]:
        """Rule S2: a variant that accepts only null makes its union nullable instead."""
        variants = list(json_parts.elements(child(pointer, key), value.get(key)))
        kept = [(at, variant) for at, variant in variants if not _is_null(variant)]
        return tuple(self.read(at, variant) for at, variant in kept), len(kept) < len(variants)

    def _properties(self, pointer: str, value: JsonObject) -> tuple[SchemaProperty, ...]:
        """Reads the properties. One whose schema is `false` can't be present, so it is left out."""
        return tuple(
            SchemaProperty(name, self.read(at, part))
            for at, name, part in json_parts.entries(
                child(pointer, "properties"), value.get("properties")
            )
            if part is not False
        )

    def _additional(self, pointer: str, value: JsonObject) -> Schema | bool | None:
        """Rule S4: if only `patternProperties` describe other properties, the first one counts."""
        additional = value.get("additionalProperties")
        if isinstance(additional, bool):
            return additional
        if isinstance(additional, dict):
            return self.read(child(pointer, "additionalProperties"), additional)
        patterns = json_parts.entries(
            child(pointer, "patternProperties"), value.get("patternProperties")
        )
        for at, _, part in patterns:
            return self.read(at, part)
        return None

    def _items(self, pointer: str, value: JsonObject) -> Schema | None:
        items = value.get("items")
        return self.read(child(pointer, "items"), items) if isinstance(items, dict) else None

    def _list(self, pointer: str, value: JsonObject, key: str) -> tuple[Schema, ...]:
        return tuple(
            self.read(at, part)
            for at, part in json_parts.elements(child(pointer, key), value.get(key))
        )

    def _discriminator(
        self, pointer: str, value: JsonObject, union: tuple[Schema, ...]
    ) -> Discriminator | None:
        found = value.get("discriminator")
        if not isinstance(found, dict) or not isinstance(found.get("propertyName"), str):
            return None
        variants: list[tuple[str, str]] = []
        at = child(child(pointer, "discriminator"), "mapping")
        for place, tag, ref in json_parts.entries(at, found.get("mapping")):
            if not isinstance(ref, str):
                continue
            target = self._refs.find_target(place, self._mapped_reference(ref))
            if target is not None:
                variants.append((tag, target))
        variants += self._implied_variants(pointer, value, {target for _, target in variants})
        known = {target for _, target in variants} | {variant.ref for variant in union}
        default = self._default_variant(
            pointer, found, known if union else known | {owner_of(pointer)}
        )
        for _, target in variants:
            self.add_target(target)
        return Discriminator(json_parts.text(found["propertyName"]), tuple(variants), default)

    def _default_variant(
        self, pointer: str, discriminator: JsonObject, variants: Container[str | None]
    ) -> str | None:
        """Returns the schema of an object whose discriminator is absent or selects no variant.

        Rule DM1: `defaultMapping` refers to one of the variants, as a mapping does (OpenAPI 3.2
        §4.25). A reference to another schema isn't used, and a note says so.
        """
        ref = discriminator.get("defaultMapping")
        if not isinstance(ref, str):
            return None
        at = child(child(pointer, "discriminator"), "defaultMapping")
        target = self._refs.find_target(at, self._mapped_reference(ref))
        if target is None or target in variants:
            return target
        self._problems.note(
            "default-mapping-not-used",
            f'"{ref[:200]}" is no variant here, so it is not the default one',
            self._tree.locate(at),
            "add it to the `oneOf` or `anyOf` beside the discriminator",
        )
        return None

    def _mapped_reference(self, ref: str) -> str:
        """Returns the reference that a value of a mapping means.

        OpenAPI 3.1 §4.8.25: a plain name means the component schema of that name. The name may
        contain a dot, as the name of a file does.
        """
        pointer = component_pointer(ref)
        is_path = "/" in ref or "#" in ref or ("." in ref and not self._exists(pointer))
        return ref if is_path else f"#{pointer}"

    def _implied_variants(
        self, pointer: str, value: JsonObject, mapped: Container[str]
    ) -> Iterator[tuple[str, str]]:
        """Yields the schemas that extend a base and that its mapping lacks.

        Rule AL1: a base without a union of its own has every component that extends it by allOf as
        a variant, whose tag is its name (OpenAPI 3.1 §4.8.25).
        """
        base = owner_of(pointer)
        whole = resolve(self._tree.root, base)
        if any(key in part for part in (value, whole) if isinstance(part, dict) for key in _UNIONS):
            return
        for descendant in self._children.find_descendants(base):
            if descendant not in mapped:
                yield last_step(descendant), descendant

    def _exists(self, pointer: str) -> bool:
        try:
            resolve(self._tree.root, pointer)
        except NoSuchPlace:
            return False
        return True


def _types(value: JsonObject) -> tuple[tuple[str, ...], bool]:
    """Rule S5: `nullable: true`, in 3.1 too, means the same as "null" among the types."""
    given = value.get("type")
    types = (given,) if isinstance(given, str) else tuple(dict.fromkeys(json_parts.texts(given)))
    nullable = "null" in types or value.get("nullable") is True
    return tuple(name for name in types if name != "null"), nullable


def _is_null(value: Json) -> bool:
    """Does the schema accept null and nothing else?"""
    if not isinstance(value, dict):
        return False
    if "const" in value:
        return value["const"] is None
    return value.get("type") in ("null", ["null"]) or value.get("enum") == [None]


def read_limits(value: JsonObject) -> Limits:
    """Rule S6: 3.0's `exclusiveMinimum: true` makes its minimum an exclusive one."""
    minimum, maximum = (
        json_parts.number(value.get("minimum")),
        json_parts.number(value.get("maximum")),
    )
    above = json_parts.number(value.get("exclusiveMinimum"))
    below = json_parts.number(value.get("exclusiveMaximum"))
    if value.get("exclusiveMinimum") is True:
        minimum, above = None, minimum
    if value.get("exclusiveMaximum") is True:
        maximum, below = None, maximum
    return Limits(
        minimum=minimum,
        maximum=maximum,
        exclusive_minimum=above,
        exclusive_maximum=below,
        multiple_of=json_parts.number(value.get("multipleOf")),
        min_length=json_parts.whole(value.get("minLength")),
        max_length=json_parts.whole(value.get("maxLength")),
        pattern=json_parts.text(value.get("pattern")) or None,
        min_items=json_parts.whole(value.get("minItems")),
        max_items=json_parts.whole(value.get("maxItems")),
        unique_items=value.get("uniqueItems") is True,
        min_properties=json_parts.whole(value.get("minProperties")),
        max_properties=json_parts.whole(value.get("maxProperties")),
    )


def _read_values(value: JsonObject) -> tuple[JsonValue | None, tuple[JsonScalar, ...], bool]:
    """Returns the constant, the enum without null, and whether null is among them.

    Rule S3: an enum of one value with `x-stainless-const: true` is a constant.
    Rule EW1: an enum with an object or an array among its values is a condition: pages show it, and
    the type is that of the schema's other keywords.
    """
    if "const" in value:
        return JsonValue(value["const"]), (), value["const"] is None
    if _is_null(value):
        return JsonValue(None), (), True
    enum: dict[tuple[str, str], JsonScalar] = {}
    has_null = False
    for _, item in json_parts.elements("", value.get("enum")):
        if item is None:
            has_null = True
        elif not isinstance(item, dict | list):
            enum.setdefault((type(item).__name__, str(item)), item)
    known = () if _has_whole_values(value) else tuple(enum.values())
    if value.get("x-stainless-const") is True and len(known) == 1:
        return JsonValue(known[0]), (), has_null
    return None, known, has_null


def _has_whole_values(value: JsonObject) -> bool:
    """Is an object or an array among the values of the enum?"""
    return any(
        isinstance(one, dict | list) for _, one in json_parts.elements("", value.get("enum"))
    )


def _read_conditions(value: JsonObject) -> tuple[tuple[str, Json], ...]:
    """Returns the keywords that limit values further; `if` with its `then` and `else`."""
    found = [(name, value[name]) for name in _CONDITIONS if name in value]
    if _has_whole_values(value):
        found.append(("enum", value["enum"]))
    if "if" in value:
        whole: JsonObject = {name: value[name] for name in ("if", "then", "else") if name in value}
        found.append(("if", whole))
    return tuple(found)


def _limits_of_items(value: JsonObject, limits: Limits) -> Limits:
    """Rule TU1: `items: false` allows no more items than those of `prefixItems`."""
    if value.get("items") is not False:
        return limits
    first = value.get("prefixItems")
    count = len(first) if isinstance(first, list) else 0
    most = limits.max_items
    return replace(limits, max_items=count if most is None else min(most, count))


def _examples(value: JsonObject) -> tuple[Json, ...]:
    """Returns 3.1's `examples` and 3.0's `example`, which 3.1 still allows.

    Without them, the values of an enum that is a condition (rule EW1) are the examples.
    """
    many = value.get("examples")
    found = list(many) if isinstance(many, list) else []
    if "example" in value:
        found.append(value["example"])
    if not found and _has_whole_values(value):
        found = [one for _, one in json_parts.elements("", value["enum"])]
    return tuple(found)


def find_endless_schemas(schemas: Mapping[str, Schema]) -> tuple[list[str], list[str]]:
    """Returns the schemas that consist of themselves, and those that consist of too many others.

    Rule S7: recursion must pass through a property, an item or a variant, because otherwise no
    value is valid. Schemas may consist of one another, by `$ref` and `allOf`, in MAX_CHAIN steps at
    most.
    """
    circles: list[str] = []
    heights: dict[str, int] = {}
    for start in schemas:
        on_way: dict[str, list[str]] = {} if start in heights else {start: _parts(schemas[start])}
        while on_way:
            here, parts = next(reversed(on_way.items()))
            target = parts.pop() if parts else None
            if target is None:
                below = (heights.get(part, 0) for part in _parts(schemas[here]))
                heights[here] = 1 + max(below, default=0)
                del on_way[here]
            elif target in on_way:
                circles.append(target)
            elif target in schemas and target not in heights:
                on_way[target] = _parts(schemas[target])
    first_too_high = [at for at, height in heights.items() if height == MAX_CHAIN + 1]
    return list(dict.fromkeys(circles)), first_too_high


def _parts(schema: Schema) -> list[str]:
    """Returns the references of a schema, and of its `allOf` parts."""
    found: list[str] = []
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if part.ref is not None:
            found.append(part.ref)
        waiting.extend(part.all_of)
    return found
