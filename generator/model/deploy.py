"""Describes how stackql-deploy finds the resources that it created."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parent:
    """A resource whose id is an argument of the call that creates another resource."""

    argument: str  # the argument's name on the wire: "project_id"
    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """The names of the methods that manage a resource, and the columns that identify a row.

    Columns, parameters and properties have their names on the wire.
    """

    create: str
    select: str  # finds the row
    key: str  # the column or parameter that has the value of the property `key_from`: "name"
    key_from: str
    id: str  # the column that identifies the row: "id"; "" if there is none
    is_filtered: bool  # True: StackQL compares the column `key`; False: the server reads it
    update: str = ""  # "" if there is none, or if it requires more than an id
    delete: str = ""
    id_param: str = ""  # the parameter of `update` and `delete` that `create` doesn't have
    parents: tuple[Parent, ...] = ()
