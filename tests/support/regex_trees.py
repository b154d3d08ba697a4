"""Parsed patterns of `re`: the characters that a node takes, and restarts that cost too much.

A search that fails at one character begins again at the next one. It takes quadratic time if each
of its beginnings reads on over the same characters: `a*b` in `aaaa`, or `<[^>]*>` in `<<<<`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined] # has no types
from re import _parser as parser
from typing import Any, TypeAlias

LONG = 100  # a repeat of at most so many is bounded
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_ALPHABET = "".join(map(chr, range(0x180))) + "\u2028\u3000\ud800\ufeff\U0001f600\U000e0001"
_WORD = frozenset(filter(re.compile(r"\w").match, _ALPHABET))

Node: TypeAlias = tuple[Any, Any]
Characters: TypeAlias = frozenset[str]


def characters(node: Node, flags: int = 0) -> Characters | None:
    """The characters that a node of one character takes; None if it is another kind of node."""
    kind, value = node
    if kind in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
        state = parser.State()
        state.str = ""
        state.flags = flags
        tree = parser.SubPattern(state, [node])
        compiled = re._compiler.compile(tree, flags)  # type: ignore[attr-defined] # noqa: SLF001
        return frozenset(filter(compiled.fullmatch, _ALPHABET))
    if kind is codes.SUBPATTERN and len(value[3]) == 1:
        return characters(value[3][0], flags)
    if kind is codes.BRANCH and all(len(branch) == 1 for branch in value[1]):
        sets = [characters(branch[0], flags) for branch in value[1]]
        return None if None in sets else frozenset().union(*(one for one in sets if one))
    return None


def restarts(pattern: re.Pattern[Any]) -> Iterator[str]:
    """What makes a search for the pattern more than linear.

    An endless repeat, after which the pattern can still fail, needs something before it that is
    in none of its own characters: else a search begins anew within what the repeat has read.
    """
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, str) else pattern.flags
    nodes = list(parser.parse(pattern.pattern, flags))
    search = _Search(flags, _find_groups(nodes))
    for path in _paths(nodes):
        yield from search.find_unguarded(path)
        for at, step in enumerate(path):
            kind, value = step.node
            if kind in (codes.ASSERT, codes.ASSERT_NOT) and value[0] > 0:
                for inner in _paths(list(value[1])):
                    yield from search.find_unguarded([*path[:at], *inner], looking_from=at)


@dataclass(frozen=True, slots=True)
class _Step:
    node: Node
    depth: int = 0  # the number of optional parts around it


def _paths(nodes: list[Node], depth: int = 0) -> Iterator[list[_Step]]:
    """The sequences of nodes without groups and alternatives that a pattern stands for."""
    for parts in product(*(list(_paths_of(node, depth)) for node in nodes)):
        yield [step for part in parts for step in part]


def _paths_of(node: Node, depth: int) -> Iterator[list[_Step]]:
    kind, value = node
    if kind is codes.SUBPATTERN:
        yield from _paths(list(value[3]), depth)
    elif kind is codes.ATOMIC_GROUP:
        yield from _paths(list(value), depth)
    elif kind is codes.BRANCH:
        for branch in value[1]:
            yield from _paths(list(branch), depth)
    elif kind in REPEATS and tuple(value[:2]) == (0, 1):
        yield []
        yield from _paths(list(value[2]), depth + 1)
    elif kind in REPEATS and _has_repeat(value[2]):  # as a whole, and its first turn
        yield [_Step(node, depth)]
        yield from _paths(list(value[2]), depth if value[0] else depth + 1)
    else:
        yield [_Step(node, depth)]


def _has_repeat(nodes: Any) -> bool:
    return any(node[0] in REPEATS for node in _walk(list(nodes)))


def _find_groups(nodes: list[Node]) -> dict[int, list[Node]]:
    return {value[0]: list(value[3]) for kind, value in _walk(nodes) if kind is codes.SUBPATTERN}


def _walk(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(_parts(node))


def _parts(node: Node) -> list[Node]:
    """The nodes within a node, but for those of an assertion."""
    kind, value = node
    if kind is codes.SUBPATTERN:
        return list(value[3])
    if kind is codes.ATOMIC_GROUP:
        return list(value)
    if kind is codes.BRANCH:
        return [one for branch in value[1] for one in branch]
    return list(value[2]) if kind in REPEATS else []


@dataclass(frozen=True, slots=True)
class _Search:
    flags: int
    groups: dict[int, list[Node]]

    def find_unguarded(self, path: list[_Step], looking_from: int | None = None) -> Iterator[str]:
        """The repeats without a guard. A lookahead reads its text anew, even if it matches."""
        for at, step in enumerate(path):
            kind, value = step.node
            if at < (looking_from or 0) or kind not in REPEATS or value[1] <= LONG:
                continue
            taken = self._collect(list(value[2]))
            needed = [one.node for one in path[at + 1 :] if one.depth <= step.depth]
            can_fail = looking_from is not None or not all(map(_is_nullable, needed))
            if can_fail and not any(self._is_guard(one.node, taken) for one in path[:at]):
                yield f"a search can begin again within {kind} of {''.join(sorted(taken)[-40:])!r}"

    def _collect(self, nodes: list[Node]) -> Characters:
        """Every character that the nodes can take."""
        found: Characters = frozenset()
        for node in nodes:
            single = characters(node, self.flags)
            if single is not None:
                found |= single
            elif node[0] is codes.GROUPREF:
                found |= self._collect(self.groups[node[1]])
            else:
                found |= self._collect(_parts(node))
        return found

    def _is_guard(self, node: Node, taken: Characters) -> bool:
        """Does the node keep a search from beginning within a run of the characters?"""
        kind, value = node
        if kind is codes.AT:
            if value is codes.AT_BOUNDARY:
                return taken <= _WORD
            if value is codes.AT_BEGINNING and self.flags & re.MULTILINE:
                return "\n" not in taken
            return value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING)
        if kind is codes.ASSERT and value[0] < 0:
            return any(self._is_guard(one, taken) for one in value[1])
        if kind is codes.ASSERT_NOT and value[0] < 0 and len(value[1]) == 1:
            return taken <= (characters(value[1][0], self.flags) or frozenset())
        if kind in REPEATS:
            return value[0] > 0 and any(self._is_guard(one, taken) for one in value[2])
        single = characters(node, self.flags)
        return single is not None and not single & taken


def _is_nullable(node: Node) -> bool:
    """Does the node always match, at least with nothing?"""
    return node[0] in REPEATS and node[1][0] == 0
