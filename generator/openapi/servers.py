"""Reads Server Objects (OpenAPI 3.1 §4.8.5) of the document, of a path or of an operation."""

from __future__ import annotations

import re

from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.vocabulary import Server, ServerVariable

_VARIABLE = re.compile(r"\{([A-Za-z0-9_.-]+)\}")


def read_servers(value: Json) -> tuple[Server, ...]:
    """Returns the servers of a `servers` list that have a URL, in document order.

    Rule O3: a server keeps the variables of its URL. A variable that the server doesn't describe
    has no default.
    """
    found: list[Server] = []
    for _, server in json_parts.elements("", value):
        part = json_parts.mapping(server)
        if url := json_parts.text(part.get("url")):
            declared = json_parts.mapping(part.get("variables"))
            variables = tuple(
                _variable(name, json_parts.mapping(declared.get(name)))
                for name in dict.fromkeys(_VARIABLE.findall(url))
            )
            found.append(Server(url, json_parts.text(part.get("description")), variables))
    return tuple(found)


def choose_servers(*levels: Json) -> tuple[Server, ...]:
    """Returns the servers of the first level that has any.

    Rule SV1: the servers of an operation replace those of its path, which replace those of the
    document (OpenAPI 3.1 §4.8.9.1, §4.8.10.1).
    """
    return next(filter(None, map(read_servers, levels)), ())


def _variable(name: str, part: JsonObject) -> ServerVariable:
    default = part.get("default")
    return ServerVariable(
        name=name,
        default=None if default is None else _scalar_text(default),
        values=tuple(_scalar_text(one) for _, one in json_parts.elements("", part.get("enum"))),
        description=json_parts.text(part.get("description")),
    )


def _scalar_text(value: Json) -> str:
    """Returns a value as text: documents often write a port or a version as a number."""
    return value if isinstance(value, str) else str(value)
