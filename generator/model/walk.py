"""Walks the model: resolves a `Ref`, lists all resources and methods, finds a literal's kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.json_types import JsonScalar
from generator.model.methods import Method
from generator.model.provider import Provider, Resource, Service
from generator.model.types import NamedType, Nullable, Ref, ScalarKind, Type

NamedTypes: TypeAlias = Mapping[str, NamedType]
FindType: TypeAlias = Callable[[str], NamedType]
"""Returns the type that a `Ref` names."""

_KINDS = {
    str: ScalarKind.STRING,
    bool: ScalarKind.BOOLEAN,
    int: ScalarKind.INTEGER,
    float: ScalarKind.NUMBER,
}


def named_types(provider: Provider) -> NamedTypes:
    """Returns the types that a `Ref` of this provider can name."""
    return {named.name: named for named in provider.types}


def resolved(type_: Type, types: NamedTypes) -> Type:
    """Returns the type behind references and null; see `follow`."""
    return follow(type_, types.__getitem__)


def follow(type_: Type, find: FindType) -> Type:
    """Follows references and drops null. Returns a `Ref` if the references form a cycle."""
    seen: set[str] = set()
    while isinstance(type_, Ref | Nullable):
        if isinstance(type_, Nullable):
            type_ = type_.of
        elif type_.name in seen:
            break
        else:
            seen.add(type_.name)
            type_ = find(type_.name).type
    return type_


def walk_resources(services: Iterable[Service]) -> Iterator[tuple[Service, Resource]]:
    """Yields every resource with its service, in the order of the model."""
    for service in services:
        for resource in service.resources:
            yield service, resource


def walk_methods(services: Iterable[Service]) -> Iterator[tuple[Service, Resource, Method]]:
    """Yields every method with its service and resource, in the order of the model."""
    for service, resource in walk_resources(services):
        for method in resource.methods:
            yield service, resource, method


def client_methods(services: Iterable[Service]) -> frozenset[tuple[str, ...]]:
    """Returns the path of every method of the client, those that wait for a job included."""
    found = set()
    for _, _, method in walk_methods(services):
        found.add(method.python)
        if method.wait:
            found.add(method.waiting_path)
    return frozenset(found)


def kind_of(value: JsonScalar) -> ScalarKind | None:
    """Returns the kind of a literal value; None for null."""
    return _KINDS.get(type(value))
