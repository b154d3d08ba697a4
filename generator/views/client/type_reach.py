"""Which types calls reach: calls and flat types in, the services that reach each type out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from generator.model.types import Type
from generator.model.walk import NamedTypes
from generator.views.client.calls import ClientCall
from generator.views.client.models.json_schema import references


def services_by_type(
    calls: Iterable[ClientCall],
    types: NamedTypes,
    start: Callable[[ClientCall], Iterable[Type]],
    shown: Callable[[Type], Type] = lambda of: of,
) -> Mapping[str, frozenset[str]]:
    """Returns the services that reach each type, directly or through other types.

    `start` gives the types from which a call reaches others, and `shown` the part of a type through
    which it reaches them.
    """
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for call in calls:
        waiting = [name for type_ in start(call) for name in references(type_)]
        while waiting:
            name = waiting.pop()
            if call.service not in reached[name]:
                reached[name].add(call.service)
                waiting.extend(references(shown(types[name].type)))
    return {name: frozenset(users) for name, users in reached.items()}
