"""Types of pets."""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import TypeAliasType

from .._runtime.base_model import BaseModel, OneOf


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int | None = None


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str] | None = None


class OtherPet(BaseModel):
    kind: str | None = None
    name: str


Pet = TypeAliasType(
    "Pet",
    Annotated[
        Cat | Dog | OtherPet,
        OneOf("kind", ("cat",), ("dog",), ("OtherPet",), default=2),
    ],
)
