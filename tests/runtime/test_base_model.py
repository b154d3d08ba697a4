"""Generated models, apart from parsing."""

from __future__ import annotations

import json

import pydantic

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
