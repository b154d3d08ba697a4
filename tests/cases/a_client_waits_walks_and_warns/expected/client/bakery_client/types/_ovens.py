"""Types of ovens."""

from __future__ import annotations

from typing import Literal

from .._runtime.base_model import BaseModel
from .._runtime.pagination import Page as _Page


class Loaf(BaseModel):
    """What comes out in the end."""

    id: str
    status: Literal["kneaded", "baked", "burnt"] | str


class ListLoavesResponse(BaseModel):
    data: list[Loaf]
    next: str | None = None


class LoavesPage(  # type: ignore[misc]  # pydantic iterates a model's members
    _Page["Loaf"],
    ListLoavesResponse,
):
    """A page of a list. Iterating over it yields its rows and those of all later pages."""
