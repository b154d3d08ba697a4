"""Values for a JSON Schema that a request brings along."""

from __future__ import annotations

from typing import Any

import pytest

from generator.examples.schema_values import UnusableSchemaError, make_schema_value

TREE: Any = {
    "$ref": "#/$defs/Tree",
    "$defs": {
        "Tree": {
            "type": "object",
            "properties": {
                "left": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]},
                "leaves": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
            },
            "required": ["left", "leaves"],
            "additionalProperties": False,
        }
    },
}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "2025-01-15"),
        ({"type": "string", "minLength": 6}, "textxx"),
        ({"type": ["null", "integer"]}, 1),
        ({"type": "integer", "minimum": 5, "maximum": 9}, 5),
        ({"enum": ["a", "b"]}, "a"),
        ({"const": None}, None),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, True),
        ({"type": "array", "items": {"type": "number"}, "minItems": 2}, [0.5, 0.5]),
        ({"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "items": False}, [1, 2]),
        ({"type": "array", "maxItems": 0}, []),
        ({"properties": {"name": {"type": "string"}}}, {"name": "example"}),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]},
            {"a": 1, "b": 2},
        ),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {}),
        ({}, "text"),
    ],
)
def test_a_value_fits_its_schema(schema: Any, value: Any) -> None:
    assert make_schema_value(schema) == value


def test_a_recursive_value_ends() -> None:
    value: Any = make_schema_value(TREE)
    assert value["left"]["left"] is not None
    assert len(str(value)) < 20_000


def test_an_endless_value_is_refused() -> None:
    endless: Any = {"type": "object", "properties": {"in": {"$ref": "#"}}, "required": ["in"]}
    with pytest.raises(UnusableSchemaError, match="never end"):
        make_schema_value(endless)


def test_a_huge_schema_is_refused() -> None:
    wide: Any = {"type": "array", "items": {"type": "string"}, "minItems": 100}
    for _ in range(4):
        wide = {"type": "array", "items": wide, "minItems": 100}
    with pytest.raises(UnusableSchemaError, match="never end"):
        make_schema_value(wide)
