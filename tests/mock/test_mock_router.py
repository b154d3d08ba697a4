"""Which texts the parameters of one segment take, beside a pattern that tries every division."""

from __future__ import annotations

import itertools
import re

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, Rule

from generator.mock.router import AfterText, rule_text

TEMPLATES = [
    "{a}-{b}",
    "{a}-{b}-{c}",
    "{a}-{b}:{c}",
    "{a}{b}",
    "{a}{b}-{c}",
    "{a}-{b}{c}",
    "-{a}--{b}-",
]


def paths_of(template: str) -> MapAdapter:
    rule = Rule(rule_text((template,)), endpoint="found")
    return Map([rule], converters={"after": AfterText}).bind("")


def texts_in(paths: MapAdapter, segment: str) -> tuple[str, ...] | None:
    try:
        _, texts = paths.match(f"/{segment}")
    except NotFound:
        return None
    return tuple(texts[f"p{number}"] for number in range(len(texts)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_parameters_of_a_segment_take_what_a_greedy_pattern_gives_them(template: str) -> None:
    paths = paths_of(template)
    greedy = re.compile(re.sub(r"\{\w\}", "(.+)", template))
    for length in range(1, 8):
        for letters in itertools.product("x-:", repeat=length):
            segment = "".join(letters)
            found = greedy.fullmatch(segment)
            assert texts_in(paths, segment) == (found.groups() if found else None), segment


def test_a_long_segment_is_matched_in_linear_time() -> None:
    """werkzeug's own pattern needs hours for it."""
    dashes = "-" * 20_000
    assert texts_in(paths_of("{a}-{b}-{c}:x"), dashes) is None
    assert texts_in(paths_of("{a}-{b}-{c}:x"), f"{dashes}:x") == ("-" * 19_996, "-", "-")
