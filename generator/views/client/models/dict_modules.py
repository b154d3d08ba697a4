"""The modules of a client's TypedDicts: the client's model in, the parts of their text out.

A TypedDict refers to all other types through `types`, which imports each one when it is first used.
The modules therefore need no import order, and a program without TypedDicts loads none of them.
"""

from __future__ import annotations

import keyword
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import names
from generator.escape import python_literal
from generator.model.types import NamedType, Object, Property
from generator.views.client.annotations import NAMES, annotate_argument, annotate_param
from generator.views.client.model import ClientModel
from generator.views.client.models.type_modules import module_stem, type_homes
from generator.views.client.param_names import argument_services, sent_members
from generator.views.text.python_layout import docstring, prose_docstring

# As a key in the body of a class, each would hide its other meaning.
_IN_ANNOTATIONS = NAMES | {"NotRequired", "Required"}


@dataclass(frozen=True, slots=True)
class DictMember:
    """A key of a TypedDict."""

    key: str  # an identifier, or a Python literal if the TypedDict is a call
    annotation: str
    doc: str


@dataclass(frozen=True, slots=True)
class DictType:
    """A TypedDict: a class, or a call if one of its keys can't be declared in a class."""

    name: str
    doc: str  # a docstring, or ""
    members: tuple[DictMember, ...]
    is_call: bool
    has_class_keys: bool  # a linter would prefer a class


@dataclass(frozen=True, slots=True)
class DictAlias:
    """An alias of a union with TypedDicts, or of the values of an enum."""

    name: str
    value: str  # an annotation, as a Python literal
    doc: str


@dataclass(frozen=True, slots=True)
class DictModule:
    """A module of TypedDicts as its template gets it."""

    name: str
    doc: str
    dicts: tuple[DictType, ...]
    aliases: tuple[DictAlias, ...]

    @property
    def types(self) -> tuple[str, ...]:
        """The names that the module defines."""
        of_dicts = (one.name for one in self.dicts)
        return tuple(sorted((*of_dicts, *(one.name for one in self.aliases))))


def build_dict_modules(model: ClientModel) -> tuple[DictModule, ...]:
    """Returns the modules of all TypedDicts and aliases, by name."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name, module in dict_homes(model).items():
        members[module].append(name)
    return tuple(_module(module, members[module], model) for module in sorted(members))


def dict_homes(model: ClientModel) -> Mapping[str, str]:
    """Returns the module of the TypedDict of each type that has one, by the type's name.

    Rule TD2: the TypedDicts that the same services reach share a module, as in rule C11.
    """
    services = argument_services(model.calls, model.types.flat)
    stems = {name: module_stem(services[name]) for name in model.types.params}
    taken = names.Taken(module.removeprefix("_") for module in type_homes(model).values())
    modules = {
        stem: "_" + taken.take("_and_".join(stem or ("common",)) + "_params")
        for stem in sorted({*stems.values()})
    }
    return {name: modules[stem] for name, stem in stems.items()}


def _module(name: str, members: Sequence[str], model: ClientModel) -> DictModule:
    types = [model.types.flat[member] for member in members]
    return DictModule(
        name=name,
        doc=docstring("Dicts that arguments accept.", 0),
        dicts=tuple(
            _dict(named, named.type, model) for named in types if isinstance(named.type, Object)
        ),
        aliases=tuple(
            _alias(named, model) for named in types if not isinstance(named.type, Object)
        ),
    )


def _alias(named: NamedType, model: ClientModel) -> DictAlias:
    value = python_literal(annotate_param(named.type, model.types))
    doc = prose_docstring(named.description, model.settings.vendor_docs, 0)
    return DictAlias(model.types.params[named.name], value, doc)


def _dict(named: NamedType, of: Object, model: ClientModel) -> DictType:
    members = sent_members(of)
    keys = [member.name for member in members]
    is_call = not all(map(_is_class_key, keys))
    return DictType(
        name=model.types.params[named.name],
        doc=prose_docstring(named.description, model.settings.vendor_docs, 4),
        members=tuple(_member(member, model, is_call=is_call) for member in members),
        is_call=is_call,
        has_class_keys=all(key.isidentifier() and not keyword.iskeyword(key) for key in keys),
    )


def _member(member: Property, model: ClientModel, *, is_call: bool) -> DictMember:
    """Rule TD3: a required key is `Required`; each other key may be left out."""
    annotation = annotate_argument(member.type, model.types)
    if member.nullable:
        annotation = f"{annotation} | None"
    if member.required:
        annotation = f"Required[{annotation}]"
    doc = prose_docstring(member.description, model.settings.vendor_docs, 4)
    if is_call:
        return DictMember(python_literal(member.name), python_literal(annotation), doc)
    return DictMember(member.name, annotation, doc)


def _is_class_key(key: str) -> bool:
    """Can a class declare this key: an ASCII identifier that is neither private nor hiding?"""
    is_name = key.isascii() and key.isidentifier() and not keyword.iskeyword(key)
    return is_name and not key.startswith("__") and key not in _IN_ANNOTATIONS
