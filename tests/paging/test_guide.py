"""The examples of docs/pagination.md are paginations that the provider file takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from generator.mapping.schema import provider_file_schema

GUIDE = Path(__file__).parents[2] / "docs" / "pagination.md"
EXAMPLES = re.findall(r"^\|.*`(\{.*\})` \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_guide_has_an_example_for_each_way_to_page() -> None:
    assert len(EXAMPLES) == 11


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_pagination(example: str) -> None:
    schema: Any = provider_file_schema()
    for key in ("properties", "paginations", "additionalProperties"):
        schema = schema[key]
    jsonschema_rs.validate(schema, YAML(typ="safe").load(example))
