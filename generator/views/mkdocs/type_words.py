"""Describes types in words, as Markdown for a table cell.

`type_sections` decides which named types have a section; the others are described in place. Every
text of the spec is encoded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NewType

from generator.escape import json_text, markdown_code
from generator.json_types import JsonScalar
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Condition,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.model.walk import NamedTypes
from generator.views.text.conditions import condition_sentences
from generator.vocabulary import Limits

SHORT_ENUM = 12
"""Number of values that a line lists."""

SHORT_UNION = 4
"""Number of variants that a line lists."""

Markdown = NewType("Markdown", str)
"""Text that has been encoded for Markdown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The context of a description: the named types, and the page's link for each of them."""

    types: NamedTypes
    links: Mapping[str, str]  # name of a type that has a section → link target
    in_place: frozenset[str] = frozenset()  # names of types that open where they are used

    def find(self, name: str) -> NamedType:
        """Returns the type that a `Ref` names."""
        return self.types[name]

    def is_apart(self, name: str) -> bool:
        """Are the parts of a named type described outside the words for it?"""
        return name in self.links or name in self.in_place


def type_text(of: Type, reader: Reader) -> Markdown:
    """Returns the type in words: `string`, array of `string`, a linked `Message` or `null`.

    Rule TX1: a type with a section is its name and a link; any other is described in place.
    Rule TX2: `values_text` lists known values, except a single one, which is shown in place.
    """
    return Markdown(_text(of, reader, ()))


def _text(of: Type, reader: Reader, inside: tuple[str, ...]) -> str:
    match of:
        case Ref(name):
            return _describe_named(name, reader, inside)
        case Nullable(inner):
            return f"{_text(inner, reader, inside)} or `null`"
        case Union(variants):
            words = (_text(variant.type, reader, inside) for variant in variants)
            return " or ".join(dict.fromkeys(words))
        case Array() if of.places:
            words = (_text(place.type, reader, inside) for place in of.places)
            return f"array of {', '.join(_parenthesize(word) for word in words)}{_further(of)}"
        case Array(items):
            return f"array of {_parenthesize(_text(items, reader, inside))}"
        case Map(Anything()):
            return "`object`"
        case Map(values):
            return f"map of {_parenthesize(_text(values, reader, inside))}"
        case _:
            return _word(of)


def _further(of: Array) -> str:
    """Returns what a list of places ends with if an array may have more items."""
    most = of.limits.max_items
    return "" if most is not None and most <= len(of.places) else ", …"


def _word(of: Type) -> str:
    """Returns the word for a type that contains no other type."""
    match of:
        case Const(value):
            return markdown_code(json_text(value))
        case Scalar(kind, format_) if format_:
            return markdown_code(f"{kind.value} ({format_})")
        case Scalar(kind) | Enum(kind):
            return f"`{kind.value}`"
        case Binary():
            return "`binary`"
        case Object():
            return "`object`"
        case _:
            return "`any`"


def _describe_named(name: str, reader: Reader, inside: tuple[str, ...]) -> str:
    """Rule TX3: inside its own description, a type without a section is shown by its name."""
    if target := reader.links.get(name, ""):
        return f"[{markdown_code(name)}]({target})"
    if name in inside:
        return markdown_code(name)
    return _text(reader.types[name].type, reader, (*inside, name))


def _parenthesize(words: str) -> str:
    return f"({words})" if " or " in words else words


# ------------------------------------------------------------------------------- known values


def values_text(of: Type, reader: Reader) -> Markdown:
    """Returns the known values of a type described in place, as a sentence; empty if it has none.

    Rule TX4: for an open enum, the sentence says that other values are accepted.
    """
    enums = tuple(one for one in _enums(of, reader, ()) if one.values)
    values = tuple(dict.fromkeys(literal_text(value) for enum in enums for value in enum.values))
    if not values:
        return Markdown("")
    listed = ", ".join(values)
    if any(enum.open for enum in enums):
        return Markdown(f"Known values: {listed}; others are accepted.")
    return Markdown(f"Values: {listed}.")


def value_texts(of: Type, reader: Reader) -> tuple[str, ...]:
    """Returns the known texts of a type described in place, also of one that opens there."""
    apart = Reader(reader.types, reader.links)
    enums = _enums(of, apart, ())
    return tuple(
        dict.fromkeys(value for enum in enums for value in enum.values if isinstance(value, str))
    )


