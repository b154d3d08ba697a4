"""Checks the SQL examples of a page: they parse, and they name only what the provider has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from generator.escape.characters import line
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.stackql import DATA
from generator.model.walk import walk_methods
from generator.views.sql import columns
from generator.vocabulary import SqlVerb

_BLOCK = re.compile(r"^(?P<margin> *)```sql\n(?P<text>.*?)\n(?P=margin)```", re.M | re.S)
_VERBS: dict[type[exp.Expr], SqlVerb] = {
    exp.Select: SqlVerb.SELECT,
    exp.Insert: SqlVerb.INSERT,
    exp.Update: SqlVerb.UPDATE,
    exp.Delete: SqlVerb.DELETE,
    exp.Execute: SqlVerb.EXEC,
}


def sql_blocks(page: str) -> tuple[str, ...]:
    """The text of every fenced block of SQL."""
    return tuple(dedent(match["text"]) for match in _BLOCK.finditer(page))


def sql_faults(page: str, provider: Provider) -> list[str]:
    """What is wrong with the SQL on a page, with the text of the statement; empty where nothing is.

    A statement with lines that are comments, `-- AND x = '{{ x }}'`, is checked without and with
    them.
    """
    faults = []
    for block in sql_blocks(page):
        for text in dict.fromkeys((block, re.sub(r"(?m)^( *)-- (?=WHERE |AND )", r"\1", block))):
            faults += [f"{fault}:\n{text}" for fault in _faults(text, provider)]
    return faults


def _faults(text: str, provider: Provider) -> Iterator[str]:
    filled = re.sub(r"'\{\{ (?:[^']|'')* \}\}'", "'x'", text)
    statement = re.sub(r"^\s*/\*\+ \w+ \*/\s*", "", filled)
    keyword = statement.split(None, 1)[0]
    if re.search(r",\s*FROM\b", statement):
        yield "has a comma before FROM, which sqlglot lets pass"
    # sqlglot has no REPLACE … SET: it is an UPDATE by another name. EXEC is T-SQL's.
    readable = re.sub(r"\AREPLACE\b", "UPDATE", statement)
    try:
        parsed = sqlglot.parse(readable, dialect="tsql" if keyword == "EXEC" else None)
    except (ParseError, TokenError) as error:
        yield f"does not parse: {error}"
        return
    trees = [tree for tree in parsed if tree is not None and not isinstance(tree, exp.Semicolon)]
    if len(trees) != 1 or type(trees[0]) not in _VERBS:
        yield f"is no single statement: {trees!r}"
        return
    verb = SqlVerb.REPLACE if keyword == "REPLACE" else _VERBS[type(trees[0])]
    yield from _unknown_names(verb, trees[0], provider)


def _unknown_names(verb: SqlVerb, tree: exp.Expr, provider: Provider) -> Iterator[str]:
    table = tree.find(exp.Table)
    if table is None:
        yield "names no table"
        return
    path = [part.name for part in table.parts]
    resource = _resource(path, provider)
    if resource is None:
        yield f"names no resource: {path}"
        return
    methods = [method for method in resource.methods if method.verb is verb]
    if verb is SqlVerb.EXEC:
        methods = [method for method in methods if [method.name] == path[3:]]
    if not methods:
        yield f"no method of {path} is called so"
    if isinstance(tree, exp.Insert):
        yield from _insert_faults(tree, methods)
    else:
        yield from _column_faults(tree, resource, methods)


def _insert_faults(tree: exp.Insert, methods: list[Method]) -> Iterator[str]:
    names = [part.name for part in tree.this.expressions]
    values = [] if tree.expression is None else tree.expression.expressions
    if isinstance(tree.expression, exp.Values):
        values = [value for row in values for value in row.expressions]
    if len(names) != len(values):
        yield f"has {len(names)} columns and {len(values)} values"
    known = {line(name) for method in methods for name in _inserted(method)}
    for name in names:
        if name not in known:
            yield f"names no column: {name!r}"


def _column_faults(tree: exp.Expr, resource: Resource, methods: list[Method]) -> Iterator[str]:
    if isinstance(tree, exp.Select):
        for column in tree.expressions:
            if not isinstance(column, exp.Column | exp.Star):
                yield f"selects more than a column: {column}"
    known = {line(name) for method in methods for name in _columns(resource, method)}
    for name in _column_names(tree):
        if name not in known:
            yield f"names no field or param: {name!r}"


def _column_names(tree: exp.Expr) -> Iterator[str]:
    for column in tree.find_all(exp.Column, exp.Parameter):
        yield column.this.name if isinstance(column, exp.Parameter) else column.name


def _resource(path: list[str], provider: Provider) -> Resource | None:
    for service, resource, method in walk_methods(provider.services):
        if path[:3] == [method.stackql_provider, service.name, resource.name]:
            return resource
    return None


def _inserted(method: Method) -> tuple[str, ...]:
    body = tuple(prefix + name for prefix in ("", DATA) for name in columns.body_names(method))
    return (*body, *columns.required_params(method), *columns.optional_params(method))


def _columns(resource: Resource, method: Method) -> Iterator[str]:
    """What a statement other than an INSERT may name."""
    yield from _inserted(method)
    if method.verb is SqlVerb.SELECT:
        yield from (part.name for part in (*resource.fields, *method.fields))
    elif method.verb is not SqlVerb.EXEC:
        yield from columns.body_names(method)
