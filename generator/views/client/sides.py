"""Members that only requests or only answers require: the declared types in, with them out.

A model may be used on both sides. A member that one side requires and the other leaves out is
optional in such a model, so its type is what a value can be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from generator.model.types import NamedType, Object, Property, Type
from generator.views.client.calls import (
    ClientCall,
    argument_types_of,
    result_types_of,
    stream_types_of,
    uses_of,
)
from generator.views.client.flat_types import ClientTypes
from generator.views.client.type_reach import services_by_type


def settle_sides(
    types: ClientTypes, calls: Sequence[ClientCall], webhooks: Sequence[tuple[str, Type]]
) -> ClientTypes:
    """Returns the types with their members required as the uses of each type allow.

    `webhooks` are uses of types by what the API sends, which are answers in this respect.

    Rule SD1: a read-only member is required in a model that only answers use, a write-only one in a
    model that only requests use.
    Rule SD2: in a model of both sides, a read-only member that answers require is optional for
    programs, and strict parsing requires it.
    Rule SD5: a request leaves out the read-only members of the models that it is given.
    """
    sent = services_by_type(uses_of(calls, argument_types_of), types.declared)
    received = services_by_type((*uses_of(calls, _received), *webhooks), types.declared)
    declared = dict(types.declared)
    read_only = {
        name: frozenset(one.name for one in named.type.properties if one.read_only)
        for name, named in types.declared.items()
        if name in sent and isinstance(named.type, Object)
    }
    in_answers: dict[str, frozenset[str]] = {}
    for name, named in types.declared.items():
        if not isinstance(named.type, Object):
            continue
        one_sided = [
            one for one in named.type.properties if _is_one_sided(one, name, sent, received)
        ]
        if not one_sided:
            continue
        declared[name] = _make_optional(named, named.type, one_sided)
        if name in received:
            found = (one.name for one in one_sided if one.read_only and not one.nullable)
            in_answers[name] = frozenset(found)
    return replace(
        types,
        declared=MappingProxyType(declared),
        read_only=MappingProxyType({name: found for name, found in read_only.items() if found}),
        in_answers=MappingProxyType({name: found for name, found in in_answers.items() if found}),
    )


def _received(call: ClientCall) -> Iterator[Type]:
    yield from result_types_of(call)
    yield from stream_types_of(call)


def _is_one_sided(
    one: Property, owner: str, sent: Collection[str], received: Collection[str]
) -> bool:
    """Is `one` required, yet left out on a side that uses its owner?"""
    left_out = (one.read_only and owner in sent) or (one.write_only and owner in received)
    return one.required and left_out


def _make_optional(named: NamedType, of: Object, members: Sequence[Property]) -> NamedType:
    properties = tuple(
        replace(one, required=False) if one in members else one for one in of.properties
    )
    return replace(named, type=replace(of, properties=properties))
