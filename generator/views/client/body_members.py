"""The arguments of a body that has several media types, such as JSON and a multipart form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from generator import names
from generator.model.methods import Body
from generator.model.types import Array, Binary, Property, Ref, Type, Union, Variant
from generator.model.walk import NamedTypes, resolved
from generator.views.client.calls import Argument
from generator.views.client.json_kinds import json_kinds_of
from generator.views.client.union_variants import walk_leaves


def merge_members(
    arguments: Sequence[Argument],
    body: Body,
    types: NamedTypes,
    make_argument: Callable[[Property, str], Argument],
) -> list[Argument]:
    """Returns the arguments of a body, and those that only its other media types have.

    `make_argument` makes an argument of a property and the argument's name.

    Rule C7: media types that are made of members share the arguments; what one of them can do
    without is optional.
    """
    found = list(arguments)
    known = {part.property.name: part.property.type for part in body.properties}
    taken = names.Taken((*(one.name for one in arguments), body.media_argument, body.python_name))
    for other in body.other_members:
        members = {part.name: part for part in other.properties}
        for place, argument in enumerate(found):
            if argument.place is None:
                part = members.pop(argument.wire_name, None)
                if part is None:
                    found[place] = replace(argument, required=False)
                    continue
                required = argument.required and part.required
                argument = replace(argument, required=required)
                if part.type != known.get(part.name):
                    argument = _accept_both(argument, part, types, make_argument)
                found[place] = argument
        for part in members.values():
            found.append(make_argument(part, taken.take(names.argument(part.name))))
            known[part.name] = part.type
    return found


def holds_bytes(type_: Type, types: NamedTypes, within: frozenset[str] = frozenset()) -> bool:
    """Is a type bytes, or a list or a choice of them? A type `within` itself adds nothing."""
    if isinstance(type_, Ref):
        if type_.name in within:
            return False
        within |= {type_.name}
    target = resolved(type_, types)
    if isinstance(target, Array):
        return holds_bytes(target.items, types, within)
    if isinstance(target, Union):
        return any(
            isinstance(resolved(leaf.type, types), Binary)
            or (isinstance(leaf.type, Array) and holds_bytes(leaf.type, types, within))
            for leaf in walk_leaves(target, types)
        )
    return isinstance(target, Binary)


def _accept_both(
    argument: Argument,
    part: Property,
    types: NamedTypes,
    make_argument: Callable[[Property, str], Argument],
) -> Argument:
    """Returns an argument that accepts what a further representation has in its place.

    An argument that accepts these kinds of values already keeps its type.
    """
    of_part = replace(argument, type=part.type, nullable=part.nullable)
    kinds, further = (json_kinds_of(one, types) for one in (argument, of_part))
    if not kinds or (further and {*further} <= {*kinds}):
        return argument
    other = make_argument(part, argument.name).type
    either = other if not further else Union((Variant(other), Variant(argument.type)))
    return replace(argument, type=either, nullable=argument.nullable or part.nullable)
