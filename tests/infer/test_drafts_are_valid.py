"""What `infer` drafts is never refused: no error that `validate` reports is in the draft."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest

from generator.diagnostics import Location, Problems, Refused
from generator.infer.draft import format_provider_file
from generator.infer.rules import infer
from generator.json_types import Json, JsonObject
from generator.lower.build import build_provider
from generator.mapping.provider_file import read_mapping
from generator.openapi.document import read_spec
from generator.openapi.model import Source
from generator.openapi.tree import parse
from generator.openapi.validate import validate

CASES = Path(__file__).parents[1] / "cases"
SPECS = sorted(path for path in CASES.glob("*/*.yaml") if path.name != "provider.yaml")

_NAMES = (
    *(
        "data",
        "items",
        "1_clicks",
        "clicks",
        "a.b",
        "a b",
        "é",
        "$x",
        "results",
        "next",
        "has_more",
    ),
    *("next_page_token", "last_id", "id", "page", "", "-", "class", "None", "a[0]", "objects"),
)
_PARAMS = ("after", "page", "limit", "page_token", "cursor", "starting_after", "size", "offset")
_VERBS = ("get", "post", "put", "patch", "delete")


def defects_of_the_draft(raw: bytes) -> list[tuple[str, str]] | None:
    """The errors in the draft of a specification; None if the specification itself is refused."""
    problems = Problems()
    try:
        tree = parse("spec.yaml", raw, problems)
        validate(tree, problems)
        spec = read_spec(tree, hashlib.sha256(raw).hexdigest(), problems)
        problems.stop_if_errors()
    except Refused:
        return None
    source = Source(spec.sha256, Location("", 1, 1), file="spec.yaml")
    text = format_provider_file(infer(spec, "acme"), source, "", "")
    try:
        mapping = read_mapping(parse("provider.yaml", text.encode(), problems), problems)
        build_provider(spec, mapping, problems)
    except Refused:
        pass
    errors = [one for one in problems if one.severity == "error"]
    in_draft = [one for one in errors if one.location and one.location.file == "provider.yaml"]
    return [(one.code, one.message) for one in in_draft]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_draft_of_a_case_is_valid(path: Path) -> None:
    assert defects_of_the_draft(path.read_bytes()) in ([], None)


def test_an_array_that_no_path_can_name_is_not_drafted() -> None:
    schema: Json = {"type": "object", "properties": {"1_clicks": {"type": "array", "items": {}}}}
    assert defects_of_the_draft(document({"/1-clicks": {"get": operation("list", schema)}})) == []


_ROWS: JsonObject = {
    "type": "array",
    "items": {"type": "object", "properties": {"id": {"type": "string"}}},
}
_TEXT_OR_NUMBER: JsonObject = {"oneOf": [{"type": "string"}, {"type": "integer"}]}


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"properties": {"data": _ROWS}}, {"allOf": [_TEXT_OR_NUMBER]}]},
        {"properties": {"data": {**_ROWS, "allOf": [_TEXT_OR_NUMBER]}}},
        {"properties": {"data": {**_ROWS, "oneOf": [{"type": "string"}]}}},
        {"properties": {"data": {**_ROWS, "enum": ["none"]}}},
        {"properties": {"data": _ROWS}, "const": "none"},
    ],
    ids=["oneOf in allOf", "rows with oneOf in allOf", "rows with oneOf", "enum", "const"],
)
def test_rows_of_schemas_that_contradict_each_other_are_not_drafted(schema: JsonObject) -> None:
    after: Json = {"name": "after", "in": "query", "schema": {"type": "string"}}
    listing = operation("list", {"type": "object", **schema}, [after])
    assert defects_of_the_draft(document({"/things": {"get": listing}})) == []


def document(paths: JsonObject) -> bytes:
    spec: Json = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths}
    return json.dumps(spec).encode()


def operation(name: str, schema: Json, parameters: list[Json] | None = None) -> JsonObject:
    content: Json = {"application/json": {"schema": schema}}
    return {
        "operationId": name,
        "parameters": parameters or [],
        "responses": {"200": {"description": "ok", "content": content}},
    }


def some_schema(dice: random.Random, depth: int = 3) -> Json:
    kind = dice.choice(("array", "object", "object", "string", "any", "oneOf", "allOf", "types"))
    if depth == 0 or kind == "string":
        return {"type": dice.choice(("string", "integer", "boolean"))}
    inner = some_schema(dice, depth - 1)
    match kind:
        case "array":
            return {"type": "array", "items": inner}
        case "any":
            return {"items": inner}
        case "types":
            return {"type": ["array", "null"], "items": inner}
        case "oneOf" | "allOf":
            return {kind: [inner, some_schema(dice, depth - 1)]}
    chosen = dice.sample(_NAMES, dice.randint(0, 5))
    return {"type": "object", "properties": {name: some_schema(dice, depth - 1) for name in chosen}}


def some_document(seed: int) -> bytes:
    dice = random.Random(seed)  # noqa: S311 - repeatable documents
    paths: dict[str, Json] = {}
    for number in range(dice.randint(1, 5)):
        parts = dice.choices(
            (*_NAMES[:6], "{id}", "v1", "{a b}", "clicks:run"), k=dice.randint(1, 4)
        )
        path = "/" + "/".join(part or "x" for part in dict.fromkeys(parts))
        placed = [part[1:-1] for part in dict.fromkeys(parts) if part.startswith("{")]
        item = dict[str, Json]()
        for verb in dice.sample(_VERBS, dice.randint(1, 2)):
            parameters: list[Json] = [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in placed
            ]
            parameters += [
                {"name": name, "in": "query", "schema": some_schema(dice, 1)}
                for name in dice.sample(_PARAMS, dice.randint(0, 4))
            ]
            item[verb] = operation(
                f"{dice.choice(('list', 'get', 'x', '1'))}{number}{verb}",
                some_schema(dice),
                parameters,
            )
        paths[path] = item
    return document(paths)


@pytest.mark.parametrize("start", [*range(0, 200, 50), 1850])
def test_the_draft_of_a_small_document_is_valid(start: int) -> None:
    found = {seed: defects_of_the_draft(some_document(seed)) for seed in range(start, start + 50)}
    assert {seed: defects for seed, defects in found.items() if defects} == {}
    assert sum(defects is not None for defects in found.values()) > 10
