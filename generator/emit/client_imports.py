"""What a module of a client imports: the names that stand in it, by the modules that have them.

Names that only annotations use are imported for type checkers alone, so that a module loads no more
than it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

# By the package's own root, "..": what annotations may name.
_ANNOTATIONS = {
    "": ("types",),
    "_runtime.binary": ("AsyncBinaryResponse", "BinaryResponse"),
    "_runtime.files": ("FileInput",),
    "_runtime.options": ("CallOptions", "ListOptions", "WaitOptions"),
    "_runtime.pages": ("AsyncPages",),
    "_runtime.streams": ("AsyncStream", "Stream"),
}
_ABC = ("Mapping", "Sequence")
_TYPING = ("Any", "Literal", "Unpack")
IMPORTED = (
    *("AsyncClient", "AsyncResource", "AsyncStreaming", "Changes", "Final", "NotGiven", "Page"),
    *("Resource", "Self", "SyncClient", *_ABC, *_TYPING),
    *(name for names in _ANNOTATIONS.values() for name in names),
)
"""What a class of a resource can't be called."""


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """In the order of a module's head; blank lines part standard library, others' and own."""

    standard: tuple[Import, ...]
    others: tuple[Import, ...]
    own: tuple[Import, ...]
    checked_standard: tuple[Import, ...]  # below `if TYPE_CHECKING:`, as the next
    checked_others: tuple[Import, ...]
    checked_own: tuple[Import, ...]


def imports(
    annotations: str,
    *,
    root: str,
    run: Mapping[str, Iterable[str]],
    checked: Mapping[str, Iterable[str]],
) -> Imports:
    """The imports of a module whose annotations are these.

    `root` is the package as the module sees it. `run` and `checked` have what the module needs
    beside its annotations, at run time and for type checkers, by module.
    """
    running = {module: set(names) for module, names in run.items()}
    running.setdefault("typing", set()).update(used(annotations, _TYPING))
    for_checkers = {module: set(names) for module, names in checked.items()}
    for_checkers["collections.abc"] = set(used(annotations, _ABC))
    for module, names in _ANNOTATIONS.items():
        found = for_checkers.setdefault(f"{root}{module}", set())
        found.update(used(annotations, names))
    if any(for_checkers.values()):
        running["typing"].add("TYPE_CHECKING")
    return Imports(*_grouped(running), *_grouped(for_checkers))


def used(written: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of `wanted` that stand in annotations. A word in a literal counts too: no harm."""
    return tuple(name for name in wanted if _word(name).search(written))


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{name}\b")


def _grouped(
    modules: Mapping[str, Iterable[str]],
) -> tuple[tuple[Import, ...], tuple[Import, ...], tuple[Import, ...]]:
    found = [Import(module, tuple(sorted(names))) for module, names in modules.items() if names]
    found.sort(key=lambda one: (-_dots(one.module), one.module))
    standard = [one for one in found if one.module in ("collections.abc", "functools", "typing")]
    others = [one for one in found if one.module == "typing_extensions"]
    return tuple(standard), tuple(others), tuple(one for one in found if _dots(one.module))


def _dots(module: str) -> int:
    return len(module) - len(module.lstrip("."))
