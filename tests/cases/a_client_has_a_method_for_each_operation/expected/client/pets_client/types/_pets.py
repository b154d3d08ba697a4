"""Types of pets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from .._runtime.base_model import BaseModel, OneOf


class Cat(BaseModel):
    kind: Literal["cat"]
    nine_lives: Annotated[int | None, Field(alias="nine-lives")] = None
    """What is left of them."""


class Dog(BaseModel):
    kind: Literal["dog"]
    mood: Literal["good", "very good"] | str | None = None


Pet = TypeAliasType(
    "Pet",
    Annotated[
        Cat | Dog,
        OneOf("kind", ("cat",), ("dog",)),
    ],
)
"""A pet."""
