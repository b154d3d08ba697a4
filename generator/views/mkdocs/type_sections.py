"""Decides which named types the site describes, each once, on the page nearest to its uses.

A provider comes in; for each type that needs a section, its page and anchor go out. Small types
(scalars, short enums, arrays) have no section: `type_words` describes them in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.methods import ContentKind
from generator.model.provider import Provider, Resource
from generator.model.types import Anything, Array, Enum, Map, Nullable, Object, Ref, Type, Union
from generator.model.walk import NamedTypes, named_types, resolved, walk_resources
from generator.vocabulary import SqlVerb

SHORT_ENUM = 12
"""Number of values that a table cell lists."""

SHORT_UNION = 4
"""Number of variants that a table cell lists."""


@dataclass(frozen=True, slots=True)
class SectionLocation:
    """A section of a page of the site."""

    service: str
    resource: str
    anchor: str

    def target(self, service: str, resource: str) -> str:
        """Returns the link to the section from the page of `service.resource`."""
        if (service, resource) == (self.service, self.resource):
            return f"#{self.anchor}"
        return f"../../{self.service}/{self.resource}/index.md#{self.anchor}"


def locate_sections(provider: Provider) -> Mapping[str, SectionLocation]:
    """Returns where each type is described, by its name.

    Rule K1: rows that are a named object are described by the fields of the first resource that has
    them, unless the document gives a type to their further members.
    Rule K2: any other type has a section on the page that is the fewest references away. Of several
    such pages, it is the one that reaches the most types, then the first by name.
    """
    types = named_types(provider)
    resources = [resource for _, resource in walk_resources(provider.services)]
    found: dict[str, SectionLocation] = {}
    for resource in resources:
        name = rows_name(resource, types)
        if name and name not in found and not has_further(types[name].type):
            found[name] = SectionLocation(resource.service, resource.name, "fields")
    refs = {name: tuple(dict.fromkeys(_find_refs(named.type))) for name, named in types.items()}
    best: dict[str, tuple[int, int, str]] = {}
    for resource in resources:
        steps = _count_steps(resource, refs, types)
        for name, distance in steps.items():
            rank = (distance, -len(steps), f"{resource.service}.{resource.name}")
            if name not in found and (name not in best or rank < best[name]):
                best[name] = rank
    for name, (_, _, home) in best.items():
        if is_described(types[name].type):
            service, resource_name = home.split(".")
            found[name] = SectionLocation(service, resource_name, f"type-{name}")
    return found


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
    level = [name for of in _shown_types(resource) for name in _find_refs(of)]
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


def _shown_types(resource: Resource) -> Iterator[Type]:
    """Yields the types that the resource's page mentions."""
    for field in resource.fields:
        yield field.type
    for method in resource.methods:
        yield from (field.type for field in method.fields)
        yield from (param.type for param in method.params)
        if method.body:
            yield from (part.property.type for part in method.body.properties)
            shown = method.body.content[1:] if method.body.properties else method.body.content[:1]
            yield from (content.type for content in shown)
        for content in method.answer.content:
            if method.verb is not SqlVerb.SELECT or content.kind is not ContentKind.JSON:
                yield content.type


def _find_refs(of: Type) -> Iterator[str]:
    match of:
        case Ref(name):
            yield name
        case Nullable(inner) | Array(inner) | Map(inner):
            yield from _find_refs(inner)
        case Union(variants):
            for variant in variants:
                yield from _find_refs(variant.type)
        case Object(properties, extra):
            for part in properties:
                yield from _find_refs(part.type)
            if extra:
                yield from _find_refs(extra)
        case _:
            return
