"""Decides which named types the site describes, each once, on the page nearest to its uses.

A provider comes in; for each type that needs a section, its page and anchor go out. Small types
(scalars, short enums, arrays) have no section: `type_words` describes them in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from posixpath import relpath

from generator.model.methods import Content, ContentKind, Method
from generator.model.provider import Provider, Resource
from generator.model.types import Anything, Array, Enum, Map, Nullable, Object, Ref, Type, Union
from generator.model.walk import NamedTypes, named_types, resolved, walk_resources
from generator.views.mkdocs.anchors import FIELDS
from generator.views.mkdocs.remembered import remember_last
from generator.views.mkdocs.type_words import SHORT_ENUM, SHORT_UNION
from generator.vocabulary import SqlVerb

_MOST_LEVELS = 3  # of types that open inside one another


_MOST_ROWS = 150  # in the types of a resource's page
TYPES_PAGE = "types"
"""The folder of a page for the types of a resource, below the resource's own."""


@dataclass(frozen=True, slots=True)
class SectionLocation:
    """A section of a page of the site."""

    service: str
    resource: str
    anchor: str
    has_own_page: bool = False  # the types of the resource are on a page of their own

    @property
    def folder(self) -> str:
        """The folder of the page."""
        parts = (self.service, self.resource, *((TYPES_PAGE,) if self.has_own_page else ()))
        return "/".join(parts)

    def target(self, folder: str) -> str:
        """Returns the link to the section from the page in `folder`."""
        if folder == self.folder:
            return f"#{self.anchor}"
        return f"{_relative(self.folder, folder)}/index.md#{self.anchor}"


@cache
def _relative(folder: str, start: str) -> str:
    return relpath(folder, start)


@dataclass(frozen=True, slots=True)
class TypeLocations:
    """Where the site describes each type that needs more than words."""

    sections: Mapping[str, SectionLocation]  # by name of the type
    in_place: frozenset[str]  # names of types that open in the one row that refers to them


@remember_last
def locate_types(provider: Provider) -> TypeLocations:
    """Returns where each type is described, by its name.

    Rule K1: rows that are a named object are described by the fields of the first resource that has
    them, unless the document gives a type to their further members.
    Rule K2: any other type has a section on the page that is the fewest references away. Of several
    such pages, it is the one that reaches the most types, then the first by name.
    Rule K4: a type that one row alone refers to has no section; it opens in that row. What is told
    in words, such as a short union of named types, refers to its parts wherever it is named.
    Rule K5: if the types of a resource's page have more than 150 rows, they have a page of their
    own.
    """
    types = named_types(provider)
    resources = [resource for _, resource in walk_resources(provider.services)]
    found: dict[str, SectionLocation] = {}
    for resource in resources:
        name = rows_name(resource, types)
        if name and name not in found and not has_further(types[name].type):
            found[name] = SectionLocation(resource.service, resource.name, FIELDS)
    refs = {name: tuple(find_refs(named.type)) for name, named in types.items()}
    best: dict[str, tuple[int, int, str]] = {}
    for resource in resources:
        steps = _count_steps(resource, refs, types)
        for name, distance in steps.items():
            rank = (distance, -len(steps), f"{resource.service}.{resource.name}")
            if name not in found and (name not in best or rank < best[name]):
                best[name] = rank
    in_place = _find_in_place(resources, {name: refs[name] for name in best}, types)
    homes = {
        name: home
        for name, (_, _, home) in best.items()
        if is_described(types[name].type) and name not in in_place
    }
    return TypeLocations({**found, **_sections(homes, types, in_place)}, in_place)


def _sections(
    homes: Mapping[str, str], types: NamedTypes, in_place: Collection[str]
) -> Mapping[str, SectionLocation]:
    rows: Counter[str] = Counter()
    for name, home in homes.items():
        rows[home] += _count_rows(types[name].type, types, in_place, (name,))
    found = {}
    for name, home in homes.items():
        service, resource = home.split(".")
        is_long = rows[home] > _MOST_ROWS
        found[name] = SectionLocation(service, resource, f"type-{name}", is_long)
    return found


def _count_rows(
    of: Type, types: NamedTypes, in_place: Collection[str], inside: tuple[str, ...] = ()
) -> int:
    """Counts the rows that a type's description has, with those of the types that open in it."""
    match of:
        case Ref(name) if name not in inside:
            kind = types[name].type
            opens = name in in_place or not is_described(kind)
            return _count_rows(kind, types, in_place, (*inside, name)) if opens else 0
        case Nullable(inner) | Array(inner) | Map(inner):
            return _count_rows(inner, types, in_place, inside)
        case Object(properties):
            return sum(1 + _count_rows(part.type, types, in_place, inside) for part in properties)
        case Union(variants):
            return sum(1 + _count_rows(one.type, types, in_place, inside) for one in variants)
        case _:
            return 0


def _find_in_place(
    resources: Iterable[Resource], refs: Mapping[str, tuple[str, ...]], types: NamedTypes
) -> frozenset[str]:
    """Returns the types with one reference, down to the third level of such types.

    `refs` are the references of the types that pages describe in their sections.
    """
    uses = Counter(
        name
        for resource in resources
        for of in _shown_types(resource, types)
        for name in _mentions(find_refs(of), types)
    )
    user: dict[str, str] = {}
    for outer in filter(lambda name: is_described(types[name].type), refs):
        inner = tuple(_mentions(refs[outer], types))
        uses.update(inner)
        user.update(dict.fromkeys(inner, outer))
    once = {name for name in refs if uses[name] == 1 and is_described(types[name].type)}
    return frozenset(name for name in once if _count_levels(name, once, user) <= _MOST_LEVELS)


