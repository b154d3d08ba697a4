"""The modules of a client's types: flat types in, pydantic models by datamodel-code-generator out.

A type stands in the module of the service that reaches it; types that several services reach stand
in modules that these share. Those of answers stand apart from those that only events reach, and
both from those that only arguments do: these may be plain dicts. What a module refers to is reached
by at least the same services, and the same use of them, so imports never run in a circle, and a
call loads little more than its answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import names
from generator.escape import python_literal
from generator.json_types import JsonObject
from generator.model.client import JoinedText
from generator.model.types import NamedType, Object, Ref, Type, Union, Variant
from generator.views.client.annotations import answered
from generator.views.client.calls import Call, answers_of, events_of, types_of
from generator.views.client.flat_types import Shapes
from generator.views.client.models.codegen import Chunk, TypeText, model_code
from generator.views.client.models.json_schema import (
    definition,
    free_name,
    member_names,
    references,
)
from generator.views.text.python_layout import description, docstring, tuple_literal

_FEW_SERVICES = 3
_LONGEST = 90
_WIDTH = 90
_FUTURE = "from __future__ import annotations"
_PAGE = "from .._runtime.pagination import Page as _Page"
_JOINED = "from .._runtime.joined_text import join_texts as _join_texts"
_COMMON = "common"  # of more services than a name can list


@dataclass(frozen=True, slots=True)
class PageText:
    """The class of a list's pages, after the response that it extends."""

    name: str
    response: str
    row: str  # an annotation


@dataclass(frozen=True, slots=True)
class TypesModule:
    name: str
    services: tuple[str, ...]
    types: tuple[str, ...]  # by name, then those of pages
    code: str
    pages: tuple[PageText, ...]  # by name; they aren't in `code`


def types_modules(
    calls: Sequence[Call],
    shapes: Shapes,
    package: str,
    site: str = "",
    joined: Iterable[JoinedText] = (),
) -> tuple[TypesModule, ...]:
    """The modules of all types that the calls reach, by name; links lead to the vendor's `site`.

    Texts that the client makes are properties of the types that `joined` names.
    """
    types = {named.name: _settled(named, shapes) for named in shapes.types.values()}
    services = _services_by_type(calls, types, types_of)
    answers = _services_by_type(calls, types, answers_of)
    events = _services_by_type(calls, types, events_of)
    modules = _modules_by_type(services, answers, events)
    tags = _tag_members(types)
    chosen = {
        name
        for name, named in types.items()
        if isinstance(named.type, Union) and shapes.has_objects(named.type)
    }
    members: defaultdict[str, list[NamedType]] = defaultdict(list)
    for name in sorted(modules):
        members[modules[name]].append(types[name])
    pages = _pages_by_module(calls, modules)
    made = _made_texts(joined)
    chunks = [
        _with_made(_chunk(module, members[module], modules, tags, chosen, package, site), made)
        for module in sorted(members)
    ]
    code = model_code(chunks, f"{package}._runtime.base_model")
    return tuple(
        TypesModule(
            name=module,
            services=tuple(sorted(frozenset().union(*(services[of.name] for of in types_there)))),
            types=(*(of.name for of in types_there), *(of.name for of in pages.get(module, ()))),
            code=_with_imports(
                code[module],
                *([_PAGE] if module in pages else []),
                *([_JOINED] if any(of.name in made for of in types_there) else []),
            ),
            pages=pages.get(module, ()),
        )
        for module, types_there in sorted(members.items())
    )


def _settled(named: NamedType, shapes: Shapes) -> NamedType:
    """Rule C12: a union takes in the variants of unions among its own; a tag names one variant.

    A value then has one union to choose by, and one fall-back. References come first: `OneOf`
    counts them, and Python makes other variants one where they are alike.
    """
    if not isinstance(named.type, Union) or not shapes.has_objects(named.type):
        return named
    found = tuple(shapes.leaves(named.type))
    refs: dict[Ref, Variant] = {}
    for leaf in found:
        if isinstance(leaf.type, Ref):
            refs.setdefault(leaf.type, leaf)
    leaves = (*refs.values(), *(leaf for leaf in found if not isinstance(leaf.type, Ref)))
    used = Counter(tag for leaf in leaves for tag in set(leaf.tags))
    variants = tuple(
        replace(leaf, tags=tuple(tag for tag in leaf.tags if used[tag] == 1)) for leaf in leaves
    )
    return replace(named, type=replace(named.type, variants=variants))


def _services_by_type(
    calls: Iterable[Call],
    types: Mapping[str, NamedType],
    start: Callable[[Call], Iterable[Type]],
) -> Mapping[str, frozenset[str]]:
    """Which services reach a type from where their calls `start`, directly or through others."""
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for call in calls:
        waiting = [name for kind in start(call) for name in references(kind)]
        while waiting:
            name = waiting.pop()
            if call.service not in reached[name]:
                reached[name].add(call.service)
                waiting.extend(references(types[name].type))
    return {name: frozenset(users) for name, users in reached.items()}


