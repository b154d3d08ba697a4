"""Types of files, jobs."""

from __future__ import annotations

from typing import Literal

from .._runtime.base_model import BaseModel


class Problem(BaseModel):
    """Why a call failed."""

    code: Literal["missing", "too_many", "bad_task"] | str | None = None
    """A word for programs."""

    message: str | None = None
    """A sentence for people."""
