"""Each kind of harmless defect has a repair, after which the document is valid."""

from __future__ import annotations

import textwrap

import pytest

from generator.diagnostics import Problems, Severity
from generator.json_types import Json
from generator.openapi.overlay import read_overlay
from generator.openapi.pointers import resolve
from generator.openapi.tree import Tree, parse
from generator.repair.model import DraftedAction, json_path
from generator.repair.overlay_file import edit_overlay, format_overlay
from generator.repair.rounds import apply_drafted, find_problems, plan_repairs

HEAD = "info: {title: Shop, version: '1'}\n"
STRING_OR_NULL: Json = {"type": "string", "nullable": True}
ANY_OR_NULL: Json = {"anyOf": [{"type": "string"}], "nullable": True}
ABOVE_3: Json = {"minimum": 3, "exclusiveMinimum": True}
OVER_3: Json = {"exclusiveMinimum": 3}
MOST_3: Json = {"maximum": 3}
PATHS = "paths: {/a: {get: {operationId: a, responses: {'200': {description: A.}}}}}\n"


def tree_of(text: str, version: str = "3.0.3") -> Tree:
    source = f"openapi: {version}\n{textwrap.dedent(text)}"
    return parse("spec.yaml", source.encode(), Problems())


def errors_of(tree: Tree) -> list[str]:
    return [found.message for found in find_problems(tree) if found.severity is Severity.ERROR]


def repair(tree: Tree) -> tuple[Tree, tuple[DraftedAction, ...]]:
    plan = plan_repairs(tree, None)
    repaired = apply_drafted(tree, plan.added)
    assert errors_of(repaired) == []
    return repaired, plan.added


def schema(text: str, version: str) -> tuple[Json, list[str]]:
    """The schema after its repairs, and their kinds."""
    tree = tree_of(f"{HEAD}{PATHS}components: {{schemas: {{A: {text}}}}}\n", version)
    repaired, actions = repair(tree)
    kinds = list(dict.fromkeys(action.kind for action in actions))
    return resolve(repaired.root, "/components/schemas/A"), kinds


@pytest.mark.parametrize(
    ("kind", "broken", "repaired"),
    [
        ("repeated-entry", "{required: [a, b, a]}", {"required": ["a", "b"]}),
        ("contradicting-default", "{type: integer, default: x}", {"type": "integer"}),
        ("contradicting-default", "{type: string, default: null}", {"type": "string"}),
        ("undefined-required", "{allOf: [{}], required: [a]}", {"allOf": [{}]}),
        ("unknown-type", "{type: datetime}", {"type": "string", "format": "date-time"}),
        ("unknown-type", "{type: any}", {}),
        ("misspelt-word", "{type: String}", {"type": "string"}),
        ("text-for-flag", "{deprecated: 'true'}", {"deprecated": True}),
        ("text-for-number", "{maxLength: '3'}", {"maxLength": 3}),
        ("value-for-text", "{description: 3}", {"description": "3"}),
        ("null-value", "{description: null}", {}),
        ("null-value", "{properties: {a: null}}", {"properties": {"a": {}}}),
        ("list-for-object", "{properties: []}", {"properties": {}}),
        ("impossible-limit", "{minLength: -1}", {}),
        (
            "required-flag",
            "{properties: {a: {required: true}}}",
            {"properties": {"a": {}}, "required": ["a"]},
        ),
    ],
)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_broken_schema_is_repaired(version: str, kind: str, broken: str, repaired: Json) -> None:
    found, kinds = schema(broken, version)
    assert (found, kinds) == (repaired, [kind])


