"""Types of jobs."""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import TypeAliasType

from .._runtime.base_model import BaseModel, ExactFloat, OneOf
from .._runtime.pagination import Page as _Page


class Convert(BaseModel):
    """Converts a file to another format."""

    kind: Literal["convert"]
    file: str
    """The id of the file."""

    to: Literal["pdf", "png", "txt"] | str
    """The format."""


class JobCost(BaseModel):
    seconds: ExactFloat | None = None
    """Time on the machine."""

    cents: int | None = None
    """The price."""


JobState = TypeAliasType(
    "JobState",
    Literal["waiting", "running", "done", "failed"] | str,
)
"""How far a job is."""


class Shell(BaseModel):
    """Runs a command."""

    kind: Literal["shell"]
    command: str
    """The command line."""


Task = TypeAliasType(
    "Task",
    Annotated[
        Convert | Shell,
        OneOf("kind", ("convert",), ("shell",)),
    ],
)
"""What a job does."""


class Job(BaseModel):
    """A piece of work that runs on one of Acme's machines."""

    id: str
    """The job's id."""

    name: str | None = None
    """A name for people."""

    state: JobState
    """How far a job is."""

    priority: int | None = None
    """Jobs with a higher one start first."""

    created_at: str
    """When it was created."""

    task: Task
    """What a job does."""

    cost: JobCost | None = None
    """What the job has cost so far."""

    owner: str | None = None
    """Deprecated. Use `name`."""


class ListJobsResponse(BaseModel):
    data: list[Job]
    last_id: str | None = None
    """The id of the last job on the page."""

    has_more: bool
    """Is there another page?"""


class JobsPage(  # type: ignore[misc]  # pydantic iterates a model's members
    _Page["Job"],
    ListJobsResponse,
):
    """A page of a list. Iterating over it yields its rows and those of all later pages."""
