"""Builds the manifest of a method that creates a resource, as data and as YAML.

The manifest lists the values that a new resource takes. The layout decides how a page shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.escape import flow_yaml, yaml_scalar
from generator.json_types import JsonScalar, JsonValue
from generator.model.methods import Method
from generator.model.provider import Resource
from generator.model.types import (
    Anything,
    Array,
    Enum,
    Nullable,
    Object,
    Property,
    Ref,
    Type,
    Union,
)
from generator.model.walk import NamedTypes, resolved
from generator.views.text.datatypes import datatype
from generator.views.text.prose import one_line

LARGEST = 5000
"""Entries of one manifest: types that fan out level by level would else fill a disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to fill in. With `props` it is an object, or a list of objects (`value: array`)."""

    name: str
    value: str  # the word for its type; "" for an object that shows its properties
    props: tuple[Entry, ...] = ()
    about: tuple[tuple[str, str], ...] = ()  # keys and values that explain it, by `_about`


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str  # of the resource
    props: tuple[Entry, ...]


def manifest(
    resource: Resource, method: Method, required: Iterable[str], types: NamedTypes
) -> Manifest:
    """Returns the entries of a manifest.

    Rule MF1: the names in `required` come first, as strings; then the body's properties, with their
    own names.
    """
    expansion = _Expansion(types)
    body = (expansion.entry(name, type_) for name, type_ in _body_parts(method))
    params = (Entry(name, "string") for name in required)
    return Manifest(resource.name, (*params, *body))


def detailed_manifest(
    resource: Resource, method: Method, required: Iterable[str], types: NamedTypes
) -> Manifest:
    """Returns the manifest with each property's description, default and valid values."""
    described = {param.name: param.description for param in method.params}
    params = (
        Entry(name, "string", about=_about(described.get(name, ""), None, ())) for name in required
    )
    expansion = _Expansion(types, detailed=True)
    if method.body and method.body.properties:
        body = tuple(expansion.member(part.property) for part in method.body.properties)
    else:
        body = tuple(expansion.entry(name, type_) for name, type_ in _body_parts(method))
    return Manifest(resource.name, (*params, *body))


def _about(
    description: str, default: JsonValue | None, choices: Iterable[JsonScalar]
) -> tuple[tuple[str, str], ...]:
    """Yields the keys that explain an entry, with their values as YAML."""
    values = ", ".join(map(flow_yaml, choices))
    pairs = (
        ("description", yaml_scalar(one_line(description)) if description.strip() else ""),
        ("default", flow_yaml(default.value) if default else ""),
        ("valid_values", f"[{values}]" if values else ""),
    )
    return tuple(pair for pair in pairs if pair[1])


def _body_parts(method: Method) -> tuple[tuple[str, Type], ...]:
    """Yields the names and types of the body's properties."""
    body = method.body
    if body is None:
        return ()
    if body.properties:
        return tuple((part.property.name, part.property.type) for part in body.properties)
    return tuple((body.python_name, content.type) for content in body.content[:1])


@dataclass(slots=True)
class _Expansion:
    """The types that are being expanded, outermost first, and the number of entries so far."""

    types: NamedTypes
    detailed: bool = False
    path: list[str] = field(default_factory=list)
    size: int = 0

    def entry(self, name: str, type_: Type) -> Entry:
        """Returns the entry of a value.

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

    def member(self, part: Property) -> Entry:
        """Returns the entry of a property."""
        entry = self.entry(part.name, part.type)
        if not self.detailed:
            return entry
        known = resolved(part.type, self.types)
        choices = known.values if isinstance(known, Enum) else ()
        return replace(entry, about=_about(part.description, part.default, choices))

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
        return tuple(self.member(part) for part in shape.properties if not part.read_only)

    def _word(self, shape: Type) -> str:
        return "string" if isinstance(shape, Anything) else datatype(shape, self.types)


def manifest_yaml(shown: Manifest) -> str:
    """Returns the manifest as YAML, without a trailing line end."""
    if not shown.props:
        return f"- name: {yaml_scalar(shown.name)}\n  props: []"
    return "\n".join(_lines(Entry(shown.name, "", shown.props), ""))


def _lines(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}- name: {yaml_scalar(entry.name)}"
    if entry.value:
        yield f"{indent}  value: {yaml_scalar(entry.value)}"
    for key, text in entry.about:
        yield f"{indent}  {key}: {text}"
    if entry.props:
        yield f"{indent}  props:"
        for part in entry.props:
            yield from _lines(part, f"{indent}    ")
