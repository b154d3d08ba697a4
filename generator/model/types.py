"""Types of a provider. A `Ref` names a `NamedType`, so recursive types stay finite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.json_types import Json, JsonScalar, JsonValue
from generator.vocabulary import Limits


@dataclass(frozen=True, slots=True)
class Origin:
    """The position of a part in the spec, and the overlay action that changed it, if any."""

    pointer: str  # RFC 6901, into the document after its overlay
    overlay: str = ""  # the action's description


class ScalarKind(StrEnum):
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value: the schema has no constraints."""


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: ScalarKind
    format: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes: a file part of a multipart form, or `format: binary`."""


@dataclass(frozen=True, slots=True)
class Enum:
    """Known values of one kind. An open enum also accepts any other value of its kind."""

    kind: ScalarKind
    values: tuple[JsonScalar, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Const:
    value: JsonScalar


@dataclass(frozen=True, slots=True)
class Place:
    """One of the first items of an array that has a schema of its own (`prefixItems`)."""

    type: Type
    description: str


@dataclass(frozen=True, slots=True)
class Array:
    items: Type  # of every item: with places, a union of what they and `rest` may hold
    limits: Limits = Limits()
    places: tuple[Place, ...] = ()
    rest: Type | None = None  # of the items after the places; None: anything

    @property
    def is_tuple(self) -> bool:
        """Does every value have exactly the items of the places?"""
        count = len(self.places)
        least, most = self.limits.min_items or 0, self.limits.max_items
        return 0 < count <= least and most == count


@dataclass(frozen=True, slots=True)
class Map:
    """An object with arbitrary keys."""

    values: Type
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Condition:
    """A keyword that limits values beyond their type, such as `not` or `if`. Only pages show it."""

    keyword: str
    value: Json


@dataclass(frozen=True, slots=True)
class Property:
    name: str  # as on the wire: any text
    type: Type  # without its outermost Nullable
    nullable: bool
    required: bool
    description: str
    default: JsonValue | None
    read_only: bool
    write_only: bool
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    deprecation_reason: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """An object with known properties, in spec order, with allOf merged."""

    properties: tuple[Property, ...]
    extra: Type | None  # type of other properties; None: see `closed`
    closed: bool = False  # additionalProperties: false


@dataclass(frozen=True, slots=True)
class Variant:
    """One branch of a union. `tags` are the discriminator's values that choose it."""

    type: Type
    tags: tuple[str, ...] = ()
    is_default: bool = False  # of objects whose discriminator is absent or selects no variant
    title: str = ""  # said beside the variant; a Ref's NamedType has its own
    description: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """oneOf or anyOf with two or more variants that aren't null.

    The discriminator is declared in the spec, or is a constant that all object variants require.
    Variants that aren't objects have no tags. A declared discriminator may give two variants the
    same tag.
    """

    variants: tuple[Variant, ...]
    discriminator: str = ""  # property name on the wire
    exclusive: bool = False  # oneOf


@dataclass(frozen=True, slots=True)
class Nullable:
    """`of`, or null. Never nested, and never the type of a Property, Field, Param or NamedType."""

    of: Type


@dataclass(frozen=True, slots=True)
class Ref:
    name: str  # of a NamedType


Type: TypeAlias = (
    Anything | Scalar | Binary | Enum | Const | Array | Map | Object | Union | Nullable | Ref
)


@dataclass(frozen=True, slots=True)
class NamedType:
    """A component schema. A reference to a nullable one is a Ref inside a Nullable."""

    name: str  # a class name: safe, unique also without regard to case
    spec_name: str  # as the spec has it
    type: Type  # never Nullable
    description: str
    deprecated: bool
    origin: Origin
    examples: tuple[Json, ...] = ()
    conditions: tuple[Condition, ...] = ()
