"""The result of this stage: a drafted provider file, in which each guess names its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """A value, and the rule that guessed it."""

    value: str
    rule: str  # "collection-get"


@dataclass(frozen=True, slots=True)
class DraftMethod:
    name: str
    operation: str
    verb: Guess
    python: Guess
    items: Guess | None
    pagination: Guess | None


@dataclass(frozen=True, slots=True)
class DraftResource:
    name: Guess
    methods: tuple[DraftMethod, ...]


@dataclass(frozen=True, slots=True)
class DraftService:
    name: Guess
    title: str  # the spec's tag, or ""
    resources: tuple[DraftResource, ...]


@dataclass(frozen=True, slots=True)
class DraftPagination:
    name: Guess
    keys: tuple[tuple[str, str], ...]  # as in a provider file: ("send", "after")


@dataclass(frozen=True, slots=True)
class DraftSplit:
    """A StackQL provider for the operations that ask for a scheme."""

    name: Guess
    scheme: str


@dataclass(frozen=True, slots=True)
class DraftStackql:
    body_columns: Guess | None  # None: the default will do
    providers: tuple[DraftSplit, ...]


@dataclass(frozen=True, slots=True)
class DraftKey:
    """A key of the client for one security scheme."""

    argument: Guess
    scheme: str
    env: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping that rules made from a specification, before anybody edited it."""

    name: str
    title: str
    paginations: tuple[DraftPagination, ...]
    services: tuple[DraftService, ...]
    stackql: DraftStackql | None = None
    keys: tuple[DraftKey, ...] = ()
    # Operations that list rows and show names of paging, but that no rule pages; and these names.
    unpaged: tuple[tuple[str, tuple[str, ...]], ...] = ()
