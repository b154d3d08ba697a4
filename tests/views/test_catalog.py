"""The catalog matches the JSON Schema that is written with it."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema_rs
import pytest

from generator.diagnostics import Problems
from generator.json_types import JsonValue
from generator.lower.build import build_provider
from generator.model.provider import Exclusion, Provider
from generator.model.types import (
    Anything,
    Const,
    Enum,
    NamedType,
    Origin,
    Property,
    Scalar,
    ScalarKind,
    Type,
)
from generator.views.catalog.as_json import as_json, json_schema
from generator.views.catalog.json_files import catalog_files, coverage_files
from generator.vocabulary import HttpVerb, SqlVerb
from tests.support.specs import mapping_of, method, resource, spec_of

EVERY_FORM = """
paths:
  /things:
    get:
      operationId: listThings
      deprecated: true
      parameters:
        - {name: after, in: query, schema: {type: string, default: null, nullable: true}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '404': {description: no}
components:
  schemas:
    Thing:
      type: object
      additionalProperties: {type: [number, 'null'], minimum: 0}
      properties:
        anything: {example: {a: [1, null]}}
        off: {const: false}
        bytes: {type: string, format: binary}
        open: {anyOf: [{type: string}, {enum: [a]}], default: a}
        list: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Thing'}}
        map: {type: object}
        either: {oneOf: [{type: string}, {type: integer, title: Count}]}
"""  # noqa: E501


@pytest.fixture(scope="module")
def acme() -> Provider:
    problems = Problems()
    mapping = mapping_of(resource("things", method("listThings")))
    provider = build_provider(spec_of(EVERY_FORM), mapping, problems)
    assert not list(problems)
    return provider


def test_the_catalog_fits_its_schema(acme: Provider) -> None:
    files = {file.path: json.loads(file.content) for file in catalog_files(acme)}
    schema = files["catalog.schema.json"]
    assert jsonschema_rs.meta.is_valid(schema)
    validator = jsonschema_rs.validator_for(schema)
    assert [error.message for error in validator.iter_errors(files["catalog.json"])] == []
    broken = {**files["catalog.json"], "nmae": "x"}
    assert not validator.is_valid(broken)


def test_every_class_of_the_model_has_a_schema() -> None:
    definitions = json_schema(Provider, "A provider")["$defs"]
    assert isinstance(definitions, dict)
    assert {"Type", "Scalar", "Union", "Pagination", "NamedType", "Exclusion"} <= set(definitions)
    assert "JsonValue" not in definitions


@pytest.mark.parametrize(
    ("of", "written"),
    [
        (Anything(), {"form": "anything"}),
        (Const(False), {"form": "const", "value": False}),
        (Const(None), {"form": "const", "value": None}),
        (Const(""), {"form": "const", "value": ""}),
        (Scalar(ScalarKind.STRING), {"form": "scalar", "kind": "string"}),
        (
            Enum(ScalarKind.INTEGER, (0, 1), True),
            {"form": "enum", "kind": "integer", "values": [0, 1], "open": True},
        ),
    ],
)
def test_empty_values_are_left_out_but_constants_are_not(of: Type, written: object) -> None:
    assert as_json(of) == written


def test_a_default_of_null_is_kept() -> None:
    silent = Property("p", Anything(), False, False, "", None, False, False, False, Origin("/p"))
    spoken = replace(silent, default=JsonValue(None))
    assert as_json(silent) == {
        "name": "p",
        "type": {"form": "anything"},
        "origin": {"pointer": "/p"},
    }
    assert as_json(spoken) == {**as_json_object(silent), "default": None}


def as_json_object(value: Property | NamedType) -> dict[str, object]:
    written = as_json(value)
    assert isinstance(written, dict)
    return dict(written)


def test_encoding_anything_but_the_model_is_an_error() -> None:
    with pytest.raises(TypeError):
        as_json({1, 2})


def test_the_coverage_counts_every_operation(acme: Provider) -> None:
    left_out = Exclusion("dropThings", HttpVerb.DELETE, "/things", "Nobody should.")
    (file,) = coverage_files(replace(acme, excluded=(left_out,)))
    coverage = json.loads(file.content)
    assert coverage["counts"] == {
        "operations": 2,
        "mapped": 1,
        "excluded": 1,
        "not_run": 0,
    }
    assert [entry["operation"] for entry in coverage["operations"]] == ["dropThings", "listThings"]
    assert coverage["operations"][1]["verb"] == SqlVerb.SELECT.value
    assert coverage["operations"][0]["reason"] == "Nobody should."
