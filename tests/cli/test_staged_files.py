"""Several files are put in place all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.staged_files import put_in_place


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_names() -> list[str]:
    return sorted(path.as_posix() for path in Path().rglob("*"))


def test_new_files_get_their_folders_and_no_file_is_left_over() -> None:
    put_in_place({Path("a/b/new"): b"1", Path("new"): b"2"}, {})
    assert list_names() == ["a", "a/b", "a/b/new", "new"]


def test_a_file_that_appeared_meanwhile_is_not_replaced() -> None:
    Path("second").write_text("mine")
    Path("old").write_text("old")
    with pytest.raises(FileExistsError):
        put_in_place({Path("a/first"): b"1", Path("second"): b"2"}, {Path("old"): b"new"})
    assert list_names() == ["old", "second"]
    assert (Path("second").read_text(), Path("old").read_text()) == ("mine", "old")


def test_a_changed_file_keeps_its_mode_and_its_link() -> None:
    Path("target").write_text("old")
    Path("target").chmod(0o640)
    Path("link").symlink_to("target")
    put_in_place({}, {Path("link"): b"new"})
    assert Path("link").is_symlink()
    assert Path("target").read_text() == "new"
    assert Path("target").stat().st_mode & 0o777 == 0o640


def test_closing_the_result_undoes_all_of_it() -> None:
    Path("old").write_text("old")
    put_in_place({Path("a/first"): b"1"}, {Path("old"): b"new"}).close()
    assert list_names() == ["old"]
    assert Path("old").read_text() == "old"


def test_a_folder_with_a_file_of_another_process_stays() -> None:
    undo = put_in_place({Path("a/first"): b"1"}, {})
    Path("a/other").touch()
    undo.close()
    assert list_names() == ["a", "a/other"]
