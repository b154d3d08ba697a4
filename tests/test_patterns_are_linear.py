"""No pattern of the generator can take more than linear time, as its parsed form shows.

A repeat without an upper bound that can give characters back must not stand in another one, or
before another one that takes the same characters, unless something between them tells where the
first one ends. Possessive repeats and atomic groups give nothing back.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined] # has no types
from re import _parser as parser
from typing import Any

import pytest

import generator

_ALPHABET = "".join(map(chr, range(0x180))) + "\u2028\u3000\ud800\ufeff\U0001f600\U000e0001"
_LONG = 100  # a repeat of at most so many is bounded
_PATTERN = type(re.compile(""))


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern in a module of the generator, by its place."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(_patterns_in(value)):
                found[f"{module.name}.{name}[{number}]"] = pattern
    return {**found, **dict(_inline_patterns())}


def _inline_patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that stand as literals in calls of `re`."""
    for file in sorted(Path(generator.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(ast.Attribute(ast.Name("re")), [ast.Constant(str(text)), *_]):
                    with contextlib.suppress(re.error):  # a pattern that needs its flags
                        yield f"{file.stem}:{node.lineno}", re.compile(text)


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, _PATTERN):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _patterns_in(item)
    elif isinstance(value, dict):
        yield from _patterns_in(list(value.values()))


def characters(node: tuple[Any, Any]) -> frozenset[str] | None:
    """The characters that a node of one character takes; None if it is another kind of node."""
    kind, value = node
    if kind in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
        state = parser.State()
        state.str = ""
        tree = parser.SubPattern(state, [node])
        compiled = re._compiler.compile(tree)  # type: ignore[attr-defined] # noqa: SLF001
        return frozenset(filter(compiled.fullmatch, _ALPHABET))
    if kind is codes.SUBPATTERN and len(value[3]) == 1:
        return characters(value[3][0])
    if kind is codes.BRANCH and all(len(branch) == 1 for branch in value[1]):
        sets = [characters(branch[0]) for branch in value[1]]
        return None if None in sets else frozenset().union(*(one for one in sets if one))
    return None


def defects(tree: Any, inside: bool = False) -> Iterator[str]:  # noqa: C901 - one case a kind of node
    """What makes a parsed pattern more than linear."""
    nodes = list(tree)
    for at, (kind, value) in enumerate(nodes):
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > _LONG:
            taken = characters(value[2][0]) if len(value[2]) == 1 else None
            if inside and not _is_delimited(nodes, at, taken):
                yield f"a repeat in a repeat: {kind} at {at}"
            if taken is not None and (other := _overlap(taken, nodes[at + 1 :])):
                yield f"repeats of the same characters: {sorted(other)[:3]} at {at}"
            yield from defects(value[2], inside=True)
        elif kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            yield from defects(value[2], inside)
        elif kind is codes.POSSESSIVE_REPEAT:
            yield from defects(value[2])
        elif kind is codes.ATOMIC_GROUP:
            yield from defects(value)
        elif kind is codes.SUBPATTERN:
            yield from defects(value[3], inside)
        elif kind is codes.BRANCH:
            for branch in value[1]:
                yield from defects(branch, inside)
        elif kind in (codes.ASSERT, codes.ASSERT_NOT):
            yield from defects(value[1])


def _is_delimited(nodes: list[Any], at: int, taken: frozenset[str] | None) -> bool:
    """Does each turn of the outer repeat begin or end with what the inner one doesn't take?"""
    if taken is None:
        return False
    ends = [characters(node) for node in (*nodes[:at], *nodes[at + 1 :])]
    return any(end is not None and not end & taken for end in ends)


def _overlap(taken: frozenset[str], after: list[Any]) -> frozenset[str]:
    """The characters of `taken` that a later repeat takes too, with nothing certain between."""
    for kind, value in after:
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, body = value
            inner = characters(body[0]) if len(body) == 1 else None
            first = characters(body[0]) if len(body) else None
            if inner is not None and most > _LONG and inner & taken:
                return inner & taken
            if least and first is not None and not first & taken:
                return frozenset()
        else:
            single = characters((kind, value))
            if single is not None and not single & taken:
                return frozenset()
    return frozenset()


PATTERNS = patterns()


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear_by_its_form(name: str) -> None:
    pattern = PATTERNS[name]
    assert list(defects(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))) == []


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(?:a*)*b", r"a*a*b", r"\s*\s*x", r"(?:a|b*)*c", r".*?[ #]*\Z", r"[a-z]+\w*\Z"],
)
def test_a_pattern_that_is_not_linear_is_found(pattern: str) -> None:
    assert list(defects(parser.parse(pattern))) != []


@pytest.mark.parametrize(
    "pattern", [r"(?>a+)+$", r"a*+a*b", r"(?:\.\w+)*\Z", r"a*ba*", r"[^=]*=.*"]
)
def test_a_linear_pattern_is_accepted(pattern: str) -> None:
    assert list(defects(parser.parse(pattern))) == []
