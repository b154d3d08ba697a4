"""Types of notes."""

from __future__ import annotations

from typing import Annotated

from notes_client._runtime.models import BaseModel
from pydantic import Field


class CreateNoteResponse(BaseModel):
    i_d: Annotated[str | None, Field(alias="i|d")] = None
