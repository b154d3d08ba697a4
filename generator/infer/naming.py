"""Names services and resources, with the words of the specification.

Routes in, names out: each a guess with its rule, safe, and unique where that is required.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from generator import names
from generator.infer import wording
from generator.infer.envelopes import find_envelope
from generator.infer.model import Guess
from generator.infer.routes import OperationRoute, RoutePath, Shape, fixed_words
from generator.infer.verbs import is_single
from generator.openapi.model import Schema
from generator.vocabulary import HttpVerb

_WORDS_OF_TAGS = frozenset({"api", "apis", "controller"})

Group = tuple[OperationRoute, ...]  # the routes of one collection, in spec order


def group_by_collection(routes: Iterable[OperationRoute]) -> dict[RoutePath, Group]:
    """Groups the routes by collection, in spec order.

    Rule I21: items below the singular of a collection's last word (`/user/{id}`) belong to the
    collection (`/users`).
    """
    known = tuple(routes)
    own = {route.collection for route in known if route.shape is Shape.COLLECTION}
    groups: dict[RoutePath, list[OperationRoute]] = {}
    for route in known:
        collection = route.collection
        plural = _pluralize_last(collection)
        if collection not in own and plural in own:
            collection = plural
        groups.setdefault(collection, []).append(replace(route, collection=collection))
    return {path: tuple(group) for path, group in groups.items()}


def _pluralize_last(path: RoutePath) -> RoutePath:
    *before, last = path.segments or ("",)
    return replace(path, segments=(*before, wording.plural(last)))


def name_services(groups: Mapping[RoutePath, Group], provider: str) -> dict[RoutePath, Guess]:
    """Rule I9: a service is the most frequent first tag of a collection's operations. Without tags,
    it is the first word of the path that several tagged services don't share. Spellings that differ
    only in underscores are one service. A tag that has the provider's name doesn't count, nor does
    a word such as "API" at the end of a tag.
    """
    tagged = {path: _tag(_without_actions(group)) for path, group in groups.items()}
    tagged = {path: "" if _is_vague(tag, provider) else tag for path, tag in tagged.items()}
    services: dict[str, set[str]] = {}
    for path, tag in tagged.items():
        if tag and path.segments:
            services.setdefault(path.segments[0], set()).add(tag)
    shared = {names.snake_case(first) for first, tags in services.items() if len(tags) > 1}
    spellings: dict[str, str] = {}
    found: dict[RoutePath, Guess] = {}
    for path, tag in tagged.items():
        name = make_safe(_name_of_tag(tag) if tag else _first_word(path, shared))
        same = spellings.setdefault(_bare(name), name)
        found[path] = Guess(same, "tag" if tag else "path")
    return found


def _without_actions(group: Group) -> Group:
    """Returns the routes that tell what a collection is; its actions may have tags of their own."""
    return tuple(route for route in group if route.shape is not Shape.ACTION) or group


def _name_of_tag(tag: str) -> str:
    words = wording.snake_case(tag).split("_")
    while len(words) > 1 and words[-1] in _WORDS_OF_TAGS:
        words.pop()
    return "_".join(words)


def _is_vague(tag: str, provider: str) -> bool:
    return _bare(names.snake_case(tag)) in (_bare(provider), "default")


def service_title(groups: Iterable[Group]) -> str:
    """Returns the most frequent tag of a service's operations, in the spec's spelling."""
    return " ".join(_tag(tuple(route for group in groups for route in group)).strip("/ ").split())


def _tag(group: Group) -> str:
    tags = Counter(route.operation.tags[0] for route in group if route.operation.tags)
    return tags.most_common(1)[0][0] if tags else ""


def _first_word(path: RoutePath, shared: set[str]) -> str:
    words = fixed_words(path)
    return next((word for word in words if word not in shared), words[-1] if words else "default")


def name_resource(group: Group, schemas: Mapping[str, Schema]) -> Guess:
    """Names a collection; `make_distinct` drops the words of its service.

    Rule I10: the name is the noun of the operationId of the list, or of the next most specific
    operation, if the path or the tag uses the noun's words; else the last word of the path, after
    the item above it. The name is plural, unless the collection is one object, or the path has
    another spelling for a list or a call.
    """
    path = group[0].collection
    known = _known_words(group)
    for route in sorted(group, key=_rank_route):
        spoken = wording.phrase(route.operation.id, route.operation.path)
        noun = wording.known_noun(spoken.noun, known) if spoken.verb or len(group) == 1 else ()
        if noun and route.shape is not Shape.ACTION:
            name = _build_resource_name(_put_owner_first(noun, path), spoken.verb, group, schemas)
            return Guess(name, "operation-noun")
    return Guess(_build_resource_name(_path_words(path), "", group, schemas), "path")


def _put_owner_first(noun: tuple[str, ...], path: RoutePath) -> tuple[str, ...]:
    """Rule NR3: the owner is the first word: `getStoriesForTask` lists task_stories. After "of",
    it is an owner only if the path above has it (not in `/terms_of_service`).
    """
    small = next((at for at, word in enumerate(noun) if word in ("for", "of")), 0)
    owner, owned = noun[small + 1 :], noun[:small]
    if not owner or not owned or any(word in wording.SMALL_WORDS for word in owner):
        return noun
    above = {one for text in fixed_words(path)[:-1] for one in wording.singulars(text)}
    if noun[small] == "of" and not above.issuperset(map(wording.singular, owner)):
        return noun
    owner = (*owner[:-1], wording.singular(owner[-1]))
    return owned if owned[: len(owner)] == owner else (*owner, *owned)


def _rank_route(route: OperationRoute) -> tuple[int, int]:
    order = (HttpVerb.GET, HttpVerb.POST, HttpVerb.PUT, HttpVerb.PATCH, HttpVerb.DELETE)
    verb = order.index(route.operation.verb) if route.operation.verb in order else len(order)
    shapes = (Shape.COLLECTION, Shape.CALL, Shape.ITEM, Shape.ACTION)
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
    noun: tuple[str, ...], verb: str, group: Group, schemas: Mapping[str, Schema]
) -> str:
    path_words = fixed_words(group[0].collection)[-1:]
    is_call = all(route.shape is Shape.CALL for route in group)
    lists = any(
        route.operation.verb is HttpVerb.GET and find_envelope(route.operation, schemas)
        for route in group
    )
    stays = is_call or lists or (len(group) == 1 and verb in ("", "post"))
    as_spelled = stays and bool(path_words) and path_words[0].split("_")[-1] == noun[-1]
    if as_spelled or is_single(group, schemas):
        return make_safe("_".join(noun))
    return make_safe("_".join((*noun[:-1], wording.plural(noun[-1]))))


def _drop_service(name: Guess, service: str, path: RoutePath) -> Guess:
    noun, prefix = name.value.split("_"), service.split("_")
    front, rest = noun[: len(prefix)], noun[len(prefix) :]
    words = fixed_words(path)
    is_compound = bool(words) and _bare(words[-1]).startswith(_bare("".join(front)))
    # Below the service's own path, the singular says whose part it is: `upload_parts` in `uploads`.
    compared = str if service in words else wording.singular
    repeats = list(map(compared, front)) == list(map(compared, prefix))
    if repeats and not is_compound and rest and rest[0] not in wording.SMALL_WORDS:
        return Guess(make_safe("_".join(rest)), name.rule)
    return name


def make_safe(name: str) -> str:
    """Returns `name`, or the closest name that a service, resource or method may have."""
    if names.is_safe(name):
        return name
    respelled = names.python_identifier(name)[:100]
    return respelled if names.is_safe(respelled) else f"{respelled[:98]}_"


def make_distinct(
    name: Guess, service: str, path: RoutePath, taken: Mapping[str, RoutePath]
) -> Guess:
    """Returns a resource's name that its service doesn't use yet; `taken` has the paths of names.

    Rule I11: the words of the service are dropped, also in the singular, unless the last word of
    the path starts with them (`/payment_methods` in `payment`), or the singular names the parent
    in the path. If the service already uses the rest for another path, they stay. If
    another path still uses the name, the fewest words at the end of the path that no other
    resource has are the name. Else it gets the path's version, then
    a number.
    """
    used = tuple(taken)
    short = _drop_service(name, service, path)
    same_path = any(other.segments == path.segments for other in taken.values())
    for one in (short,) if same_path else (short, name):
        if make_distinct_name(one.value, used) == one.value:
            return one
    free = "" if same_path else _find_free_name(path, service, used)
    if free:
        return Guess(free, "path-words")
    name = short if same_path else name
    versioned = f"{name.value}_{names.snake_case(path.version)}"
    if (
        path.version != _version_of(name, taken)
        and make_distinct_name(versioned, used) == versioned
    ):
        return Guess(versioned, f"{name.rule}-and-version")
    return Guess(make_distinct_name(name.value, used), f"{name.rule}-and-number")


def _version_of(name: Guess, taken: Mapping[str, RoutePath]) -> str:
    """Returns the version of the path that has a name, or ""."""
    return next((of.version for held, of in taken.items() if _bare(held) == _bare(name.value)), "")


def make_room(
    name: Guess, service: str, path: RoutePath, taken: Mapping[str, RoutePath]
) -> tuple[Guess, RoutePath, Guess] | None:
    """Frees a name, so that `path` needs no number. Returns it, the path that had it, and the name
    that this path gets.

    Rule NR1: a path that would get a number has the name before a longer path, which then has more
    words of its own (`/regions` and `/pages/{id}/regions` → regions, page_regions).
    """
    for wanted in (_drop_service(name, service, path), name):
        for held, holder in taken.items():
            if _bare(held) == _bare(wanted.value) and len(holder.segments) > len(path.segments):
                free = _find_free_name(holder, service, taken)
                if free:
                    return wanted, holder, Guess(free, "path-words")
    return None


def spell_out(numbered: Guess, path: RoutePath, taken: Iterable[str]) -> Guess:
    """Rule NR2: in place of a number, a name has the words above it, although they repeat the
    service, or as the path spells them: `/users/{id}/orgs` beside `/user/orgs` has users_orgs.
    """
    used = tuple(taken)
    for spell in (wording.singular, str):
        for name in _path_names(path, spell):
            if make_distinct_name(name, used) == name:
                return Guess(name, "path-words")
    return numbered


def _find_free_name(path: RoutePath, service: str, taken: Iterable[str]) -> str:
    """Returns the fewest words at the end of a path that are no name yet; "" if there are none."""
    used = tuple(taken)
    last = (fixed_words(path) or ("",))[-1]
    for name in _path_names(path, wording.singular):
        repeats = _starts_with(name, service, is_compound=name == last)
        if not repeats and make_distinct_name(name, used) == name:
            return name
    return ""


def _path_names(path: RoutePath, spell: Callable[[str], str]) -> Iterator[str]:
    """Yields the last word of a path as a name, then the last two, and so on.

    `spell` respells the words before the last one.
    """
    *before, last = fixed_words(path) or ("",)
    for length in range(len(before) + 1):
        parents = ["_".join(map(spell, one.split("_"))) for one in before[len(before) - length :]]
        if not parents or parents[0] not in wording.SMALL_WORDS:
            yield make_safe("_".join((*parents, last)))


def _starts_with(name: str, service: str, is_compound: bool) -> bool:
    """Does a name repeat its service, in any spelling, also in the singular?

    A compound, such as `campaign_send_jobs` in `campaigns`, may start with the service's words.
    """
    words = [wording.singular(word) for word in name.split("_")]
    of_service = "".join(map(wording.singular, service.split("_")))
    starts = range(len(words) if is_compound else 1, len(words) + 1)
    return any("".join(words[:count]) == of_service for count in starts)


def make_distinct_name(name: str, taken: Iterable[str]) -> str:
    """Returns `name`, with a number if it differs from `taken` only in case and underscores."""
    used = {_bare(other) for other in taken}
    spellings = (name, *(f"{name}_{number}" for number in range(2, len(used) + 3)))
    return next(one for one in spellings if _bare(one) not in used)


def _bare(name: str) -> str:
    return name.replace("_", "")
