"""The types of a client: what the provider nests is cut out and named, so that all types are flat.

An object, and a union that has objects among its variants, gets a class or an alias of its own,
named after where it stands. What is left in its place is a `Ref`. Types of methods come through
`Shapes.of` too, so that an argument and the model's field have the same class.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import names
from generator.model.provider import Provider
from generator.model.types import (
    Array,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Origin,
    Property,
    Ref,
    Type,
    Union,
    Variant,
)
from generator.model.walk import resolved

_LONGEST = 90
_FEW_VALUES = 4  # an enum of more is an alias, so that signatures stay readable
_TAKEN = ("OneOf", "TypeAliasType")  # what a module of types imports, and a schema may be called


@dataclass(frozen=True, slots=True)
class Place:
    """Where a type stands: the property that holds it, and the steps inside that property's type.

    One place has one name, also where it is reached through two types (an allOf).
    """

    pointer: str
    steps: tuple[str, ...] = ()

    def step(self, name: str) -> Place:
        """The place one step deeper."""
        return Place(self.pointer, (*self.steps, name))


class Shapes:
    """Flat types by name. Starts with the provider's named types and grows by what they nest."""

    def __init__(self, provider: Provider) -> None:
        """Rule C1: named types keep their names, but for those that a module needs itself.

        Inner types are named after their owner and place.
        """
        provided = [named.name for named in provider.types]
        self._renamed = {
            name: names.unique(f"{name}Model", (*_TAKEN, *provided))
            for name in provided
            if name in _TAKEN
        }
        self._taken = names.Taken((*provided, *_TAKEN, *self._renamed.values()))
        self._provided = {self._own(named.name): named for named in provider.types}
        self._places: dict[Place, tuple[Type, str]] = {}
        self.types: dict[str, NamedType] = {}
        for name, named in self._provided.items():
            self.types[name] = replace(named, name=name, type=self._named_shape(named, name))

    def _own(self, name: str) -> str:
        return self._renamed.get(name, name)

    def of(self, kind: Type, name: str, place: Place) -> Type:
        """`kind` made flat; what has to be cut out of it is called `name`, or begins with it."""
        match kind:
            case Nullable(of):
                return Nullable(self.of(of, name, place))
            case Array():
                return replace(kind, items=self.of(kind.items, f"{name}Item", place.step("[]")))
            case Map():
                return replace(kind, values=self.of(kind.values, f"{name}Value", place.step("{}")))
            case Object() if kind.properties:
                return self._cut(kind, name, place)
            case Object():
                return kind
            case Union() if self.has_objects(kind):
                return self._cut(kind, name, place)
            case Union():
                return self._flat_union(kind, name, place)
            case Enum() if len(kind.values) > _FEW_VALUES:
                return self._cut(kind, name, place)
            case Ref():
                return Ref(self._own(kind.name))
        return kind

    def named(self, kind: Type, name: str, place: Place) -> Ref:
        """`kind` made flat and given a name, whatever it is."""
        flat = self.of(kind, name, place)
        return flat if isinstance(flat, Ref) else self._cut(flat, name, place.step("named"))

    def take(self, wanted: str) -> str:
        """`wanted` as the name of a class that is no shape; it is given a number where it must."""
        return self._taken.take(wanted[:_LONGEST])

    def resolved(self, kind: Type) -> Type:
        """The flat type that `kind` stands for, null aside."""
        return resolved(kind, self.types)

    def has_objects(self, union: Union) -> bool:
        """Is a variant an object, or a union that has one?"""
        return any(isinstance(leaf.type, Object) for leaf in self.leaves(union, resolve=True))

    def leaves(self, union: Union, *, resolve: bool = False) -> Iterator[Variant]:
        """The variants, those of unions among them in their place.

        Rule C2: the tags of an inner union count where both unions have the same discriminator.
        """
        seen: set[str] = set()
        yield from self._leaves(union, union.discriminator, seen, resolve)

    def _leaves(
        self, union: Union, discriminator: str, seen: set[str], resolve: bool
    ) -> Iterator[Variant]:
        for variant in union.variants:
            target = self._target(variant.type, seen)
            if isinstance(target, Union):
                same = target.discriminator == discriminator
                for leaf in self._leaves(target, discriminator, seen, resolve):
                    yield leaf if same else replace(leaf, tags=())
            elif target is not None:
                yield replace(variant, type=target) if resolve else variant

    def _target(self, kind: Type, seen: set[str]) -> Type | None:
        """What a chain of references ends in; None where it was seen before."""
        while isinstance(kind, Ref):
            if kind.name in seen:
                return None
            of = self._flat_or_provided(self._own(kind.name))
            if isinstance(of, Union):
                seen.add(kind.name)
            kind = of
        return kind

    def _flat_or_provided(self, name: str) -> Type:
        return self.types[name].type if name in self.types else self._provided[name].type

    def _named_shape(self, named: NamedType, name: str) -> Type:
        """The type of a named type: it has a name already, so it isn't cut out again."""
        place = Place(named.origin.pointer)
        match named.type:
            case Object() if named.type.properties:
                return self._flat_object(named.type, name)
            case Union():
                return self._flat_union(named.type, name, place)
            case Enum():
                return named.type
        return self.of(named.type, name, place)

    def _flat_object(self, kind: Object, name: str) -> Object:
        return replace(
            kind,
            properties=tuple(self._flat_property(member, name) for member in kind.properties),
        )

    def _flat_property(self, member: Property, owner: str) -> Property:
        name = f"{owner}{names.class_case(member.name) or 'Value'}"
        return replace(member, type=self.of(member.type, name, Place(member.origin.pointer)))

    def _flat_union(self, kind: Union, name: str, place: Place) -> Union:
        variants = tuple(
            replace(
                variant,
                type=self.of(
                    variant.type, f"{name}{_variant_name(variant, number)}", place.step(str(number))
                ),
            )
            for number, variant in enumerate(kind.variants, start=1)
        )
        return replace(kind, variants=variants)

    def _cut(self, kind: Type, name: str, place: Place) -> Ref:
        """Names `kind`, once for its place."""
        while place in self._places:
            known, known_as = self._places[place]
            if known == kind:
                return Ref(known_as)
            place = place.step("again")  # an allOf that made something else of it
        own = self._taken.take(name[:_LONGEST])
        self._places[place] = (kind, own)
        flat = kind
        if isinstance(kind, Object):
            flat = self._flat_object(kind, own)
        elif isinstance(kind, Union):
            flat = self._flat_union(kind, own, place)
        self.types[own] = NamedType(
            name=own,
            spec_name=place.pointer,
            type=flat,
            description="",
            deprecated=False,
            origin=Origin(place.pointer),
        )
        return Ref(own)


def _variant_name(variant: Variant, number: int) -> str:
    """Rule C3: an inner variant is named after its tag, else its title, else its number."""
    telling = variant.tags[0] if len(variant.tags) == 1 else variant.title
    return names.class_case(telling) or f"Variant{number}"
