"""Only what a run made is removed, whatever else has the name of something that runs make."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Problems, Refused
from generator.output.model import MANIFEST, STATE_FILE, OutputPaths, WriteResult
from generator.output.run_state import read_manifest, read_state
from generator.output.write import WriteRequest, write
from generator.views.output_tree import OutputFile, OutputTree
from generator.vocabulary import Part

PARTS = (Part.DATA, Part.DOCS, Part.CLIENT)
OLD = {"catalog.json": "old", "docs/gone.md": "old", "docs/page.md": "old"}
NEW = {"catalog.json": "new", "docs/page.md": "new"}


@pytest.fixture
def paths(tmp_path: Path) -> OutputPaths:
    return OutputPaths(tmp_path / "generated", "acme")


def put(paths: OutputPaths, files: dict[str, str], problems: Problems | None = None) -> WriteResult:
    tree = OutputTree(tuple(OutputFile(path, files[path].encode()) for path in sorted(files)))
    request = WriteRequest(paths, tree, PARTS, "key", None, ())
    return write(request, problems or Problems(), lambda: None)


def on_disk(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (STATE_FILE, MANIFEST)
    }


def codes(problems: Problems) -> list[str]:
    return [found.code for found in problems]


@pytest.mark.parametrize("name", ["notes.txt", "tree/notes.txt", "owner.json", "swap.json"])
def test_a_folder_of_the_user_with_the_run_folders_name_is_kept(
    name: str, paths: OutputPaths
) -> None:
    put(paths, OLD)
    mine = paths.run / name
    mine.parent.mkdir(parents=True)
    mine.write_text('{"maker": "me", "run": "mine"}')
    problems = Problems()
    with pytest.raises(Refused):
        put(paths, NEW, problems)
    assert codes(problems) == ["in-the-way"]
    assert mine.read_text() == '{"maker": "me", "run": "mine"}'
    assert on_disk(paths.live) == OLD


def test_a_file_of_the_user_in_a_run_folder_is_kept_and_named(paths: OutputPaths) -> None:
    put(paths, OLD)
    kill_before_the_exchange(paths)
    (paths.run / "notes.txt").write_text("mine")
    problems = Problems()
    put(paths, NEW, problems)
    assert set(codes(problems)) == {"kept-file"}
    assert (paths.run / "notes.txt").read_text() == "mine"
    (paths.run / "notes.txt").unlink()
    put(paths, NEW)
    assert [path.name for path in paths.base.iterdir()] == ["acme"]


@pytest.mark.parametrize("has_state", [True, False])
def test_a_file_that_a_manifest_lists_with_another_digest_is_kept(
    has_state: bool, paths: OutputPaths
) -> None:
    put(paths, OLD)
    if not has_state:
        (paths.live / STATE_FILE).unlink()
    (paths.live / "diary.md").write_text("mine")
    manifest = paths.live / MANIFEST
    document = json.loads(manifest.read_text())
    document["files"].append({"path": "diary.md", "sha256": "0" * 64, "size": 4})
    manifest.write_text(json.dumps(document))
    written = put(paths, NEW)
    assert written.kept == ("diary.md",)
    assert on_disk(paths.live) == {**NEW, "diary.md": "mine"}


def test_an_edited_file_that_is_no_longer_generated_is_kept(paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / "docs/gone.md").write_text("edited")
    written = put(paths, NEW)
    assert (written.removed, written.kept) == ((), ("docs/gone.md",))
    assert on_disk(paths.live) == {**NEW, "docs/gone.md": "edited"}


def test_a_file_that_only_a_manifest_lists_is_not_overwritten(paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / STATE_FILE).unlink()
    (paths.live / "docs/page.md").write_text("mine")
    problems = Problems()
    with pytest.raises(Refused):
        put(paths, NEW, problems)
    assert codes(problems) == ["in-the-way"]
    assert on_disk(paths.live) == {**OLD, "docs/page.md": "mine"}


def test_a_foreign_file_below_the_path_of_a_new_file_stops_the_run(paths: OutputPaths) -> None:
    put(paths, {"docs/a/page.md": "old"})
    (paths.live / "docs/a/mine.md").write_text("mine")
    problems = Problems()
    with pytest.raises(Refused):
        put(paths, {"docs/a": "new"}, problems)
    assert codes(problems) == ["in-the-way"]


# ------------------------------------------------------------------------------ broken own files


def cut(path: Path) -> None:
    raw = path.read_bytes() if path.is_file() else b'{"run": "'
    path.write_bytes(raw[: len(raw) // 2])


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(8 * 1024**3)


def make_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def wrong_types(path: Path) -> None:
    path.write_text(
        '{"version": 1, "run": [], "keys": {}, "owned": [], "files": {"a": 1}, '
        '"diagnostics": [{"severity": 1, "file": "", "line": Infinity}]}'
    )


BREAK: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_text(""),
    "cut": cut,
    "deep": lambda path: path.write_text("[" * 200_000),
    "half a pair": lambda path: path.write_text(
        r'{"version": 1, "files": [{"path": "\ud800", "sha256": "", "size": 1}], "run": "\ud800"}'
    ),
    "not UTF-8": lambda path: path.write_bytes(b'{"version": 1, "run": "\xff"}'),
    "no object": lambda path: path.write_text("null"),
    "wrong types": wrong_types,
    "huge": make_huge,
    "pipe": make_pipe,
}


@pytest.mark.parametrize("how", BREAK)
def test_a_broken_state_file_heals_and_is_named(how: str, paths: OutputPaths) -> None:
    put(paths, OLD)
    BREAK[how](paths.live / STATE_FILE)
    problems = Problems()
    put(paths, NEW, problems)
    assert codes(problems) == ["unreadable-state"]
    assert all((paths.live / path).read_text() == NEW[path] for path in NEW)
    state = read_state(paths.live)
    assert state
    assert sorted(state.owned) == sorted([*NEW, MANIFEST])
    again = Problems()
    put(paths, NEW, again)
    assert codes(again) == []


@pytest.mark.parametrize("how", BREAK)
def test_a_broken_manifest_heals_and_is_named(how: str, paths: OutputPaths) -> None:
    put(paths, OLD)
    BREAK[how](paths.live / MANIFEST)
    problems = Problems()
    if how in ("pipe",):  # not a file, so nothing that a run made
        with pytest.raises(Refused):
            put(paths, NEW, problems)
        assert set(codes(problems)) == {"unreadable-manifest", "in-the-way"}
        return
    put(paths, NEW, problems)
    assert codes(problems) == ["unreadable-manifest"]
    assert sorted(read_manifest(paths.live) or {}) == sorted(NEW)


def kill_before_the_exchange(paths: OutputPaths) -> None:
    _kill_at("generator.output.swap.exchange_folders", paths)


def kill_after_the_exchange(paths: OutputPaths) -> None:
    _kill_at("generator.output.swap._move_foreign_entries", paths)


def _kill_at(function: str, paths: OutputPaths) -> None:
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(function, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            put(paths, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert paths.journal.exists()


@pytest.mark.parametrize("kill", [kill_before_the_exchange, kill_after_the_exchange])
@pytest.mark.parametrize("how", BREAK)
def test_a_broken_journal_heals_with_every_file_of_the_user(
    how: str, kill: Callable[[OutputPaths], None], paths: OutputPaths
) -> None:
    put(paths, OLD)
    (paths.live / "docs/mine.md").write_text("mine")
    kill(paths)
    BREAK[how](paths.journal)
    problems = Problems()
    put(paths, NEW, problems)
    assert codes(problems) == ["unreadable-journal"] * (kill is kill_after_the_exchange)
    assert on_disk(paths.live) == {**NEW, "docs/mine.md": "mine"}
    assert [path.name for path in paths.base.iterdir()] == ["acme"]


@pytest.mark.parametrize("how", ["empty", "cut", "deep"])
def test_a_state_that_broke_after_the_exchange_loses_no_file(how: str, paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / "docs/mine.md").write_text("mine")
    kill_after_the_exchange(paths)
    BREAK[how](paths.live / STATE_FILE)
    put(paths, NEW)
    found = on_disk(paths.live)
    assert {path: found[path] for path in (*NEW, "docs/mine.md")} == {**NEW, "docs/mine.md": "mine"}


def test_the_journal_is_on_the_disk_before_the_exchange(
    paths: OutputPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths, OLD)
    steps: list[str] = []
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        steps.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        sync(descriptor)

    def exchange(_one: Path, _other: Path) -> bool:
        steps.append("exchange")
        return False

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr("generator.output.swap.exchange_folders", exchange)
    put(paths, NEW)
    assert steps[-3:] == ["swap.json.part", ".acme.run", "exchange"]
