"""Writes the `.iql` file of a resource: the queries with which stackql-deploy manages it.

The queries are Jinja templates. stackql-deploy 1.9.5 splits the file at its anchors and renders
each part with the props of the manifest. StackQL interprets backslash escapes in strings, so the
templates double the backslashes in values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.escape import comment_text, jinja_text, stackql_identifier
from generator.model.deploy import Deployment
from generator.model.methods import Method
from generator.model.walk import NamedTypes
from generator.views.deploy.deployables import Deployable
from generator.views.deploy.props import Kind, Prop, is_plain_text
from generator.views.sql.limits import reason

_NUMBERS = ("integer", "number", "integer or number", "number or integer")
_ESCAPED = r"replace('\\', '\\\\') | sql_escape"


# -------------------------------------------------------------------------------- the file


def query_file(resource: Deployable, types: NamedTypes) -> str:
    """Returns the text of the resource's `.iql` file."""
    return "\n".join((*_notes(resource), *_sections(resource, types))).rstrip("\n") + "\n"


def _notes(resource: Deployable) -> Iterator[str]:
    yield _note(resource.about)
    if resource.deployment is None:
        yield _note(f"stackql-deploy can't manage this resource: {resource.obstacle}.")
        return
    where = resource.select.name if resource.select else ""
    yield _note(f"stackql-deploy finds it by {resource.deployment.key}, through {where}.")
    if resource.update is None:
        yield _note("No method updates it.")
    if resource.delete is None:
        yield _note("No method deletes it.")


def _note(text: str) -> str:
    """Returns a Jinja comment, which is absent from the rendered query."""
    return f"{{# {comment_text(text)} -#}}"


def _sections(resource: Deployable, types: NamedTypes) -> Iterator[str]:
    if resource.deployment is None or resource.select is None:
        if reason(resource.create, types) is None:
            yield _section("create", _insert(resource))
        return
    rows = _Rows(resource, resource.deployment, resource.select, types)
    yield _section("exists", rows.count())
    yield _section("create", _insert(resource))
    if resource.update is not None:
        yield _section("update", _update(resource, resource.deployment, resource.update))
    yield _section("statecheck, retries=3, retry_delay=5", rows.count_in_state())
    if resource.deployment.id:
        yield _section("exports, retries=3, retry_delay=5", rows.identify())
    if resource.delete is not None:
        condition = _where(_conditions(resource, resource.deployment, resource.delete))
        yield _section("delete", f"DELETE FROM {resource.table}{condition}\n;")  # noqa: S608 - text of a file


def _section(anchor: str, query: str) -> str:
    return f"/*+ {anchor} */\n{query}\n"


# ----------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class _Rows:
    """Builds the queries that find one row by its key."""

    resource: Deployable
    deployment: Deployment
    select: Method
    types: NamedTypes

    def count(self) -> str:
        """Returns the query that counts the rows with the key."""
        return self._query("COUNT(*) as count", (), "")

    def count_in_state(self) -> str:
        """Returns the query that counts the rows with the key whose values equal the props.

        Rule DQ3: the query compares strings that an update can change, if the manifest gives them.
        It compares no other values, because a server may return them in another notation.
        """
        columns = tuple(self._compared())
        more = "".join(map(_if_given, columns))
        return self._query("COUNT(*) as count", tuple(prop.name for prop in columns), more)

    def identify(self) -> str:
        """Returns the query for the row's id.

        The query returns a row even if the resource doesn't exist, so that nothing fails before the
        resource is created.
        """
        column = _name(self.deployment.id)
        return self._query(f"COALESCE(MAX({column}), '') AS {column}", (self.deployment.id,), "")

    def _compared(self) -> Iterator[Prop]:
        update = self.resource.update
        if update is None or update.body is None:
            return
        changed = {one.property.name for one in update.body.properties}
        texts = {one.name for one in self.select.fields if is_plain_text(one.type, self.types)}
        params = {one.name for one in self.select.params}
        for prop in self.resource.props:
            is_key = prop.name in (self.deployment.key, self.deployment.key_from)
            if prop.name in changed & texts - params and prop.words == "string" and not is_key:
                yield prop

    def _query(self, shown: str, columns: tuple[str, ...], more: str) -> str:
        """Returns a query on the rows with the key.

        Rule DQ1: the WHERE clause gives the parameters that the SELECT requires, and no optional
        ones. If the key has the name of an optional parameter, an outer query compares it, because
        the server would interpret the parameter in its own way.
        """
        key = self.deployment.key
        table = self.resource.table
        params = list(_conditions(self.resource, self.deployment, self.select))
        if not self.deployment.is_filtered:
            return f"SELECT {shown}\nFROM {table}{_where(params)}{more}\n;"
        found_by = _same(key, _prop(self.resource, self.deployment.key_from))
        if key not in {one.name for one in self.select.params}:
            return f"SELECT {shown}\nFROM {table}{_where((*params, found_by))}{more}\n;"
        names = ", ".join(map(_name, dict.fromkeys((key, *columns))))
        rows = f"SELECT {names} FROM {table}{_where(params)}".replace("\n", "\n  ")  # noqa: S608 - text of a file
        return f"SELECT {shown}\nFROM (\n  {rows}\n) found{_where((found_by,))}{more}\n;"


