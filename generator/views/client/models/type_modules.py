"""The modules of a client's types: the client's model in, code of pydantic models out.

The module of a type is that of the service that reaches it; types that several services reach are
in modules that these share. There are separate modules for the types of results, for those that
only events reach, and for those that only arguments reach: a caller may pass dicts instead.
A module imports only types that at least the same services reach, for the same use, so imports form
no circle, and a call loads little more than its result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator import names
from generator.escape import python_literal
from generator.json_types import JsonObject
from generator.model.client import JoinedText, TextStep
from generator.model.types import NamedType, Object, Ref, Union
from generator.model.walk import NamedTypes
from generator.views.client.annotations import annotate_value
from generator.views.client.calls import (
    ClientCall,
    result_types_of,
    stream_types_of,
    types_of,
    uses_of,
)
from generator.views.client.model import ClientModel
from generator.views.client.models.codegen import Chunk, TypeText, model_code
from generator.views.client.models.json_schema import (
    definition,
    free_name,
    give_times,
    member_names,
    references,
)
from generator.views.client.type_reach import services_by_type
from generator.views.client.union_variants import has_objects
from generator.views.text.python_layout import docstring, prose_docstring, tuple_literal

_FEW_SERVICES = 3
_LONGEST = 90
_WIDTH = 90
_FUTURE = "from __future__ import annotations"
_PAGE = "from .._runtime.pagination import Page as _Page"
_ROWS = "from .._runtime.rows_model import RowsModel as _RowsModel"
_JOINED = "from .._runtime.joined_text import join_texts as _join_texts"
_COMMON = "common"  # the types of more services than a name can list


@dataclass(frozen=True, slots=True)
class PageText:
    """The class of a list's pages, after the response that it extends."""

    name: str
    base: str  # the class of the response
    row: str  # an annotation
    yields: str  # what iterating over a page yields


@dataclass(frozen=True, slots=True)
class TypesModule:
    """A module of types."""

    name: str
    services: tuple[str, ...]
    types: tuple[str, ...]  # by name, then those of pages
    code: str
    pages: tuple[PageText, ...]  # by name; their classes aren't in `code`


@dataclass(frozen=True, slots=True)
class _Layout:
    """The modules of a client's types, and what their types need besides their schemas."""

    types: NamedTypes
    services: Mapping[str, frozenset[str]]  # type → services that reach it
    modules: Mapping[str, str]  # type → module
    members: Mapping[str, Sequence[NamedType]]  # module → types, by name
    pages: Mapping[str, tuple[PageText, ...]]  # module → pages, by name
    tags: Mapping[str, Collection[str]]  # type → its members by which unions choose
    in_answers: Mapping[str, Collection[str]]  # type → members that only answers require
    read_only: Mapping[str, Collection[str]]  # type → members that a request leaves out
    joined_texts: Mapping[str, Mapping[str, Sequence[str]]]
    #   type → attribute → a docstring and the expression that makes the text
    has_times: bool  # are dates and times objects?
    package: str
    vendor_docs: str


def type_homes(model: ClientModel) -> Mapping[str, str]:
    """Returns the module of each type, the classes of pages included."""
    layout = _lay_out_modules(model)
    pages = {page.name: module for module, pages in layout.pages.items() for page in pages}
    return {**layout.modules, **pages}


def build_types_modules(model: ClientModel) -> tuple[TypesModule, ...]:
    """Returns the modules of all types that the calls reach, by name."""
    layout = _lay_out_modules(model)
    chunks = [_chunk(module, layout) for module in layout.members]
    code = model_code(chunks, f"{layout.package}._runtime.base_model")
    return tuple(_types_module(module, code[module], layout) for module in layout.members)


