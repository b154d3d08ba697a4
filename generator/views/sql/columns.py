"""A method in, the names of its SQL columns out: params by their own names, then the body's."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.methods import Method, Param
from generator.model.provider import Provider
from generator.vocabulary import ParamPlace

COLUMN_PLACES = (ParamPlace.PATH, ParamPlace.QUERY, ParamPlace.HEADER)


def body_prefix(provider: Provider) -> str:
    """Rule SQ11: documents and statements name the columns of a body alike: as the provider file
    says.
    """
    return provider.stackql.body_columns.prefix


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


def optional_body_names(method: Method) -> tuple[str, ...]:
    """What of the body may be left out, in spec order."""
    required = required_body_names(method)
    return tuple(name for name in body_names(method) if name not in required)


def required_params(method: Method) -> tuple[str, ...]:
    """Rule SQ2: required path, query and header params, by name."""
    return _names(part for part in method.params if part.required)


def optional_params(method: Method) -> tuple[str, ...]:
    """The path, query and header params that may be left out, by name."""
    return _names(part for part in method.params if not part.required)


def _names(params: Iterable[Param]) -> tuple[str, ...]:
    names = {part.name for part in params if part.place in COLUMN_PLACES}
    return tuple(sorted(names))


def required_columns(method: Method, prefix: str) -> tuple[str, ...]:
    """Rule SQ3: the required params, then the required body properties, both by name."""
    body = sorted(required_body_names(method))
    return (*required_params(method), *(prefix + name for name in body))


def optional_columns(method: Method, prefix: str) -> tuple[str, ...]:
    """The params that may be left out, by name, then such body properties in spec order."""
    body = (prefix + name for name in optional_body_names(method))
    return (*optional_params(method), *body)
