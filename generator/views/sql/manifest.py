"""A method that creates something in, the manifest for it out: as data, then as YAML text.

The manifest shows which values a new resource takes. How a page frames the text is the layout's
affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.escape import yaml_scalar
from generator.model.methods import Method
from generator.model.provider import Resource
from generator.model.types import Anything, Array, Nullable, Object, Ref, Type, Union
from generator.model.walk import NamedTypes
from generator.views.sql.statements import required_columns
from generator.views.text.datatypes import datatype

LARGEST = 5000
"""Entries of one manifest: types that fan out level by level would else fill a disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to fill in. With `props` it is an object, or a list of objects (`value: array`)."""

    name: str
    value: str  # the word for its type; "" for an object that shows its properties
    props: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str  # of the resource
    props: tuple[Entry, ...]


def manifest(resource: Resource, method: Method, types: NamedTypes) -> Manifest:
    """What a call of `method` takes.

    Rule MF1: the required params come first, as strings, in the order of the Methods table; then
    the body's properties, with their own names.
    """
    expansion = _Expansion(types)
    required = (Entry(column, "string") for column in required_columns(method))
    body = (expansion.entry(name, type_) for name, type_ in _body_parts(method))
    return Manifest(resource.name, (*required, *body))


def _body_parts(method: Method) -> tuple[tuple[str, Type], ...]:
    """The names and types of what the body is made of."""
    body = method.body
    if body is None:
        return ()
    if body.properties:
        return tuple((part.property.name, part.property.type) for part in body.properties)
    return tuple((body.python_name, content.type) for content in body.content[:1])


@dataclass(slots=True)
class _Expansion:
    """The types being opened, from the outside in, and how many entries there are so far."""

    types: NamedTypes
    path: list[str] = field(default_factory=list)
    size: int = 0

    def entry(self, name: str, type_: Type) -> Entry:
        """The entry of a value.

        Rule MF2: of a union the first variant counts; an object shows its properties; so does an
        array of objects, below `value: array`; anything else is its type, `string` where it has
        none. Rule MF3: a type inside itself is its word alone.
        """
        self.size += 1
        opened = len(self.path)
        shape = self._shape(type_)
        if isinstance(shape, Array):
            row = self._shape(shape.items)
            entry = Entry(name, "array", self._props(row))
        elif props := self._props(shape):
            entry = Entry(name, "", props)
        else:
            entry = Entry(name, self._word(shape))
        del self.path[opened:]
        return entry

    def _shape(self, type_: Type) -> Type:
        """The type behind names and nullability, the first variant of a union; `path` grows."""
        while True:
            match type_:
                case Ref(name):
                    if name in self.path:
                        return type_
                    self.path.append(name)
                    type_ = self.types[name].type
                case Nullable(inner):
                    type_ = inner
                case Union(variants):
                    type_ = variants[0].type
                case _:
                    return type_

    def _props(self, shape: Type) -> tuple[Entry, ...]:
        if not isinstance(shape, Object) or self.size > LARGEST:
            return ()
        return tuple(
            self.entry(part.name, part.type) for part in shape.properties if not part.read_only
        )

    def _word(self, shape: Type) -> str:
        return "string" if isinstance(shape, Anything) else datatype(shape, self.types)


def manifest_yaml(shown: Manifest) -> str:
    """The manifest as YAML, without a line end after its last line."""
    if not shown.props:
        return f"- name: {yaml_scalar(shown.name)}\n  props: []"
    return "\n".join(_lines(Entry(shown.name, "", shown.props), ""))


def _lines(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}- name: {yaml_scalar(entry.name)}"
    if entry.value:
        yield f"{indent}  value: {yaml_scalar(entry.value)}"
    if entry.props:
        yield f"{indent}  props:"
        for part in entry.props:
            yield from _lines(part, f"{indent}    ")
