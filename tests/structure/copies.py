"""Signs that a module computes a fact that another module has: one rule for each fact."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeAlias

from tests.structure.code import Module
from tests.structure.measures import Measure

Sign: TypeAlias = Callable[[ast.AST], bool]
# These packages make the model or read it as it is written in the provider file.
_BEFORE_THE_MODEL = ("lower/", "provider/", "mapping/", "infer/", "model/", "openapi/", "spec/")


def places(sign: Sign, outside: Collection[str] = ()) -> Measure:
    """Returns a measure of the modules with `sign`, those below `outside` excluded."""

    def found(modules: Sequence[Module]) -> list[str]:
        return [
            module.short
            for module in modules
            if not module.short.startswith(tuple(outside)) and any(map(sign, _code(module)))
        ]

    return found


def _code(module: Module) -> Iterator[ast.AST]:
    """Yields the nodes of the module, docstrings and other bare strings excluded."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(
            child
            for child in ast.iter_child_nodes(node)
            if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant))
        )


def _chooses_content(node: ast.AST) -> bool:
    """Is this a comprehension that picks contents by their kind?"""
    return isinstance(node, ast.comprehension) and any(
        isinstance(part, ast.Attribute)
        and isinstance(part.value, ast.Name)
        and part.value.id == "ContentKind"
        for test in node.ifs
        for part in ast.walk(test)
    )


def _names_a_wait(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and "_and_wait" in node.value
    )


def _names_the_stream_switch(node: ast.AST) -> bool:
    """Is this a comparison or a lookup with the literal "stream"?"""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.Call):
        parts = list(node.args[:1])
    elif isinstance(node, ast.Subscript):
        parts = [node.slice]
    return any(isinstance(part, ast.Constant) and part.value == "stream" for part in parts)


def _follows_a_reference(node: ast.AST) -> bool:
    """Is this a loop `while isinstance(x, Ref)`, or a branch on Ref that looks a name up?"""
    match node:
        case ast.While(test=ast.Call() as test):
            return _is_ref_test(test)
        case ast.If(test=ast.Call() as test) | ast.IfExp(test=ast.Call() as test):
            return _is_ref_test(test) and _looks_up(node)
        case ast.match_case(pattern=ast.MatchClass(cls=ast.Name(id="Ref"))):
            return _looks_up(node)
    return False


def _is_ref_test(test: ast.Call) -> bool:
    is_check = isinstance(test.func, ast.Name) and test.func.id == "isinstance"
    return is_check and any(
        isinstance(part, ast.Name) and part.id == "Ref" for part in ast.walk(test)
    )


def _looks_up(branch: ast.AST) -> bool:
    """Is something indexed by a name, as in `types[ref.name]`?"""
    return any(
        isinstance(part, ast.Subscript)
        and isinstance(part.slice, ast.Name | ast.Attribute)
        and isinstance(part.ctx, ast.Load)
        and isinstance(part.value, ast.Name | ast.Attribute)
        for part in ast.walk(branch)
    )


def _reads(attribute: str) -> Sign:
    return lambda node: isinstance(node, ast.Attribute) and node.attr == attribute


def _lists_the_parts(node: ast.AST) -> bool:
    """Are several output parts written out as strings, in one display or class?"""
    if not isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict | ast.ClassDef):
        return False
    strings = {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    return {"docs", "client"} <= strings


def _imports_gc(node: ast.AST) -> bool:
    return isinstance(node, ast.Import) and any(alias.name == "gc" for alias in node.names)


def _imports_gc_in_runtime(modules: Sequence[Module]) -> list[str]:
    runtime = [module for module in modules if module.short.startswith("runtime/")]
    return places(_imports_gc)(runtime)


COPIES: dict[str, Measure] = {
    "the main content of an answer": places(_chooses_content, ("provider/", "lower/")),
    "the switch to a stream": places(_names_the_stream_switch, ("runtime/", *_BEFORE_THE_MODEL)),
    "the style that `brackets` gives": places(_reads("brackets"), _BEFORE_THE_MODEL),
    "the name of a waiting method": places(_names_a_wait),
    "the variable of a credential": places(_reads("api_key_env"), _BEFORE_THE_MODEL),
    "following a Ref": places(_follows_a_reference, ("lower/", "provider/")),
    "the list of output parts": places(_lists_the_parts),
    "gc in the user's process": _imports_gc_in_runtime,
}