def type_names(of: Type, reader: Reader) -> tuple[str, ...]:
    """Returns the names of the types that are described in place, or open there."""
    apart = Reader(reader.types, reader.links)
    return tuple(dict.fromkeys(_type_names(of, apart, ())))


def _type_names(of: Type, reader: Reader, inside: tuple[str, ...]) -> Iterator[str]:
    match of:
        case Nullable(inner) | Array(inner) | Map(inner):
            yield from _type_names(inner, reader, inside)
        case Union(variants):
            for variant in variants:
                yield from _type_names(variant.type, reader, inside)
        case Ref(name) if name not in inside and not reader.is_apart(name):
            yield name
            yield from _type_names(reader.types[name].type, reader, (*inside, name))
        case _:
            return


def _enums(of: Type, reader: Reader, inside: tuple[str, ...]) -> Iterator[Enum]:
    match of:
        case Enum():
            yield of
        case Nullable(inner) | Array(inner) | Map(inner):
            yield from _enums(inner, reader, inside)
        case Union(variants):
            for variant in variants:
                yield from _enums(variant.type, reader, inside)
        case Ref(name) if name not in inside and not reader.is_apart(name):
            yield from _enums(reader.types[name].type, reader, (*inside, name))
        case _:
            return


def literal_text(value: JsonScalar) -> str:
    """Returns a known value as code."""
    return markdown_code(value if isinstance(value, str) and value else json_text(value))


# ------------------------------------------------------------------------------------- limits


def limits_text(of: Type, reader: Reader) -> Markdown:
    """Returns the bounds of a type described in place, as sentences; empty if it has none.

    Rule TX5: for a union with one variant that has bounds, those are shown; with two, none are.
    """
    bounds = [text for text in _bounds(of, reader, ()) if text]
    return Markdown(bounds[0] if len(bounds) == 1 else "")


def _bounds(of: Type, reader: Reader, inside: tuple[str, ...]) -> Iterator[str]:
    match of:
        case Scalar(kind, _, limits):
            yield _scalar_bounds(kind, limits)
        case Array(items, limits):
            count = _sentence(limits.min_items, limits.max_items, "item")
            each = [text for text in _bounds(items, reader, inside) if text]
            yield _join(
                count,
                "No item twice." if limits.unique_items else "",
                f"Each item: {each[0][0].lower()}{each[0][1:]}" if len(each) == 1 else "",
            )
        case Map(_, limits):
            yield _sentence(limits.min_properties, limits.max_properties, "entry", "entries")
        case Nullable(inner):
            yield from _bounds(inner, reader, inside)
        case Union(variants):
            for variant in variants:
                yield from _bounds(variant.type, reader, inside)
        case Ref(name) if name not in inside and not reader.is_apart(name):
            yield from _bounds(reader.types[name].type, reader, (*inside, name))
        case _:
            return


def _scalar_bounds(kind: ScalarKind, limits: Limits) -> str:
    if kind is ScalarKind.STRING:
        length = _sentence(limits.min_length, limits.max_length, "character")
        pattern = f"Matches {markdown_code(limits.pattern)}." if limits.pattern else ""
        return _join(length, pattern)
    above, below = limits.exclusive_minimum, limits.exclusive_maximum
    return _join(
        _sentence(limits.minimum, limits.maximum, ""),
        f"More than {_number(above)}." if above is not None else "",
        f"Less than {_number(below)}." if below is not None else "",
        f"A multiple of {_number(limits.multiple_of)}." if limits.multiple_of is not None else "",
    )


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(
    least: float | None, most: float | None, singular: str, plural: str | None = None
) -> str:
    """Returns `1 to 64 characters.`, `At least 1 item.`, or nothing without a bound."""
    if least == 0 and singular:
        least = None  # every length and count is at least 0
    if least is None and most is None:
        return ""
    if least is not None and most is not None and least != most:
        bounds = f"{_number(least)} to {_number(most)}"
        return f"{bounds} {plural or f'{singular}s'}." if singular else f"From {bounds}."
    bound = most if least is None else least
    word = "Exactly" if least == most else "At most" if least is None else "At least"
    name = singular if bound == 1 else plural or f"{singular}s"
    return f"{word} {_number(bound)} {name}." if singular else f"{word} {_number(bound)}."


def _number(bound: float | None) -> str:
    return f"{bound:,}" if isinstance(bound, int) else f"{bound}"


# --------------------------------------------------------------------------------- conditions


def condition_texts(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Returns a sentence for each keyword that limits values beyond a type."""
    return condition_sentences(conditions, markdown_code)
