"""The public API, used as a program that has installed the package uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

import generator
from generator.cli import main

ACME = Path(__file__).parent / "acme"


@pytest.fixture
def provider() -> generator.Provider:
    return generator.load_provider(ACME / "provider.yaml")


def test_importing_the_package_loads_none_of_its_modules() -> None:
    code = "import sys, generator; print([m for m in sys.modules if m.startswith('generator.')])"
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert printed == "[]\n"


def test_every_public_name_can_be_loaded() -> None:
    assert all(getattr(generator, name) for name in generator.__all__)
    assert set(generator.__all__) <= set(dir(generator))
    with pytest.raises(AttributeError, match="no attribute 'load_providers'"):
        generator.load_providers  # type: ignore[attr-defined] # noqa: B018 - a name that isn't there


def test_a_provider_is_loaded(provider: generator.Provider) -> None:
    assert provider.name == "acme"
    assert [service.name for service in provider.services]


def test_errors_are_raised_with_their_positions(tmp_path: Path) -> None:
    shutil.copytree(ACME, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "provider.yaml"
    file.write_text(file.read_text().replace("verb: select", "verb: selct", 1))
    with pytest.raises(generator.InvalidProvider, match='"selct" is not a SQL verb') as caught:
        generator.load_provider(file)
    (error,) = caught.value.diagnostics
    assert error.severity is generator.Severity.ERROR
    assert error.location is not None
    assert error.location.file == file.as_posix()


def test_files_are_generated_in_memory_as_the_command_writes_them(
    provider: generator.Provider, tmp_path: Path
) -> None:
    tree = generator.generate_files(provider)
    arguments = ["build", str(ACME / "provider.yaml"), "--out", str(tmp_path)]
    assert main([*arguments, "--only", "data,docs,client,stackql,deploy"]) == 0
    for file in tree.files:
        assert (tmp_path / "acme" / file.path).read_bytes() == file.content
    docs = generator.generate_files(provider, [generator.Part.DOCS])
    assert docs.files == tuple(file for file in tree.files if file.path.startswith("docs/"))


def test_the_site_is_not_generated_in_memory(provider: generator.Provider) -> None:
    with pytest.raises(ValueError, match="built on disk"):
        generator.generate_files(provider, [generator.Part.SITE])


def test_files_are_compared_with_a_manifest(provider: generator.Provider, tmp_path: Path) -> None:
    arguments = ["build", str(ACME / "provider.yaml"), "--out", str(tmp_path)]
    assert main([*arguments, "--only", "data,docs,client,stackql,deploy"]) == 0
    manifest = tmp_path / "acme" / "manifest.json"
    tree = generator.generate_files(provider)
    assert not generator.check_files(tree, manifest)
    first, *others = tree.files
    changed = generator.OutputTree((generator.OutputFile(first.path, b"other"), *others))
    assert generator.check_files(changed, str(manifest)).changed == (first.path,)
    manifest.write_text("{}")
    with pytest.raises(generator.ManifestError):
        generator.check_files(tree, manifest)


def test_the_mock_server_serves_a_provider(provider: generator.Provider) -> None:
    with generator.MockServer(provider) as server:
        response = httpx2.get(f"{server.url}/jobs", headers={"Authorization": "Bearer any"})
    assert response.json()["data"]
    assert len(server.requests) == 1