@pytest.mark.parametrize(
    ("version", "kind", "broken", "repaired"),
    [
        ("3.0.3", "list-of-types", "{type: [string, 'null']}", STRING_OR_NULL),
        ("3.0.3", "null-type", "{anyOf: [{type: string}, {type: 'null'}]}", ANY_OR_NULL),
        ("3.0.3", "unknown-key", "{const: 3}", {"enum": [3]}),
        ("3.0.3", "unknown-key", "{examples: [3]}", {"example": 3}),
        ("3.0.3", "unknown-key", "{colour: red}", {}),
        ("3.0.3", "bound-of-another-version", "{exclusiveMinimum: 3}", ABOVE_3),
        ("3.1.0", "bound-of-another-version", "{minimum: 3, exclusiveMinimum: true}", OVER_3),
        ("3.1.0", "bound-of-another-version", "{maximum: 3, exclusiveMaximum: false}", MOST_3),
        ("3.0.3", "empty-part", "{type: object, required: []}", {"type": "object"}),
        ("3.0.3", "text-for-flag", "{nullable: 'true'}", {"nullable": True}),
        ("3.1.0", "empty-part", "{oneOf: []}", {}),
    ],
)
def test_keywords_are_written_as_the_version_does(
    version: str, kind: str, broken: str, repaired: Json
) -> None:
    found, kinds = schema(broken, version)
    assert (found, kinds) == (repaired, [kind])


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_dangling_reference_means_anything(version: str) -> None:
    text = HEAD + PATHS + "components: {schemas: {A: {$ref: '#/components/schemas/Gone'}}}\n"
    repaired, [action] = repair(tree_of(text, version))
    assert action.kind == "dangling-reference"
    assert resolve(repaired.root, "/components/schemas/Gone") == {
        "description": 'The document refers to "Gone" but lacks it.'
    }


def test_a_reference_in_place_of_a_content_is_written_out() -> None:
    text = """
        paths:
          /a:
            get:
              operationId: a
              responses: {'200': {description: A., content: {$ref: '#/components/mediaTypes/A'}}}
        components: {mediaTypes: {A: {application/json: {schema: {type: string}}}}}
    """
    for version in ("3.0.3", "3.1.0"):
        repaired, actions = repair(tree_of(HEAD + textwrap.dedent(text), version))
        assert {action.kind for action in actions} == {"reference-out-of-place", "unknown-key"}
        content = resolve(repaired.root, "/paths/~1a/get/responses/200/content")
        assert content == {"application/json": {"schema": {"type": "string"}}}


def test_a_reference_to_definitions_leads_to_the_component() -> None:
    text = f"{HEAD}{PATHS}components: {{schemas: {{A: {{$ref: '#/definitions/B'}}, B: {{}}}}}}\n"
    repaired, [action] = repair(tree_of(text))
    assert action.kind == "misplaced-reference"
    assert resolve(repaired.root, "/components/schemas/A") == {"$ref": "#/components/schemas/B"}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_parts_outside_of_schemas_are_repaired(version: str) -> None:
    repaired, actions = repair(
        tree_of(
            """
            info: {title: Shop, license: {url: https://shop.example}}
            externalDocs: {description: More.}
            servers: [{url: 'https://{zone}.shop.example', variables: {zone: {enum: [eu, us]}}}]
            security: [{Lost: []}]
            paths:
              /a/{b}/{C}:
                post:
                  parameters:
                    - {name: b, in: path, schema: {type: string}}
                    - {name: c, in: path, required: true, schema: {type: string}}
                    - {name: d, in: path, required: true, schema: {type: string}}
                  requestBody: {description: Empty.}
                  responses:
                    2xx: {description: A.}
                    "404": {}
            """,
            version,
        )
    )
    assert sorted({action.kind for action in actions}) == [
        "incomplete-part",
        "missing-default",
        "missing-description",
        "missing-version",
        "misspelt-path-parameter",
        "no-operation-id",
        "path-parameter-not-in-path",
        "path-parameter-not-required",
        "unknown-security-scheme",
        "unknown-status",
    ]
    operation = resolve(repaired.root, "/paths/~1a~1{b}~1{C}/post")
    assert isinstance(operation, dict)
    assert operation["operationId"] == "post_a_b_c"
    assert [p["name"] for p in operation["parameters"]] == ["b", "C"]  # type: ignore
    assert list(operation["responses"]) == ["404", "2XX"]  # type: ignore
    assert "security" not in repaired.root


