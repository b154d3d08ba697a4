"""Parsing into models and unions, which tolerates additions of the server."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

from generator.runtime.base_model import BaseModel, OneOf, UnknownVariant
from generator.runtime.errors import InvalidResponseError
from generator.runtime.response_parser import ResponseParser
from generator.runtime.rows_model import RowsModel


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int
    kittens: list[Pet] | None = None


class Dog(BaseModel):
    kind: Annotated[Literal["dog", "hound"], Field(alias="kind")]
    good_boy: Annotated[bool | None, Field(alias="goodBoy")] = None


class Rock(BaseModel):
    weight: float


# As the generator writes them: in quotes what comes further down.
Pet = TypeAliasType(
    "Pet", Annotated[Union[Cat, Dog, Rock, "Pets", str], OneOf("kind", ("cat",), ("dog", "hound"))]
)
Pets = TypeAliasType("Pets", list[Pet])
Plain = TypeAliasType("Plain", Annotated[Cat | Rock, OneOf()])


class Owner(BaseModel):
    name: str
    pet: Pet
    age: int | None = None


class OwnerRows(RowsModel[list[Owner]]):
    """The page of an array."""


def parsed(text: str, kind: object = Owner) -> object:
    return ResponseParser(kind).parse(text)


def dumped(model: object) -> object:
    assert isinstance(model, BaseModel)
    return model.model_dump(by_alias=True, exclude_unset=True, warnings=False)


@pytest.mark.parametrize(
    ("pet", "kind"),
    [
        ({"kind": "cat", "lives": 9}, Cat),
        ({"kind": "hound", "goodBoy": True}, Dog),
        ({"weight": 1.5}, Rock),
        ({"kind": "cow", "milk": [1]}, UnknownVariant),
        ({}, UnknownVariant),
        ("a name", str),
        ([{"kind": "cat", "lives": 1}, "b"], list),
    ],
)
def test_a_tag_selects_the_variant(pet: object, kind: type) -> None:
    owner = TypeAdapter(Owner).validate_python({"name": "n", "pet": pet})
    assert type(owner.pet) is kind
    assert dumped(owner) == {"name": "n", "pet": pet}


def test_models_are_accepted_unchanged() -> None:
    cat = Cat(kind="cat", lives=9, kittens=["x", Dog(kind="dog", good_boy=True)])
    assert Owner(name="n", pet=cat).pet is cat
    unknown = UnknownVariant.model_validate({"kind": "cow"})
    owner: Any = Owner.model_validate({"name": "n", "pet": unknown})
    assert owner.pet is unknown
    assert dumped(owner) == {"name": "n", "pet": {"kind": "cow"}}


def test_without_a_tag_the_best_fit_is_chosen() -> None:
    adapter: TypeAdapter[object] = TypeAdapter(Plain)
    assert type(adapter.validate_python({"weight": 1})) is Rock
    assert type(adapter.validate_python({"other": 1})) is UnknownVariant
    with pytest.raises(ValidationError):
        adapter.validate_python(3)


def test_invalid_values_are_kept_and_the_rest_is_parsed() -> None:
    text = '{"pet": {"kind": "cat", "lives": "many", "kittens": [{"kind": "dog"}, 5], "x": 1}}'
    owner: Any = parsed(text)
    assert (type(owner), owner.name, owner.age) == (Owner, None, None)
    assert (type(owner.pet), owner.pet.lives) == (Cat, "many")
    assert [type(kitten) for kitten in owner.pet.kittens] == [Dog, int]
    assert dumped(owner) == TypeAdapter(dict).validate_json(text)


@pytest.mark.parametrize("text", ["[]", "3", '"text"'])
def test_a_value_of_another_shape_is_returned_unchanged(text: str) -> None:
    assert parsed(text) == TypeAdapter(object).validate_json(text)


@pytest.mark.parametrize("text", ["", "<html>", "{", '{"a": 1} x'])
def test_invalid_json_is_an_error(text: str) -> None:
    with pytest.raises(InvalidResponseError, match="isn't JSON"):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"name": "n", "pet": "p", "age": "5"}', str),
        ('{"name": "n", "pet": "p", "age": true}', bool),
        ('{"name": "n", "pet": "p", "age": 5.5}', float),
        ('{"name": "n", "pet": "p", "age": null}', type(None)),
    ],
)
def test_values_are_not_coerced(text: str, kind: type) -> None:
    owner: Any = parsed(text)
    assert type(owner.age) is kind
    assert dumped(owner) == TypeAdapter(dict).validate_json(text)


def test_missing_members_are_none_and_are_not_sent_back() -> None:
    owner: Any = parsed('{"name": "n"}')
    assert (owner.pet, owner.age) == (None, None)
    assert dumped(owner) == {"name": "n"}
    dog: Any = parsed('{"name": "n", "pet": {"kind": "dog", "new": {"a": [1]}}}')
    assert (dog.pet.good_boy, dog.pet.new) == (None, {"a": [1]})
    assert dumped(dog) == {"name": "n", "pet": {"kind": "dog", "new": {"a": [1]}}}


@pytest.mark.parametrize("kind", [Owner, list[Owner], Pet, str])
def test_null_is_an_error_unless_the_type_allows_it(kind: Any) -> None:
    with pytest.raises(InvalidResponseError, match="the response is null, not "):
        ResponseParser(kind).parse("null")
    with pytest.raises(InvalidResponseError, match="the response is null, not "):
        ResponseParser(kind).parse_value(None)
    assert ResponseParser(kind | None).parse("null") is None
    assert ResponseParser(Any).parse_value(None) is None


def test_an_empty_body_is_an_error() -> None:
    for raw in (b"", b" \n"):
        for parse in (ResponseParser(Owner).parse, ResponseParser(Owner).parse_strict):
            with pytest.raises(InvalidResponseError, match="isn't JSON: it is empty"):
                parse(raw)


# ------------------------------------------------------------------------------- strict clients


def test_a_strict_parser_accepts_valid_data() -> None:
    text = (
        '{"name": "n", "pet": {"kind": "cat", "lives": 9, "kittens": ["x", {"weight": 1}]}, "x": 1}'
    )
    for strict in (
        ResponseParser(Owner).parse_strict(text),
        ResponseParser(Owner).parse_strict_value(TypeAdapter(dict).validate_json(text)),
    ):
        assert strict == parsed(text)
        assert strict.x == 1  # objects are open unless their schema says otherwise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", r"does not match Owner: \$\.name: field required; \$\.pet: field required$"),
        ('{"name": 1, "pet": "p"}', r"\$\.name: input should be a valid string$"),
        ('{"name": "n", "pet": "p", "age": "5"}', r"\$\.age: input should be a valid integer$"),
        ('{"name": "n", "pet": {"kind": "cat"}}', r"\$\.pet\.lives: field required$"),
        (
            '{"name": "n", "pet": {"kind": "cat", "lives": 1, "kittens": ["a", {"kind": "cat"}]}}',
            r"\$\.pet\.kittens\[1\]\.lives: field required$",
        ),
        ('{"name": "n", "pet": {"kind": "cow"}}', r"\$\.pet: not a known variant"),
        ('{"pet": [{}, {}, {}, {}]}', r"\$\.name: field required; .*; and \d+ more$"),
        ("[]", r"does not match Owner: \$: input should be an object$"),
        ("null", r"does not match Owner: \$: input should be an object$"),
        ("{", "isn't JSON"),
    ],
)
def test_a_strict_parser_says_where_a_response_does_not_fit(text: str, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        ResponseParser(Owner).parse_strict(text)


def test_events_are_parsed_strictly_too() -> None:
    with pytest.raises(InvalidResponseError, match=r"\$\.pet: not a known variant"):
        ResponseParser(Owner).parse_strict_value({"name": "n", "pet": {"kind": "cow"}})


def test_a_page_of_an_array_stays_a_page_if_a_row_does_not_fit() -> None:
    page = parsed('[{"name": "Ada", "pet": {"kind": "cat", "lives": 9}}, {"name": 5}]', OwnerRows)
    assert isinstance(page, OwnerRows)
    assert isinstance(page[0].pet, Cat)
    assert page[1].name == 5
    assert len(page) == 2
    assert parsed('{"an": "object"}', OwnerRows) == {"an": "object"}
