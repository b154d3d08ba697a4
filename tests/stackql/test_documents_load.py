"""Registry documents, loaded by kin-openapi 0.88.0: the parser that StackQL loads them with."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.pipeline import compile_provider
from generator.views.stackql.registry import document_files
from tests.support.go import needs_go, program

CHECKOUT = Path(__file__).parents[2]
pytestmark = needs_go


def written(provider_file: Path, folder: Path) -> list[Path]:
    """The service documents of a provider, below `folder`."""
    problems = Problems()
    provider = compile_provider(read_inputs(provider_file, problems), problems)
    files = []
    for of in provider.stackql.providers:
        for path, content in document_files(provider, of):
            file = folder / of.name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            if file.parent.name == "services":
                files.append(file)
    return files


def load(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [str(program(Path(__file__).parent)), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_document_of_openai_loads(tmp_path: Path) -> None:
    files = written(CHECKOUT / "specs" / "openai" / "provider.yaml", tmp_path)
    assert len(files) == 39
    found = load(*files)
    assert (found.returncode, found.stdout) == (0, "")


def test_documents_of_another_provider_load(tmp_path: Path) -> None:
    files = written(CHECKOUT / "tests" / "mock" / "provider.yaml", tmp_path)
    found = load(*files)
    assert (found.returncode, found.stdout) == (0, "")


# ------------------------------------------------------------- what StackQL can't load, one by one

Change = Callable[[dict[str, Any]], None]


def change_row(**parts: Any) -> Change:
    """A property of a row with other keywords."""

    def change(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas["jobs.list_jobs.row"]["properties"]["id"] = parts

    return change


def refer_to_itself(document: dict[str, Any]) -> None:
    name = "jobs.list_jobs.row"
    document["components"]["schemas"][name] = {"$ref": f"#/components/schemas/{name}"}


def lose_an_operation(document: dict[str, Any]) -> None:
    del document["paths"]["/jobs"]["get"]


def lose_a_method(document: dict[str, Any]) -> None:
    del document["components"]["x-stackQL-resources"]["jobs"]["methods"]["list_jobs"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_row(type=["string", "null"]), "cannot unmarshal array"),
        (change_row(type="integer", exclusiveMinimum=0), "cannot unmarshal number"),
        (change_row(**{"$ref": "other.yaml#/Job"}), "external reference"),
        (change_row(**{"$ref": "#/components/schemas/Gone"}), "Gone"),
        (refer_to_itself, "stack overflow"),
        (lose_an_operation, "no operation is at"),
        (lose_a_method, "select names"),
    ],
)
def test_what_stackql_cannot_load_is_refused(change: Change, said: str, tmp_path: Path) -> None:
    (file,) = written(CHECKOUT / "tests" / "acme" / "provider.yaml", tmp_path)
    assert load(file).returncode == 0
    document = yaml.safe_load(file.read_text())
    change(document)
    file.write_text(yaml.safe_dump(document))
    found = load(file)
    assert found.returncode != 0
    assert said in found.stdout + found.stderr


def test_a_bare_y_is_read_as_a_boolean(tmp_path: Path) -> None:
    (file,) = written(CHECKOUT / "tests" / "acme" / "provider.yaml", tmp_path)
    text = file.read_text()
    assert text.count("- work\n") == 1  # in `required`
    file.write_text(text.replace("- work\n", "- y\n"))
    found = load(file)
    assert found.returncode != 0
    assert "cannot unmarshal bool" in found.stdout
