"""What a package index and its readers get: metadata, the index of the API, archives."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from generator import MockServer
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.pipeline import generate
from generator.views.outputs import output_tree
from generator.vocabulary import Part
from tests.support.clients import made_client, provider_of, strictly_typed

SHOP = Path(__file__).parents[1] / "cases" / "a_provider_adds_code_and_names_to_its_client"
OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
PUBLISHED = """\
  version: 2.1.0rc1
  license: Apache-2.0
  keywords: [shop, gifts]
  documents: [CHANGELOG.md]
  showcase:
    Order a gift: |
      order = client.orders.create(gift={"card": "Hi"})
      print(order)
  urls:
    Source: https://shop.test/source
    Issue tracker: https://shop.test/issues
"""


@pytest.fixture
def provider_file(tmp_path: Path) -> Path:
    shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("expected"))
    file = tmp_path / "shop" / "provider.yaml"
    file.write_text(file.read_text().replace("client:\n", f"client:\n{PUBLISHED}", 1))
    (tmp_path / "shop" / "CHANGELOG.md").write_text("# Changes\n")
    return file


@pytest.fixture
def client(provider_file: Path, tmp_path: Path) -> Path:
    """The folder of the client."""
    for file in output_tree(provider_of(provider_file), {Part.CLIENT}).files:
        path = tmp_path / "made" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return tmp_path / "made" / "client"


def test_the_package_has_the_metadata_of_the_provider_file(client: Path) -> None:
    project = tomllib.loads((client / "pyproject.toml").read_text())["project"]
    assert (project["version"], project["license"]) == ("2.1.0rc1", "Apache-2.0")
    assert project["keywords"] == ["shop", "gifts"]
    assert project["urls"]["Issue tracker"] == "https://shop.test/issues"
    assert "Programming Language :: Python :: 3.14" in project["classifiers"]
    assert '__version__ = "2.1.0rc1"' in (client / "shop_client" / "__init__.py").read_text()
    assert '"shop_client/2.1.0rc1"' in (client / "shop_client" / "_settings.py").read_text()


def test_the_index_lists_methods_types_and_further_names(client: Path) -> None:
    index = (client / "api.md").read_text()
    assert "## `client.orders`" in index
    assert "- `client.orders.create` → `types.Order`: `POST /orders`" in index
    assert "- `client.orders.place`: `as create`" in index
    assert "- `client.orders.send_gift` → `types.Order`: `code of the provider`" in index
    assert "- `types.Order`, also `types.Purchase`, `types.orders.Order`\n" in index


def test_a_wheel_and_an_sdist_are_built(client: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / "dist")]
    subprocess.run(command, cwd=client, check=True, capture_output=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    [archive] = (tmp_path / "dist").glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        assert {"shop_client/py.typed", "shop_client/gifts.py"} <= {*opened.namelist()}
        metadata = opened.read("shop_client-2.1.0rc1.dist-info/METADATA").decode()
    assert "License-Expression: Apache-2.0" in metadata
    with tarfile.open(archive) as opened_archive:
        names = {name.partition("/")[2] for name in opened_archive.getnames()}
    given = {"CHANGELOG.md", "README.md", "api.md", "pyproject.toml"}
    assert {*given, "shop_client/py.typed"} <= names
    assert "[CHANGELOG.md](CHANGELOG.md)" in (client / "README.md").read_text()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("version: latest", "the version of a package"),
        ("license: ''", "an SPDX license expression"),
        ("keywords: []", "keywords"),
        ("showcase: {Order: 'a b'}", "Python code that uses `client`"),
        ("urls: {Source: ftp://shop.test}", "an https:// URL of a website"),
        ("documents: [client/README.md]", 'the folder of the package has another file "README.md"'),
        ("documents: [../CHANGES.md]", "no such file"),
    ],
)
def test_metadata_that_no_package_can_have_is_an_error(
    provider_file: Path, line: str, words: str
) -> None:
    text = provider_file.read_text().replace(PUBLISHED, f"  {line}\n")
    provider_file.write_text(text)
    problems = Problems()
    with pytest.raises(Refused):
        generate(read_inputs(provider_file, problems), {Part.CLIENT}, problems)
    assert any(words in f"{error.message} {error.hint}" for error in problems)


def run_program(program: Path, folder: Path, variables: dict[str, str]) -> str:
    """What the program prints, or its error."""
    done = subprocess.run(
        [sys.executable, str(program)],
        env={"PYTHONPATH": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stderr


def test_programs_of_the_provider_begin_the_readme_and_run(
    client: Path, provider_file: Path
) -> None:
    readme = (client / "README.md").read_text()
    assert readme.index("Order a gift:") < readme.index("The async client")
    assert 'order = await client.orders.create(gift={"card": "Hi"})' in readme
    with MockServer(provider_of(provider_file)) as server:
        variables = {"SHOP_API_KEY": "k", "SHOP_BASE_URL": server.url}
        printed = run_program(client / "examples" / "order_a_gift.py", client, variables)
    assert printed.startswith("id="), printed


def test_the_programs_of_openais_readme_are_typed_and_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    provider = provider_of(OPENAI)
    folder = made_client(provider, tmp_path_factory)
    programs = sorted((folder / "examples").glob("*.py"))
    assert len(programs) == 4
    assert strictly_typed(folder, *map(str, programs)) == "Success"
    with MockServer(provider) as server:
        variables = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url}
        for program in programs:
            printed = run_program(program, folder, variables)
            assert printed.strip(), program
            assert "Traceback" not in printed
