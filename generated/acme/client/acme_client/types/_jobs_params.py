"""Dicts that arguments accept."""

from __future__ import annotations

from typing import Literal, Required

from typing_extensions import TypeAliasType, TypedDict

from .. import types


class ConvertParam(TypedDict, total=False):
    """Converts a file to another format."""

    kind: Required[Literal["convert"]]
    file: Required[str]
    """The id of the file."""
    to: Required[Literal["pdf", "png", "txt"]]
    """The format."""


class ShellParam(TypedDict, total=False):
    """Runs a command."""

    kind: Required[Literal["shell"]]
    command: Required[str]
    """The command line."""


JobStateParam = TypeAliasType("JobStateParam", 'Literal["waiting", "running", "done", "failed"]')
"""How far a job is."""


TaskParam = TypeAliasType("TaskParam", "types.ConvertParam | types.ShellParam")
"""What a job does."""
