"""Names the SQL columns of a method: parameters first, then properties of the body."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.methods import Method, Param
from generator.model.provider import Provider
from generator.vocabulary import ParamPlace

COLUMN_PLACES = (ParamPlace.PATH, ParamPlace.QUERY, ParamPlace.HEADER)


def body_prefix(provider: Provider) -> str:
    """Returns the prefix of body columns.

    Rule SQ11: registry documents and statements use the prefix that the provider file sets.
    """
    return provider.stackql.body_columns.prefix


def body_names(method: Method) -> tuple[str, ...]:
    """Returns the names of the body's columns, in the order of the document.

    Rule SQ1: a body without known properties is one column, named like the client's argument.
    """
    if method.body is None:
        return ()
    names = tuple(part.property.name for part in method.body.properties)
    return names or (method.body.python_name,)


def required_body_names(method: Method) -> tuple[str, ...]:
    """Returns the required properties of the body, in the order of the schema's `required`."""
    if method.body is None:
        return ()
    if method.body.properties:
        return method.body.required_names
    return (method.body.python_name,) if method.body.required else ()


def optional_body_names(method: Method) -> tuple[str, ...]:
    """Returns the optional properties of the body, in the order of the document."""
    required = required_body_names(method)
    return tuple(name for name in body_names(method) if name not in required)


def required_params(method: Method) -> tuple[str, ...]:
    """Rule SQ2: the required path, query and header parameters, sorted by name."""
    return _names(part for part in method.params if part.required)


def optional_params(method: Method) -> tuple[str, ...]:
    """Returns the optional path, query and header parameters, sorted by name."""
    return _names(part for part in method.params if not part.required)


def _names(params: Iterable[Param]) -> tuple[str, ...]:
    names = {part.name for part in params if part.place in COLUMN_PLACES}
    return tuple(sorted(names))


def required_columns(method: Method, prefix: str) -> tuple[str, ...]:
    """Rule SQ3: the required parameters, then the required body properties, each sorted by name."""
    body = sorted(required_body_names(method))
    return (*required_params(method), *(prefix + name for name in body))


def optional_columns(method: Method, prefix: str) -> tuple[str, ...]:
    """Returns the optional parameters by name, then the optional body properties in document
    order.
    """
    body = (prefix + name for name in optional_body_names(method))
    return (*optional_params(method), *body)
