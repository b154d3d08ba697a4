"""What `infer` hands on: a provider file as rules drafted it, each guess with its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that a rule of `infer` came to."""

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
    title: str  # the tag as the spec has it, or ""
    resources: tuple[DraftResource, ...]


@dataclass(frozen=True, slots=True)
class DraftPagination:
    name: Guess
    send: str
    next: str
    more: str
    size: str


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
class Draft:
    """A mapping that rules made from a spec, before anybody edited it."""

    name: str
    title: str
    paginations: tuple[DraftPagination, ...]
    services: tuple[DraftService, ...]
    stackql: DraftStackql | None = None
