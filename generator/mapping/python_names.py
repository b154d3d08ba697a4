"""What each method is called in the Python client: the vendor's own name, or one by rule.

Routes with their verbs in, dotted paths out; no path is given twice or lies inside another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.mapping import wording
from generator.mapping.model import Guess, SqlVerb
from generator.mapping.naming import safe
from generator.mapping.routes import Route, Shape, static_words

_WORDS = {
    SqlVerb.INSERT: "create",
    SqlVerb.UPDATE: "update",
    SqlVerb.REPLACE: "replace",
    SqlVerb.DELETE: "delete",
}
_MAX_PARTS = 8  # the form allows ten, and two may come in front


@dataclass(frozen=True, slots=True)
class Named:
    """A method as far as the other rules have come."""

    route: Route
    verb: SqlVerb
    lists: bool  # its response holds rows
    service: str
    resource: str
    method: str


def python_names(
    methods: Iterable[Named], calls: Mapping[str, tuple[str, ...]]
) -> dict[str, Guess]:
    """The dotted path of each method, by operationId.

    Rule I12: the vendor's own name; else the path's words and a word for the verb: list, retrieve,
    create, update, replace, delete, or the action. Where a name is taken, or would be a method with
    methods below it, the path's version comes first, and then service, resource and method.
    """
    waiting = list(methods)
    taken: dict[tuple[str, ...], str] = {}
    found: dict[str, Guess] = {}
    for rule in ("vendor-example", "path", "version-and-vendor-example", "version-and-path"):
        left: list[Named] = []
        for named in waiting:
            wanted = _candidate(rule, named, calls.get(named.route.operation.id, ()))
            if wanted and _is_free(wanted, taken):
                taken[wanted] = named.route.operation.id
                found[named.route.operation.id] = Guess(".".join(wanted), rule)
            else:
                left.append(named)
        waiting = left
    for named in waiting:
        wanted = _last_resort(named, taken)
        taken[wanted] = named.route.operation.id
        found[named.route.operation.id] = Guess(".".join(wanted), "service-resource-method")
    return found


def _candidate(rule: str, named: Named, call: tuple[str, ...]) -> tuple[str, ...]:
    version = named.route.path.version
    if rule.startswith("version") and not version:
        return ()
    front = (version,) if rule.startswith("version") else ()
    if rule.endswith("vendor-example"):
        return (*front, *call) if call else ()
    # A vendor's name that is taken shows that names by path would not be the vendor's either.
    return (*front, *_path_name(named)) if not call else ()


def _path_name(named: Named) -> tuple[str, ...]:
    route = named.route
    words = static_words(route.collection)
    parts = [*route.path.variant, *words, _verb_word(named)]
    return tuple(safe(part) for part in parts[-_MAX_PARTS:])


def _verb_word(named: Named) -> str:
    if named.route.shape is Shape.ACTION:
        return named.route.action
    if named.verb is SqlVerb.SELECT:
        return "list" if named.lists else "retrieve"
    if named.verb in _WORDS:
        return _WORDS[named.verb]
    spoken = wording.phrase(named.route.operation.id, named.route.operation.path)
    return spoken.verb or "run"


def _is_free(path: tuple[str, ...], taken: Mapping[tuple[str, ...], str]) -> bool:
    return not any(other[: len(path)] == path or path[: len(other)] == other for other in taken)


def _last_resort(named: Named, taken: Mapping[tuple[str, ...], str]) -> tuple[str, ...]:
    return next(path for path in _spellings(named) if _is_free(path, taken))


def _spellings(named: Named) -> Iterator[tuple[str, ...]]:
    yield (named.service, named.resource, named.method)
    number = 2
    while True:
        yield (f"{named.service}_{number}", named.resource, named.method)
        number += 1
