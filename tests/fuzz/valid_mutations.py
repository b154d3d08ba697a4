"""Changes documents so that they stay valid: later stages get names, types and texts of all kinds.

A change never touches the id or the path of an operation, so a provider file keeps its meaning.
"""

from __future__ import annotations

import contextlib
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml_rs

from tests.support.payloads import PAYLOADS

Place: TypeAlias = tuple[Any, Any]  # a container and a key in it
Change: TypeAlias = Callable[[dict[str, Any], random.Random], None]

_NAMES = (
    *("class", "None", "self", "model", "json", "type", "id", "list", "str", "Any", "model_config"),
    *(
        "_",
        "__init__",
        "a b",
        "a-b",
        "a.b",
        "1st",
        "A",
        "é",
        "大",
        "\U0001f600",
        "$id",
        "@type",
        "x[]",
    ),
    *(
        "timeout",
        "extra_headers",
        "select",
        "from",
        "\u0130",
        "\ufb01",
        "a" * 200,
        "validate",
        "copy",
    ),
)
_FORMATS = ("date", "date-time", "uuid", "byte", "binary", "int64", "float", "uri", "email", "x")
_SCALARS = ("string", "integer", "number", "boolean")
_VERBS = ("get", "put", "post", "delete", "patch")


def mutate_validly(raw: bytes, dice: random.Random) -> bytes:
    """Returns the document with one to six changes; as it is if it can't be read."""
    try:
        document: Any = yaml_rs.loads(raw.decode(), parse_datetime=False)
    except (ValueError, yaml_rs.YAMLDecodeError):
        return raw
    if not isinstance(document, dict) or not str(document.get("openapi")).startswith("3."):
        return raw
    for _ in range(dice.randint(1, 6)):
        with contextlib.suppress(IndexError):  # nothing in the document fits the change
            dice.choice(_CHANGES)(document, dice)
    return json.dumps(document, default=str).encode()


def _walk(value: Any) -> Iterator[Place]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict | list):
            for key, child in here.items() if isinstance(here, dict) else enumerate(here):
                yield here, key
                waiting.append(child)


def _schemas(document: dict[str, Any]) -> list[Place]:
    """The places of properties, items and schemas of params and bodies."""
    found: list[Place] = []
    for container, key in _walk(document):
        value = container[key]
        if key == "properties" and isinstance(value, dict):
            found += [(value, name) for name in value]
        elif key in ("items", "schema") and isinstance(value, dict):
            found.append((container, key))
    return [(container, key) for container, key in found if isinstance(container[key], dict)]


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    items = [item for item in document.get("paths", {}).values() if isinstance(item, dict)]
    found = [item[verb] for item in items for verb in _VERBS if verb in item]
    return [one for one in found if isinstance(one, dict)]


def _rename_property(document: dict[str, Any], dice: random.Random) -> None:
    objects = [
        container
        for container, key in _walk(document)
        if key == "properties" and isinstance(container[key], dict) and container[key]
    ]
    changed = dice.choice(objects)
    old, new = dice.choice(list(changed["properties"])), dice.choice(_NAMES)
    changed["properties"] = {
        new if name == old else name: schema for name, schema in changed["properties"].items()
    }
    if isinstance(changed.get("required"), list):
        named = [new if name == old else name for name in changed["required"]]
        changed["required"] = list(dict.fromkeys(named))


def _swap_type(document: dict[str, Any], dice: random.Random) -> None:
    container, key = dice.choice(_schemas(document))
    container[key] = dice.choice(
        [
            {"type": dice.choice(_SCALARS), "format": dice.choice(_FORMATS)},
            {"type": "array", "items": container[key]},
            {"type": "object", "additionalProperties": container[key]},
            {"type": "object", "properties": {dice.choice(_NAMES): container[key]}},
            {"type": "string", "pattern": dice.choice(["^a+$", "\\d{3}", "(a|b)*", "x"])},
            {},
        ]
    )


