"""What services and resources are called, by the spec's own words.

Routes in, names out: each a guess with its rule, safe and unique where it has to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator import names
from generator.infer import wording
from generator.infer.envelopes import envelope
from generator.infer.model import Guess
from generator.infer.routes import Path, Route, Shape, static_words
from generator.infer.verbs import is_single
from generator.openapi.model import Schema
from generator.vocabulary import HttpVerb

Group = tuple[Route, ...]  # the routes of one collection, in spec order


def grouped(routes: Iterable[Route]) -> dict[Path, Group]:
    """The routes by collection, in spec order."""
    groups: dict[Path, list[Route]] = {}
    for route in routes:
        groups.setdefault(route.collection, []).append(route)
    return {path: tuple(group) for path, group in groups.items()}


def service_names(groups: Mapping[Path, Group]) -> dict[Path, Guess]:
    """Rule I9: a service is the tag that most of a collection's operations have first; without
    tags, the first word of the path that isn't one that services with tags share. Spellings that
    differ in underscores alone are one service.
    """
    tagged = {path: _tag(group) for path, group in groups.items()}
    services: dict[str, set[str]] = {}
    for path, tag in tagged.items():
        if tag and path.segments:
            services.setdefault(path.segments[0], set()).add(tag)
    shared = {names.snake_case(first) for first, tags in services.items() if len(tags) > 1}
    spellings: dict[str, str] = {}
    found: dict[Path, Guess] = {}
    for path, tag in tagged.items():
        name = safe(names.snake_case(tag) if tag else _first_word(path, shared))
        same = spellings.setdefault(_bare(name), name)
        found[path] = Guess(same, "tag" if tag else "path")
    return found


def service_title(groups: Iterable[Group]) -> str:
    """The tag that most of a service's operations have, as the spec spells it."""
    return " ".join(_tag(tuple(route for group in groups for route in group)).strip("/ ").split())


def _tag(group: Group) -> str:
    tags = Counter(route.operation.tags[0] for route in group if route.operation.tags)
    return tags.most_common(1)[0][0] if tags else ""


def _first_word(path: Path, shared: set[str]) -> str:
    words = static_words(path)
    return next((word for word in words if word not in shared), words[-1] if words else "default")


def resource_name(group: Group, service: str, schemas: Mapping[str, Schema]) -> Guess:
    """What a collection is called inside its service.

    Rule I10: it is the noun of the operationId of its list, or of its next most telling operation,
    where the path or the tag uses that noun's words; else the path's last word, after the item that
    it is below. The service's own words in front are dropped; the name is a plural unless the
    collection is one object, or the path spells otherwise a list or a call that has no verb.
    """
    path = group[0].collection
    known = _known_words(group)
    for route in sorted(group, key=_telling):
        spoken = wording.phrase(route.operation.id, route.operation.path)
        noun = wording.known_noun(spoken.noun, known) if spoken.verb or len(group) == 1 else ()
        if noun and route.shape is not Shape.ACTION:
            name = _finished(noun, spoken.verb, service, group, schemas)
            return Guess(name, "operation-noun")
    return Guess(_finished(_path_words(path), "", service, group, schemas), "path")


def _telling(route: Route) -> tuple[int, int]:
    order = (HttpVerb.GET, HttpVerb.POST, HttpVerb.PUT, HttpVerb.PATCH, HttpVerb.DELETE)
    verb = order.index(route.operation.verb) if route.operation.verb in order else len(order)
    shapes = (Shape.COLLECTION, Shape.ITEM, Shape.ACTION)
    return (shapes.index(route.shape), verb)


def _known_words(group: Group) -> frozenset[str]:
    path = group[0].collection
    said = [*static_words(path), *path.variant]
    said.extend(tag for route in group for tag in route.operation.tags)
    return frozenset(word for text in said for word in wording.singulars(text))


def _path_words(path: Path) -> tuple[str, ...]:
    """`/threads/{id}/items` → thread_items."""
    words = static_words(path)
    before = names.snake_case(path.segments[-3]) if _is_below_item(path) else ""
    parent = "_".join(wording.singular(word) for word in before.split("_"))
    text = f"{parent}_{words[-1]}" if parent else (words[-1] if words else "root")
    return (*path.variant, *text.split("_"))


def _is_below_item(path: Path) -> bool:
    return len(path.segments) > 2 and "{" in path.segments[-2] and "{" not in path.segments[-3]


def _finished(
    noun: tuple[str, ...], verb: str, service: str, group: Group, schemas: Mapping[str, Schema]
) -> str:
    prefix = tuple(service.split("_"))
    if noun[: len(prefix)] == prefix and len(noun) > len(prefix):
        noun = noun[len(prefix) :]
    spelled = static_words(group[0].collection)[-1:]
    lists = any(envelope(route.operation, schemas) for route in group)
    stays = lists or (len(group) == 1 and verb in ("", "post"))
    as_spelled = stays and bool(spelled) and spelled[0].split("_")[-1] == noun[-1]
    if as_spelled or is_single(group, schemas):
        return safe("_".join(noun))
    return safe("_".join((*noun[:-1], wording.plural(noun[-1]))))


def safe(name: str) -> str:
    """`name`, or the nearest name that may be a service, resource or method."""
    if names.is_safe(name):
        return name
    respelled = names.python_identifier(name)[:100]
    return respelled if names.is_safe(respelled) else f"{respelled[:98]}_"


def distinct(name: Guess, path: Path, taken: Iterable[str]) -> Guess:
    """Rule I11: a name that a service has already gets the path's version, then a number."""
    used = tuple(taken)
    if unlike(name.value, used) == name.value:
        return name
    versioned = f"{name.value}_{names.snake_case(path.version)}"
    if path.version and unlike(versioned, used) == versioned:
        return Guess(versioned, f"{name.rule}-and-version")
    return Guess(unlike(name.value, used), f"{name.rule}-and-number")


def unlike(name: str, taken: Iterable[str]) -> str:
    """`name`, numbered if need be to differ from `taken` by more than case and underscores."""
    used = {_bare(other) for other in taken}
    spellings = (name, *(f"{name}_{number}" for number in range(2, len(used) + 3)))
    return next(one for one in spellings if _bare(one) not in used)


def _bare(name: str) -> str:
    return name.replace("_", "")
