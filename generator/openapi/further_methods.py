"""Reads the operations of methods that have no key in a path item: OpenAPI 3.2's
`additionalOperations`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.pointers import child
from generator.openapi.tree import Tree
from generator.vocabulary import HttpVerb, is_token

_TAKEN = (*HttpVerb, "connect")


def read_further(
    pointer: str, item: JsonObject, tree: Tree, problems: Problems
) -> Iterator[tuple[str, str, Json]]:
    """Yields the pointer, the method and the value of each operation (OpenAPI 3.2 §4.9.1).

    Rule OP1: the method is a token of HTTP that isn't a key of the path item itself, and not
    CONNECT, which opens a tunnel. The operation is one like any other.
    """
    at = child(pointer, "additionalOperations")
    for place, method, value in json_parts.entries(at, item.get("additionalOperations")):
        if is_token(method) and method.lower() not in _TAKEN:
            yield place, method, value
        else:
            problems.error(
                "unsupported-method",
                f'"{method[:40]}" can\'t be a method of `additionalOperations`',
                tree.locate_key(place),
                "write GET, POST and the like in lower case as keys of the path item; any other "
                "method is a token such as COPY",
            )
