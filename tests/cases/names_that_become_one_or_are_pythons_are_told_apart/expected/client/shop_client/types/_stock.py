"""Types of stock."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.base_model import BaseModel


class NoneModel(BaseModel):
    class_: Annotated[str | None, Field(alias="__class__")] = None
    def_: Annotated[str | None, Field(alias="def")] = None


class Schema(BaseModel):
    model_config_: Annotated[str | None, Field(alias="model_config")] = None
    model_dump_: Annotated[str | None, Field(alias="model_dump")] = None


class ThingBody_2(BaseModel):
    foo_bar: Annotated[str | None, Field(alias="fooBar")] = None
    foo_bar_2: Annotated[str | None, Field(alias="foo_bar")] = None
    value: Annotated[Schema | None, Field(alias="..")] = None
    import_: Annotated[str | None, Field(alias="import")] = None
    id: str | None = None


class ThingBody(BaseModel):
    a: str | None = None
    a_2: Annotated[int | None, Field(alias="A")] = None
    none: Annotated[NoneModel | None, Field(alias="None")] = None
    other: ThingBody_2 | None = None
