"""The types that arguments reach: calls in, the names of their TypedDicts out.

An object as an argument is a model or a dict. The type of the dict is a `TypedDict`: editors
complete its keys, and type checkers find a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.model.types import Enum, Object, Property, ScalarKind, Type, Union
from generator.model.walk import NamedTypes, kind_of
from generator.views.client.calls import ClientCall, argument_types_of, uses_of
from generator.views.client.flat_types import FlatTypeBuilder
from generator.views.client.type_reach import services_by_type
from generator.views.client.union_variants import has_objects

_LITERAL_KINDS = (ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.BOOLEAN)


def name_params(calls: Iterable[ClientCall], builder: FlatTypeBuilder) -> Mapping[str, str]:
    """Returns the name of the TypedDict, or of the alias, of each type that arguments reach.

    Rule TD1: the name is that of the type and `Param`. An object with properties has a TypedDict. A
    union with objects and a closed enum have an alias.
    """
    types = builder.types
    reached = sorted(argument_services(calls, types))
    found = [name for name in reached if _has_param(types[name].type, types)]
    return {name: builder.take_class_name(f"{name}Param") for name in found}


def argument_services(
    calls: Iterable[ClientCall], types: NamedTypes
) -> Mapping[str, frozenset[str]]:
    """Returns the services whose arguments reach each type; requests have no read-only members."""
    return services_by_type(uses_of(calls, argument_types_of), types, _sent_type)


def sent_members(type_: Object) -> tuple[Property, ...]:
    """Returns the members of an object without those that only responses have."""
    return tuple(member for member in type_.properties if not member.read_only)


def _sent_type(type_: Type) -> Type:
    return replace(type_, properties=sent_members(type_)) if isinstance(type_, Object) else type_


def _has_param(type_: Type, types: NamedTypes) -> bool:
    match type_:
        case Object():
            return bool(sent_members(type_))
        case Union():
            return has_objects(type_, types)
        case Enum():
            return not type_.open and all(kind_of(one) in _LITERAL_KINDS for one in type_.values)
    return False
