"""A document with harmless defects builds at once, and a second draft changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli import main

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    case = CASES / "harmless_defects_are_repaired_by_an_overlay"
    shutil.copy(case / "openapi.yaml", tmp_path)
    return tmp_path


def test_a_repaired_document_builds_without_an_edit(folder: Path) -> None:
    draft = ["infer", "openapi.yaml", "--name", "shop", "--out", "specs/shop/provider.yaml"]
    assert main(draft) == 0
    assert "overlay: overlay.yaml\n" in (folder / "specs/shop/provider.yaml").read_text()
    assert main(["build", "specs/shop/provider.yaml", "--only", "docs,client,data"]) == 0


def test_a_second_draft_keeps_the_repairs(folder: Path) -> None:
    assert main(["infer", "openapi.yaml", "--name", "shop", "--out", "provider.yaml"]) == 0
    before = [(folder / name).read_bytes() for name in ("provider.yaml", "overlay.yaml")]
    assert main(["infer", "provider.yaml"]) == 0
    assert [(folder / name).read_bytes() for name in ("provider.yaml", "overlay.yaml")] == before


def test_an_overlay_that_infer_did_not_draft_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "overlay.yaml").write_text("mine")
    assert main(["infer", "openapi.yaml", "--name", "shop", "--out", "provider.yaml"]) == 1
    assert '"overlay.yaml" exists, and the document needs repairs' in capsys.readouterr().err
    assert (folder / "overlay.yaml").read_text() == "mine"
    assert not (folder / "provider.yaml").exists()


def test_a_provider_file_gets_the_overlay_that_its_document_needs(folder: Path) -> None:
    assert main(["infer", "openapi.yaml", "--name", "shop", "--out", "provider.yaml"]) == 0
    file = folder / "provider.yaml"
    named = file.read_text()
    file.write_text(named.replace("overlay: overlay.yaml\n", ""))
    (folder / "overlay.yaml").unlink()
    assert main(["infer", "provider.yaml"]) == 0
    assert file.read_text() == named
    assert (folder / "overlay.yaml").exists()


def test_the_repairs_are_listed_for_machines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.is_dir()
    assert main(["infer", "openapi.yaml", "--json"]) == 0
    assert '"kind": "missing-version"' in capsys.readouterr().out
