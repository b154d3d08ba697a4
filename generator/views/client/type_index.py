"""The packages that export a client's types: `types`, and packages with further names below it.

The client's model and the modules of its types come in. Each package imports a type when it is
first used; type checkers read the stub beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.client import TypeAlias
from generator.views.client.model import ClientModel
from generator.views.client.models.dict_modules import dict_homes
from generator.views.client.models.type_modules import type_homes


@dataclass(frozen=True, slots=True)
class AliasText:
    """A further name of a type."""

    name: str
    target: str
    module: str  # of the target, relative to the index
    is_own: bool  # is the target in the provider's code?


@dataclass(frozen=True, slots=True)
class TypeIndex:
    """The package `types`, or a package of further names below it."""

    path: str  # "types/chat"
    root: str  # of `types`, relative to the index: "", or dots
    modules: tuple[tuple[str, tuple[str, ...]], ...]  # module → types
    aliases: tuple[AliasText, ...]  # of types of the client
    own: tuple[AliasText, ...]  # of types of the provider's code
    packages: tuple[str, ...]  # the indexes below this one
    names: tuple[str, ...]  # all that it exports: a stub exports no renamed import by itself


def named_homes(model: ClientModel) -> Mapping[str, str]:
    """Returns the module of every type of a client by its name, TypedDicts included."""
    params = {model.types.params[name]: module for name, module in dict_homes(model).items()}
    return {**type_homes(model), **params}


def build_type_indexes(
    model: ClientModel, modules: tuple[tuple[str, tuple[str, ...]], ...]
) -> Iterator[TypeIndex]:
    """Yields `types`, whose types are in `modules`, then the packages of further names below it."""
    aliases = model.settings.additions.types
    paths = {one.module[:length] for one in aliases for length in range(1, len(one.module) + 1)}
    homes = {name: module for module, types in modules for name in types}
    for path in sorted({(), *paths}):
        packages = tuple(sorted(one[-1] for one in paths if one[:-1] == path))
        here = tuple(_aliases(aliases, path, homes))
        yield TypeIndex(
            path="/".join(("types", *path)),
            root="." * (len(path) + 1) if path else "",
            modules=() if path else modules,
            aliases=tuple(one for one in here if not one.is_own),
            own=tuple(one for one in here if one.is_own),
            packages=packages,
            names=tuple(sorted((*packages, *(one.name for one in here)))),
        )


def _aliases(
    aliases: tuple[TypeAlias, ...], path: tuple[str, ...], homes: Mapping[str, str]
) -> Iterator[AliasText]:
    here = sorted((one for one in aliases if one.module == path), key=lambda one: one.name)
    for one in here:
        if one.own_module:
            module = "." * (len(path) + 2) + one.own_module
        else:
            module = "." * (len(path) + 1) + homes[one.target]
        yield AliasText(one.name, one.target, module, bool(one.own_module))
