"""The files that a specification refers to: what is read, what is found, what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from generator.diagnostics import Location, Problems, Refused
from generator.openapi import linked_files
from generator.openapi.linked_files import (
    find_linked_files,
    read_linked_files,
    verify_linked_files,
)
from generator.openapi.model import Source
from generator.openapi.source import SpecFile, fetch_unpinned

SPEC = "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: 'a.yaml'}, B: {$ref: '../b.yaml'}}}\n"
PART = "properties: {value: {$ref: 'c.yaml'}, other: {example: {$ref: d.yaml}}}\n"


def source_of(*files: str) -> Source:
    digest = hashlib.sha256(PART.encode()).hexdigest()
    pinned = tuple((path, digest) for path in files)
    return Source("", Location("provider.yaml", 1, 1), file="openapi.yaml", files=pinned)


def spec_in(folder: Path) -> SpecFile:
    (folder / "openapi.yaml").write_text(SPEC)
    (folder / "a.yaml").write_text(PART)
    (folder / "c.yaml").write_text("type: string\n")
    (folder / "d.yaml").write_text("type: string\n")
    return fetch_unpinned(source_of(), folder, Problems())


def refusal(spec: SpecFile, source: Source) -> str:
    problems = Problems()
    with pytest.raises(Refused):
        verify_linked_files(read_linked_files(spec, source, problems), source, problems)
    return "\n".join(f"{one.code}: {one.message}" for one in problems)


def test_the_files_that_references_lead_to_are_found(tmp_path: Path) -> None:
    found = find_linked_files(spec_in(tmp_path), Problems())
    assert [one.path for one in found] == ["a.yaml", "c.yaml"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    spec = spec_in(folder)
    (tmp_path / "secret.yaml").write_text(PART)
    (folder / "a.yaml").unlink()
    (folder / "a.yaml").symlink_to(tmp_path / "secret.yaml")

    assert "it is not in the spec's folder" in refusal(spec, source_of("a.yaml"))
    assert find_linked_files(spec, Problems()) == ()


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    spec = spec_in(tmp_path)
    (tmp_path / "e.yaml").symlink_to(tmp_path / "a.yaml")
    source = source_of("e.yaml")
    files = read_linked_files(spec, source, Problems())
    verify_linked_files(files, source, Problems())
    assert files[0].raw == PART.encode()


def test_another_digest_is_refused(tmp_path: Path) -> None:
    assert refusal(spec_in(tmp_path), source_of("c.yaml")).startswith("sha256-mismatch")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in ("missing.yaml", "folder", "a\0b"):
        assert "can't be read" in refusal(spec_in(tmp_path), source_of(path))


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked_files, "MAX_BYTES", 2 * len(PART) - 1)
    spec = spec_in(tmp_path)
    (tmp_path / "e.yaml").write_text(PART)
    assert "the listed files have more than" in refusal(spec, source_of("a.yaml", "e.yaml"))


def test_a_url_has_no_other_files(tmp_path: Path) -> None:
    spec = replace(spec_in(tmp_path), folder=None)
    assert "files of a URL are not read" in refusal(spec, source_of("a.yaml"))
