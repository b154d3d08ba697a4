"""Derives the props of a resource for stackql-deploy from the methods that create and update it.

A prop is a variable of the templates. Its name in Jinja may differ from its name on the wire.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.model.deploy import Deployment
from generator.model.methods import Method, Param
from generator.model.types import Property, Type
from generator.model.walk import NamedTypes
from generator.views.text.datatypes import datatype
from generator.vocabulary import ParamPlace

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# The keywords, literals and globals in Jinja's "Template Designer Documentation", and the names
# that stackql-deploy 1.9.5 adds.
_TAKEN = frozenset(
    re.findall(
        r"\w+",
        """
    and as block call context cycler dict elif else endif false filter for from if import in
    include is ignore joiner lipsum loop missing namespace none not or range recursive scoped self
    set super true uuid varargs kwargs caller with without stack_env stack_name comma
    """,
    )
)


class Kind(StrEnum):
    """How an INSERT writes a value."""

    TEXT = "text"  # quoted: strings, and objects and arrays as JSON
    PLAIN = "plain"  # unquoted: numbers and booleans
    MIXED = "mixed"  # quoted or unquoted, depending on the value


@dataclass(frozen=True, slots=True)
class Prop:
    """A value that the manifest sets."""

    name: str  # as on the wire
    variable: str  # its name in templates and in the manifest
    words: str  # its JSON types: "string or integer"
    kind: Kind
    required: bool
    source: Property | Param


def props_of(
    create: Method, update: Method | None, deployment: Deployment | None, types: NamedTypes
) -> tuple[Prop, ...]:
    """Returns the props of a resource, required ones first.

    They are the required parameters and the body's properties of the INSERT, then the properties
    that only an update accepts.

    Rule DV1: a prop is required if the INSERT requires it, or if stackql-deploy finds the resource
    by it.
    """
    key = deployment.key_from if deployment else ""
    params = [one for one in create.params if _is_prop(one, key)]
    properties = [one.property for one in create.body.properties] if create.body else []
    required = {one.name for one in params} | {key}
    required |= {*create.body.required_names} if create.body else set()
    if update is not None and update.body is not None:
        known = {one.name for one in params} | {one.name for one in properties}
        properties += [
            one.property for one in update.body.properties if one.property.name not in known
        ]
    sources: tuple[Property | Param, ...] = (*params, *properties)
    found = tuple(_props(sources, required, types))
    return tuple(sorted(found, key=lambda prop: not prop.required))


def _is_prop(param: Param, key: str) -> bool:
    return param.place is not ParamPlace.COOKIE and (param.required or param.name == key)


def _props(
    sources: Iterable[Property | Param], required: Collection[str], types: NamedTypes
) -> Iterator[Prop]:
    taken: set[str] = set()
    for source in sources:
        variable = variable_of(source.name, taken)
        taken.add(variable)
        words = datatype(source.type, types)
        yield Prop(source.name, variable, words, kind_of(words), source.name in required, source)


def variable_of(name: str, taken: Collection[str]) -> str:
    """Returns a name that is a valid Jinja variable.

    Rule DV2: the variable has the prop's name on the wire. `_` replaces the characters that a
    variable can't contain, and is appended to a name that is taken.
    """
    spelled = re.sub(r"[^A-Za-z0-9_]+", "_", f"_{name}").rstrip("_") or "_"
    variable = name if _NAME.match(name) else spelled
    while variable in taken or variable.lower() in _TAKEN:
        variable += "_"
    return variable


def kind_of(words: str) -> Kind:
    """Returns the kind of a value with these JSON types."""
    of = {*words.split(" or ")}
    if of <= {"string", "object", "array"}:
        return Kind.TEXT
    return Kind.PLAIN if of <= {"integer", "number", "boolean"} else Kind.MIXED


def is_plain_text(type_: Type, types: NamedTypes) -> bool:
    """Is every value of the type a string?"""
    return datatype(type_, types) == "string"
