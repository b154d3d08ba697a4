"""Lowers schemas to types of the model.

A schema of the document comes in; a `Type` goes out. Components stay references to named types,
which are lowered one at a time, so recursive and deeply nested schemas need no recursion here.
"""

from __future__ import annotations

from dataclasses import replace

from generator.json_types import JsonValue
from generator.lower.literals import group_by_kind, literal_type, scalar_const
from generator.lower.merge import (
    MergedSchema,
    SchemaResolver,
    find_discriminator,
    is_only_a_note,
    is_only_annotated,
    is_plain_ref,
)
from generator.lower.tags import TagFinder
from generator.lower.type_names import TypeNames, spec_name
from generator.lower.unions import (
    OpenUnion,
    build_union,
    expand_union,
    join_literal_variants,
    splice_union,
)
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Condition,
    Const,
    Map,
    NamedType,
    Nullable,
    Object,
    Origin,
    Place,
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Variant,
)
from generator.openapi.model import Schema
from generator.vocabulary import Limits

INLINE_DEPTH = 16  # schemas nested deeper get a name, so that views nest no deeper

PartKeys = tuple[tuple[str, bool], ...]  # of each part: its pointer, and whether it has a union

_BINARY_MEDIA = ("application/octet-stream", "audio/", "image/", "video/")


