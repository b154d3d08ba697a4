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

    def examples(self, resource: Resource, method: Method) -> tuple[Example, ...]:
        """Rule SQ12: a method has an example for each way to call it, with real values.

        INSERT and EXEC have an example with required values and one with all, if they differ.
        """
        table = Table(method.stackql_provider, resource.service, resource.name)
        match method.verb:
            case SqlVerb.INSERT:
                return self._inserts(table, method)
            case SqlVerb.EXEC:
                return self._executions(table, method)
            case verb:
                return (Example(verb.upper(), self._statement(table, method)),)

    def _statement(self, table: Table, method: Method) -> Select | Update | Delete:
        usual, every = self._requests.usual(method), self._requests.all(method)
        where = _params(usual)
        optional = tuple(
            column
            for column in _params(every)
            if column not in where and is_given_in_where(column.value)
        )
        match method.verb:
            case SqlVerb.UPDATE | SqlVerb.REPLACE:
                # Without a body, a SET names what the WHERE does: the grammar asks for one.
                settings = self._body(every) or optional or where
                return Update(table, method.verb, settings, where, optional)
            case SqlVerb.DELETE:
                return Delete(table, (*where, *self._body(usual)), optional)
            case _:
                named = tuple(part.name for part in method.fields if is_selectable(part.name))
                return Select(table, named, (*where, *self._body(usual)), optional)

    def _inserts(self, table: Table, method: Method) -> tuple[Example, ...]:
        """Rule SQ13: an INSERT has body columns, then required parameters; without either, all of
        them.
        """
        usual, every = self._requests.usual(method), self._requests.all(method)
        params = _params(usual)
        least = (*self._body(usual), *params)
        whole = (*self._body(every), *params) or _params(every)
        examples = [Example("All properties", Insert(table, whole))]
        if least and {one.name for one in least} != {one.name for one in whole}:
            examples.insert(0, Example("Required properties", Insert(table, least)))
        return tuple(examples)

    def _executions(self, table: Table, method: Method) -> tuple[Example, ...]:
        """Rule SQ14: an EXEC has parameters, then body properties, and only values that EXEC
        accepts.
        """
        usual, every = self._requests.usual(method), self._requests.all(method)
        least = (*_params(usual), *self._body(usual))
        taken = is_given_in_exec(method, self._types)
        rest = tuple(
            one
            for one in (*_params(every), *self._body(every))
            if one.name not in {known.name for known in least}
            and one.name.removeprefix(self.prefix) in taken
            and isinstance(one.value, str | list | dict)
        )
        if not rest:
            return (Example(SqlVerb.EXEC.upper(), Exec(table, method.name, least)),)
        return (
            Example("Required arguments", Exec(table, method.name, least)),
            Example("All arguments", Exec(table, method.name, (*least, *rest))),
        )

    def _body(self, request: Request) -> tuple[Column, ...]:
        return tuple(Column(self.prefix + part.name, part.value) for part in request.body)


def _params(request: Request) -> tuple[Column, ...]:
    """Returns the columns of the parameters. Parameters with the same name share a column."""
    return tuple(_columns(part for part in request.params if part.place in COLUMN_PLACES).values())


def _columns(arguments: Iterable[RequestArgument]) -> dict[str, Column]:
    return {part.name: Column(part.name, part.value) for part in arguments}
