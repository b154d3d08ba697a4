"""Resolves schemas: follows references, merges allOf and collects annotations.

A schema of the document comes in; a schema without `ref` and `all_of` goes out, with the unions of
its parts beside it. `types` and `unions` lower the result to types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import NoReturn, TypeVar

from generator.diagnostics import Location, Problems, Refused
from generator.json_types import Json, JsonValue
from generator.openapi.model import Discriminator, Schema, SchemaProperty, SpecDoc
from generator.vocabulary import Limits

STEPS = 300_000  # OpenAI's 983 schemas take 12,000 steps; this many take seconds
HOPS = 100  # references and unions in a row
_NO_LIMITS = Limits()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MergedSchema:
    """A merged schema: `base` has no union of its own, `unions` holds them."""

    base: Schema
    unions: tuple[Schema, ...]  # each with one_of or any_of, and its discriminator
    parts: tuple[Schema, ...]  # the schemas that were merged, with references resolved


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a schema says about its value besides its type."""

    description: str
    default: JsonValue | None
    read_only: bool
    write_only: bool
    deprecated: bool
    deprecation_reason: str
    examples: tuple[Json, ...]


class SchemaResolver:
    """Resolves the schemas of a document, with a limit on the work that a hostile one can cause."""

    def __init__(self, spec: SpecDoc, problems: Problems) -> None:
        self._spec = spec
        self._problems = problems
        self._steps = 0
        self._nullable: dict[str, bool] = {}
        self._extends: dict[tuple[str, str], bool] = {}
        self._members: dict[str, frozenset[str]] = {}

    @property
    def by_pointer(self) -> Mapping[str, Schema]:
        """Every schema that a reference points at."""
        return self._spec.schemas

    def locate(self, pointer: str) -> Location:
        """Returns the position of a part of the document."""
        return self._spec.locate(pointer)

    def count_step(self, schema: Schema) -> None:
        """Counts one step of work. Raises Refused at the limit."""
        self._steps += 1
        if self._steps > STEPS:
            self._refuse(
                schema,
                "schemas-too-large",
                f"the schemas of this document expand to more than {STEPS:,} parts",
                "move repeated parts to components/schemas and refer to them with $ref",
            )

    def target_of(self, schema: Schema) -> Schema:
        """Returns the schema that `schema.ref` points at."""
        target = self._spec.schemas.get(schema.ref or "")
        if target is not None:
            return target
        return self._refuse(
            schema,
            "dangling-ref",
            f'"#{schema.ref}" is not in the spec',
            "point the $ref at a schema of this document",
        )

    def is_nullable(self, schema: Schema, hops: int = 0) -> bool:
        """May the value be null, by the schema itself or by a reference?

        Rule T1: null is allowed if the schema itself allows it, or the target of its `$ref`, or any
        variant of its union, or every part of its allOf.
        """
        if schema.nullable:
            return True
        if hops > HOPS:
            self._too_many_hops(schema)
        if schema.ref is not None:
            return self._target_is_nullable(schema, hops)
        if schema.all_of:
            return all(self.is_nullable(part, hops + 1) for part in schema.all_of)
        return any(self.is_nullable(part, hops + 1) for part in (*schema.one_of, *schema.any_of))

    def _target_is_nullable(self, schema: Schema, hops: int) -> bool:
        pointer = schema.ref or ""
        if pointer not in self._nullable:
            self._nullable[pointer] = False  # a union that refers to itself adds no null
            self._nullable[pointer] = self.is_nullable(self.target_of(schema), hops + 1)
        return self._nullable[pointer]

    def merge(self, schema: Schema) -> MergedSchema:
        """Merges `schema` with its references and its allOf.

        Rule T2: a later part overrides an earlier one, keyword by keyword; keywords beside allOf
        override all parts. The names in `required` add up. A property in several parts becomes an
        allOf of its schemas.
        """
        if schema.ref is None and not schema.all_of:
            parts: tuple[Schema, ...] = (schema,)
            base = schema
        else:
            parts = tuple(self._parts(schema))
            base = parts[0] if len(parts) == 1 else _combine(schema, parts)
        if not any(part.one_of or part.any_of for part in parts):
            return MergedSchema(base, (), parts)
        unions = tuple(union for part in parts for union in _own_unions(part))
        return MergedSchema(replace(base, one_of=(), any_of=(), discriminator=None), unions, parts)

    def _parts(self, schema: Schema) -> Iterable[Schema]:
        """Yields the parts of an allOf in order, at any depth; each referenced schema once.

        Rule AL2: a schema does not inherit the union of a base that lists the schema itself.
        """
        seen: set[str] = set()
        waiting: list[tuple[Schema, tuple[str, ...]]] = [(schema, ())]
        while waiting:
            part, heirs = waiting.pop()
            self.count_step(part)
            if part.ref is not None:
                if says_something(own := replace(part, ref=None)):
                    waiting.append((own, heirs))
                if part.ref not in seen:
                    seen.add(part.ref)
                    waiting.append((self._inherit(self.target_of(part), heirs), heirs))
            elif part.all_of:
                heirs = (*heirs, part.pointer)
                if says_something(own := replace(part, all_of=())):
                    waiting.append((own, heirs))
                waiting.extend((inner, heirs) for inner in reversed(part.all_of))
            else:
                yield part

    def _inherit(self, base: Schema, heirs: tuple[str, ...]) -> Schema:
        """Returns what `heirs` inherit from `base`: no union that consists of them."""
        if not (base.one_of or base.any_of) or self.find_members(base).isdisjoint(heirs):
            return base
        return replace(base, one_of=(), any_of=(), discriminator=None)

    def find_members(self, base: Schema) -> frozenset[str]:
        """Returns the pointers of the variants of a base that extend it by allOf.

        The variants are those of its unions, at any depth, and those of its discriminator.
        """
        if base.pointer in self._members:
            return self._members[base.pointer]
        mapped = find_discriminator(base)
        waiting = [*base.one_of, *base.any_of]
        waiting += [Schema(at, ref=at) for _, at in (mapped.mapping if mapped else ())]
        found: set[str] = set()
        seen: set[str] = set()
        while waiting:
            variant = waiting.pop()
            self.count_step(variant)
            pointer = variant.ref or variant.pointer
            if pointer in seen:
                continue
            seen.add(pointer)
            if self.extends(variant, base.pointer):
                found.add(pointer)
            target = self.target_of(variant) if variant.ref else variant
            waiting += [*target.one_of, *target.any_of]
        self._members[base.pointer] = frozenset(found)
        return self._members[base.pointer]

    def extends(self, schema: Schema, base: str) -> bool:
        """Is the schema at the pointer `base` among the allOf of `schema`, at any depth?"""
        key = (schema.ref or schema.pointer, base)
        if key not in self._extends:
            self._extends[key] = self._find_base(schema, base)
        return self._extends[key]

    def _find_base(self, schema: Schema, base: str) -> bool:
        waiting = [self.target_of(schema) if schema.ref else schema]
        seen: set[str] = set()
        while waiting:
            part = waiting.pop()
            self.count_step(part)
            for inner in part.all_of:
                if inner.ref == base:
                    return True
                if inner.ref is None:
                    waiting.append(inner)
                elif inner.ref not in seen:
                    seen.add(inner.ref)
                    waiting.append(self.target_of(inner))
        return False

    def annotations_of(self, schema: Schema) -> Annotations:
        """Returns the annotations of `schema`.

        Rule T3: an annotation that a schema lacks comes from the schema behind it: the target of
        its `$ref`, its allOf (the last part that has it), or the only non-null variant of its
        union.
        """
        notes = Annotations(
            schema.description,
            schema.default,
            schema.read_only,
            schema.write_only,
            schema.deprecated,
            schema.deprecation_reason,
            schema.examples,
        )
        waiting = [schema]
        seen: set[str] = set()
        while waiting:
            stand_in = waiting.pop()
            if stand_in is not schema:
                self.count_step(stand_in)
                notes = _fill_annotations(notes, stand_in)
            if stand_in.ref is not None and stand_in.ref not in seen:
                seen.add(stand_in.ref)
                waiting.append(self.target_of(stand_in))
            elif stand_in.all_of:
                waiting.extend(stand_in.all_of)  # a stack: the last part comes first
            elif len(variants := stand_in.one_of or stand_in.any_of) == 1:
                waiting.append(variants[0])
        return notes

    def conditions_of(self, schema: Schema) -> tuple[tuple[str, Json], ...]:
        """Returns the conditions of `schema` and of the inline parts of its allOf."""
        found: list[tuple[str, Json]] = []
        waiting = [schema]
        while waiting:
            part = waiting.pop()
            self.count_step(part)
            found.extend(part.conditions)
            waiting.extend(inner for inner in reversed(part.all_of) if inner.ref is None)
        return tuple(found)

    def _too_many_hops(self, schema: Schema) -> None:
        self._refuse(
            schema,
            "reference-chain-too-long",
            f"more than {HOPS} references and unions in a row start here",
            "refer to the last schema directly",
        )

    def _refuse(self, schema: Schema, code: str, message: str, hint: str) -> NoReturn:
        self._problems.error(code, message, self._spec.locate(schema.pointer), hint)
        raise Refused


