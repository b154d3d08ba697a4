"""Finds where each named type is used, and writes it as a sentence with links.

A provider comes in; for each type, the methods that send or return it and the types that contain it
go out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import relpath

from generator.escape import markdown_code
from generator.model.methods import Method
from generator.model.provider import Provider
from generator.model.types import Type
from generator.model.walk import named_types, walk_methods
from generator.views.mkdocs.remembered import remember_last
from generator.views.mkdocs.type_sections import find_refs
from generator.views.mkdocs.type_words import Markdown

_MOST_METHODS = 8  # more are shown by their resources
_MOST_LINKS = 12


@dataclass(frozen=True, slots=True)
class MethodPlace:
    """A method and the folder of its page."""

    folder: str
    resource: str
    method: str


@dataclass(frozen=True, slots=True)
class TypeUses:
    """The uses of all types of a provider, by the name of the type."""

    methods: Mapping[str, tuple[MethodPlace, ...]]  # which send or return it, in model order
    types: Mapping[str, tuple[str, ...]]  # which refer to it, by name


@remember_last
def find_type_uses(provider: Provider) -> TypeUses:
    """Returns where each type is used.

    Rule UT1: a method uses a type if its arguments, its body, its answers or its errors lead to the
    type over any number of references.
    """
    refs = {name: frozenset(find_refs(named.type)) for name, named in named_types(provider).items()}
    methods: dict[str, list[MethodPlace]] = {}
    for service, resource, method in walk_methods(provider.services):
        place = MethodPlace(f"{service.name}/{resource.name}", resource.name, method.name)
        for name in _reach(_mentioned_types(method), refs):
            methods.setdefault(name, []).append(place)
    types: dict[str, list[str]] = {}
    for name in sorted(refs, key=str.lower):
        for inner in refs[name] - {name}:
            types.setdefault(inner, []).append(name)
    return TypeUses(
        {name: tuple(places) for name, places in methods.items()},
        {name: tuple(outer) for name, outer in types.items()},
    )


def _mentioned_types(method: Method) -> Iterator[Type]:
    yield from (param.type for param in method.params)
    if method.body:
        yield from (content.type for content in method.body.content)
    for answer in (method.answer, *method.other_answers):
        yield from (header.type for header in answer.headers)
        yield from (content.type for content in answer.content)
    for failure in method.failures:
        yield from (header.type for header in failure.headers)
        yield from (content.type for content in failure.content)


def _reach(types: Iterable[Type], refs: Mapping[str, Collection[str]]) -> frozenset[str]:
    reached: set[str] = set()
    open_names = [name for of in types for name in find_refs(of)]
    while open_names:
        name = open_names.pop()
        if name not in reached:
            reached.add(name)
            open_names.extend(refs[name])
    return frozenset(reached)


# ----------------------------------------------------------------------------------------- text


def uses_text(name: str, uses: TypeUses, folder: str, links: Mapping[str, str]) -> Markdown:
    """Returns where a type is used, for the page in `folder`; empty if nowhere.

    Rule UT2: a type names its methods, or their resources if there are many, and the types with a
    section that contain it. A long list ends with a count.
    """
    sentences = []
    if methods := uses.methods.get(name, ()):
        sentences.append(f"Used by {_methods_text(methods, folder)}.")
    outer = [one for one in uses.types.get(name, ()) if one in links]
    if outer:
        linked = [f"[{markdown_code(one)}]({links[one]})" for one in outer]
        sentences.append(f"Part of {_cut(linked)}.")
    return Markdown(" ".join(sentences))


def outside_uses(name: str, uses: TypeUses, folder: str) -> Markdown:
    """Returns the methods of other pages than that in `folder` which use a type."""
    methods = [one for one in uses.methods.get(name, ()) if one.folder != folder]
    return Markdown(f"Also used by {_methods_text(methods, folder)}." if methods else "")


def _methods_text(methods: Sequence[MethodPlace], folder: str) -> str:
    if len(methods) <= _MOST_METHODS:
        return _cut([_method_link(method, folder) for method in methods])
    pages = dict.fromkeys((one.folder, one.resource) for one in methods)
    named = [f"[{markdown_code(resource)}]({_page_link(at, folder)})" for at, resource in pages]
    return f"{len(methods)} methods of {_cut(named)}"


def _method_link(place: MethodPlace, folder: str) -> str:
    page = "" if place.folder == folder else _page_link(place.folder, folder)
    return f"[{markdown_code(f'{place.resource}.{place.method}')}]({page}#{place.method})"


def _page_link(target: str, folder: str) -> str:
    return f"{relpath(target, folder)}/index.md".removeprefix("./")


def _cut(links: Sequence[str]) -> str:
    if len(links) <= _MOST_LINKS:
        return ", ".join(links)
    return f"{', '.join(links[:_MOST_LINKS])} and {len(links) - _MOST_LINKS} others"