def _add_null(document: dict[str, Any], dice: random.Random) -> None:
    container, key = dice.choice(_schemas(document))
    schema = container[key]
    if str(document["openapi"]).startswith("3.0"):
        if isinstance(schema.get("type"), str):
            schema["nullable"] = True
    elif isinstance(schema.get("type"), str) and "enum" not in schema and "const" not in schema:
        schema["type"] = [schema["type"], "null"]
    else:
        container[key] = {"anyOf": [schema, {"type": "null"}]}


def _add_enum(document: dict[str, Any], dice: random.Random) -> None:
    container, key = dice.choice(_schemas(document))
    values: list[Any] = list(dict.fromkeys(dice.choices([*_NAMES, *PAYLOADS, ""], k=3)))
    container[key] = {"type": "string", "enum": values, "default": values[-1]}


def _combine(document: dict[str, Any], dice: random.Random) -> None:
    container, key = dice.choice(_schemas(document))
    _, other = dice.choice([(None, one[0][one[1]]) for one in _schemas(document)])
    word = dice.choice(("oneOf", "anyOf", "allOf"))
    container[key] = {word: [container[key], copy.deepcopy(other)]}


def _nest(document: dict[str, Any], dice: random.Random) -> None:
    container, key = dice.choice(_schemas(document))
    for _ in range(dice.choice((2, 10, 40))):
        inner = container[key]
        container[key] = dice.choice(
            [
                {"type": "object", "properties": {"in": inner}},
                {"type": "array", "items": inner},
                {"allOf": [inner]},
            ]
        )


def _copy_operation(document: dict[str, Any], dice: random.Random) -> None:
    paths = document["paths"]
    path = dice.choice([one for one in paths if isinstance(paths[one], dict)])
    number = len(paths)
    item = copy.deepcopy(paths[path])
    for verb in _VERBS:
        if isinstance(item.get(verb), dict):
            item[verb]["operationId"] = f"{dice.choice(_NAMES[:8])}_{number}_{verb}"
            item[verb]["tags"] = [dice.choice(_NAMES)]
    paths[f"/copy{number}{path}"] = item


def _describe(document: dict[str, Any], dice: random.Random) -> None:
    described = [document["info"], *_operations(document)]
    described += [container[key] for container, key in _schemas(document)]
    chosen = dice.choice([one for one in described if "$ref" not in one])
    chosen["description"] = dice.choice(PAYLOADS)
    if dice.random() < 0.3:
        chosen["title" if chosen is document["info"] else "description"] = dice.choice(PAYLOADS)


def _add_param(document: dict[str, Any], dice: random.Random) -> None:
    param = {
        "name": dice.choice([name for name in _NAMES if name.isascii()]),
        "in": dice.choice(("query", "query", "header", "cookie")),
        "schema": {"type": dice.choice(_SCALARS)},
        "description": dice.choice(PAYLOADS),
    }
    if param["in"] != "query":
        param["name"] = f"X-{len(str(param['name']))}"
    operation = dice.choice(_operations(document))
    operation.setdefault("parameters", []).append(param)


def _add_response(document: dict[str, Any], dice: random.Random) -> None:
    schema = dice.choice([container[key] for container, key in _schemas(document)])
    content: dict[str, Any] = {
        dice.choice(("application/json", "text/plain", "application/x-ndjson")): {}
    }
    if dice.random() < 0.6:
        content = {"application/json": {"schema": copy.deepcopy(schema)}}
    responses = dice.choice(_operations(document))["responses"]
    responses.setdefault(
        dice.choice(("202", "400", "404", "default")),
        {"description": dice.choice(PAYLOADS), "content": content},
    )


_CHANGES: tuple[Change, ...] = (
    *(_rename_property, _swap_type, _add_null, _add_enum, _combine, _nest, _copy_operation),
    *(_describe, _add_param, _add_response),
)
