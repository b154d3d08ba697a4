"""What was made of hostile text, read by what will read it: MDX, Python, a terminal, ourselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.json_types import Json, JsonObject
from generator.vocabulary import Part
from tests.mdx.test_pages_compile import compiler
from tests.support.hostile_runs import (
    FOLDER,
    KINDS,
    Ran,
    fill,
    filled,
    filled_mapping,
    read,
    run,
    write_inputs,
)
from tests.support.npm import NODE, needs_node
from tests.support.payloads import PAYLOADS, harmless

SPEC = read(FOLDER / "openapi.yaml")
PROVIDER = read(FOLDER / "provider.yaml")
ROTATIONS = range(0, len(PAYLOADS), 12)

__all__ = ["compiler"]

IMPORT = """
import importlib, pkgutil
import pydantic
import library_client
package = library_client.__path__
for module in pkgutil.walk_packages(package, "library_client."):
    for made in vars(importlib.import_module(module.name)).values():
        if isinstance(made, type) and issubclass(made, pydantic.BaseModel):
            made.model_json_schema()
client = library_client.Library(api_key="x", base_url="https://shelves.example")
print(client.shelves.list.__doc__)
"""


def ran_with(folder: Path, rotation: int, spell: Callable[[str], str], part: Part) -> Ran:
    pick = fill(rotation, spell)
    mapping, spec = filled_mapping(PROVIDER, KINDS, pick), filled(SPEC, KINDS, pick)
    return run(folder, mapping, spec, (part,))


@needs_node
def test_mdx_reads_the_same_structure(compiler: Path, tmp_path: Path) -> None:
    pages = {
        f"{name}/{rotation}/{file.path}": file.content.decode()
        for rotation in ROTATIONS
        for name, spell in (("plain", harmless), ("hostile", str))
        for file in ran_with(tmp_path, rotation, spell, Part.DOCS).files
        if file.path.startswith("docs/docusaurus/") and file.path.endswith(".md")
    }
    ran = subprocess.run(
        [str(NODE), str(compiler / "outline.mjs")],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=True,
    )
    outlines: dict[str, list[str] | str] = json.loads(ran.stdout)
    plain = {path: part for path, part in outlines.items() if path.startswith("plain/")}
    assert len(plain) == 3 * len(ROTATIONS)
    for path, outline in plain.items():
        assert isinstance(outline, list), outline
        assert outlines[path.replace("plain/", "hostile/", 1)] == outline


@pytest.mark.parametrize("rotation", ROTATIONS[::3])
def test_the_client_is_imported_and_nothing_else_runs(rotation: int, tmp_path: Path) -> None:
    for file in ran_with(tmp_path, rotation, str, Part.CLIENT).files:
        if file.path.startswith("client/"):
            path = tmp_path / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "client")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("rotation", ROTATIONS[1::3])
def test_a_terminal_is_shown_text_alone(
    rotation: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_filled(tmp_path, rotation)
    monkeypatch.chdir(tmp_path)
    for name in ("library", "library.shelves", "library.shelves.shelves"):
        assert main(["explain", name, "--provider", "provider.yaml"]) == 0
    for part in ("list_shelves", "create_shelf", "scan_shelf"):
        name = f"library.shelves.shelves.{part}"
        assert main(["explain", name, "--provider", "provider.yaml"]) == 0
    assert main(["build", "provider.yaml", "--out", "out", "--only", "docs,client"]) == 0
    shown = capsys.readouterr()
    assert all(line.isprintable() for line in (shown.out + shown.err).split("\n"))


@pytest.mark.parametrize("rotation", ROTATIONS[2::3])
def test_a_draft_names_the_operations_as_the_spec_does(
    rotation: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write_filled(tmp_path, rotation)
    monkeypatch.chdir(tmp_path)
    assert main(["infer", "openapi.yaml", "--out", "draft.yaml"]) == 0
    assert main(["build", "draft.yaml", "--out", "out", "--only", "docs,client"]) == 0
    drafted = set(said("operation", yaml.safe_load(Path("draft.yaml").read_text())))
    assert drafted == set(said("operationId", spec["paths"]))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("draft.yaml", "openapi.yaml", "out", "provider.yaml")
    ]


def write_filled(folder: Path, rotation: int) -> JsonObject:
    """Writes the spec full of payloads, and its provider file; returns the spec."""
    pick = fill(rotation, str)
    mapping = filled_mapping(PROVIDER, KINDS, pick)
    spec = filled(SPEC, KINDS, pick)
    write_inputs(folder, mapping, spec)
    assert isinstance(spec, dict)
    return spec


def said(key: str, value: Json) -> Iterator[str]:
    """Every text at `key`, however deep."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == key and isinstance(part, str):
                yield part
            yield from said(key, part)
    elif isinstance(value, list):
        for part in value:
            yield from said(key, part)