def says_something(schema: Schema) -> bool:
    """Does `schema` contain any keyword?"""
    return schema != Schema(schema.pointer, overlaid_by=schema.overlaid_by)


def find_discriminator(schema: Schema) -> Discriminator | None:
    """Returns the discriminator of a schema, or of an inline part of its allOf."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if part.discriminator is not None:
            return part.discriminator
        waiting.extend(inner for inner in part.all_of if inner.ref is None)
    return None


def is_only_annotated(schema: Schema) -> bool:
    """Does `schema` say nothing about structure, apart from its `$ref` and unions?

    A bare `type` beside a `$ref` or a union repeats what the target says, in all known specs.
    """
    return (
        not schema.properties
        and not schema.required
        and schema.additional is None
        and schema.items is None
        and not schema.prefix_items
        and not schema.enum
        and schema.const is None
        and not schema.format
        and schema.limits == _NO_LIMITS
    )


def is_only_a_note(schema: Schema) -> bool:
    """Does `schema` say nothing but annotations and `type: object`, as parts of an allOf do?"""
    return (
        is_only_annotated(schema)
        and schema.ref is None
        and schema.types in ((), ("object",))
        and not (schema.nullable or schema.all_of or schema.one_of or schema.any_of)
        and schema.discriminator is None
    )


def is_plain_ref(schema: Schema) -> bool:
    """Is `schema` a `$ref` with nothing but annotations beside it?"""
    return (
        schema.ref is not None
        and not (schema.all_of or schema.one_of or schema.any_of)
        and is_only_annotated(schema)
    )


def _fill_annotations(notes: Annotations, schema: Schema) -> Annotations:
    return Annotations(
        notes.description or schema.description,
        notes.default if notes.default is not None else schema.default,
        notes.read_only or schema.read_only,
        notes.write_only or schema.write_only,
        notes.deprecated or schema.deprecated,
        notes.deprecation_reason or schema.deprecation_reason,
        notes.examples or schema.examples,
    )


def _own_unions(part: Schema) -> Iterable[Schema]:
    if part.one_of:
        yield Schema(part.pointer, one_of=part.one_of, discriminator=part.discriminator)
    if part.any_of:
        yield Schema(part.pointer, any_of=part.any_of, discriminator=part.discriminator)


def _combine(whole: Schema, parts: tuple[Schema, ...]) -> Schema:
    properties: dict[str, Schema] = {}
    required: dict[str, None] = {}
    for part in parts:
        for entry in part.properties:
            before = properties.get(entry.name)
            properties[entry.name] = (
                entry.schema if before is None else _combine_property(before, entry.schema)
            )
        required.update(dict.fromkeys(part.required))
    additional = [part.additional for part in parts if part.additional is not None]
    return Schema(
        whole.pointer,
        types=_last_given((part.types for part in parts), ()),
        format=_last_given((part.format for part in parts), ""),
        enum=_last_given((part.enum for part in parts), ()),
        const=_last_given((part.const for part in parts), None),
        limits=_combine_limits([part.limits for part in parts if part.limits != _NO_LIMITS]),
        properties=tuple(SchemaProperty(name, schema) for name, schema in properties.items()),
        required=tuple(required),
        additional=additional[-1] if additional else None,
        items=_last_given((part.items for part in parts), None),
        prefix_items=_last_given((part.prefix_items for part in parts), ()),
        discriminator=_last_given((part.discriminator for part in parts), None),
        content_media_type=_last_given((part.content_media_type for part in parts), ""),
        content_encoding=_last_given((part.content_encoding for part in parts), ""),
        overlaid_by=whole.overlaid_by or _last_given((part.overlaid_by for part in parts), ""),
    )


def _last_given(said: Iterable[T], nothing: T) -> T:
    """Returns the last value that isn't empty, else `nothing`."""
    for value in said:
        nothing = value or nothing
    return nothing


def _combine_property(before: Schema, after: Schema) -> Schema:
    """Combines two schemas of one property into an allOf, each part once."""
    if before.pointer == after.pointer:
        return before
    earlier = (before,) if says_something(replace(before, all_of=())) else before.all_of
    others = tuple(schema for schema in earlier if schema.pointer != after.pointer)
    return Schema(after.pointer, all_of=(*others, after))


def _combine_limits(said: list[Limits]) -> Limits:
    base = _NO_LIMITS
    for part in said:
        names = (limit.name for limit in fields(Limits))
        changes = {
            name: getattr(part, name)
            for name in names
            if getattr(part, name) != getattr(_NO_LIMITS, name)
        }
        base = replace(base, **changes)
    return base
