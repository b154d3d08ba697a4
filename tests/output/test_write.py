"""A run writes its own files to an output folder and leaves all others alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Location, Problems, Refused, Severity
from generator.output.check import compare
from generator.output.digests import parse_manifest
from generator.output.model import MANIFEST, STATE_FILE, OutputPaths, WriteResult
from generator.output.own_json import ManifestError
from generator.output.run_state import read_manifest
from generator.output.swap import lock_folder
from generator.output.unchanged import find_unchanged_output
from generator.output.write import WriteRequest, write
from generator.views.output_tree import OutputFile, OutputTree
from generator.vocabulary import Part
from tests.support.memory_folder import memory_folder

ALL = tuple(Part)
OLD = {
    "catalog.json": "old",
    "client/acme/jobs.py": "old",
    "docs/gone/page.md": "old",
    "docs/page.md": "old",
    "docs/same.md": "same",
}
NEW = {
    "catalog.json": "new",
    "client/acme/jobs.py": "new",
    "docs/added/page.md": "new",
    "docs/page.md": "new",
    "docs/same.md": "same",
}


def tree(files: dict[str, str]) -> OutputTree:
    return OutputTree(tuple(OutputFile(path, files[path].encode()) for path in sorted(files)))


def build_html(folder: Path, _lock: int) -> None:
    """Replaces MkDocs: it makes an HTML page, in upper case, of each Markdown page."""
    for page in sorted((folder / "docs").rglob("*.md")):
        html = folder / "site" / page.relative_to(folder / "docs").with_suffix(".html")
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page.read_text().upper())


def put(
    paths: OutputPaths,
    files: dict[str, str],
    parts: Collection[Part] = ALL,
    build_site: Callable[[Path, int], None] = build_html,
) -> WriteResult:
    problems = Problems()
    request = WriteRequest(
        paths,
        tree(files),
        parts,
        "key",
        build_site if Part.SITE in parts else None,
        tuple(problems),
    )
    try:
        return write(request, problems, lambda: None)
    except Refused:
        raise Refused([f"{found.code}: {found.message}" for found in problems]) from None


def on_disk(folder: Path) -> dict[str, str]:
    """Every file except the state and the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (STATE_FILE, MANIFEST)
    }


def with_html(files: dict[str, str]) -> dict[str, str]:
    pages = {
        path.replace("docs/", "site/").replace(".md", ".html"): text.upper()
        for path, text in files.items()
        if path.endswith(".md")
    }
    return {**files, **pages}


@pytest.fixture
def paths(tmp_path: Path) -> OutputPaths:
    return OutputPaths(tmp_path / "generated", "acme")


def test_the_first_run_writes_every_file_and_no_others(paths: OutputPaths) -> None:
    written = put(paths, OLD)
    assert on_disk(paths.live) == with_html(OLD)
    assert sorted(written.changed) == sorted([*OLD, MANIFEST])
    assert sorted(path.name for path in paths.base.iterdir()) == ["acme"]


def test_the_manifest_lists_every_file_except_the_html_and_itself(paths: OutputPaths) -> None:
    put(paths, OLD)
    listed = read_manifest(paths.live)
    assert listed is not None
    assert sorted(listed) == sorted(OLD)
    assert not compare(tree(OLD), listed)


def test_two_folders_get_the_same_manifest(paths: OutputPaths, tmp_path: Path) -> None:
    other = OutputPaths(tmp_path / "elsewhere", "acme")
    put(paths, OLD)
    put(paths, NEW)
    put(other, NEW)
    assert (paths.live / MANIFEST).read_bytes() == (other.live / MANIFEST).read_bytes()


def test_the_next_run_removes_files_that_it_no_longer_generates(paths: OutputPaths) -> None:
    put(paths, OLD)
    written = put(paths, NEW)
    assert on_disk(paths.live) == with_html(NEW)
    assert written.removed == ("docs/gone/page.md", "site/gone/page.html")
    assert not (paths.live / "docs/gone").exists()


def test_a_file_with_the_same_bytes_keeps_its_time(paths: OutputPaths) -> None:
    put(paths, OLD)
    os.utime(paths.live / "docs/same.md", (1, 1))
    written = put(paths, NEW)
    assert (paths.live / "docs/same.md").stat().st_mtime == 1
    assert "docs/same.md" not in written.changed


def test_foreign_files_are_kept_and_listed(paths: OutputPaths) -> None:
    put(paths, OLD)
    mine = {
        "notes.txt": "mine",
        "docs/gone/mine.md": "mine",
        "docs/drafts/deep/mine.md": "mine",
        "site/mine.html": "mine",
    }
    for path, text in mine.items():
        (paths.live / path).parent.mkdir(parents=True, exist_ok=True)
        (paths.live / path).write_text(text)
    (paths.live / "docs/empty").mkdir()
    written = put(paths, NEW)
    named = ("docs/drafts/", "docs/empty/", "docs/gone/mine.md", "notes.txt", "site/mine.html")
    assert written.kept == named
    assert on_disk(paths.live) == {**with_html(NEW), **mine}
    assert (paths.live / "docs/empty").is_dir()
    assert put(paths, NEW).kept == tuple(path.replace("gone/mine.md", "gone/") for path in named)