class TypeLowerer:
    """Lowers the schemas of one document, and the components that they refer to."""

    def __init__(self, schemas: SchemaResolver) -> None:
        self._resolver = schemas
        self._tags = TagFinder(schemas)
        self._names = TypeNames(schemas.by_pointer)
        self._pointers: dict[str, str] = {}  # of the named types that are referenced
        self._inner: dict[str, Schema] = {}  # name → an inner schema that got a name
        self._inline_names: dict[PartKeys, str] = {}
        self._named: dict[str, NamedType] = {}
        self._open: list[str] = []  # names that are not lowered yet
        self._unfolding: set[PartKeys] = set()  # the allOfs that enclose the current schema

    def type_of(self, schema: Schema) -> Type:
        """Returns the type of a schema's values, `Nullable` outermost if null is one of them."""
        return self._lower(schema, 0)

    def property_of(self, name: str, schema: Schema, *, required: bool) -> Property:
        """Returns the property `name` that `schema` describes."""
        return self._lower_property(name, schema, required, 0)

    def find(self, name: str) -> NamedType:
        """Returns the type that a `Ref` names."""
        if name not in self._named:
            self._named[name] = self._lower_named(name, self._pointers[name])
        return self._named[name]

    def find_all(self) -> tuple[NamedType, ...]:
        """Returns every type that lowered schemas refer to, directly or not, by name.

        Rule T12: types that no mapped method reaches are left out.
        """
        while self._open:
            self.find(self._open.pop())
        return tuple(self._named[name] for name in sorted(self._named))

    def _lower_named(self, name: str, pointer: str) -> NamedType:
        schema = self._inner.get(name) or self._resolver.target_of(Schema(pointer, ref=pointer))
        notes = self._resolver.annotations_of(schema)
        return NamedType(
            name=name,
            spec_name=spec_name(pointer),
            type=self._lower_family(pointer, schema) or strip_null(self._lower(schema, 0)),
            description=notes.description,
            deprecated=notes.deprecated,
            origin=Origin(schema.pointer, schema.overlaid_by),
            examples=notes.examples,
            conditions=self._conditions(schema),
        )

    def _lower_family(self, pointer: str, schema: Schema) -> Type | None:
        """Rule U6: an object whose discriminator maps to schemas that extend it by allOf is a union
        of them. Its own properties remain what they inherit. With a single such schema, the object
        itself is the other variant, and its name is its tag.
        """
        family = find_discriminator(schema)
        if family is None or schema.ref or schema.one_of or schema.any_of:
            return None
        members: dict[str, list[str]] = {}
        for tag, target in family.mapping:
            if target == pointer or self._resolver.extends(Schema("", ref=target), pointer):
                members.setdefault(target, []).append(tag)
        if not members.keys() - {pointer}:
            return None
        if family.default is not None:
            members.setdefault(family.default, [])
        if len(members) == 1:
            members = {pointer: [spec_name(pointer)], **members}
        variants = [
            Variant(
                strip_null(self._lower(schema, 0)) if member == pointer else self._ref(member),
                tuple(tags),
                member == family.default,
            )
            for member, tags in members.items()
        ]
        return build_union(variants, family.property_name, exclusive=True)

    def _ref(self, pointer: str) -> Ref:
        name = self._names.name_of(pointer)
        if name not in self._pointers:
            self._pointers[name] = pointer
            self._open.append(name)
        return Ref(name)

    def _name_inline(self, schema: Schema, merged: MergedSchema) -> Ref:
        """Rule T11: names a schema by its place, and refers to it instead of nesting it again."""
        first = merged.parts[0]
        if len(merged.parts) == 1 and self._resolver.by_pointer.get(first.pointer) == first:
            return self._ref(first.pointer)
        key = _part_keys(merged)
        if key not in self._inline_names:
            name = self._names.new_name(schema.pointer)
            self._inline_names[key] = name
            self._inner[name] = schema
            self._pointers[name] = schema.pointer
            self._open.append(name)
        return Ref(self._inline_names[key])

    def _lower(self, schema: Schema, depth: int) -> Type:
        self._resolver.count_step(schema)
        stand_in = self._unwrap_single(schema)
        of = self._lower_present(stand_in, depth)
        if isinstance(of, Nullable) or not self._resolver.is_nullable(schema):
            return of
        return Nullable(of)

    def _unwrap_single(self, schema: Schema) -> Schema:
        """Rule T4: an allOf or a union of one schema is that schema, if nothing else is said.

        A part of an inline allOf that only annotates says nothing else. A schema that extends a
        base of which it is a variant stays itself.
        """
        while schema.ref is None and is_only_annotated(schema):
            parts = schema.all_of
            if schema.pointer not in self._resolver.by_pointer:
                parts = tuple(part for part in parts if not is_only_a_note(part)) or parts[:1]
            alone = parts + schema.one_of + schema.any_of
            if len(alone) != 1 or self._is_member(schema, alone[0]):
                break
            schema = alone[0]
            self._resolver.count_step(schema)
        return schema

    def _is_member(self, schema: Schema, part: Schema) -> bool:
        """Does `schema` extend `part`, and is it a variant of it?"""
        if part.ref is None or schema.pointer not in self._resolver.by_pointer:
            return False
        base = self._resolver.target_of(part)
        return schema.pointer in self._resolver.find_members(base)

    def _lower_present(self, schema: Schema, depth: int) -> Type:
        """Returns the type of `schema` without regard to null."""
        if schema.ref is not None and is_plain_ref(schema):
            return self._ref(schema.ref)
        merged = self._resolver.merge(schema)
        key = _part_keys(merged)
        if key in self._unfolding or (depth >= INLINE_DEPTH and _nests(merged)):
            return self._name_inline(schema, merged)
        self._unfolding.add(key)
        lowered = self._lower_merged(merged, depth)
        self._unfolding.discard(key)
        return lowered

    def _lower_merged(self, merged: MergedSchema, depth: int) -> Type:
        union = expand_union(self._resolver, merged)
        if union is None:
            return self._lower_plain(merged.base, depth)
        return self._lower_union(union, depth)

    def _lower_union(self, union: OpenUnion, depth: int) -> Type:
        """Lowers the variants of a union, with values of one kind joined first (rule T5)."""
        variants = join_literal_variants(self._resolver, union.variants)
        schemas = tuple(variant for variant in variants if isinstance(variant, Schema))
        discriminator, tags = self._tags.find_tags(union.discriminator, schemas)
        default = union.discriminator.default if union.discriminator else None
        tags_left = iter(tags)
        lowered: list[Variant] = []
        for variant in variants:
            if isinstance(variant, Schema):
                of = strip_null(self._lower(variant, depth + 1))
                is_default = variant.ref is not None and variant.ref == default
                own = Variant(of, next(tags_left), is_default, variant.title, variant.description)
                lowered.extend(splice_union(own))
            else:
                lowered.append(Variant(literal_type(variant)))
        return build_union(lowered, discriminator, exclusive=union.exclusive)

    def _lower_plain(self, schema: Schema, depth: int) -> Type:
        """Lowers a schema without reference, allOf or union."""
        const = scalar_const(schema.const)
        if const is not None:
            return literal_type(group_by_kind((const,), schema.types)[0])
        if schema.const == JsonValue(None):
            return Const(None)
        if schema.enum:
            kinds = group_by_kind(schema.enum, schema.types)
            return build_union(
                [Variant(literal_type(known)) for known in kinds], "", exclusive=False
            )
        kinds_of_value = schema.types or _implied_types(schema)
        several = len(kinds_of_value) > 1
        lowered = [
            Variant(
                self._lower_kind(kind, _with_limits_of(schema, kind) if several else schema, depth)
            )
            for kind in kinds_of_value
        ]
        return build_union(lowered, "", exclusive=False)

    def _lower_kind(self, kind: str, schema: Schema, depth: int) -> Type:
        match kind:
            case "object":
                return self._lower_object(schema, depth)
            case "array":
                return self._lower_array(schema, depth)
            case "string" if _is_binary(schema):
                return Binary()
            case "string" | "integer" | "number" | "boolean":
                return Scalar(ScalarKind(kind), _format_of(schema), schema.limits)
            case _:
                return Anything()

    def _lower_object(self, schema: Schema, depth: int) -> Type:
        """Rule T9: an object without properties is a map, of anything unless it says of what.

        With `additionalProperties: false` it stays an object, which is always empty.
        Rule T14: a name in `required` that no property describes adds no property. Vendors leave
        such names behind, and their own samples lack the property.
        """
        extra: Type | None = None
        if isinstance(schema.additional, Schema):
            extra = self._lower(schema.additional, depth + 1)
        elif schema.additional:
            extra = Anything()
        closed = schema.additional is False
        if not schema.properties and not closed:
            return Map(extra or Anything(), schema.limits)
        required = frozenset(schema.required)
        properties = tuple(
            self._lower_property(entry.name, entry.schema, entry.name in required, depth + 1)
            for entry in schema.properties
        )
        return Object(properties, extra, closed)

    def _lower_array(self, schema: Schema, depth: int) -> Array:
        """Rule T10: an array with schemas for its first items keeps the type and the description of
        each place. Its items are what any of its places may hold.
        """
        items = self._lower_items(schema, depth)
        if not schema.prefix_items:
            return Array(items, schema.limits)
        places = tuple(
            Place(self._lower(place, depth + 1), self._resolver.annotations_of(place).description)
            for place in schema.prefix_items
        )
        rest = self._lower(schema.items, depth + 1) if schema.items else None
        return Array(items, schema.limits, places, rest)

    def _lower_items(self, schema: Schema, depth: int) -> Type:
        places = schema.prefix_items + ((schema.items,) if schema.items else ())
        if not places:
            return Anything()
        if len(places) == 1:
            return self._lower(places[0], depth + 1)
        lowered = [self._lower(place, depth + 1) for place in places]
        of = build_union([Variant(strip_null(place)) for place in lowered], "", exclusive=False)
        return Nullable(of) if any(isinstance(place, Nullable) for place in lowered) else of

    def _conditions(self, schema: Schema) -> tuple[Condition, ...]:
        """Rule CN1: a property and a named type keep the keywords that limit values further."""
        return tuple(Condition(*found) for found in self._resolver.conditions_of(schema))

    def _lower_property(self, name: str, schema: Schema, required: bool, depth: int) -> Property:
        of = self._lower(schema, depth)
        notes = self._resolver.annotations_of(schema)
        return Property(
            name=name,
            type=strip_null(of),
            nullable=isinstance(of, Nullable),
            required=required,
            description=notes.description,
            default=notes.default,
            read_only=notes.read_only,
            write_only=notes.write_only,
            deprecated=notes.deprecated,
            origin=Origin(schema.pointer, schema.overlaid_by),
            examples=notes.examples,
            deprecation_reason=notes.deprecation_reason,
            conditions=self._conditions(schema),
        )


