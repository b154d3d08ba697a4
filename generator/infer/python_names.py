"""Names each method of the Python client: the vendor's own name, or one by rule.

Routes with their verbs in, dotted paths out. Paths are unique, and none is a prefix of another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator import names
from generator.infer import wording
from generator.infer.model import Guess
from generator.infer.naming import make_safe
from generator.infer.routes import OperationRoute, Shape, fixed_words
from generator.vocabulary import HttpVerb, SqlVerb

DottedPath: TypeAlias = tuple[str, ...]  # ("fine_tuning", "jobs", "list")

_WORDS = {
    SqlVerb.INSERT: "create",
    SqlVerb.UPDATE: "update",
    SqlVerb.REPLACE: "replace",
    SqlVerb.DELETE: "delete",
}
_HTTP_WORDS = {
    HttpVerb.GET: "retrieve",
    HttpVerb.HEAD: "head",
    HttpVerb.OPTIONS: "options",
    HttpVerb.PUT: "replace",
    HttpVerb.PATCH: "update",
    HttpVerb.DELETE: "delete",
}
_GENERAL_VERBS = frozenset({"get", "read", "retrieve", "fetch", "post", "put", "patch"})
_RULES = (
    *("vendor-example", "path", "version-and-vendor-example", "version-and-path"),
    *("path-and-operation-id", "version-and-path-and-operation-id"),
)
_MAX_PARTS = 8  # the format allows ten, and a prefix may have two


@dataclass(frozen=True, slots=True)
class UnnamedMethod:
    """A method with the results of the other rules."""

    route: OperationRoute
    verb: SqlVerb
    lists: bool  # its response contains rows
    service: str
    resource: str
    method: str


class _UsedPaths:
    """The paths of methods, and the prefixes of these paths."""

    def __init__(self) -> None:
        self._methods: set[DottedPath] = set()
        self._holders: set[DottedPath] = set()
        self._spellings: dict[DottedPath, DottedPath] = {}  # by the path without underscores

    def allows(self, path: DottedPath) -> bool:
        """Is `path` free, not a prefix of a method's path, and not below a method?

        Words that differ only in underscores would give the same class name, so they conflict too.
        """
        return path not in self._holders and all(
            front not in self._methods and self._spellings.get(_bare(front), front) == front
            for front in _fronts(path)
        )

    def add(self, path: DottedPath) -> None:
        """Marks `path` as the path of a method."""
        fronts = tuple(_fronts(path))
        self._methods.add(path)
        self._holders.update(fronts[:-1])
        self._spellings.update((_bare(front), front) for front in fronts)


def _fronts(path: DottedPath) -> Iterator[DottedPath]:
    return (path[:length] for length in range(1, len(path) + 1))


def _bare(path: DottedPath) -> DottedPath:
    return tuple(word.replace("_", "") for word in path)


def name_python_methods(
    methods: Iterable[UnnamedMethod], calls: Mapping[str, DottedPath]
) -> dict[str, Guess]:
    """Returns the dotted path of each method, by operationId.

    Rule I12: the vendor's own name; else the words of the path and a word for the verb: list,
    retrieve, create, update, replace, delete, or the name of the action or call. A replace whose
    operationId says update is `update`, unless the same words name an update; one that says upsert
    is `upsert`. An exec without a name has the verb of its operationId, else a word for the HTTP
    verb. If the name is used, or is a prefix of another method's, the path's version is put in
    front; if that doesn't help, the operationId takes the place of the verb's word; the last resort
    is service, resource and method.
    """
    waiting = list(methods)
    updates = {_path_name(named, "update") for named in waiting if named.verb is SqlVerb.UPDATE}
    taken = _UsedPaths()
    found: dict[str, Guess] = {}
    for rule in _RULES:
        left: list[UnnamedMethod] = []
        for named in waiting:
            call = calls.get(named.route.operation.id, ())
            wanted = _candidate(rule, named, call, updates)
            if wanted and taken.allows(wanted):
                taken.add(wanted)
                found[named.route.operation.id] = Guess(".".join(wanted), rule)
            else:
                left.append(named)
        waiting = left
    for named in waiting:
        wanted = next(path for path in _generate_fallback_paths(named) if taken.allows(path))
        taken.add(wanted)
        found[named.route.operation.id] = Guess(".".join(wanted), "service-resource-method")
    return found


def _candidate(
    rule: str, named: UnnamedMethod, call: DottedPath, updates: Collection[DottedPath]
) -> DottedPath:
    version = named.route.path.version
    if rule.startswith("version") and not version:
        return ()
    front = (make_safe(names.snake_case(version)),) if rule.startswith("version") else ()
    if rule.endswith("vendor-example"):
        return (*front, *call) if call else ()
    # If the vendor's name is used already, a name by path wouldn't be the vendor's either.
    last = named.method if rule.endswith("operation-id") else _verb_word(named, updates)
    return (*front, *_path_name(named, last)) if not call else ()


def _path_name(named: UnnamedMethod, last: str) -> DottedPath:
    route = named.route
    words = fixed_words(route.collection) or (named.resource,)
    parts = [*route.path.variant, *words, last]
    return tuple(make_safe(part) for part in parts[-_MAX_PARTS:])


def _verb_word(named: UnnamedMethod, updates: Collection[DottedPath]) -> str:
    route = named.route
    spoken = wording.phrase(route.operation.id, route.operation.path)
    if route.shape in (Shape.ACTION, Shape.CALL):
        return route.action
    if named.verb is SqlVerb.SELECT:
        return "list" if named.lists else "retrieve"
    if named.verb in _WORDS and spoken.verb == "upsert":
        return spoken.verb
    if named.verb is SqlVerb.REPLACE and spoken.verb in wording.UPDATES:
        return "replace" if _path_name(named, "update") in updates else "update"
    if named.verb in _WORDS:
        return _WORDS[named.verb]
    if spoken.verb and spoken.verb not in _GENERAL_VERBS:
        return spoken.verb
    return _HTTP_WORDS.get(route.operation.verb) or spoken.verb or "run"


def _generate_fallback_paths(named: UnnamedMethod) -> Iterator[DottedPath]:
    yield (named.service, named.resource, named.method)
    number = 2
    while True:
        yield (f"{named.service}_{number}", named.resource, named.method)
        number += 1
