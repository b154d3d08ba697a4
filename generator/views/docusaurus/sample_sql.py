"""Writes the SQL of the layout `sample`, with its placeholders and odd spaces.

The sample has `data__` columns in WHERE and INSERT, and bare ones in SET. `views.sql` writes the
statements that StackQL runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.escape import sql_identifier, sql_placeholder
from generator.model.methods import Field, Method
from generator.model.stackql import DATA
from generator.views.sql.columns import (
    body_names,
    optional_params,
    required_body_names,
    required_columns,
    required_params,
)


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column and the name of its placeholder."""

    name: str
    value: str


def shown(methods: Iterable[Method]) -> Method:
    """Rule SQ4: of several methods with a verb, the one whose required columns have the shortest
    text.
    """
    return min(methods, key=lambda method: len(", ".join(required_columns(method, DATA))))


def select(table: str, fields: tuple[Field, ...], method: Method) -> str:
    """Rule SQ5: a SELECT names every field in page order, and its WHERE the required columns."""
    columns = ",\n".join(sql_identifier(part.name) for part in fields) or "*"
    return f"SELECT\n{columns}\nFROM {table}\n{_where(method)};"


def inserted(method: Method) -> tuple[SampleColumn, ...]:
    """Rule SQ6: an INSERT has all body columns in document order, then the required parameters.

    Without either, it has the optional parameters.
    """
    params = required_params(method)
    columns = (*_body_columns(body_names(method), params), *_by_own_name(params))
    return columns or _by_own_name(optional_params(method))


def inserted_at_least(method: Method) -> tuple[SampleColumn, ...]:
    """Rule SQ7: the required body columns in schema order, then the required parameters."""
    params = required_params(method)
    return (*_body_columns(required_body_names(method), params), *_by_own_name(params))


def insert(table: str, columns: tuple[SampleColumn, ...], margin: str = "") -> str:
    """Returns an INSERT. `margin` indents its lines, but only the first line of a list."""
    if not columns:
        return f"{margin}/*+ create */\n{margin}INSERT INTO {table} DEFAULT VALUES;"
    lines = (
        "/*+ create */",
        f"INSERT INTO {table} (",
        ",\n".join(sql_identifier(column.name) for column in columns),
        ")",
        "SELECT ",
        ",\n".join(sql_placeholder(column.value) for column in columns),
        ";",
    )
    return "\n".join(margin + line for line in lines)


def update(table: str, method: Method) -> str:
    """Rule SQ8: an UPDATE or REPLACE sets each body property by its own name; its WHERE has the
    parameters. `SET ` and `WHERE ` are lines of their own that end in a space.
    """
    columns = body_names(method) or optional_params(method) or required_params(method)
    settings = ",\n".join(_equal(columns))
    where = "\nAND ".join(_equal(required_columns(method, DATA)))
    condition = f"\nWHERE \n{where}" if where else ""
    return f"/*+ update */\n{method.verb.upper()} {table}\nSET \n{settings}{condition};"


def delete(table: str, method: Method) -> str:
    """Returns a DELETE with a line for each condition."""
    return f"/*+ delete */\nDELETE FROM {table}\n{_where(method)};"


def _where(method: Method) -> str:
    """Returns the WHERE clause, or an empty text."""
    conditions = "\nAND ".join(_equal(required_columns(method, DATA)))
    return f"WHERE {conditions}" if conditions else ""


def _equal(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"{sql_identifier(name)} = {sql_placeholder(name)}"


def _by_own_name(names: Iterable[str]) -> tuple[SampleColumn, ...]:
    return tuple(SampleColumn(name, name) for name in names)


def _body_columns(names: Iterable[str], params: Collection[str]) -> tuple[SampleColumn, ...]:
    """Rule SQ10: two columns never share a placeholder; a parameter keeps its own name."""
    return tuple(
        SampleColumn(DATA + name, DATA + name if name in params else name) for name in names
    )
