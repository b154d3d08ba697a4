"""Generated models, apart from parsing."""

from __future__ import annotations

import json

import pydantic
import pytest

from generator.runtime.base_model import BaseModel


class Inner(BaseModel):
    is_late: bool | None = pydantic.Field(default=None, alias="isLate")


class Outer(BaseModel):
    id: str
    note: str | None = None
    parts: list[Inner] | None = None


def test_to_dict_returns_the_received_members() -> None:
    came = {"id": "o", "parts": [{"isLate": True, "new": [1]}], "added": None}
    model = Outer.model_validate(came)
    assert model.to_dict() == came
    assert json.loads(model.to_json()) == came
    assert model.to_json(indent=None) == json.dumps(came, separators=(",", ":"))


def test_values_of_another_type_are_warned_about_on_request() -> None:
    model = Outer.model_construct(id=1)
    assert model.to_dict() == {"id": 1}
    for dump in (model.to_dict, model.to_json):
        with pytest.warns(UserWarning, match="serialized value may not be as expected"):
            dump(warnings=True)


def test_to_dict_and_to_json_can_use_the_names_of_attributes() -> None:
    model = Outer(id="o", note=None, parts=[Inner(isLate=True)])
    named = {"id": "o", "note": None, "parts": [{"is_late": True}]}
    assert model.to_dict(use_api_names=False) == named
    assert json.loads(model.to_json(use_api_names=False)) == named
    assert model.to_dict(exclude_none=True) == {"id": "o", "parts": [{"isLate": True}]}
    assert Outer(id="o").to_dict(exclude_unset=False, exclude_defaults=True) == {"id": "o"}
