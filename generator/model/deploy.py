"""A part of the IR: how stackql-deploy finds a resource again that it has created."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parent:
    """A resource whose id a call that creates another one takes."""

    argument: str  # of the call, as on the wire: "project_id"
    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """The methods of a resource's life, by name, and what tells one row from the others.

    All names of columns, params and properties are those on the wire.
    """

    create: str
    select: str  # finds the row
    key: str  # the column, or the param, that has the value of the property `key_from`: "name"
    key_from: str
    id: str  # the column that names the row: "id"; "" where its rows have none
    is_filtered: bool  # `key` is a column that StackQL compares; else a param that the server reads
    update: str = ""  # "" where there is none, or where it needs more than an id
    delete: str = ""
    id_param: str = ""  # a param of `update` and `delete` that the creating call has not
    parents: tuple[Parent, ...] = ()
