"""Types of notes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.base_model import BaseModel


class CreateNoteResponse(BaseModel):
    i_d: Annotated[str | None, Field(alias="i|d")] = None