def _mentions(
    names: Iterable[str], types: NamedTypes, inside: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yields names, and those in the words for a type that has no description of its own."""
    for name in names:
        yield name
        kind = types[name].type
        if name not in inside and not is_described(kind):
            yield from _mentions(find_refs(kind), types, (*inside, name))


def _count_levels(name: str, once: Collection[str], user: Mapping[str, str]) -> int:
    """Counts how many types open inside one another down to this one."""
    levels = 1
    while levels <= _MOST_LEVELS and user.get(name, "") in once:
        name = user[name]
        levels += 1
    return levels


def is_described(of: Type) -> bool:
    """Rule K3: a type needs a section if it has unnamed parts, many values or many variants."""
    match of:
        case Enum(_, values):
            return len(values) > SHORT_ENUM
        case Union(variants) if len(variants) > SHORT_UNION:
            return True
        case Nullable(inner):
            return is_described(inner)
        case _:
            return has_parts(of)


def has_parts(of: Type) -> bool:
    """Does the type hold an object without a name, or an array whose places differ?"""
    match of:
        case Array() if of.places:
            return True
        case Array(inner) | Map(inner) | Nullable(inner):
            return has_parts(inner)
        case Union(variants):
            return any(has_parts(variant.type) for variant in variants)
        case Object(properties):
            return bool(properties)
        case _:
            return False


def has_further(of: Type) -> bool:
    """Does the document give a type to the members that an object does not declare?"""
    return isinstance(of, Object) and of.extra is not None and not isinstance(of.extra, Anything)


def rows_name(resource: Resource, types: NamedTypes) -> str:
    """Returns the named object whose properties are the resource's fields, or an empty string."""
    first = next((one for one in resource.methods if one.verb is SqlVerb.SELECT), None)
    content = first.answer.main if first else None
    if first is None or content is None:
        return ""
    of: Type | None = content.type
    rows = first.items or first.item
    for step in rows.steps if rows else ():
        of = _type_inside(of, step, types) if of else None
    seen: set[str] = set()
    name = ""
    while of is not None:
        match of:
            case Ref(name) if name not in seen:
                seen.add(name)
                of = types[name].type
            case Array(inner) | Nullable(inner):
                of, name = inner, ""
            case Object(properties):
                names = {part.name for part in properties}
                return name if names == {part.name for part in resource.fields} else ""
            case _:
                return ""
    return ""


def _type_inside(of: Type, step: str | int, types: NamedTypes) -> Type | None:
    match resolved(of, types):
        case Object(properties):
            return next((part.type for part in properties if part.name == step), None)
        case Array(items) if isinstance(step, int):
            return items
        case _:
            return None


def _count_steps(
    resource: Resource, refs: Mapping[str, tuple[str, ...]], types: NamedTypes
) -> dict[str, int]:
    """Counts the references from the resource's page to each type that it reaches."""
    steps: dict[str, int] = {}
    level = [name for of in _shown_types(resource, types) for name in find_refs(of)]
    rows = rows_name(resource, types)
    if rows and has_further(types[rows].type):
        level.append(rows)  # the fields don't show the further members
    distance = 0
    while level:
        new = [name for name in dict.fromkeys(level) if name not in steps]
        steps.update(dict.fromkeys(new, distance))
        level = [inner for name in new for inner in refs[name]]
        distance += 1
    return steps


def row_union(method: Method, content: Content, types: NamedTypes) -> Type | None:
    """Returns the type of a SELECT's rows if they are one of several types, else None."""
    of: Type | None = content.type
    for step in method.items.steps if method.items else ():
        of = _type_inside(of, step, types) if of else None
    while isinstance(of, Nullable | Array):
        of = of.of if isinstance(of, Nullable) else of.items
    return of if of is not None and isinstance(resolved(of, types), Union) else None


def _shown_types(resource: Resource, types: NamedTypes) -> Iterator[Type]:
    """Yields the types that the resource's page mentions, once for each mention."""
    for field in resource.fields:
        yield field.type
    for method in resource.methods:
        if has_own_fields(method, resource):
            yield from (field.type for field in method.fields)
        yield from (param.type for param in method.params)
        if method.body:
            yield from (part.property.type for part in method.body.properties)
            shown = method.body.content[1:] if method.body.properties else method.body.content[:1]
            yield from (content.type for content in shown)
        yield from (header.type for header in method.answer.headers)
        for failure in method.failures:
            yield from (header.type for header in failure.headers)
            yield from (content.type for content in failure.content)
        yield from answer_types(method, types)


def answer_types(method: Method, types: NamedTypes) -> Iterator[Type]:
    """Yields what a method returns, without rows that the fields of a page describe."""
    for content in method.answer.content:
        if method.verb is not SqlVerb.SELECT or content.kind is not ContentKind.JSON:
            yield content.type
        elif (row := row_union(method, content, types)) is not None:
            yield row
    for other in method.other_answers:
        yield from (content.type for content in other.content)


def has_own_fields(method: Method, resource: Resource) -> bool:
    """Has a SELECT other fields than the page of its resource?"""
    names = {field.name for field in resource.fields}
    return method.verb is SqlVerb.SELECT and {field.name for field in method.fields} != names


def find_refs(of: Type) -> Iterator[str]:
    """Yields the names that a type refers to, once for each reference."""
    match of:
        case Ref(name):
            yield name
        case Nullable(inner) | Array(inner) | Map(inner):
            yield from find_refs(inner)
        case Union(variants):
            for variant in variants:
                yield from find_refs(variant.type)
        case Object(properties, extra):
            for part in properties:
                yield from find_refs(part.type)
            if extra:
                yield from find_refs(extra)
        case _:
            return