def test_a_foreign_file_at_the_path_of_a_new_file_stops_the_run(paths: OutputPaths) -> None:
    paths.live.mkdir(parents=True)
    (paths.live / "docs").write_text("mine")
    (paths.live / "catalog.json").write_text("mine")
    with pytest.raises(Refused, match=r"in-the-way: .*catalog.json.*in-the-way: .*docs"):
        put(paths, NEW)
    assert on_disk(paths.live) == {"catalog.json": "mine", "docs": "mine"}
    assert not paths.run.exists()


def test_a_foreign_folder_at_the_path_of_a_new_folder_is_merged(paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / "docs/added").mkdir()
    (paths.live / "docs/added/mine.md").write_text("mine")
    assert put(paths, NEW).kept == ("docs/added/",)
    assert on_disk(paths.live) == {**with_html(NEW), "docs/added/mine.md": "mine"}


@pytest.mark.parametrize("path", ["catalog.json", "docs", "docs/added"])
def test_nothing_is_written_through_a_link(paths: OutputPaths, tmp_path: Path, path: str) -> None:
    put(paths, OLD)
    outside = tmp_path / "outside"
    outside.mkdir()
    link = paths.live / path
    if link.is_dir():
        link.rename(tmp_path / "moved")
    else:
        link.unlink(missing_ok=True)
    link.symlink_to(outside)
    with pytest.raises(Refused, match="in-the-way"):
        put(paths, NEW)
    assert list(outside.iterdir()) == []
    assert link.is_symlink()


def test_an_output_folder_that_is_a_link_is_refused(paths: OutputPaths, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    paths.base.mkdir()
    paths.live.symlink_to(outside)
    with pytest.raises(Refused, match="output-is-a-link"):
        put(paths, NEW)
    assert list(outside.iterdir()) == []


def test_an_output_folder_that_is_a_file_is_refused(paths: OutputPaths) -> None:
    paths.base.write_text("mine")
    with pytest.raises(Refused, match="output-is-a-file"):
        put(paths, NEW)


def test_a_run_for_docs_keeps_the_other_parts_and_their_digests(paths: OutputPaths) -> None:
    put(paths, OLD)
    only_docs = {path: text for path, text in NEW.items() if not path.startswith("client")}
    put(paths, only_docs, (Part.DATA, Part.DOCS))
    site = {path: text for path, text in with_html(OLD).items() if path.startswith("site/")}
    assert on_disk(paths.live) == {**only_docs, "client/acme/jobs.py": "old", **site}
    assert sorted(read_manifest(paths.live) or {}) == sorted(NEW)
    put(paths, NEW)
    assert on_disk(paths.live) == with_html(NEW)


def test_a_run_for_docs_in_a_fresh_clone_keeps_the_other_digests(
    paths: OutputPaths,
) -> None:
    put(paths, OLD)
    fresh = OutputPaths(paths.base.parent / "clone", "acme")
    fresh.live.mkdir(parents=True)
    (fresh.live / MANIFEST).write_bytes((paths.live / MANIFEST).read_bytes())
    docs = {path: text for path, text in OLD.items() if not path.startswith("client")}
    put(fresh, docs, (Part.DATA, Part.DOCS))
    assert on_disk(fresh.live) == docs
    assert (fresh.live / MANIFEST).read_bytes() == (paths.live / MANIFEST).read_bytes()


def test_without_the_state_file_ownership_comes_from_the_manifest(paths: OutputPaths) -> None:
    put(paths, OLD, (Part.DATA, Part.DOCS, Part.CLIENT))
    (paths.live / STATE_FILE).unlink()
    put(paths, NEW, (Part.DATA, Part.DOCS, Part.CLIENT))
    assert on_disk(paths.live) == NEW


def test_a_broken_manifest_without_a_state_file_stops_a_run(paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / STATE_FILE).unlink()
    (paths.live / MANIFEST).write_text("<<<<<<< ours")
    with pytest.raises(Refused, match="unreadable-manifest"):
        put(paths, NEW)
    assert on_disk(paths.live) == with_html(OLD)


def test_a_broken_manifest_is_replaced_if_there_is_a_state_file(paths: OutputPaths) -> None:
    put(paths, OLD)
    (paths.live / MANIFEST).write_text("<<<<<<< ours")
    put(paths, NEW)
    assert sorted(read_manifest(paths.live) or {}) == sorted(NEW)


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/../../x", "a\\..\\x", "", ".", "a\0b"])
def test_a_manifest_with_a_path_outside_its_folder_is_refused(path: str) -> None:
    entry = {"path": path, "sha256": "0", "size": 1}
    with pytest.raises(ManifestError, match="not a path below"):
        parse_manifest(json.dumps({"version": 1, "files": [entry]}))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "files": [1]}', '{"version": 2}']
)
def test_a_manifest_that_the_generator_did_not_make_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        parse_manifest(text)


