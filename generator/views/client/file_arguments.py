"""The files of a multipart form that a JSON body can be sent as instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator import names
from generator.model.methods import Body
from generator.model.types import Array, Binary, Object, Property, Ref, Type, Union, Variant
from generator.model.walk import NamedTypes, resolved
from generator.views.client.calls import Argument
from generator.views.client.union_variants import walk_leaves


def add_file_arguments(
    arguments: Sequence[Argument],
    body: Body,
    types: NamedTypes,
    make_argument: Callable[[Property, str], Argument],
) -> Iterator[Argument]:
    """Yields the arguments of a body, and those that only its multipart form has.

    `make_argument` makes an argument of a property and the argument's name.

    Rule C7: beside JSON, a multipart form adds its files; what one of both can do without is
    optional.
    """
    members = _form_members(body, types)
    if not any(holds_bytes(part.type, types) for part in members):
        yield from arguments
        return
    for argument in arguments:
        yield argument if argument.place is not None else _accept_file(argument, members, types)
    known = {argument.wire_name for argument in arguments}
    taken = names.Taken(argument.name for argument in arguments)
    for part in members:
        if part.name not in known:
            yield make_argument(part, taken.take(names.argument(part.name)))


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


def _form_members(body: Body, types: NamedTypes) -> tuple[Property, ...]:
    """Returns the properties of the multipart form that `body` can be besides its first content."""
    target = resolved(body.form.type, types) if body.form else None
    return target.properties if isinstance(target, Object) else ()


def _accept_file(argument: Argument, members: Sequence[Property], types: NamedTypes) -> Argument:
    """Returns a property of the JSON body as an argument of both representations.

    An argument that is bytes in the form and something else in JSON accepts both.
    """
    part = next((one for one in members if one.name == argument.wire_name), None)
    required = argument.required and part is not None and part.required
    is_file = part is not None and holds_bytes(part.type, types)
    if part is None or not is_file or holds_bytes(argument.type, types):
        return replace(argument, required=required)
    either = Union((Variant(part.type), Variant(argument.type)))
    return replace(argument, type=either, required=required)