def test_repairs_of_one_list_wait_for_each_other() -> None:
    text = """
        paths:
          /a:
            get:
              operationId: a
              parameters:
                - {name: gone, in: path, required: true, schema: {type: string}}
                - {name: q, in: query, schema: {type: string}}
                - {name: q, in: query, schema: {type: integer}}
                - {name: r, in: query, schema: {type: integer, default: x}}
              responses: {'200': {description: A.}}
    """
    repaired, actions = repair(tree_of(HEAD + textwrap.dedent(text)))
    assert [(action.kind, action.target.partition("parameters")[2]) for action in actions] == [
        ("path-parameter-not-in-path", "[0]"),
        ("repeated-parameter", "[1]"),
        ("contradicting-default", "[1].schema.default"),
    ]
    parameters = resolve(repaired.root, "/paths/~1a/get/parameters")
    assert [p["schema"]["type"] for p in parameters] == ["string", "integer"]  # type: ignore


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_valid_document_gets_no_repair(version: str) -> None:
    text = HEAD + PATHS + "components: {schemas: {A: {type: object, x-odd: [1, 1]}}}\n"
    assert plan_repairs(tree_of(text, version), None).added == ()


@pytest.mark.parametrize(
    "text",
    [
        "paths: {a: {get: {operationId: a, responses: {'200': {description: A.}}}}}",
        "paths: {/a: {GET: {operationId: a, responses: {'200': {description: A.}}}}, /b: {}}",
        "paths: {/a: {get: {operationId: a, responses: {}}, put: {operationId: a, responses: {}}}}",
    ],
)
def test_what_would_change_the_operations_is_not_repaired(text: str) -> None:
    tree = tree_of(HEAD + text, "3.1.0")
    repaired = apply_drafted(tree, plan_repairs(tree, None).added)
    assert errors_of(repaired)


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_a_short_version_is_completed(version: str) -> None:
    for spelled in (version, f'"{version}"'):
        repaired, [action] = repair(tree_of(HEAD + PATHS, spelled))
        assert action.kind == "short-version"
        assert repaired.root["openapi"] == f"{version}.0"


def test_names_of_any_text_become_targets() -> None:
    names = ["a b", "it's", 'a"b', "a\\b", "a\nb", "\u00e9", "\t", "0", ""]
    for name in names:
        root: Json = {"paths": {name: [{"x": 1}]}}
        action = DraftedAction("kind", json_path(root, f"/paths/{name}/0/x"), "Why.")
        problems = Problems()
        text = format_overlay("Shop", [action])
        overlay = read_overlay(parse("overlay.yaml", text.encode(), problems), problems)
        assert list(problems) == []
        [path] = [each.path for each in overlay.actions]
        assert [match.value for match in path.finditer(root)] == [1]


OVERLAY = """\
# Ours.
overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
  # First.
  - target: $.a
    description: A.
    remove: true

  # Second.
  - {target: $.b, description: B., remove: true}
  - target: $.c # third
    description: >-
      C is
      long.
    remove: true
# The end.
x-after: 1
"""


def test_an_action_is_removed_with_its_lines_alone() -> None:
    assert edit_overlay(OVERLAY, [0], []) == OVERLAY.replace(
        "  - target: $.a\n    description: A.\n    remove: true\n", ""
    )
    assert edit_overlay(OVERLAY, [2], []).endswith("remove: true}\n# The end.\nx-after: 1\n")
    assert "actions: []" in edit_overlay(OVERLAY, [0, 1, 2], [])


def test_an_action_is_added_in_the_style_of_the_file() -> None:
    added = edit_overlay(OVERLAY, [1], [DraftedAction("kind", "$.d", "D.")])
    assert "  - target: $.d\n    description: D.\n    remove: true\n    x-repairs: kind\n" in added
    assert "# First.\n" in added
    assert "# third\n" in added
