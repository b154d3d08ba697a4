"""Models and unions that take what a server adds, here in a module as a client has them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

from generator.runtime.errors import InvalidResponseError
from generator.runtime.models import BaseModel, OneOf, UnknownVariant
from generator.runtime.parsing import Parser


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


def parsed(text: str, kind: object = Owner) -> object:
    return Parser(kind).parse(text)


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
def test_a_tag_chooses_the_variant(pet: object, kind: type) -> None:
    owner = TypeAdapter(Owner).validate_python({"name": "n", "pet": pet})
    assert type(owner.pet) is kind
    assert dumped(owner) == {"name": "n", "pet": pet}


def test_models_are_taken_as_they_are() -> None:
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


def test_what_does_not_fit_is_kept_and_the_rest_is_parsed() -> None:
    text = '{"pet": {"kind": "cat", "lives": "many", "kittens": [{"kind": "dog"}, 5], "x": 1}}'
    owner: Any = parsed(text)
    assert (type(owner), owner.name, owner.age) == (Owner, None, None)
    assert (type(owner.pet), owner.pet.lives) == (Cat, "many")
    assert [type(kitten) for kitten in owner.pet.kittens] == [Dog, int]
    assert dumped(owner) == TypeAdapter(dict).validate_json(text)


@pytest.mark.parametrize("text", ["[]", "3", '"text"'])
def test_another_shape_is_returned_as_it_came(text: str) -> None:
    assert parsed(text) == TypeAdapter(object).validate_json(text)


@pytest.mark.parametrize("text", ["", "<html>", "{", '{"a": 1} x'])
def test_what_is_no_json_is_an_error(text: str) -> None:
    with pytest.raises(InvalidResponseError, match="isn't JSON"):
        parsed(text)
