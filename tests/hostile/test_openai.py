"""As `test_hostile_text`, on OpenAI's own spec: each of its texts is a payload, in one run."""

from __future__ import annotations

import re
from pathlib import Path

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.json_types import Json, JsonObject
from generator.pipeline import repaired_tree
from tests.hostile.shapes import shape
from tests.support.hostile_runs import KEPT, KINDS, fill, filled, filled_mapping, read, run
from tests.support.payloads import harmless

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


def without_generated_texts(value: Json) -> Json:
    """Leaves out all keys `generates`. They name events and members of arguments."""
    if isinstance(value, list):
        return [without_generated_texts(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: without_generated_texts(one) for key, one in value.items() if key != "generates"}


def with_descriptions(mapping: Json) -> Json:
    """Gives each service and resource a description.

    Without one, the first text of the document that has enough words describes it. The payloads
    and the plain words that replace them differ in their numbers of words.
    """
    if not isinstance(mapping, dict):
        return mapping
    is_described = "package" not in mapping and bool({"resources", "methods"} & mapping.keys())
    added: JsonObject = {"description": "x"} if is_described else {}
    return {**added, **{key: with_descriptions(item) for key, item in mapping.items()}}


def test_openais_spec_full_of_payloads_changes_no_structure(tmp_path: Path) -> None:
    spec = repaired_tree(read_inputs(PROVIDER, Problems()), Problems()).root
    of_openai = read(PROVIDER)
    client = of_openai["client"]
    assert isinstance(client, dict)
    # These name schemas, which have payloads for names here, and files beside the provider file.
    for key in ("texts", "types", "code", "extends", "exports", "documents"):
        del client[key]
    kept_keys = {key: part for key, part in of_openai.items() if key != "overlay"}
    mapping = with_descriptions(without_generated_texts(kept_keys))
    keys = "items|send|next|more|size|status|exists_by|value"
    paths = re.findall(rf"\b(?:{keys}): *([^#\n]+)", PROVIDER.read_text())
    kept = {*KEPT, "id", *re.findall(r"\w+", " ".join(paths))}
    # From another payload on, two formats in one union would be alike without their punctuation.
    one, other = (
        run(tmp_path, filled_mapping(mapping, KINDS, pick), filled(spec, KINDS, pick, kept))
        for pick in (fill(5, harmless), fill(5, str))
    )
    assert [*one.errors, *other.errors] == []
    assert [file.path for file in other.files] == [file.path for file in one.files]
    changed = [
        hostile.path
        for plain, hostile in zip(one.files, other.files, strict=True)
        if shape(plain.path, plain.content) != shape(hostile.path, hostile.content)
    ]
    assert changed == []
