"""Names services and resources, with the words of the specification.

Routes in, names out: each a guess with its rule, safe, and unique where that is required.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator import names
from generator.infer import wording
from generator.infer.envelopes import find_envelope
from generator.infer.model import Guess
from generator.infer.routes import OperationRoute, RoutePath, Shape, fixed_words
from generator.infer.verbs import is_single
from generator.openapi.model import Schema
from generator.vocabulary import HttpVerb

Group = tuple[OperationRoute, ...]  # the routes of one collection, in spec order


def group_by_collection(routes: Iterable[OperationRoute]) -> dict[RoutePath, Group]:
    """Groups the routes by collection, in spec order."""
    groups: dict[RoutePath, list[OperationRoute]] = {}
    for route in routes:
        groups.setdefault(route.collection, []).append(route)
    return {path: tuple(group) for path, group in groups.items()}


def name_services(groups: Mapping[RoutePath, Group]) -> dict[RoutePath, Guess]:
    """Rule I9: a service is the most frequent first tag of a collection's operations. Without tags,
    it is the first word of the path that several tagged services don't share. Spellings that differ
    only in underscores are one service.
    """
    tagged = {path: _tag(group) for path, group in groups.items()}
    services: dict[str, set[str]] = {}
    for path, tag in tagged.items():
        if tag and path.segments:
            services.setdefault(path.segments[0], set()).add(tag)
    shared = {names.snake_case(first) for first, tags in services.items() if len(tags) > 1}
    spellings: dict[str, str] = {}
    found: dict[RoutePath, Guess] = {}
    for path, tag in tagged.items():
        name = make_safe(names.snake_case(tag) if tag else _first_word(path, shared))
        same = spellings.setdefault(_bare(name), name)
        found[path] = Guess(same, "tag" if tag else "path")
    return found


def service_title(groups: Iterable[Group]) -> str:
    """Returns the most frequent tag of a service's operations, in the spec's spelling."""
    return " ".join(_tag(tuple(route for group in groups for route in group)).strip("/ ").split())


def _tag(group: Group) -> str:
    tags = Counter(route.operation.tags[0] for route in group if route.operation.tags)
    return tags.most_common(1)[0][0] if tags else ""


def _first_word(path: RoutePath, shared: set[str]) -> str:
    words = fixed_words(path)
    return next((word for word in words if word not in shared), words[-1] if words else "default")


def name_resource(group: Group, service: str, schemas: Mapping[str, Schema]) -> Guess:
    """Names a collection inside its service.

    Rule I10: the name is the noun of the operationId of the list, or of the next most specific
    operation, if the path or the tag uses the noun's words; else the last word of the path, after
    the item above it. Leading words that repeat the service are dropped. The name is plural, unless
    the collection is one object, or the path has another spelling for a list or a call without a
    verb.
    """
    path = group[0].collection
    known = _known_words(group)
    for route in sorted(group, key=_rank_route):
        spoken = wording.phrase(route.operation.id, route.operation.path)
        noun = wording.known_noun(spoken.noun, known) if spoken.verb or len(group) == 1 else ()
        if noun and route.shape is not Shape.ACTION:
            name = _build_resource_name(noun, spoken.verb, service, group, schemas)
            return Guess(name, "operation-noun")
    return Guess(_build_resource_name(_path_words(path), "", service, group, schemas), "path")


def _rank_route(route: OperationRoute) -> tuple[int, int]:
    order = (HttpVerb.GET, HttpVerb.POST, HttpVerb.PUT, HttpVerb.PATCH, HttpVerb.DELETE)
    verb = order.index(route.operation.verb) if route.operation.verb in order else len(order)
    shapes = (Shape.COLLECTION, Shape.ITEM, Shape.ACTION)
    return (shapes.index(route.shape), verb)


def _known_words(group: Group) -> frozenset[str]:
    path = group[0].collection
    said = [*fixed_words(path), *path.variant]
    said.extend(tag for route in group for tag in route.operation.tags)
    return frozenset(word for text in said for word in wording.singulars(text))


def _path_words(path: RoutePath) -> tuple[str, ...]:
    """Returns the words of a path: `/threads/{id}/items` → thread_items."""
    words = fixed_words(path)
    before = names.snake_case(path.segments[-3]) if _is_below_item(path) else ""
    parent = "_".join(wording.singular(word) for word in before.split("_"))
    text = f"{parent}_{words[-1]}" if parent else (words[-1] if words else "root")
    return (*path.variant, *text.split("_"))


def _is_below_item(path: RoutePath) -> bool:
    return len(path.segments) > 2 and "{" in path.segments[-2] and "{" not in path.segments[-3]


def _build_resource_name(
    noun: tuple[str, ...], verb: str, service: str, group: Group, schemas: Mapping[str, Schema]
) -> str:
    prefix = tuple(service.split("_"))
    if noun[: len(prefix)] == prefix and len(noun) > len(prefix):
        noun = noun[len(prefix) :]
    spelled = fixed_words(group[0].collection)[-1:]
    lists = any(find_envelope(route.operation, schemas) for route in group)
    stays = lists or (len(group) == 1 and verb in ("", "post"))
    as_spelled = stays and bool(spelled) and spelled[0].split("_")[-1] == noun[-1]
    if as_spelled or is_single(group, schemas):
        return make_safe("_".join(noun))
    return make_safe("_".join((*noun[:-1], wording.plural(noun[-1]))))


def make_safe(name: str) -> str:
    """Returns `name`, or the closest name that a service, resource or method may have."""
    if names.is_safe(name):
        return name
    respelled = names.python_identifier(name)[:100]
    return respelled if names.is_safe(respelled) else f"{respelled[:98]}_"


def make_distinct(name: Guess, path: RoutePath, taken: Iterable[str]) -> Guess:
    """Rule I11: a name that the service already uses gets the path's version, then a number."""
    used = tuple(taken)
    if make_distinct_name(name.value, used) == name.value:
        return name
    versioned = f"{name.value}_{names.snake_case(path.version)}"
    if path.version and make_distinct_name(versioned, used) == versioned:
        return Guess(versioned, f"{name.rule}-and-version")
    return Guess(make_distinct_name(name.value, used), f"{name.rule}-and-number")


def make_distinct_name(name: str, taken: Iterable[str]) -> str:
    """Returns `name`, with a number if it differs from `taken` only in case and underscores."""
    used = {_bare(other) for other in taken}
    spellings = (name, *(f"{name}_{number}" for number in range(2, len(used) + 3)))
    return next(one for one in spellings if _bare(one) not in used)


def _bare(name: str) -> str:
    return name.replace("_", "")
