"""The compiled patterns of the generator, and whether the code searches for them."""

from __future__ import annotations

import ast
import contextlib
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import generator
from generator.mapping import text_forms
from generator.mapping.forms import TextForm

_PATTERN = type(re.compile(""))
_ANCHORED = ("match", "fullmatch")  # called without a position
_ROOT = Path(generator.__path__[0])


@dataclass(frozen=True, slots=True)
class KnownPattern:
    place: str
    compiled: re.Pattern[Any]
    is_searched: bool


@cache
def find_patterns() -> dict[str, KnownPattern]:
    """Every pattern in a module of the generator or in a call of `re`, by its place."""
    found = [*_module_patterns(), *_form_patterns(), *_inline_patterns()]
    return {one.place: one for one in found}


def _module_patterns() -> Iterator[KnownPattern]:
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(_patterns_in(value)):
                place = f"{module.name}.{name}[{number}]"
                yield KnownPattern(place, pattern, _is_searched(Path(loaded.__file__ or ""), name))


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, _PATTERN):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _patterns_in(item)
    elif isinstance(value, dict):
        yield from _patterns_in(list(value.values()))


def _form_patterns() -> Iterator[KnownPattern]:
    """The patterns of the texts of a provider file, which `accepts` searches for."""
    for name, form in vars(text_forms).items():
        if isinstance(form, TextForm):
            place = f"{text_forms.__name__}.{name}"
            yield KnownPattern(place, re.compile(form.pattern), is_searched=True)


def _inline_patterns() -> Iterator[KnownPattern]:
    """The patterns that stand as literals in calls of `re`, but for those that modules hold."""
    for file in _files_with("re."):
        held = {
            id(one.value) for one in _tree(file).body if isinstance(one, ast.Assign | ast.AnnAssign)
        }
        for node in ast.walk(_tree(file)):
            match node:
                case ast.Call(
                    ast.Attribute(ast.Name("re"), verb), [ast.Constant(str(text)), *_]
                ) if id(node) not in held:
                    place = f"{file.relative_to(_ROOT).as_posix()}:{node.lineno}"
                    with contextlib.suppress(re.error):  # a pattern that needs its flags
                        yield KnownPattern(place, re.compile(text), verb not in _ANCHORED)


def _is_searched(file: Path, name: str) -> bool:
    """Does the code do anything with the pattern but to match it at the beginning of a text?"""
    files = [file] if name.startswith("_") else _files_with(name)
    return any(name in _searched_names(one) for one in files)


def _files_with(text: str) -> Iterator[Path]:
    """Yields the files of the generator that contain a text; most need no parsing then."""
    return (file for file, content in _sources().items() if text in content)


@cache
def _sources() -> dict[Path, str]:
    return {file: file.read_text() for file in sorted(_ROOT.rglob("*.py"))}


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(_sources()[file])


@cache
def _searched_names(file: Path) -> frozenset[str]:
    """The names that a file reads other than in `NAME.match(text)` and `NAME.fullmatch(text)`."""
    anchored: set[ast.AST] = set()
    for node in ast.walk(_tree(file)):
        match node:
            case ast.Call(ast.Attribute(ast.Name() as name, verb), [_], []) if verb in _ANCHORED:
                anchored.add(name)
            case ast.Attribute(ast.Name() as name, verb) if verb in _ANCHORED:
                pass
            case ast.Attribute(ast.Name() as name, "pattern" | "flags"):
                anchored.add(name)
    return frozenset(
        node.id
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in anchored
    )