def _lay_out_modules(model: ClientModel) -> _Layout:
    """Returns the module of each type that the calls reach."""
    types = model.types.declared
    webhooks = model.webhook_uses
    services = services_by_type((*uses_of(model.calls, types_of), *webhooks), types)
    results = services_by_type((*uses_of(model.calls, result_types_of), *webhooks), types)
    events = services_by_type(uses_of(model.calls, stream_types_of), types)
    modules = _modules_by_type(services, results, events)
    members: dict[str, list[NamedType]] = {module: [] for module in sorted({*modules.values()})}
    for name in sorted(modules):
        members[modules[name]].append(types[name])
    return _Layout(
        types=types,
        services=services,
        modules=modules,
        members=members,
        pages=_pages_by_module(model.calls, modules),
        tags=_tags_by_type(types),
        in_answers=model.types.in_answers,
        read_only=model.types.read_only,
        joined_texts=_joined_texts_by_type(model.settings.joined_texts),
        has_times=model.settings.datetimes,
        package=model.settings.package,
        vendor_docs=model.settings.vendor_docs,
    )


def _types_module(module: str, code: str, layout: _Layout) -> TypesModule:
    names_there = [named.name for named in layout.members[module]]
    pages = layout.pages.get(module, ())
    imports = []
    if pages:
        imports.append(_PAGE)
    if any(page.base.startswith("_RowsModel") for page in pages):
        imports.append(_ROWS)
    if any(name in layout.joined_texts for name in names_there):
        imports.append(_JOINED)
    services = frozenset().union(*(layout.services[name] for name in names_there))
    return TypesModule(
        name=module,
        services=tuple(sorted(services)),
        types=(*names_there, *(page.name for page in pages)),
        code=_add_imports(code, imports),
        pages=pages,
    )


def _modules_by_type(
    services: Mapping[str, frozenset[str]], results: Collection[str], events: Collection[str]
) -> Mapping[str, str]:
    """Rule C11: a module for each set of up to three services, and one for all larger sets.

    Each set has further modules for what only events, and what only arguments reach. The modules
    are private: their types are used through `types`, and their names may change.
    """
    uses = {
        name: "" if name in results else "_events" if name in events else "_arguments"
        for name in services
    }
    homes = {name: (module_stem(users), uses[name]) for name, users in services.items()}
    taken = names.Taken((_COMMON, f"{_COMMON}_events", f"{_COMMON}_arguments"))
    modules = {}
    for users, use in sorted(set(homes.values()), key=lambda home: (len(home[0]), home)):
        wanted = ("_and_".join(users)[:_LONGEST] or _COMMON) + use
        modules[users, use] = f"_{taken.take(wanted) if users else wanted}"
    return {name: modules[home] for name, home in homes.items()}


def module_stem(users: frozenset[str]) -> tuple[str, ...]:
    """Returns the services that a module is named after; none if they are too many."""
    return tuple(sorted(users)) if len(users) <= _FEW_SERVICES else ()


def _pages_by_module(
    calls: Iterable[ClientCall], modules: Mapping[str, str]
) -> Mapping[str, tuple[PageText, ...]]:
    """Returns the classes of pages, each in the module of its response."""
    users = list(calls)
    pages = {call.result.page for call in users if call.result.page}
    walked = {call.result.page for call in users if call.method.pagination}
    found: defaultdict[str, list[PageText]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: page.name):
        array = f"{page.response} | None" if page.nullable else page.response
        base = f"_RowsModel[{array}]" if page.is_array else page.response
        yields = "its rows and those of all later pages" if page in walked else "its rows"
        text = PageText(page.name, base, annotate_value(page.row), yields)
        found[modules[page.response]].append(text)
    return {module: tuple(texts) for module, texts in found.items()}


def _add_imports(code: str, imports: Sequence[str]) -> str:
    """Adds imports for pages and joined texts, under names that no type has."""
    return code.replace(_FUTURE, "\n".join((f"{_FUTURE}\n", *imports)), 1) if imports else code


