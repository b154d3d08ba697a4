"""Types of files."""

from __future__ import annotations

from .._runtime.base_model import BaseModel
from .._runtime.pagination import Page as _Page


class File(BaseModel):
    """A file that jobs can read, or that one of them wrote."""

    id: str
    """The file's id."""

    size: int
    """Its size in bytes."""

    name: str | None = None
    """Its name."""


class ListFilesResponse(BaseModel):
    data: list[File] | None = None


class FilesPage(  # type: ignore[misc]  # pydantic iterates a model's members
    _Page["File"],
    ListFilesResponse,
):
    """A page of a list. Iterating over it yields its rows."""
