"""Builds the SQL statements that call a method, as data: tables, columns and real values.

`statement_text` writes them as SQL. `limits` decides which ones StackQL can't run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.escape import is_selectable
from generator.examples.requests import Request, RequestArgument, Requests
from generator.json_types import Json
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.walk import named_types
from generator.views.sql.columns import COLUMN_PLACES, body_prefix
from generator.views.sql.limits import is_given_in_exec, is_given_in_where
from generator.vocabulary import SqlVerb


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its value."""

    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class Table:
    provider: str
    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class Select:
    table: Table
    columns: tuple[str, ...]  # empty: all
    where: tuple[Column, ...]
    optional: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Insert:
    table: Table
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """An UPDATE or a REPLACE, which share their syntax."""

    table: Table
    verb: SqlVerb
    columns: tuple[Column, ...]
    where: tuple[Column, ...]
    optional: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Delete:
    table: Table
    where: tuple[Column, ...]
    optional: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Exec:
    table: Table
    method: str
    arguments: tuple[Column, ...]


Statement: TypeAlias = Select | Insert | Update | Delete | Exec


@dataclass(frozen=True, slots=True)
class Example:
    """A statement that calls a method, with the label of its tab."""

    title: str
    statement: Statement


class Statements:
    """Builds the statements of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._requests = Requests(provider)
        self.prefix = body_prefix(provider)
        self._types = named_types(provider)

    def usual(self, resource: Resource, method: Method) -> Statement:
        """Returns the statement of the usual request; the other parameters are optional in it."""
        usual, every = self._requests.usual(method), self._requests.all(method)
        return self._statement(resource, method, usual, every)

    def all(self, resource: Resource, method: Method) -> Statement:
        """Returns the statement of the request with all arguments that StackQL can send."""
        every = self._requests.all(method)
        return self._statement(resource, method, every, every)

    def examples(self, resource: Resource, method: Method) -> tuple[Example, ...]:
        """Rule SQ12: a method has an example for each way to call it, with real values.

        INSERT and EXEC have an example with the usual values and one with all, if they differ.
        """
        usual = self.usual(resource, method)
        if method.verb not in (SqlVerb.INSERT, SqlVerb.EXEC):
            return (Example(method.verb.upper(), usual),)
        every = self.all(resource, method)
        if _given(every) == _given(usual):
            title = "All properties" if method.verb is SqlVerb.INSERT else SqlVerb.EXEC.upper()
            return (Example(title, every),)
        words = "properties" if method.verb is SqlVerb.INSERT else "arguments"
        return (Example(f"Usual {words}", usual), Example(f"All {words}", every))

    def _statement(
        self, resource: Resource, method: Method, given: Request, every: Request
    ) -> Statement:
        table = Table(method.stackql_provider, resource.service, resource.name)
        match method.verb:
            case SqlVerb.INSERT:
                return Insert(table, self._inserted(given, every))
            case SqlVerb.EXEC:
                return Exec(table, method.name, self._executed(method, given))
        where = tuple(
            column
            for column in _params(given)
            if _is_required(column, given) or is_given_in_where(column.value)
        )
        optional = tuple(
            column
            for column in _params(every)
            if column.name not in {one.name for one in where} and is_given_in_where(column.value)
        )
        body = self._body(given)
        match method.verb:
            case SqlVerb.UPDATE | SqlVerb.REPLACE:
                # Without a body, a SET names what the WHERE does: the grammar asks for one.
                return Update(table, method.verb, body or optional or where, where, optional)
            case SqlVerb.DELETE:
                return Delete(table, (*where, *body), optional)
            case _:
                named = tuple(part.name for part in method.fields if is_selectable(part.name))
                return Select(table, named, (*where, *body), optional)

    def _inserted(self, given: Request, every: Request) -> tuple[Column, ...]:
        """Rule SQ13: an INSERT has body columns, then required parameters; without either, all of
        them.
        """
        required = Request(tuple(part for part in given.params if part.required), given.body)
        return (*self._body(required), *_params(required)) or _params(every)

    def _executed(self, method: Method, given: Request) -> tuple[Column, ...]:
        """Rule SQ14: an EXEC has parameters, then body properties, and of the optional ones only
        values that EXEC accepts.
        """
        taken = is_given_in_exec(method, self._types)
        kept = (
            tuple(
                part
                for part in parts
                if part.required
                or (part.name in taken and isinstance(part.value, str | list | dict))
            )
            for parts in (given.params, given.body)
        )
        chosen = Request(*kept)
        return (*_params(chosen), *self._body(chosen))

    def _body(self, request: Request) -> tuple[Column, ...]:
        return tuple(Column(self.prefix + part.name, part.value) for part in request.body)


def _given(statement: Statement) -> frozenset[str]:
    """Returns the names that an INSERT or an EXEC gives."""
    match statement:
        case Insert(_, columns) | Exec(_, _, columns):
            return frozenset(column.name for column in columns)
    return frozenset()


def _is_required(column: Column, request: Request) -> bool:
    return any(part.required for part in request.params if part.name == column.name)


def _params(request: Request) -> tuple[Column, ...]:
    """Returns the columns of the parameters. Parameters with the same name share a column."""
    return tuple(_columns(part for part in request.params if part.place in COLUMN_PLACES).values())


def _columns(arguments: Iterable[RequestArgument]) -> dict[str, Column]:
    return {part.name: Column(part.name, part.value) for part in arguments}
