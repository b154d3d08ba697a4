"""The JSON Schema for editors and the reader accept the same files."""

from __future__ import annotations

from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from generator.diagnostics import Problems, Refused
from generator.mapping.provider_file import read_mapping
from generator.mapping.schema import provider_file_schema, provider_file_schema_text
from generator.openapi.tree import parse

CHECKOUT = Path(__file__).parents[2]
DIGEST = "0" * 64
WHOLE = f"""
provider: acme
source: {{file: spec.yaml, sha256: "{DIGEST}"}}
paginations:
  after_id: {{send: after, next: "$.data[-1].id", more: $.has_more, size: limit}}
services:
  files:
    resources:
      files:
        methods:
          list_files:
            operation: listFiles
            verb: select
            python: files.list
            items: $.data
            pagination: after_id
"""


def is_read(text: str) -> bool:
    problems = Problems()
    try:
        read_mapping(parse("provider.yaml", text.encode(), problems), problems)
    except Refused:
        return False
    return not problems.errors


def fits_schema(text: str) -> bool:
    schema = jsonschema_rs.validator_for(provider_file_schema())
    return schema.is_valid(yaml.safe_load(text))


def test_the_file_for_editors_is_current() -> None:
    file = CHECKOUT / "specs" / "provider.schema.json"
    assert file.read_text(encoding="utf-8") == provider_file_schema_text()


@pytest.mark.parametrize("file", sorted((CHECKOUT / "specs").glob("*/provider.yaml")), ids=str)
def test_the_provider_files_of_this_repository_are_valid(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert fits_schema(text)
    assert is_read(text)


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("provider: acme", "provider: Acme"),
        ("provider: acme", "provider: class"),
        ("provider: acme", "provider: 'acme\\n'"),
        ("provider: acme", "titel: acme"),
        ("file: spec.yaml", "file: /spec.yaml"),
        ("file: spec.yaml", "package: acme==1"),
        ("file: spec.yaml", "file: spec.yaml, url: https://acme.com"),
        (f', sha256: "{DIGEST}"', ""),
        (DIGEST, "abc"),
        ("  files:\n    resources", "  import:\n    resources"),
        ("verb: select", "verb: selct"),
        ("items: $.data", "items: $..data"),
        ("python: files.list", "python: files..list"),
        ("operation: listFiles", "operation: 3"),
    ],
)
def test_the_schema_refuses_the_same_values_as_the_reader(there: str, instead: str) -> None:
    assert is_read(WHOLE)
    assert fits_schema(WHOLE)
    assert there in WHOLE
    changed = WHOLE.replace(there, instead)
    assert (is_read(changed), fits_schema(changed)) == (False, False)