def _modules_by_type(
    services: Mapping[str, frozenset[str]], answers: Collection[str], events: Collection[str]
) -> Mapping[str, str]:
    """Rule C11: a module for each set of up to three services, and one for all larger sets.

    Of each there are others for what only events, and what only arguments reach.
    """
    uses = {
        name: "" if name in answers else "_events" if name in events else "_arguments"
        for name in services
    }
    homes = {name: (_stem(users), uses[name]) for name, users in services.items()}
    taken = names.Taken((_COMMON, f"{_COMMON}_events", f"{_COMMON}_arguments"))
    modules = {}
    for users, use in sorted(set(homes.values()), key=lambda home: (len(home[0]), home)):
        wanted = ("_and_".join(users)[:_LONGEST] or _COMMON) + use
        modules[users, use] = taken.take(wanted) if users else wanted
    return {name: modules[home] for name, home in homes.items()}


def _stem(users: frozenset[str]) -> tuple[str, ...]:
    """The services that a module is named after; none where they are too many."""
    return tuple(sorted(users)) if len(users) <= _FEW_SERVICES else ()


def _pages_by_module(
    calls: Iterable[Call], modules: Mapping[str, str]
) -> Mapping[str, tuple[PageText, ...]]:
    """The pages of lists, each in the module of its response."""
    pages = {call.outcome.page for call in calls if call.outcome.page}
    found: defaultdict[str, list[PageText]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: page.name):
        found[modules[page.response]].append(PageText(page.name, page.response, answered(page.row)))
    return {module: tuple(texts) for module, texts in found.items()}


def _with_imports(code: str, *imports: str) -> str:
    """`code` with what its pages extend and its texts are made by, under names that no type has."""
    return code.replace(_FUTURE, "\n".join((f"{_FUTURE}\n", *imports)), 1) if imports else code


def _made_texts(joined: Iterable[JoinedText]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """By type and attribute: the docstring of a text that the client makes, and its expression.

    Rule C27: a text that the client makes is a read-only property, empty where there is no text.
    """
    found: defaultdict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    for one in joined:
        steps = [
            tuple_literal((step.name, *((step.tag, step.value) if step.tag else ())))
            if step.each
            else python_literal(step.name)
            for step in one.steps
        ]
        said = f"The texts at `{one.path}`, joined; empty where there are none."
        found[one.type][free_name(one.name)] = (
            docstring(said, 8),
            f"_join_texts(self, {', '.join(steps)})",
        )
    return found


def _with_made(chunk: Chunk, made: Mapping[str, Mapping[str, Sequence[str]]]) -> Chunk:
    texts = {
        name: replace(text, made=made[name]) if name in made else text
        for name, text in chunk.texts.items()
    }
    return replace(chunk, texts=texts)


def _tag_members(types: Mapping[str, NamedType]) -> Mapping[str, Collection[str]]:
    """The members by which unions choose, for each type that is a variant."""
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for named in types.values():
        if isinstance(named.type, Union) and named.type.discriminator:
            for name in references(named.type):
                tags[name].add(named.type.discriminator)
    return tags


def _chunk(
    module: str,
    types: Collection[NamedType],
    modules: Mapping[str, str],
    tags: Mapping[str, Collection[str]],
    chosen: Collection[str],
    package: str,
    site: str,
) -> Chunk:
    """What makes one module: its definitions, and where the types are that it refers to."""
    elsewhere = {
        name: modules[name]
        for named in types
        for name in references(named.type)
        if modules[name] != module
    }
    definitions: JsonObject = {
        named.name: definition(named, tags.get(named.name, ())) for named in types
    }
    for name in sorted(elsewhere):
        path = f"{package}.types.{elsewhere[name]}"
        definitions[name] = {"x-python-import": {"module": path, "name": name}}
    return Chunk(
        module=module,
        definitions=definitions,
        attributes={
            f"{named.name}.{wire}": name
            for named in types
            if isinstance(named.type, Object)
            for wire, name in member_names(named.type).items()
            if wire != name
        },
        texts={named.name: _text(named, chosen, site) for named in types},
    )


def _text(named: NamedType, chosen: Collection[str], site: str) -> TypeText:
    """What schemas don't say: docstrings, and how to tell the variants of a union apart."""
    docs = {}
    if isinstance(named.type, Object):
        attributes = member_names(named.type)
        docs = {
            attributes[member.name]: text
            for member in named.type.properties
            if (text := description(member.description, site, 4))
        }
    is_class = isinstance(named.type, Object) and bool(named.type.properties)
    chooses = isinstance(named.type, Union) and named.name in chosen
    return TypeText(
        choice=_choice(named.type) if isinstance(named.type, Union) and chooses else "",
        doc=description(named.description, site, 4 if is_class else 0),
        docs=docs,
    )


def _choice(union: Union) -> str:
    """How the runtime tells the variants apart, as Python."""
    values = [variant.tags for variant in union.variants if isinstance(variant.type, Ref)]
    if not union.discriminator or not any(values):
        return "OneOf()"
    arguments = [python_literal(union.discriminator), *map(tuple_literal, values)]
    text = f"OneOf({', '.join(arguments)})"
    if len(text) <= _WIDTH:
        return text
    lines = "".join(f"\n            {argument}," for argument in arguments)
    return f"OneOf({lines}\n        )"