def strip_null(of: Type) -> Type:
    """Returns `of` without its outermost `Nullable`."""
    return of.of if isinstance(of, Nullable) else of


def _part_keys(merged: MergedSchema) -> PartKeys:
    """Identifies a schema by its parts. A part without its union is another schema than with it."""
    return tuple((part.pointer, bool(part.one_of or part.any_of)) for part in merged.parts)


def _nests(merged: MergedSchema) -> bool:
    base = merged.base
    return bool(merged.unions or base.properties or base.items or base.prefix_items) or isinstance(
        base.additional, Schema
    )


def _implied_types(schema: Schema) -> tuple[str, ...]:
    """Rule T7: without `type`, the keywords of a schema decide; without those, it is anything."""
    if schema.properties or schema.additional is not None or schema.required:
        return ("object",)
    if schema.items is not None or schema.prefix_items:
        return ("array",)
    if schema.format == "binary" or schema.content_media_type:
        return ("string",)
    return ("any",)


def _is_binary(schema: Schema) -> bool:
    """Rule T8: bytes are `format: binary` (3.0), or a media type that isn't text (3.1).

    With `contentEncoding`, they are text.
    """
    is_media = schema.content_media_type.startswith(_BINARY_MEDIA)
    return schema.format == "binary" or (is_media and not schema.content_encoding)


def _format_of(schema: Schema) -> str:
    """Rule EN1: `contentEncoding: base64` (3.1) is `format: byte` (3.0)."""
    is_base64 = schema.content_encoding == "base64" and not schema.format
    return "byte" if is_base64 else schema.format


_LIMITS_OF = {
    "string": ("min_length", "max_length", "pattern"),
    "integer": ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"),
    "number": ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"),
    "array": ("min_items", "max_items", "unique_items"),
    "object": ("min_properties", "max_properties"),
}


def _with_limits_of(schema: Schema, kind: str) -> Schema:
    """Rule T6: of a schema with several types, each type gets the limits that apply to it."""
    limits = Limits(**{name: getattr(schema.limits, name) for name in _LIMITS_OF.get(kind, ())})
    return replace(schema, limits=limits)
