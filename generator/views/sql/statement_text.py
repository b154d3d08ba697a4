"""Writes statements as SQL that StackQL's parser accepts.

Lists are indented by two spaces. Optional conditions are comments on lines of their own, and so is
the closing semicolon. A reader can uncomment a condition, and the statement still runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat

from generator.escape import stackql_identifier
from generator.views.sql.sql_values import (
    argument_value,
    condition_value,
    inserted_value,
    set_value,
)
from generator.views.sql.statements import (
    Column,
    Delete,
    Exec,
    Insert,
    Select,
    Statement,
    Table,
    Update,
)


def statement_text(statement: Statement) -> str:
    """Rule SQ19: optional parameters are comments, which a reader can uncomment."""
    return "\n".join((*_lines(statement), ";"))


def _lines(statement: Statement) -> Iterator[str]:
    match statement:
        case Select(table, columns, where, optional):
            yield f"SELECT\n  {_list(map(stackql_identifier, columns)) or '*'}"
            yield f"FROM {_table(table)}"
            yield from _conditions(where, optional)
        case Insert(table, columns):
            yield from _insert(table, columns)
        case Update(table, verb, columns, where, optional):
            settings = (
                f"{stackql_identifier(column.name)} = {set_value(column.value)}"
                for column in columns
            )
            yield f"{verb.upper()} {_table(table)}\nSET\n  {_list(settings)}"
            yield from _conditions(where, optional)
        case Delete(table, where, optional):
            yield f"DELETE FROM {_table(table)}"  # noqa: S608 - text for a page, never run
            yield from _conditions(where, optional)
        case Exec(table, method, arguments):
            yield f"EXEC {_table(table)}.{stackql_identifier(method)}"
            if arguments:
                yield f"  {_list(map(_argument, arguments))}"


def _insert(table: Table, columns: tuple[Column, ...]) -> Iterator[str]:
    if not columns:
        yield f"INSERT INTO {_table(table)}\nVALUES ()"
        return
    names = _list(stackql_identifier(column.name) for column in columns)
    values = _list(inserted_value(column.value) for column in columns)
    yield f"INSERT INTO {_table(table)} (\n  {names}\n)\nSELECT\n  {values}"


def _conditions(where: tuple[Column, ...], optional: tuple[Column, ...]) -> Iterator[str]:
    """Yields the WHERE clause, then each optional condition as a comment."""
    words = chain(("WHERE",), repeat("AND"))
    for at, (word, column) in enumerate(zip(words, (*where, *optional), strict=False)):
        condition = f"{stackql_identifier(column.name)} = {condition_value(column.value)}"
        yield f"{word} {condition}" if at < len(where) else f"-- {word} {condition}"


def _argument(column: Column) -> str:
    return f"@{stackql_identifier(column.name)}={argument_value(column.value)}"


def _table(table: Table) -> str:
    return ".".join(map(stackql_identifier, (table.provider, table.service, table.resource)))


def _list(parts: Iterable[str]) -> str:
    return ",\n  ".join(parts)
