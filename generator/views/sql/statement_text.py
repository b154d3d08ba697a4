"""Statements in, SQL text out: the seed layout's manner, and the plainer one of the mkdocs layout.

A value is a placeholder in a string, `'{{ model }}'`. Names and strings are quoted by `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat

from generator.escape import sql_identifier, sql_placeholder
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

# -------------------------------------------------------------------------- the seed's layout


def docusaurus_select(statement: Select) -> str:
    """A SELECT, columns and conditions each on a line, all at the margin."""
    columns = ",\n".join(_columns(statement))
    return f"SELECT\n{columns}\nFROM {_table(statement.table)}\n{_where(statement.where)};"


def docusaurus_insert(statement: Insert, margin: str = "") -> str:
    """An INSERT. The sample indents its lines by `margin`, but of a list only the first."""
    names, values = _inserted(statement)
    if not names:
        return (
            f"{margin}/*+ create */\n{margin}INSERT INTO {_table(statement.table)} DEFAULT VALUES;"
        )
    lines = (
        "/*+ create */",
        f"INSERT INTO {_table(statement.table)} (",
        ",\n".join(names),
        ")",
        "SELECT ",
        ",\n".join(values),
        ";",
    )
    return "\n".join(margin + line for line in lines)


def docusaurus_update(statement: Update) -> str:
    """An UPDATE or REPLACE: `SET ` and `WHERE ` stand alone on their lines and end in a space."""
    settings = ",\n".join(_equal(statement.columns))
    where = "\nAND ".join(_equal((*statement.where, *statement.body)))
    condition = f"\nWHERE \n{where}" if where else ""
    change = f"{statement.verb.upper()} {_table(statement.table)}"
    return f"/*+ update */\n{change}\nSET \n{settings}{condition};"


def docusaurus_delete(statement: Delete) -> str:
    """A DELETE, its conditions each on a line."""
    return f"/*+ delete */\nDELETE FROM {_table(statement.table)}\n{_where(statement.where)};"


# ----------------------------------------------------------------------------- mkdocs's layout


def mkdocs_sql(statement: Statement) -> str:
    """Any statement, lists indented by two spaces, optional params as comments."""
    match statement:
        case Select(table, _, where, optional):
            head = f"SELECT\n  {_list(_columns(statement))}\nFROM {_table(table)}"
            return "\n".join((head, *_conditions(where), *_comments(where, optional), ";"))
        case Insert(table):
            names, values = _inserted(statement)
            if not names:
                return f"INSERT INTO {_table(table)} DEFAULT VALUES;"
            into = f"INSERT INTO {_table(table)} (\n  {_list(names)}\n)"
            return f"{into}\nSELECT\n  {_list(values)}\n;"
        case Update(table, verb, columns, where):
            head = f"{verb.upper()} {_table(table)}\nSET\n  {_list(_equal(columns))}"
            return "\n".join((head, *_conditions(where), ";"))
        case Delete(table, where):
            rows = f"DELETE FROM {_table(table)}"  # noqa: S608 - text for a page, never run
            return "\n".join((rows, *_conditions(where), ";"))
        case Exec(table, method, arguments):
            given = (
                f"@{sql_identifier(part.name)}={sql_placeholder(part.value)}" for part in arguments
            )
            call = f"EXEC {_table(table)}.{sql_identifier(method)}"
            return f"{call} {_list(given)};" if arguments else f"{call};"


def _list(parts: Iterable[str]) -> str:
    return ",\n  ".join(parts)


def _conditions(where: Iterable[Column]) -> Iterator[str]:
    for word, condition in zip(chain(("WHERE",), repeat("AND")), _equal(where), strict=False):
        yield f"{word} {condition}"


def _comments(where: tuple[Column, ...], optional: tuple[Column, ...]) -> Iterator[str]:
    """The conditions that may be added, each as a comment."""
    for condition in tuple(_conditions((*where, *optional)))[len(where) :]:
        yield f"-- {condition}"


# ------------------------------------------------------------------------------- shared parts


def _table(table: Table) -> str:
    return ".".join(map(sql_identifier, (table.provider, table.service, table.resource)))


def _columns(statement: Select) -> tuple[str, ...]:
    return tuple(map(sql_identifier, statement.columns)) or ("*",)


def _equal(columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        yield f"{sql_identifier(column.name)} = {sql_placeholder(column.value)}"


def _where(columns: Iterable[Column]) -> str:
    """The whole clause, or nothing."""
    conditions = "\nAND ".join(_equal(columns))
    return f"WHERE {conditions}" if conditions else ""


def _inserted(statement: Insert) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns and their values."""
    names = tuple(sql_identifier(column.name) for column in statement.columns)
    return names, tuple(sql_placeholder(column.value) for column in statement.columns)
