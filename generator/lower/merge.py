"""Schemas as one thing each: references followed, allOf merged, annotations gathered.

A schema and its document come in, a schema without `ref` and `all_of` goes out, with the unions
that its parts bring beside it. Lowering to types is left to `types` and `unions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import NoReturn, TypeVar

from generator.diagnostics import Problems, Refused
from generator.json_types import Json, JsonValue
from generator.openapi.model import Schema, SchemaProperty, SpecDoc
from generator.vocabulary import Limits

STEPS = 300_000  # OpenAI's 983 schemas take 12,000; this many take seconds
HOPS = 100  # references and unions on the way from a schema to what it says
_NO_LIMITS = Limits()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MergedSchema:
    """A schema whose parts are put together: `base` has no union of its own, `unions` hold them."""

    base: Schema
    unions: tuple[Schema, ...]  # each with one_of or any_of, and its discriminator
    parts: tuple[Schema, ...]  # what was merged, references inlined


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a schema says of its value beyond its type."""

    description: str
    default: JsonValue | None
    read_only: bool
    write_only: bool
    deprecated: bool
    deprecation_reason: str
    examples: tuple[Json, ...]


class SchemaResolver:
    """The schemas of a document, with a bound on the work that a hostile one can cause."""

    def __init__(self, spec: SpecDoc, problems: Problems) -> None:
        self._spec = spec
        self._problems = problems
        self._steps = 0
        self._nullable: dict[str, bool] = {}

    @property
    def by_pointer(self) -> Mapping[str, Schema]:
        """Every schema that a reference points at."""
        return self._spec.schemas

    def count_step(self, schema: Schema) -> None:
        """Counts one step of work; raises `Refused` where a document asks for too many."""
        self._steps += 1
        if self._steps > STEPS:
            self._refuse(
                schema,
                "schemas-too-large",
                f"the schemas of this document unfold into more than {STEPS:,} parts",
                "name what is repeated in components/schemas and refer to it with $ref",
            )

    def target_of(self, schema: Schema) -> Schema:
        """The schema that `schema.ref` points at."""
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
        """May the value be null, by the schema itself or by what it refers to?

        Rule T1: null is allowed by a schema's own word, by what its `$ref` points at, by any
        variant of its union, or by every part of its allOf.
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
            self._nullable[pointer] = False  # a union that comes back to itself adds no null
            self._nullable[pointer] = self.is_nullable(self.target_of(schema), hops + 1)
        return self._nullable[pointer]

    def merge(self, schema: Schema) -> MergedSchema:
        """`schema` with its references and its allOf put together.

        Rule T2: a later part wins keyword by keyword, what stands beside allOf wins last; the
        names in `required` add up; a property that several parts describe is the allOf of them.
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
        """The parts of an allOf in order, each referred schema once, however deep they nest."""
        seen: set[str] = set()
        waiting = [schema]
        while waiting:
            part = waiting.pop()
            self.count_step(part)
            if part.ref is not None:
                if says_something(own := replace(part, ref=None)):
                    waiting.append(own)
                if part.ref not in seen:
                    seen.add(part.ref)
                    waiting.append(self.target_of(part))
            elif part.all_of:
                if says_something(own := replace(part, all_of=())):
                    waiting.append(own)
                waiting.extend(reversed(part.all_of))
            else:
                yield part

    def annotations_of(self, schema: Schema) -> Annotations:
        """The annotations of `schema`.

        Rule T3: what a schema does not say itself, it takes from the one schema that it stands
        for: the target of its `$ref`, its allOf (the last part that says it), or the only variant
        of its union that is not null.
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
                waiting.extend(stand_in.all_of)  # the last is looked at first
            elif len(variants := stand_in.one_of or stand_in.any_of) == 1:
                waiting.append(variants[0])
        return notes

    def _too_many_hops(self, schema: Schema) -> None:
        self._refuse(
            schema,
            "reference-chain-too-long",
            f"more than {HOPS} references and unions lead from one schema to the next here",
            "let the first one refer to the last one",
        )

    def _refuse(self, schema: Schema, code: str, message: str, hint: str) -> NoReturn:
        self._problems.error(code, message, self._spec.locate(schema.pointer), hint)
        raise Refused


def says_something(schema: Schema) -> bool:
    """Does `schema` say more than where it stands?"""
    return schema != Schema(schema.pointer, overlaid_by=schema.overlaid_by)


def is_only_annotated(schema: Schema) -> bool:
    """Does `schema`, its `$ref` and unions aside, say nothing of the value's structure?

    A bare `type` beside a `$ref` or a union repeats what the target says, in every spec at hand.
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


def is_plain_ref(schema: Schema) -> bool:
    """Is `schema` a `$ref`, with annotations at most beside it?"""
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
        overlaid_by=whole.overlaid_by or _last_given((part.overlaid_by for part in parts), ""),
    )


def _last_given(said: Iterable[T], nothing: T) -> T:
    """The last that says something; `nothing` where none does."""
    for value in said:
        nothing = value or nothing
    return nothing


def _combine_property(before: Schema, after: Schema) -> Schema:
    """One property described twice: an allOf of both, each part once."""
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
