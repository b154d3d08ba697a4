"""Finds the known values of schemas whose values are all of one scalar kind.

`anyOf: [string, enum]` becomes one open enum this way, in any order and behind any reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.json_types import JsonScalar, JsonValue
from generator.lower.merge import SchemaResolver
from generator.model.types import Const, Enum, Scalar, ScalarKind, Type
from generator.model.walk import kind_of
from generator.openapi.model import Schema
from generator.vocabulary import Limits


@dataclass(frozen=True, slots=True)
class Literals:
    """Known values of one kind; if `open`, any other value of the kind is allowed too."""

    kind: ScalarKind
    values: tuple[JsonScalar, ...]
    open: bool


def find_literals(resolver: SchemaResolver, schema: Schema) -> Literals | None:
    """Returns the values that `schema` stands for, or None if they aren't of one scalar kind.

    A plain scalar counts as open, without known values. A scalar with a format or limits returns
    None, because an enum would lose them.
    """
    found: list[Literals] = []
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        resolver.count_step(part)
        if part.ref is not None:
            if part.ref not in seen:
                seen.add(part.ref)
                waiting.append(resolver.target_of(part))
        elif part.all_of:
            if len(part.all_of) > 1:
                return None
            waiting.append(part.all_of[0])
        elif variants := part.one_of or part.any_of:
            if part.properties or (part.one_of and part.any_of):
                return None
            waiting.extend(reversed(variants))
        else:
            own = _own_literals(part)
            if own is None or (found and found[0].kind is not own.kind):
                return None
            found.append(own)
    return join_literals(found) if found else None


def join_literals(found: list[Literals]) -> Literals:
    """Joins literals of one kind: each value once, open if one of them is."""
    values = {repr(value): value for part in found for value in part.values}
    return Literals(found[0].kind, tuple(values.values()), any(part.open for part in found))


def literal_type(known: Literals) -> Type:
    """Rule T5: without known values it is a scalar, with one closed value a const, else an enum."""
    if not known.values:
        return Scalar(known.kind)
    if len(known.values) == 1 and not known.open:
        return Const(known.values[0])
    return Enum(known.kind, known.values, known.open)


def group_by_kind(values: Iterable[JsonScalar], types: tuple[str, ...]) -> tuple[Literals, ...]:
    """Groups an enum's values by kind. Whole numbers are of kind `number` if the schema says so."""
    kinds: dict[ScalarKind, list[JsonScalar]] = {}
    as_number = "number" in types and "integer" not in types
    for value in values:
        kind = kind_of(value)
        if kind is None:
            continue  # null: the schema is nullable
        if kind is ScalarKind.INTEGER and as_number:
            kind = ScalarKind.NUMBER
        kinds.setdefault(kind, []).append(value)
    return tuple(
        join_literals([Literals(kind, tuple(found), False)]) for kind, found in kinds.items()
    )


def scalar_const(const: JsonValue | None) -> JsonScalar:
    """Returns the value of `const` if it is a scalar, else None; a const of null means nullable."""
    if const is None or isinstance(const.value, list | dict):
        return None
    return const.value


def _own_literals(schema: Schema) -> Literals | None:
    const = scalar_const(schema.const)
    if const is not None:
        return group_by_kind((const,), schema.types)[0]
    if schema.enum:
        known_kinds = group_by_kind(schema.enum, schema.types)
        return known_kinds[0] if len(known_kinds) == 1 else None
    plain = schema.types == ("string",) or schema.types == ("integer",)
    if plain and not schema.format and schema.limits == Limits() and not schema.content_media_type:
        return Literals(ScalarKind(schema.types[0]), (), True)
    return None