def test_a_failed_run_leaves_the_last_output_complete(paths: OutputPaths) -> None:
    put(paths, OLD)
    before = sorted(on_disk(paths.live).items())

    def fail(_folder: Path, _lock: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        put(paths, NEW, build_site=fail)
    assert sorted(on_disk(paths.live).items()) == before
    assert not paths.run.exists()


def test_an_unchanged_run_repeats_the_last_warnings(paths: OutputPaths) -> None:
    warning = Diagnostic(Severity.WARNING, "code", "message", Location("a.yaml", 1, 2), "hint")
    write(
        WriteRequest(paths, tree(NEW), ALL[:3], "key", None, (warning,)), Problems(), lambda: None
    )
    found = find_unchanged_output(paths, ALL[:3], "key")
    assert found
    assert found[0].diagnostics == (warning,)


def test_an_unchanged_output_is_recognised(paths: OutputPaths) -> None:
    put(paths, NEW)
    assert find_unchanged_output(paths, ALL, "key")
    assert find_unchanged_output(paths, (Part.DATA, Part.DOCS), "key")
    assert not find_unchanged_output(paths, ALL, "another key")


@pytest.mark.parametrize("path", ["catalog.json", MANIFEST, "site/page.html"])
def test_an_edited_or_missing_file_is_generated_again(paths: OutputPaths, path: str) -> None:
    put(paths, NEW)
    (paths.live / path).write_text("edited")
    assert not find_unchanged_output(paths, ALL, "key")
    put(paths, NEW)
    assert on_disk(paths.live) == with_html(NEW)
    (paths.live / path).unlink()
    assert not find_unchanged_output(paths, ALL, "key")


def test_a_run_waits_for_another_one(paths: OutputPaths) -> None:
    paths.base.mkdir()
    waits: list[bool] = []
    finished: list[WriteResult] = []

    def second() -> None:
        request = WriteRequest(
            paths, tree(NEW), (Part.DATA, Part.DOCS, Part.CLIENT), "key", None, ()
        )
        finished.append(write(request, Problems(), lambda: waits.append(True)))

    with lock_folder(paths.base, lambda: None):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert waits
        assert not finished
    thread.join()
    assert on_disk(paths.live) == NEW


def test_a_run_waits_for_child_processes_of_a_killed_run(paths: OutputPaths) -> None:
    child = os.fork()
    if child == 0:

        def die_while_the_site_is_built(folder: Path, lock: int) -> None:
            slow = "import sys, time; time.sleep(0.5); open(sys.argv[1], 'w')"
            command = [sys.executable, "-c", slow, str(folder / "late.html")]
            subprocess.Popen(command, pass_fds=(lock,))
            os.kill(os.getpid(), signal.SIGKILL)

        put(paths, NEW, build_site=die_while_the_site_is_built)
    os.waitpid(child, 0)
    assert paths.run.is_dir()
    started = time.monotonic()
    put(paths, NEW)
    assert time.monotonic() - started > 0.3
    assert on_disk(paths.live) == with_html(NEW)


def _die_before(number: int, base: Path) -> None:
    """Kills this process before its `number`th step that touches `base`."""
    steps = 0
    events = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.scandir")

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in events and str(base) in str(arguments[0]):
            steps += 1
            if steps == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_run_killed_at_any_step_leaves_a_complete_output(
    monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr("generator.output.swap.exchange_folders", lambda _one, _other: False)
    with memory_folder() as folder:
        outcomes = list(_outcomes_of_kills(folder, can_exchange))
    expected = ["old", "new"] if can_exchange else ["old", "none", "new"]
    assert list(dict.fromkeys(outcomes)) == expected
    assert len(outcomes) > 30, len(outcomes)


def _outcomes_of_kills(folder: Path, can_exchange: bool) -> Iterator[str]:
    """Kills a run before each of its steps, and yields which output is in place."""
    mine = {"docs/gone/mine.md": "mine", "drafts/mine.md": "mine"}
    before = OutputPaths(folder / "before", "acme")
    put(before, OLD)
    for path, text in mine.items():
        (before.live / path).parent.mkdir(exist_ok=True)
        (before.live / path).write_text(text)
    for number in range(1, 1000):
        paths = OutputPaths(folder / "generated", "acme")
        shutil.copytree(before.base, paths.base)
        child = os.fork()
        if child == 0:
            _die_before(number, paths.base)
            put(paths, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if can_exchange or paths.live.exists():
            found = on_disk(paths.live)
            outcome = "new" if found["docs/page.md"] == "new" else "old"
            made = {path: text for path, text in found.items() if text != "mine"}
            assert made == with_html(NEW if outcome == "new" else OLD), number
            yield outcome
        else:
            yield "none"
        put(paths, NEW)
        assert on_disk(paths.live) == {**with_html(NEW), **mine}, number
        assert sorted(path.name for path in paths.base.iterdir()) == ["acme"], number
        shutil.rmtree(paths.base)
        if status == 0:
            return