def _joined_texts_by_type(
    texts: Iterable[JoinedText],
) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Rule C27: a joined text is a read-only property, empty where there is no text."""
    found: defaultdict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    for one in texts:
        doc = docstring(f"The texts at `{one.path}`, joined; empty where there are none.", 8)
        steps = ", ".join(map(_step_literal, one.steps))
        found[one.type][free_name(one.name)] = (doc, f"_join_texts(self, {steps})")
    return found


def _step_literal(step: TextStep) -> str:
    if not step.each:
        return python_literal(step.name)
    return tuple_literal((step.name, *((step.tag, step.value) if step.tag else ())))


def _tags_by_type(types: NamedTypes) -> Mapping[str, Collection[str]]:
    """Returns the members by which unions choose, for each type that is a variant."""
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for named in types.values():
        if isinstance(named.type, Union) and named.type.discriminator:
            for variant in named.type.variants:
                for name in () if variant.is_default else references(variant.type):
                    tags[name].add(named.type.discriminator)
    return tags


def _chunk(module: str, layout: _Layout) -> Chunk:
    """Returns what makes one module: its definitions, and the modules that they refer to."""
    types = layout.members[module]
    definitions: JsonObject = {
        named.name: definition(named, layout.tags.get(named.name, ())) for named in types
    }
    times: set[str] = set()
    if layout.has_times:
        definitions = {name: give_times(schema, times) for name, schema in definitions.items()}
    elsewhere = {name for named in types for name in references(named.type)} - {*definitions}
    for name in sorted(elsewhere):
        path = f"{layout.package}.types.{layout.modules[name]}"
        definitions[name] = {"x-python-import": {"module": path, "name": name}}
    for name in sorted(times):
        path = f"{layout.package}._runtime.times"
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
        texts={named.name: _type_text(named, layout) for named in types},
    )


def _type_text(named: NamedType, layout: _Layout) -> TypeText:
    """Returns what schemas don't say: docstrings, joined texts, how to tell variants apart."""
    type_ = named.type
    docs = {}
    in_answers: list[str] = []
    if isinstance(type_, Object):
        attributes = member_names(type_)
        in_answers = [attributes[name] for name in sorted(layout.in_answers.get(named.name, ()))]
        docs = {
            attributes[member.name]: text
            for member in type_.properties
            if (text := prose_docstring(member.description, layout.vendor_docs, 4))
        }
    is_class = isinstance(type_, Object) and bool(type_.properties)
    is_choice = isinstance(type_, Union) and has_objects(type_, layout.types)
    return TypeText(
        choice=_choice(type_) if isinstance(type_, Union) and is_choice else "",
        doc=prose_docstring(named.description, layout.vendor_docs, 4 if is_class else 0),
        docs=docs,
        made=layout.joined_texts.get(named.name, {}),
        in_answers=in_answers,
        read_only=_read_only(named, layout),
    )


def _read_only(named: NamedType, layout: _Layout) -> str:
    """Returns, as Python, the attributes of the members that a request leaves out."""
    left_out = layout.read_only.get(named.name, ())
    if not left_out or not isinstance(named.type, Object):
        return ""
    attributes = member_names(named.type)
    return f"{{{', '.join(sorted(python_literal(attributes[name]) for name in left_out))}}}"


def _choice(union: Union) -> str:
    """Returns, as Python, how the runtime tells the variants of a union apart."""
    variants = [variant for variant in union.variants if isinstance(variant.type, Ref)]
    values = [variant.tags for variant in variants]
    if not union.discriminator or not any(values):
        return "OneOf()"
    arguments = [python_literal(union.discriminator), *map(tuple_literal, values)]
    default = next((number for number, one in enumerate(variants) if one.is_default), None)
    if default is not None:
        arguments.append(f"default={default}")
    text = f"OneOf({', '.join(arguments)})"
    if len(text) <= _WIDTH:
        return text
    lines = "".join(f"\n            {argument}," for argument in arguments)
    return f"OneOf({lines}\n        )"
