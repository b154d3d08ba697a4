"""What the structure lint counts: modules in, findings out, one short line for each."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tests.structure.code import Function, Module, imports_of

Measure: TypeAlias = Callable[[Sequence[Module]], list[str]]
MAX_LINES = 40
MAX_PARAMETERS = 5
_EVERYWHERE = ("__init__", "__main__", "model")  # a stage's `model.py` defines what it returns
WALK = ("services", "resources", "methods")


def recurring_modules(modules: Sequence[Module], allowed: Mapping[str, str]) -> list[str]:
    """Module names that several packages use for different concepts."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        if not module.is_package and module.stem not in _EVERYWHERE:
            places[module.stem].append(module.short)
    return _recurring(places, allowed)


def recurring_classes(modules: Sequence[Module], allowed: Mapping[str, str]) -> list[str]:
    """Public class names that several modules define."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for name in module.classes:
            places[name].append(module.short)
    return _recurring(places, allowed)


def _recurring(places: Mapping[str, list[str]], allowed: Mapping[str, str]) -> list[str]:
    lines = (
        f"{name}: {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1
    )
    return [line for line in lines if line not in allowed]


def unused_allowances(
    modules: Sequence[Module], names: Mapping[str, str], classes: Mapping[str, str]
) -> list[str]:
    """Rows of the allow-tables that no longer describe what recurs."""
    recurring = {*recurring_modules(modules, {}), *recurring_classes(modules, {})}
    return sorted(row for row in (*names, *classes) if row not in recurring)


def import_circles(modules: Sequence[Module]) -> list[str]:
    """Groups of modules that import each other, directly or through others."""
    known = frozenset(module.name for module in modules)
    graph = {module.name: imports_of(module, known) for module in modules}
    reached = {name: _reachable(name, graph) for name in graph}
    circles = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in graph
        if name in reached[name]
    }
    return sorted(", ".join(sorted(circle)) for circle in circles)


def _reachable(start: str, graph: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph[name])
    return found


def long_functions(modules: Sequence[Module]) -> list[str]:
    """Functions of more than MAX_LINES lines, decorators excluded, docstrings included."""
    return [
        f"{module.short}: {function.name} has {lines} lines"
        for module in modules
        for function in module.functions
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MAX_LINES
    ]


def wide_functions(modules: Sequence[Module]) -> list[str]:
    """Functions of more than MAX_PARAMETERS parameters; `self` and `cls` don't count."""
    return [
        f"{module.short}: {function.name} has {count} parameters"
        for module in modules
        for function in module.functions
        if (count := _parameters(function)) > MAX_PARAMETERS
    ]


def _parameters(function: Function) -> int:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    variadic = sum(one is not None for one in (given.vararg, given.kwarg))
    bound = every and every[0].arg in {"self", "cls"}
    return len(every) - bool(bound) + variadic


def nested_loops(modules: Sequence[Module], walk: Sequence[str]) -> list[str]:
    """Loops over the last attribute of `walk`, within loops over the ones before it."""
    return [
        f"{module.short}: line {line}"
        for module in modules
        for line in sorted(set(_innermost(module.tree, (), walk)))
    ]


def _innermost(node: ast.AST, within: Sequence[str], walk: Sequence[str]) -> Iterator[int]:
    """Yields the line of each loop that completes `walk`; `within` are the loops around `node`."""
    if isinstance(node, ast.For | ast.AsyncFor):
        yield from _innermost(node.iter, within, walk)
        inner = (*within, _looped(node.iter))
        if _completes(inner, walk):
            yield node.lineno
        for part in (*node.body, *node.orelse):
            yield from _innermost(part, inner, walk)
        return
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        for loop in node.generators:
            yield from _innermost(loop.iter, within, walk)
            within = (*within, _looped(loop.iter))
            if _completes(within, walk):
                yield node.lineno
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.comprehension):
            yield from _innermost(child, within, walk)


def _looped(iterated: ast.expr) -> str:
    """The attribute that a loop runs over: "methods" in `sorted(resource.methods)`."""
    attributes = [node.attr for node in ast.walk(iterated) if isinstance(node, ast.Attribute)]
    return next((attribute for attribute in attributes if attribute in WALK), "")


def _completes(loops: Sequence[str], walk: Sequence[str]) -> bool:
    """Is the last loop the end of `walk`, and are its other steps around it, in order?"""
    remaining = iter(loops)
    return loops[-1] == walk[-1] and all(step in remaining for step in walk)
