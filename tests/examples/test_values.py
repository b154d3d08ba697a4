"""Values are made from types, and samples are fitted to types."""

from __future__ import annotations

import json

import pytest

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.model.types import (
    Array,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.vocabulary import Limits
from tests.support.providers import named, prop, provider, record, resource

STRING, INTEGER, NUMBER = (
    Scalar(kind) for kind in (ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.NUMBER)
)


def validators(*types: NamedType) -> Validators:
    return Validators(provider(resource(), types=types))


def limited(kind: ScalarKind, **limits: float | str) -> Scalar:
    return Scalar(kind, limits=Limits(**limits))  # type: ignore[arg-type]


def formatted(text: str) -> Scalar:
    return Scalar(ScalarKind.STRING, text)


@pytest.mark.parametrize(
    "kind",
    [
        limited(ScalarKind.STRING, min_length=7),
        limited(ScalarKind.STRING, max_length=2),
        limited(ScalarKind.STRING, pattern="^srv_[a-z]{3,5}(x|y)$"),
        limited(ScalarKind.INTEGER, minimum=5, multiple_of=4),
        limited(ScalarKind.INTEGER, exclusive_minimum=5),
        limited(ScalarKind.INTEGER, maximum=-3),
        limited(ScalarKind.NUMBER, exclusive_minimum=0, exclusive_maximum=0.25),
        limited(ScalarKind.NUMBER, exclusive_minimum=1),
        formatted("date-time"),
        formatted("uuid"),
        formatted("uri"),
        formatted("email"),
        Array(STRING, Limits(min_items=3, unique_items=True)),
        Array(INTEGER, Limits(min_items=2, unique_items=True)),
        Map(NUMBER, Limits(min_properties=2)),
        Nullable(STRING),
        Enum(ScalarKind.STRING, ("a", "b"), open=False),
        Const(5),
    ],
)
def test_made_values_are_valid(kind: Type) -> None:
    known = validators()
    for use in Use:
        assert known.fits(kind, use, ExampleValues(known, use).make(kind))


def test_recursive_properties_are_left_out() -> None:
    node = named(
        "Node",
        record(
            prop("name", STRING, required=True),
            prop("children", Array(Ref("Node")), required=True),
            prop("next", Ref("Node")),
        ),
    )
    known = validators(node)
    assert ExampleValues(known, Use.ANSWER).make(Ref("Node")) == {"name": "text", "children": []}


def test_a_sample_keeps_valid_parts_and_gains_missing_ones() -> None:
    cat = record(prop("kind", Const("cat"), required=True), prop("lives", INTEGER, required=True))
    dog = record(prop("kind", Const("dog"), required=True), prop("tricks", Array(STRING)))
    pets = Union((Variant(cat, ("cat",)), Variant(dog, ("dog",))), "kind")
    owner = record(
        prop("name", STRING, required=True), prop("pets", Array(pets)), prop("age", INTEGER)
    )
    sample: Json = {
        "age": "old",
        "pets": [{"kind": "cat", "lives": None}, {"kind": "dog", "tricks": ["sit", 5]}],
        "shoes": 44,
    }
    known = validators()
    fitted = ExampleValues(known, Use.ANSWER).fit(owner, sample)
    assert fitted == {
        "name": "text",
        "age": 1,
        "pets": [{"kind": "cat", "lives": 1}, {"kind": "dog", "tricks": ["sit", "text"]}],
        "shoes": 44,
    }
    assert known.fits(owner, Use.ANSWER, fitted)


def test_a_value_is_the_same_each_time() -> None:
    kind = limited(ScalarKind.STRING, pattern="^[a-z]{8}$")
    assert len({str(ExampleValues(validators(), Use.ANSWER).make(kind)) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "kind",
    [
        limited(ScalarKind.STRING, min_length=10**12),
        limited(ScalarKind.STRING, pattern="^((((((a{99}){99}){99}){99}){99}){99})$"),
        limited(ScalarKind.STRING, pattern="^(aaaaaaaaa)" + r"(\1\1)(\2\2)(\3\3)(\4\4)" * 9),
        limited(ScalarKind.NUMBER, minimum=1e300, multiple_of=1e-320),
        limited(ScalarKind.INTEGER, minimum=10**400),
        Array(STRING, Limits(min_items=10**15)),
        Array(STRING, Limits(min_items=10**15, unique_items=True)),
        Array(limited(ScalarKind.STRING, min_length=10**5), Limits(min_items=10**5)),
        Array(
            Array(Array(STRING, Limits(min_items=900)), Limits(min_items=900)), Limits(min_items=9)
        ),
        Map(STRING, Limits(min_properties=10**15)),
    ],
)
def test_values_too_large_for_memory_are_made_smaller(kind: Type) -> None:
    made = ExampleValues(validators(), Use.ANSWER).make(kind)
    assert len(json.dumps(made)) < 4 * 10**6


def test_types_that_multiply_each_other_stay_small() -> None:
    types = [
        named(
            f"T{number}",
            record(*(prop(name, Ref(f"T{number + 1}"), required=True) for name in "abc")),
        )
        for number in range(60)
    ]
    known = validators(*types, named("T60", STRING))
    assert len(json.dumps(ExampleValues(known, Use.ANSWER).make(Ref("T0")))) < 4 * 10**6
    assert ExampleValues(known, Use.ANSWER).make(Ref("T59")) == {
        "a": "text",
        "b": "text",
        "c": "text",
    }


def test_an_array_of_nothing_is_empty() -> None:
    assert ExampleValues(validators(), Use.ANSWER).make(Array(STRING, Limits(max_items=0))) == []


def test_a_pattern_of_another_dialect_is_ignored() -> None:
    kind = limited(ScalarKind.STRING, pattern="(?<a")
    assert validators().fits(kind, Use.ANSWER, "anything")
    assert isinstance(ExampleValues(validators(), Use.ANSWER).make(kind), str)
