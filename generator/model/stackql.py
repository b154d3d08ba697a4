"""Part of the model: the providers that StackQL loads, their keys, and the names of body columns.

StackQL sends one set of keys for a provider, so a vendor with two keys is two StackQL providers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.model.client import AuthKind

UNRELEASED = "v00.00.00000"
"""The version of registry documents that nobody has published."""


DATA = "data__"
"""The prefix of a body property's column, where it has one."""


class BodyColumns(StrEnum):
    """What the column of a body property is called, in documents and statements alike."""

    BARE = "bare"  # by the property's own name
    PREFIXED = "prefixed"  # data__ in front of it

    @property
    def prefix(self) -> str:
        """The text in front of a property's own name."""
        return DATA if self is BodyColumns.PREFIXED else ""


@dataclass(frozen=True, slots=True)
class StackqlKey:
    """A credential that StackQL reads from the environment and sends with each request."""

    kind: AuthKind
    parameter: str  # header or query name; "" for bearer and basic
    env: str  # the variable that holds it; for basic authentication, what both variables begin with


@dataclass(frozen=True, slots=True)
class StackqlProvider:
    """A provider as StackQL loads it: the first part of a resource's id."""

    name: str  # "openai_admin"
    keys: tuple[StackqlKey, ...]  # sent together; empty: no authentication


@dataclass(frozen=True, slots=True)
class Stackql:
    version: str  # of the registry documents: "v26.08.00001"
    body_columns: BodyColumns
    providers: tuple[StackqlProvider, ...]  # by name, those without a method left out
