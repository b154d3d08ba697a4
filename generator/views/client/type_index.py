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

    @property
    def is_renamed(self) -> bool:
        """Is it another name? An import with another name is no export of a stub."""
        return self.name != self.target


@dataclass(frozen=True, slots=True)
class TypeIndex:
    """The package `types`, or a package of further names below it."""

    path: str  # "types/chat"
    root: str  # of `types`, relative to the index: "", or dots
    modules: tuple[tuple[str, tuple[str, ...]], ...]  # module → types
    aliases: tuple[AliasText, ...]
    renamed: tuple[AliasText, ...]  # those of the aliases with another name than their target
    packages: tuple[str, ...]  # the indexes below this one


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
        found = tuple(_aliases(aliases, path, homes))
        yield TypeIndex(
            path="/".join(("types", *path)),
            root="." * (len(path) + 1) if path else "",
            modules=() if path else modules,
            aliases=found,
            renamed=tuple(one for one in found if one.is_renamed),
            packages=tuple(sorted(one[-1] for one in paths if one[:-1] == path)),
        )


def _aliases(
    aliases: tuple[TypeAlias, ...], path: tuple[str, ...], homes: Mapping[str, str]
) -> Iterator[AliasText]:
    here = sorted((one for one in aliases if one.module == path), key=lambda one: one.name)
    for one in here:
        yield AliasText(one.name, one.target, "." * (len(path) + 1) + homes[one.target])
