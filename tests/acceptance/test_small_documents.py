"""Hypothesis: small documents and the values that fit them, from the client to the server and back.

What the client sends passes the mock server's checks and is read as it was given. What the mock
server answers parses, in strict mode too. The examples are the same in each run.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.decoded_calls import DecodedCalls, Sent, write_provider

DOCUMENTS = 5
OPERATIONS = 12  # of each document
VALUES = 5  # for each operation
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=8)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXT,
    "integer": st.integers(-(2**53), 2**53),
    "boolean": st.booleans(),
}
PLACES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "deepObject", "spaceDelimited", "pipeDelimited"),
    "header": ("simple",),
}


def value_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a schema. Empty lists and objects have no form outside of JSON."""
    match schema["type"]:
        case "array":
            return st.lists(value_of(schema["items"]), min_size=1, max_size=3)
        case "object":
            members = {name: value_of(of) for name, of in schema["properties"].items()}
            return st.fixed_dictionaries(members)
    return SCALARS[schema["type"]]


scalars = st.sampled_from([*SCALARS]).map(lambda kind: {"type": kind})
arrays = scalars.map(lambda items: {"type": "array", "items": items})
objects = st.dictionaries(st.sampled_from("abc"), scalars, min_size=1).map(
    lambda members: {"type": "object", "properties": members, "required": [*members]}
)
flat = st.one_of(scalars, arrays, objects)
nested = st.dictionaries(st.sampled_from("abc"), st.one_of(flat), min_size=1).map(
    lambda members: {"type": "object", "properties": members, "required": [*members]}
)


@st.composite
def parameters(draw: st.DrawFn) -> dict[str, Any]:
    place = draw(st.sampled_from([*PLACES]))
    style = draw(st.sampled_from(PLACES[place]))
    kinds = {"deepObject": objects, "spaceDelimited": arrays, "pipeDelimited": arrays}
    schema = draw(kinds.get(style, flat))
    explode = draw(st.booleans()) if style not in kinds else style == "deepObject"
    told = {"name": "q", "in": place, "required": True, "style": style, "explode": explode}
    return {**told, "schema": schema}


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": draw(nested)}}, "description": "ok"}
    operation: dict[str, Any] = {"parameters": [draw(parameters())], "responses": {"200": answer}}
    medium = draw(st.sampled_from(["", "application/json", "application/x-www-form-urlencoded"]))
    if medium:
        body = {"required": True, "content": {medium: {"schema": draw(nested)}}}
        operation["requestBody"] = body
    return operation


def document_of(operations_drawn: list[dict[str, Any]]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for number, operation in enumerate(operations_drawn):
        is_in_path = operation["parameters"][0]["in"] == "path"
        path = f"/p{number}{'/{q}' if is_in_path else ''}"
        paths[path] = {"post": {"operationId": f"run{number}", **operation}}
    return {"openapi": "3.1.0", "info": {"title": "Small", "version": "1"}, "paths": paths}


def members_of(operation: dict[str, Any]) -> dict[str, Any]:
    """The schemas of the members of an operation's body."""
    content = operation.get("requestBody", {}).get("content", {})
    return {
        name: of for one in content.values() for name, of in one["schema"]["properties"].items()
    }


def read_value(operation: dict[str, Any], sent: Sent) -> Any:
    read = sent.decoded
    places = {"path": read.path, "query": read.query, "header": read.headers}
    return places[operation["parameters"][0]["in"]].get("q")


def check_calls(
    calls: DecodedCalls, drawn: list[dict[str, Any]], data: st.DataObject, counts: Counter[str]
) -> None:
    """Calls each operation with values that fit it."""
    for number, operation in enumerate(drawn):
        schemas = {"q": operation["parameters"][0]["schema"], **members_of(operation)}
        for _ in range(VALUES):
            values = {name: data.draw(value_of(schema)) for name, schema in schemas.items()}
            try:
                sent = calls.send(f"run{number}", **values)
            except calls.ArgumentError:
                counts["refused"] += 1
                continue
            counts["sent"] += 1
            body = {name: value for name, value in values.items() if name != "q"}
            assert sent.problems == ()
            assert read_value(operation, sent) == values["q"]
            assert sent.decoded.properties == body


def test_what_is_sent_is_read_and_what_is_answered_parses(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    counts: Counter[str] = Counter()

    @settings(
        max_examples=DOCUMENTS,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(operations(), min_size=OPERATIONS, max_size=OPERATIONS), st.data())
    def run(drawn: list[dict[str, Any]], data: st.DataObject) -> None:
        counts["documents"] += 1
        folder = tmp_path_factory.mktemp("small")
        file = write_provider(folder, f"small{counts['documents']}", document_of(drawn))
        calls = DecodedCalls.of(file, tmp_path_factory, strict=True)
        check_calls(calls, drawn, data, counts)

    run()
    assert counts["documents"] == DOCUMENTS
    assert counts["sent"] + counts["refused"] == DOCUMENTS * OPERATIONS * VALUES
    assert counts["sent"] > 250  # of 300; the client refuses what no server could read