# ------------------------------------------------------------------------------- changes


def _insert(resource: Deployable) -> str:
    """Returns the INSERT.

    Rule DQ2: the query contains the column of an optional prop only if the prop is defined.
    """
    sent = (
        {part.property.name for part in resource.create.body.properties}
        if resource.create.body
        else set()
    )
    params = {one.name for one in resource.create.params}
    props = [prop for prop in resource.props if prop.name in sent | params]
    if not props:
        return f"INSERT INTO {resource.table} DEFAULT VALUES\n;"
    columns = _listed(props, [_name(prop.name) for prop in props])
    values = _listed(props, [_inserted(prop) for prop in props])
    return f"INSERT INTO {resource.table} (\n  {columns}\n)\nSELECT\n  {values}\n;"


def _update(resource: Deployable, deployment: Deployment, update: Method) -> str:
    sent = {part.property.name for part in update.body.properties} if update.body else set()
    props = [prop for prop in resource.props if prop.name in sent]
    settings = _listed(props, [f"{_name(prop.name)} = {_set(prop)}" for prop in props])
    where = _where(_conditions(resource, deployment, update))
    return f"UPDATE {resource.table}\nSET\n  {settings}{where}\n;"


def _listed(props: list[Prop], parts: list[str]) -> str:
    """Returns the parts with commas between those whose props are defined; required props first."""
    if props[0].required:
        rest = zip(props[1:], parts[1:], strict=True)
        return parts[0] + "".join(
            f",\n  {part}" if prop.required else _given(prop, f",\n  {part}") for prop, part in rest
        )
    optional = zip(props, parts, strict=True)
    return r"{% set comma = joiner(',\n  ') %}" + "".join(
        _given(prop, f"{{{{ comma() }}}}{part}") for prop, part in optional
    )


# -------------------------------------------------------------------------------- values


def _conditions(resource: Deployable, deployment: Deployment, method: Method) -> Iterator[str]:
    """Yields a condition for each parameter that the method requires."""
    for param in sorted(method.params, key=lambda one: one.name):
        if not param.required:
            continue
        if param.name == deployment.id_param:
            yield f"{_name(param.name)} = {_text(resource.id_variable)}"
        else:
            name = deployment.key_from if param.name == deployment.key else param.name
            yield _equal(param.name, _prop(resource, name))


def _prop(resource: Deployable, name: str) -> Prop:
    return next(prop for prop in resource.props if prop.name == name)


def _where(conditions: Iterable[str]) -> str:
    joined = "\nAND ".join(conditions)
    return f"\nWHERE {joined}" if joined else ""


def _equal(column: str, prop: Prop) -> str:
    return f"{_name(column)} = {_text(prop.variable)}"


def _same(column: str, prop: Prop) -> str:
    """Returns a condition that compares a column of the rows with a prop.

    Rule DQ4: both sides are compared as hex digits. If a string contains a quote, a backslash or a
    line break, StackQL compares it incorrectly or not at all.
    """
    return f"hex({_name(column)}) = '{{{{ ({prop.variable} | string).encode().hex() | upper }}}}'"


def _if_given(prop: Prop) -> str:
    """Returns a further condition, which applies only if the prop is defined."""
    condition = f"\nAND {_same(prop.name, prop)}"
    return condition if prop.required else _given(prop, condition)


def _given(prop: Prop, text: str) -> str:
    return f"{{% if {prop.variable} is defined %}}{text}{{% endif %}}"


def _name(column: str) -> str:
    return jinja_text(stackql_identifier(column))


def _text(variable: str) -> str:
    return f"'{{{{ {variable} | {_ESCAPED} }}}}'"


def _inserted(prop: Prop) -> str:
    """Returns the value in an INSERT: text and JSON quoted, numbers and booleans unquoted."""
    return _by_kind(prop, _plain(prop))


def _set(prop: Prop) -> str:
    """Returns the value in a SET clause, which accepts only strings.

    The registry documents say which of these strings are numbers or booleans.
    """
    return _by_kind(prop, f"'{_plain(prop)}'")


def _by_kind(prop: Prop, plain: str) -> str:
    if prop.kind is Kind.TEXT:
        return _text(prop.variable)
    if prop.kind is Kind.PLAIN:
        return plain
    text = _text(prop.variable)
    return f"{{% if {prop.variable} is string %}}{text}{{% else %}}{plain}{{% endif %}}"


def _plain(prop: Prop) -> str:
    """Returns the value as an unquoted number, or as a boolean in SQL's spelling."""
    return f"{{{{ {prop.variable}{'' if prop.words in _NUMBERS else ' | lower'} }}}}"
