"""Patterns of a specification take bounded steps in the mock server, and give bounded texts."""

from __future__ import annotations

import time

import pytest

from generator.examples.scalars import make_scalar
from generator.examples.validators import Use, Validators
from generator.model.types import Scalar, ScalarKind
from generator.vocabulary import Limits
from tests.support.providers import provider, resource

LONGEST = 100_000  # characters


def scalar(pattern: str) -> Scalar:
    return Scalar(ScalarKind.STRING, limits=Limits(pattern=pattern))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^(?=(a+)+$)x", "a" * 40 + "!"),
        (r"^(a|a)*(?!x)\1b$", "a" * 40),
        (r"(?<!x)(a*)*\1c", "a" * 5000),
        (r"^(a+)+$", "a" * 50_000 + "!"),
    ],
)
def test_a_match_that_takes_too_many_steps_counts_as_none(pattern: str, text: str) -> None:
    started = time.monotonic()
    assert not Validators(provider(resource())).fits(scalar(pattern), Use.REQUEST, text)
    assert time.monotonic() - started < 5


def test_a_pattern_that_needs_too_much_memory_is_ignored() -> None:
    assert Validators(provider(resource())).fits(scalar("(a{1000}){1000}"), Use.REQUEST, "a")


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000000000}",
        "a{99999}",
        "(a{999}){999}",
        "(((a*)*)*)*",
        "a{50000}b{50000}",
        "[^a]{70000}",
    ],
)
def test_a_text_for_a_pattern_is_not_longer_than_the_bound(pattern: str) -> None:
    started = time.monotonic()
    text = make_scalar(scalar(pattern))
    assert isinstance(text, str)
    assert len(text) <= LONGEST
    assert time.monotonic() - started < 5
