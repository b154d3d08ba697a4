"""Describes the providers that StackQL loads, their credentials, and the names of body columns.

StackQL sends one set of credentials for each provider. A vendor whose operations require two
different credentials therefore has two StackQL providers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.model.client import AuthKind

UNRELEASED = "v00.00.00000"
"""The version of registry documents that have not been published."""


DATA = "data__"
"""The prefix of body columns in the style `prefixed`."""


class BodyColumns(StrEnum):
    """How the columns of body properties are named, in registry documents and in statements."""

    BARE = "bare"  # the property's own name
    PREFIXED = "prefixed"  # the property's name with the prefix data__

    @property
    def prefix(self) -> str:
        """The prefix of a column's name; an empty text if there is none."""
        return DATA if self is BodyColumns.PREFIXED else ""


@dataclass(frozen=True, slots=True)
class StackqlKey:
    """A credential that StackQL reads from the environment and sends with each request."""

    kind: AuthKind
    parameter: str  # header or query name; "" for bearer and basic
    env: str  # its environment variable; basic authentication derives two names from it


@dataclass(frozen=True, slots=True)
class StackqlProvider:
    """A provider as StackQL loads it; its name is the first part of a resource's id."""

    name: str  # "openai_admin"
    keys: tuple[StackqlKey, ...]  # sent together; empty if there is no authentication


@dataclass(frozen=True, slots=True)
class Stackql:
    version: str  # of the registry documents: "v26.08.00001"
    body_columns: BodyColumns
    providers: tuple[StackqlProvider, ...]  # sorted by name; only those that have methods
