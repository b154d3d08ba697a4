"""Which types services reach: the types that each uses and flat types in, its users out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from generator.model.types import Type
from generator.model.walk import NamedTypes
from generator.views.client.models.json_schema import references


def services_by_type(
    uses: Iterable[tuple[str, Type]],
    types: NamedTypes,
    shown: Callable[[Type], Type] = lambda of: of,
) -> Mapping[str, frozenset[str]]:
    """Returns the services that reach each type, directly or through other types.

    `uses` are services with the types that they use, and `shown` gives the part of a type through
    which it reaches others.
    """
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for service, used in uses:
        waiting = list(references(used))
        while waiting:
            name = waiting.pop()
            if service not in reached[name]:
                reached[name].add(service)
                waiting.extend(references(shown(types[name].type)))
    return {name: frozenset(users) for name, users in reached.items()}
