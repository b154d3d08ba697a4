"""Flattens the types of a provider: each nested type gets a name, and a `Ref` takes its place.

The provider's types come in, `ClientTypes` go out. An object, and a union with objects among its
variants, gets a class or an alias that is named after its owner. The types of arguments and answers
go through the same builder, so an argument and the model's member have the same class.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

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
from generator.model.walk import NamedTypes
from generator.views.client.union_variants import has_objects, settle_union

_LONGEST = 90
_FEW_VALUES = 4  # a longer enum becomes an alias, so that signatures stay readable
_TAKEN = (
    "Exact",
    "ExactDate",
    "ExactDatetime",
    "ExactFloat",
    "InAnswers",
    "OneOf",
    "TypeAliasType",
)  # imported by modules of types, yet possible schema names


@dataclass(frozen=True, slots=True)
class ClientTypes:
    """The types of a client by class name: no type is nested in another one."""

    flat: NamedTypes  # as the provider has them, for arguments and answers
    declared: NamedTypes  # as the modules of `types` declare them: rule C12 settles their unions
    params: Mapping[str, str]  # type → its TypedDict or alias for arguments, where it has one
    in_answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #   type → members that every answer has and no request needs
    read_only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #   type → members that a request leaves out


@dataclass(frozen=True, slots=True)
class TypePlace:
    """The place of a nested type: the property that holds it, and the steps inside its type.

    One place has one name, even if two types lead to it (`allOf`).
    """

    pointer: str
    steps: tuple[str, ...] = ()

    def step(self, name: str) -> TypePlace:
        """Returns the place one step deeper."""
        return TypePlace(self.pointer, (*self.steps, name))


class FlatTypeBuilder:
    """Collects flat types by name: first those of the provider, then all that they nest."""

    def __init__(self, provider: Provider) -> None:
        """Rule C1: named types keep their names, except for those that a module needs itself.

        Nested types are named after their owner and place.
        """
        provided = [named.name for named in provider.types]
        self._renamed = {
            name: names.unique(f"{name}Model", (*_TAKEN, *provided))
            for name in provided
            if name in _TAKEN
        }
        self._taken = names.Taken((*provided, *_TAKEN, *self._renamed.values()))
        self._places: dict[TypePlace, tuple[Type, str]] = {}
        self._flat: dict[str, NamedType] = {}
        nested = {self._class_name(named.name): named for named in provider.types}
        old_names = {name: nested[new] for name, new in self._renamed.items()}
        # A type that isn't flat yet is found as it is, also by the name that the provider uses.
        self._types = ChainMap(self._flat, nested, old_names)
        for name, named in nested.items():
            self._flat[name] = replace(named, name=name, type=self._flatten_named(named, name))

    @property
    def types(self) -> NamedTypes:
        """The types so far."""
        return self._types

    def build(self, params: Mapping[str, str]) -> ClientTypes:
        """Returns all types that were made flat; `params` are the TypedDicts of arguments."""
        flat = MappingProxyType(dict(self._flat))
        declared = {name: settle_union(named, flat) for name, named in flat.items()}
        return ClientTypes(flat, MappingProxyType(declared), params)

    def flatten(self, type_: Type, name: str, place: TypePlace) -> Type:
        """Returns `type_` without nested types, whose names are `name` or begin with it."""
        match type_:
            case Nullable(of):
                return Nullable(self.flatten(of, name, place))
            case Array() if type_.is_tuple:
                return self._flatten_tuple(type_, name, place)
            case Array(items):
                of = self.flatten(items, f"{name}Item", place.step("[]"))
                return Array(of, type_.limits)
            case Map(values):
                return replace(type_, values=self.flatten(values, f"{name}Value", place.step("{}")))
            case Object() if type_.properties:
                return self._extract(type_, name, place)
            case Union() if has_objects(type_, self._types):
                return self._extract(type_, name, place)
            case Union():
                return self._flatten_union(type_, name, place)
            case Enum() if len(type_.values) > _FEW_VALUES:
                return self._extract(type_, name, place)
            case Ref():
                return Ref(self._class_name(type_.name))
        return type_

    def flatten_and_name(self, type_: Type, name: str, place: TypePlace) -> Ref:
        """Returns `type_` without nested types and with a name of its own, whatever it is."""
        flat = self.flatten(type_, name, place)
        return flat if isinstance(flat, Ref) else self._extract(flat, name, place.step("named"))

    def take_class_name(self, wanted: str) -> str:
        """Returns `wanted`, numbered if it is taken, as the name of a class that is no type."""
        return self._taken.take(wanted[:_LONGEST])

    def _class_name(self, name: str) -> str:
        return self._renamed.get(name, name)

    def _flatten_named(self, named: NamedType, name: str) -> Type:
        """Returns the type of a named type: it has a name already, so it isn't extracted again."""
        place = TypePlace(named.origin.pointer)
        match named.type:
            case Object() if named.type.properties:
                return self._flatten_object(named.type, name, place)
            case Union():
                return self._flatten_union(named.type, name, place)
            case Enum():
                return named.type
        return self.flatten(named.type, name, place)

    def _flatten_tuple(self, type_: Array, name: str, place: TypePlace) -> Array:
        places = tuple(
            replace(
                one, type=self.flatten(one.type, f"{name}Item{number}", place.step(f"[{number}]"))
            )
            for number, one in enumerate(type_.places, start=1)
        )
        variants = dict.fromkeys(Variant(one.type) for one in places)
        return replace(type_, items=Union(tuple(variants)), places=places)

    def _flatten_object(self, type_: Object, name: str, place: TypePlace) -> Object:
        members = tuple(self._flatten_property(member, name) for member in type_.properties)
        extra = type_.extra and self.flatten(type_.extra, f"{name}Value", place.step("{}"))
        return replace(type_, properties=members, extra=extra)

    def _flatten_property(self, member: Property, owner: str) -> Property:
        name = f"{owner}{names.class_case(member.name) or 'Value'}"
        return replace(
            member, type=self.flatten(member.type, name, TypePlace(member.origin.pointer))
        )

    def _flatten_union(self, type_: Union, name: str, place: TypePlace) -> Union:
        variants = tuple(
            replace(
                variant,
                type=self.flatten(
                    variant.type, f"{name}{_variant_name(variant, number)}", place.step(str(number))
                ),
            )
            for number, variant in enumerate(type_.variants, start=1)
        )
        return replace(type_, variants=variants)

    def _extract(self, type_: Type, name: str, place: TypePlace) -> Ref:
        """Makes a named type of `type_`, once for each place, and returns the reference to it."""
        while place in self._places:
            known, known_as = self._places[place]
            if known == type_:
                return Ref(known_as)
            place = place.step("again")  # an allOf made another type of it
        own = self._taken.take(name[:_LONGEST])
        self._places[place] = (type_, own)
        flat = type_
        if isinstance(type_, Object):
            flat = self._flatten_object(type_, own, place)
        elif isinstance(type_, Union):
            flat = self._flatten_union(type_, own, place)
        self._flat[own] = NamedType(
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
    best = variant.tags[0] if len(variant.tags) == 1 else variant.title
    return names.class_case(best) or f"Variant{number}"
