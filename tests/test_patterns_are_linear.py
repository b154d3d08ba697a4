"""No pattern of the generator can take more than linear time, as its parsed form shows.

A repeat without an upper bound that can give characters back must not stand in another one, or
before another one that takes the same characters, unless something between them tells where the
first one ends. Possessive repeats and atomic groups give nothing back.

A search must not begin again within what a failed attempt has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined] # has no types
from re import _parser as parser
from typing import Any

import pytest

from tests.support.regex_trees import LONG, characters, restarts
from tests.support.regex_uses import find_patterns

PATTERNS = find_patterns()
_LINE = "the code matches it at the beginning of a line, in a loop over patterns"
_TICKS = "at most nine lengths of backticks have no closing run; each costs one look to the end"
EXCEPTIONS = {
    "generator.escape.markdown._FENCE[0]": _LINE,
    "generator.escape.markdown._HEADING[0]": _LINE,
    "generator.escape.markdown._ITEM[0]": _LINE,
    "generator.escape.markdown._RULE[0]": _LINE,
    "generator.escape.markdown._TOKEN[0]": f"{_TICKS}; a bracket in a label follows a backslash, "
    "and the search takes these two as an escape; a link in a target is a match of its own",
    "generator.views.text.links._PART[0]": _TICKS,
    "generator.views.text.prose._PART[0]": _TICKS,
    "generator.names._WORD[0]": "a run of capitals always matches, perhaps without its last one",
    "generator.runtime.link_header._PARAMETER[0]": "it is matched where the last match ended; the "
    "first failure ends the loop",
}
"""Patterns that begin again within what they have read, with the reason why that is harmless."""


def defects(tree: Any, inside: bool = False) -> Iterator[str]:  # noqa: C901 - one case a kind of node
    """What makes a parsed pattern more than linear."""
    nodes = list(tree)
    for at, (kind, value) in enumerate(nodes):
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > LONG:
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
            if inner is not None and most > LONG and inner & taken:
                return inner & taken
            if least and first is not None and not first & taken:
                return frozenset()
        else:
            single = characters((kind, value))
            if single is not None and not single & taken:
                return frozenset()
    return frozenset()


@pytest.mark.parametrize("place", sorted(PATTERNS))
def test_a_pattern_is_linear_by_its_form(place: str) -> None:
    pattern = PATTERNS[place].compiled
    assert list(defects(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))) == []


@pytest.mark.parametrize("place", sorted(one for one in PATTERNS if PATTERNS[one].is_searched))
def test_a_search_begins_once_within_a_run(place: str) -> None:
    found = list(restarts(PATTERNS[place].compiled))
    assert (found != []) == (place in EXCEPTIONS), found


def test_each_exception_names_a_pattern_that_is_searched_for() -> None:
    assert [one for one in EXCEPTIONS if not PATTERNS[one].is_searched] == []


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


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"a*b",
            r"a*+b",
            r"\s+$",
            r"[a-z]+:",
            r"<[^>]*>",
            r"x|a*b",
            r"(?:a*b)+c",
            r"(?:xa*b)?a*c",
        ),
        *(r"(?m)^\s*x", r"a(?=[^x]*x)", r"a(?![^x]*x)", r"(?<!a)[ab]*c", r"\b[a-]*:", r"(a*)(?=b)"),
        *(r"(?:xa*b)?a*c", r"(?s)\n.*x", r"([ab])\1*c"),
    ],
)
def test_a_search_that_begins_again_is_found(pattern: str) -> None:
    assert list(restarts(re.compile(pattern))) != []


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"a+", r"a{2,}", r"a{1,9}b", r"\Aa*b", r"^a*b", r"(?m)^ *x", r"<[^<>]*>", r"\{[^{}]*\}"),
        *(r"(?<!a)a*b", r"(?<=x)a*b", r"\b\w+:", r"x(?=a*b)", r"ba*(?:c|$)?", r"(?i)a[^A]*b"),
        r"\.\w+(?:\[x\])?",
    ],
)
def test_a_search_that_begins_once_is_accepted(pattern: str) -> None:
    assert list(restarts(re.compile(pattern))) == []


def test_a_pattern_is_searched_for_unless_it_is_matched_at_the_beginning_of_a_text() -> None:
    found = {place: one.is_searched for place, one in PATTERNS.items()}
    assert not found["generator.escape.data._PLAIN_SQL[0]"]  # _PLAIN_SQL.match(text)
    assert found["generator.openapi.document._TEMPLATE[0]"]  # _TEMPLATE.findall(text)
    assert found["generator.runtime.link_header._PARAMETER[0]"]  # matched at a position
    assert found["generator.openapi.yaml_parser._ODD_NUMBERS[1]"]  # in a loop over patterns
    assert found["generator.mapping.text_forms.LINE"]  # re.search(form.pattern, text)
