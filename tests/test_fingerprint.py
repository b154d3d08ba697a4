"""A run is repeated if something that determines its output has changed, and only then."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.fingerprint import DISTRIBUTION, compute_fingerprint


def install(folder: Path, name: str, version: str, *requirements: str) -> None:
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in requirements]
    (info / "METADATA").write_text("\n".join((*lines, "", f"# {name}", "Requires-Dist: none\n")))


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the generator's distribution and one that it requires."""
    install(tmp_path, DISTRIBUTION, "1.0", "Lay.Out>=2", 'docs-extra; extra == "docs"')
    install(tmp_path, "lay-out", "2.0", "letters")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


def test_another_distribution_changes_no_fingerprint(packages: Path) -> None:
    before = compute_fingerprint(())
    install(packages, "shop-client", "1.0", "lay-out")
    install(packages, "docs-extra", "1.0")
    assert compute_fingerprint(()) == before


def test_a_distribution_that_the_generator_requires_changes_it(packages: Path) -> None:
    before = compute_fingerprint(())
    install(packages, "letters", "3.1")
    assert compute_fingerprint(()) != before


def test_without_a_distribution_of_its_own_every_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    before = compute_fingerprint(())
    install(tmp_path, "shop-client", "1.0")
    assert compute_fingerprint(()) != before
