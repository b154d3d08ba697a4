"""A method in, the SQL statement that calls it out, as data: its table, columns and conditions.

`sql_text` writes the statements down, for each layout in its own manner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.methods import Field, Method, Param
from generator.model.provider import Resource
from generator.vocabulary import ParamPlace, SqlVerb

BODY_PREFIX = "data__"
"""What a body property's column is called by, before its own name."""

_COLUMN_PLACES = (ParamPlace.PATH, ParamPlace.QUERY, ParamPlace.HEADER)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that takes a value. A page shows a placeholder of the name `value` in its place."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    provider: str
    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class Select:
    table: Table
    columns: tuple[str, ...]  # empty where the answer has no known fields: all columns
    where: tuple[Column, ...]
    optional: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Insert:
    table: Table
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """An UPDATE, or a REPLACE: they are written alike."""

    table: Table
    verb: SqlVerb
    columns: tuple[Column, ...]
    where: tuple[Column, ...]  # params that say which rows
    body: tuple[Column, ...]  # required body columns: the seed layout's WHERE names them too


@dataclass(frozen=True, slots=True)
class Delete:
    table: Table
    where: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Exec:
    table: Table
    method: str
    arguments: tuple[Column, ...]


Statement: TypeAlias = Select | Insert | Update | Delete | Exec

# ------------------------------------------------------------------------------------ columns


def body_names(method: Method) -> tuple[str, ...]:
    """What the body is made of, in spec order.

    Rule SQ1: a body that is no object of known properties is one value, named as the client does.
    """
    if method.body is None:
        return ()
    names = tuple(part.property.name for part in method.body.properties)
    return names or (method.body.python_name,)


def required_body_names(method: Method) -> tuple[str, ...]:
    """What of the body must be given, in the order of the schema's `required`."""
    if method.body is None:
        return ()
    if method.body.properties:
        return method.body.required_names
    return (method.body.python_name,) if method.body.required else ()


def required_params(method: Method) -> tuple[str, ...]:
    """Rule SQ2: required path, query and header params, by name."""
    return _names(part for part in method.params if part.required)


def optional_params(method: Method) -> tuple[str, ...]:
    """The path, query and header params that may be left out, by name."""
    return _names(part for part in method.params if not part.required)


def _names(params: Iterable[Param]) -> tuple[str, ...]:
    names = {part.name for part in params if part.place in _COLUMN_PLACES}
    return tuple(sorted(names))


def required_columns(method: Method) -> tuple[str, ...]:
    """Rule SQ3: the required params, then the required body properties by name, prefixed."""
    body = sorted(required_body_names(method))
    return (*required_params(method), *(BODY_PREFIX + name for name in body))


def optional_columns(method: Method) -> tuple[str, ...]:
    """The params that may be left out, by name, then such body properties in spec order."""
    return (*optional_params(method), *(BODY_PREFIX + name for name in _optional_body(method)))


def _optional_body(method: Method) -> tuple[str, ...]:
    required = required_body_names(method)
    return tuple(name for name in body_names(method) if name not in required)


def shown(methods: Iterable[Method]) -> Method:
    """Rule SQ4: of methods with one verb, that whose required columns are the shortest text."""
    return min(methods, key=lambda method: len(", ".join(required_columns(method))))


# --------------------------------------------------------------------------------- statements


def select(table: Table, fields: tuple[Field, ...], method: Method) -> Select:
    """Rule SQ5: a SELECT names every field, in page order; its WHERE, the required columns."""
    return Select(
        table,
        tuple(part.name for part in fields),
        _by_own_name(required_columns(method)),
        _by_own_name(optional_params(method)),
    )


def insert_all(table: Table, method: Method) -> Insert:
    """Rule SQ6: all body columns in spec order, then the required params.

    Without either, the optional params.
    """
    return Insert(
        table,
        _inserted(body_names(method), required_params(method))
        or _by_own_name(optional_params(method)),
    )


def insert_required(table: Table, method: Method) -> Insert:
    """Rule SQ7: the required body columns as the schema lists them, then the required params."""
    return Insert(table, _inserted(required_body_names(method), required_params(method)))


def update(table: Table, method: Method) -> Update:
    """Rule SQ8: an UPDATE or REPLACE sets each body property by its own name, where the params are
    given.
    """
    return Update(
        table,
        method.verb,
        _settings(method),
        _by_own_name(required_params(method)),
        _by_own_name(BODY_PREFIX + name for name in sorted(required_body_names(method))),
    )


def delete(table: Table, method: Method) -> Delete:
    """A DELETE's WHERE names the required columns."""
    return Delete(table, _by_own_name(required_columns(method)))


def execute(table: Table, method: Method) -> Exec:
    """Rule SQ9: an EXEC takes the required columns as its arguments."""
    params = required_params(method)
    body = _body_columns(sorted(required_body_names(method)), params)
    return Exec(table, method.name, (*body, *_by_own_name(params)))


def execute_with_all(table: Table, method: Method) -> Exec:
    """The EXEC that takes the optional columns too, behind the required ones."""
    params = (*required_params(method), *optional_params(method))
    required = _body_columns(sorted(required_body_names(method)), params)
    optional = _body_columns(_optional_body(method), params)
    return Exec(table, method.name, (*required, *_by_own_name(params), *optional))


def statement(provider: str, resource: Resource, method: Method) -> Statement:
    """The statement that calls a method, with all its body columns and its own fields."""
    table = Table(provider, resource.service, resource.name)
    match method.verb:
        case SqlVerb.SELECT:
            return select(table, method.fields, method)
        case SqlVerb.INSERT:
            return insert_all(table, method)
        case SqlVerb.UPDATE | SqlVerb.REPLACE:
            return update(table, method)
        case SqlVerb.DELETE:
            return delete(table, method)
        case SqlVerb.EXEC:
            return execute(table, method)


def _by_own_name(names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name, name) for name in names)


def _body_columns(names: Iterable[str], params: Collection[str]) -> tuple[Column, ...]:
    """Rule SQ10: no two columns share a placeholder: a param beside them goes by its own name."""
    return tuple(
        Column(BODY_PREFIX + name, BODY_PREFIX + name if name in params else name) for name in names
    )


def _inserted(body: Iterable[str], params: Collection[str]) -> tuple[Column, ...]:
    """Body columns, then params."""
    return _body_columns(body, params) + _by_own_name(params)


def _settings(method: Method) -> tuple[Column, ...]:
    """What an UPDATE sets. Without a body: its optional params, or what it must name anyway."""
    return _by_own_name(body_names(method) or optional_params(method) or required_params(method))
