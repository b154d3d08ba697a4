"""Reports types without a finite value: a union that is one of its own variants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.diagnostics import Location, Problems
from generator.model.types import NamedType, Nullable, Ref, Type, Union


def check_recursion_ends(
    types: Sequence[NamedType], locate: Callable[[str], Location], problems: Problems
) -> None:
    """Rule T13: recursion passes through a property, an item or a map's value.

    A type that leads back to itself by references and variants alone is an error, reported once
    for each cycle.
    """
    by_name = {named.name: named for named in types}
    done: set[str] = set()
    for start in types:
        on_way: dict[str, None] = {}
        walk: list[Iterator[str]] = [iter((start.name,))]
        while walk:
            name = next(walk[-1], None)
            if name is None:
                walk.pop()
                if on_way:
                    done.add(on_way.popitem()[0])
            elif name in on_way:
                steps = list(on_way)
                circle = [by_name[step].spec_name for step in steps[steps.index(name) :]]
                problems.error(
                    "endless-type",
                    f'schema "{circle[0]}" is a variant of itself: '
                    f"{' → '.join((*circle, circle[0]))}",
                    locate(by_name[name].origin.pointer),
                    "let the recursion pass through a property or an item",
                )
            elif name not in done:
                on_way[name] = None
                walk.append(iter(_find_stand_ins(by_name[name].type)))


def _find_stand_ins(of: Type) -> tuple[str, ...]:
    """Returns the named types that a value of type `of` can be as a whole."""
    found: list[str] = []
    waiting = [of]
    while waiting:
        match waiting.pop():
            case Ref(name):
                found.append(name)
            case Nullable(inner):
                waiting.append(inner)
            case Union(variants):
                waiting.extend(variant.type for variant in reversed(variants))
            case _:
                pass
    return tuple(found)
