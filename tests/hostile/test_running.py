"""What was made of hostile text, read by what will read it: MDX's compiler, Python itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.payloads import PAYLOADS, harmless
from tests.hostile.run import FOLDER, KINDS, Ran, fill, filled, filled_mapping, read, run
from tests.mdx.test_pages_compile import NODE, NPM, compiler

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


def ran_with(folder: Path, rotation: int, spell: Callable[[str], str]) -> Ran:
    pick = fill(rotation, spell)
    return run(folder, filled_mapping(PROVIDER, KINDS, pick), filled(SPEC, KINDS, pick))


@pytest.mark.skipif(not (NODE and NPM), reason="node and npm are not installed")
def test_mdx_reads_the_same_structure(compiler: Path, tmp_path: Path) -> None:
    pages = {
        f"{name}/{rotation}/{file.path}": file.content.decode()
        for rotation in ROTATIONS
        for name, spell in (("plain", harmless), ("hostile", str))
        for file in ran_with(tmp_path, rotation, spell).files
        if file.path.startswith("docs/docusaurus/")
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
    for file in ran_with(tmp_path, rotation, str).files:
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
