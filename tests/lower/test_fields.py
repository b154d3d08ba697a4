"""Rows and their columns, properties of unions, and places in a response."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.lower.fields import merge_properties, page_fields
from generator.lower.merge import SchemaResolver
from generator.lower.paths import find_rows, parse_path, type_at
from generator.lower.types import TypeLowerer
from generator.model.methods import Field, PathInResponse
from generator.model.types import Array, Enum, Map, NamedType, Origin, Ref, Scalar, ScalarKind
from generator.openapi.model import Schema
from tests.support.specs import schemas_of

STRING = Scalar(ScalarKind.STRING)
HERE = Origin("/here")


class Lowered:
    """The schemas of a test, lowered."""

    def __init__(self, schemas: str) -> None:
        spec = schemas_of(schemas)
        types = TypeLowerer(SchemaResolver(spec, Problems()))
        for pointer in spec.schemas:
            types.type_of(Schema(pointer, ref=pointer))
        self._named = {named.name: named for named in types.find_all()}

    def named(self, name: str) -> NamedType:
        return self._named[name]

    def columns(self, name: str, place: str = "") -> tuple[Field, ...]:
        return page_fields(Ref(name), self.named, place, HERE)


def test_id_name_and_description_come_first_the_rest_by_code_point() -> None:
    it = Lowered("It: {properties: {b: {}, Z: {}, description: {}, a: {}, name: {}, id: {}}}")
    assert [field.name for field in it.columns("It")] == [
        "id", "name", "description", "Z", "a", "b",
    ]  # fmt: skip


def test_a_write_only_property_is_no_column() -> None:
    it = Lowered("It: {properties: {id: {}, pin: {type: string, writeOnly: true}}}")
    assert [field.name for field in it.columns("It")] == ["id"]


def test_rows_are_the_items_of_an_array() -> None:
    it = Lowered("Many: {type: array, items: {$ref: '#/components/schemas/One'}}\n"
                 "One: {properties: {id: {type: string}}}")  # fmt: skip
    assert [field.name for field in it.columns("Many")] == ["id"]


def test_columns_of_a_union_are_those_of_all_its_objects() -> None:
    it = Lowered(
        """
        It: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
        A: {required: [kind, x], properties: {kind: {const: a}, x: {type: string}}}
        B:
          required: [kind]
          properties:
            kind: {const: b, description: Which.}
            x: {type: [integer, 'null']}
            y: {type: string}
        """
    )
    kind, x, y = it.columns("It")
    assert kind.type == Enum(ScalarKind.STRING, ("a", "b"), False)
    assert kind.description == "Which."
    assert x.nullable
    required = {one.name: one.required for one in merge_properties(Ref("It"), it.named)}
    assert required == {"kind": True, "x": False, "y": False}
    assert y.type == STRING


@pytest.mark.parametrize(
    ("schema", "place", "expected"),
    [
        ("{type: array, items: {type: string}}", "data", ("data", STRING)),
        ("{type: array, items: {type: string}}", "", ("contents", STRING)),
        ("{type: object, additionalProperties: {type: string}}", "", ("contents", Map(STRING))),
    ],
)
def test_rows_that_are_not_objects_have_one_column(
    schema: str, place: str, expected: tuple[str, object]
) -> None:
    (field,) = Lowered(f"It: {schema}").columns("It", place)
    assert (field.name, field.type) == expected


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("$.data", ("data",)),
        ("$.data[-1].id", ("data", -1, "id")),
    ],
)
def test_a_path_leads_to_one_place(text: str, steps: tuple[str | int, ...]) -> None:
    assert parse_path(text) == PathInResponse(steps)


def test_a_path_leads_through_references_arrays_and_unions() -> None:
    it = Lowered(
        """
        It: {properties: {data: {type: array, items: {$ref: '#/components/schemas/Row'}}}}
        Row: {oneOf: [{type: string}, {properties: {id: {type: string}}}]}
        """
    )
    assert type_at(Ref("It"), PathInResponse(("data", -1, "id")), it.named) == STRING
    assert type_at(Ref("It"), PathInResponse(("data",)), it.named) == Array(Ref("Row"))
    assert type_at(Ref("It"), PathInResponse(("rows",)), it.named) is None
    assert type_at(Ref("It"), PathInResponse((-1,)), it.named) is None


@pytest.mark.parametrize(
    ("properties", "rows"),
    [
        ("{data: {type: array}, has_more: {type: boolean}}", ("data",)),
        ("{items: {type: [array, 'null']}}", ("items",)),
        ("{id: {type: string}, data: {type: array}}", None),
        ("{data: {type: array}, errors: {type: array}}", None),
        ("{tags: {type: array}}", None),
        ("{data: {type: object}}", None),
    ],
)
def test_the_rows_of_a_list_are_found_in_its_envelope(
    properties: str, rows: tuple[str | int, ...] | None
) -> None:
    it = Lowered(f"It: {{properties: {properties}}}")
    assert find_rows(Ref("It"), it.named) == (PathInResponse(rows) if rows else None)
