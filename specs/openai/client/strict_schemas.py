"""JSON Schemas of a program's own types, in the strict form that the API takes.

Strict form: an object has no other members than its properties, and all of them are required.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from ._runtime.errors import ArgumentError
from ._runtime.type_guards import is_list, is_object

_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_TABLES = ("$defs", "definitions", "properties")


def make_strict_schema(kind: type[Any], argument: str) -> dict[str, Any]:
    """Returns the strict schema of a model, or of another class that pydantic describes.

    Raises ArgumentError, which names `argument`, if `kind` has no schema that is an object.
    """
    import pydantic

    if not inspect.isclass(kind):
        raise ArgumentError(
            f'"{argument}" takes a class, like a pydantic model, not {type(kind).__name__}'
        )
    try:
        if issubclass(kind, pydantic.BaseModel):
            schema = kind.model_json_schema()
        else:
            schema = pydantic.TypeAdapter(kind).json_schema()
    except pydantic.errors.PydanticUserError as error:
        reason = str(error).partition("\n")[0]
        raise ArgumentError(f'"{argument}" has no JSON Schema: {reason}') from error
    strict = _make_strict(schema, schema)
    if "$ref" in strict:  # a model that contains itself
        strict = {**_find(schema, strict.pop("$ref")), **strict}
        strict = _make_strict(strict, schema)
    if strict.get("type") != "object":
        raise ArgumentError(
            f'"{argument}" takes a class whose JSON is an object, not {kind.__name__}'
        )
    return strict


def _make_strict(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a copy of `schema`, and of the schemas in it, in strict form."""
    if "$ref" in schema and len(schema) > 1:
        # Nothing may stand beside a reference, so what it refers to is written in its place.
        beside = {name: part for name, part in schema.items() if name != "$ref"}
        return _make_strict({**_find(root, schema["$ref"]), **beside}, root)
    strict: dict[str, Any] = {}
    for name, part in schema.items():
        if name in _TABLES and is_object(part):
            strict[name] = {key: _make_part(one, root) for key, one in part.items()}
        elif name in _LISTS and is_list(part):
            strict[name] = [_make_part(one, root) for one in part]
        elif name in ("items", "additionalProperties", "not"):
            strict[name] = _make_part(part, root)
        elif not (name == "default" and part is None):
            strict[name] = part
    if strict.get("type") == "object":
        strict.setdefault("additionalProperties", False)
    if "properties" in strict:
        strict["required"] = list(strict["properties"])
    if len(strict.get("allOf", ())) == 1:
        [only] = strict.pop("allOf")
        strict = _make_strict({**only, **strict}, root) if "$ref" in only else {**only, **strict}
    return strict


def _make_part(part: object, root: Mapping[str, Any]) -> Any:
    return _make_strict(part, root) if is_object(part) else part


def _find(root: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    """Returns the schema that a reference of pydantic (`#/$defs/Name`) leads to."""
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    schema: Mapping[str, Any] = found
    return schema
