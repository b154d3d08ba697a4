"""What a run may and may not do to an output folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Location, Problems, Refused, Severity
from generator.output.check import compare
from generator.output.digests import Unreadable, read_manifest
from generator.output.model import MANIFEST, STATE, Place, Written
from generator.output.run_state import manifest_in
from generator.output.swap import locked
from generator.output.unchanged import unchanged
from generator.output.write import Request, write
from generator.views.output_tree import OutputFile, OutputTree

ALL = ("data", "docs", "client", "site")
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
    """Stands in for MkDocs: a page for every page, its text in capitals."""
    for page in sorted((folder / "docs").rglob("*.md")):
        html = folder / "site" / page.relative_to(folder / "docs").with_suffix(".html")
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page.read_text().upper())


def put(
    place: Place,
    files: dict[str, str],
    parts: Collection[str] = ALL,
    build_site: Callable[[Path, int], None] = build_html,
) -> Written:
    problems = Problems()
    request = Request(
        place, tree(files), parts, "key", build_site if "site" in parts else None, tuple(problems)
    )
    try:
        return write(request, problems, lambda: None)
    except Refused:
        raise Refused([f"{found.code}: {found.message}" for found in problems]) from None


def on_disk(folder: Path) -> dict[str, str]:
    """Every file but the state and the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (STATE, MANIFEST)
    }


def with_html(files: dict[str, str]) -> dict[str, str]:
    pages = {
        path.replace("docs/", "site/").replace(".md", ".html"): text.upper()
        for path, text in files.items()
        if path.endswith(".md")
    }
    return {**files, **pages}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "generated", "acme")


def test_the_first_run_writes_everything_and_leaves_nothing_else(place: Place) -> None:
    written = put(place, OLD)
    assert on_disk(place.live) == with_html(OLD)
    assert sorted(written.changed) == sorted([*OLD, MANIFEST])
    assert sorted(path.name for path in place.base.iterdir()) == ["acme"]


def test_the_manifest_lists_every_file_but_the_html_and_itself(place: Place) -> None:
    put(place, OLD)
    listed = manifest_in(place.live)
    assert listed is not None
    assert sorted(listed) == sorted(OLD)
    assert not compare(tree(OLD), listed)


def test_two_folders_get_the_same_manifest(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "elsewhere", "acme")
    put(place, OLD)
    put(place, NEW)
    put(other, NEW)
    assert (place.live / MANIFEST).read_bytes() == (other.live / MANIFEST).read_bytes()


def test_the_next_run_removes_what_it_no_longer_makes(place: Place) -> None:
    put(place, OLD)
    written = put(place, NEW)
    assert on_disk(place.live) == with_html(NEW)
    assert written.removed == ("docs/gone/page.md", "site/gone/page.html")
    assert not (place.live / "docs/gone").exists()


def test_a_file_with_the_same_bytes_keeps_its_time(place: Place) -> None:
    put(place, OLD)
    os.utime(place.live / "docs/same.md", (1, 1))
    written = put(place, NEW)
    assert (place.live / "docs/same.md").stat().st_mtime == 1
    assert "docs/same.md" not in written.changed


def test_what_no_run_made_is_kept_and_named(place: Place) -> None:
    put(place, OLD)
    mine = {
        "notes.txt": "mine",
        "docs/gone/mine.md": "mine",
        "docs/drafts/deep/mine.md": "mine",
        "site/mine.html": "mine",
    }
    for path, text in mine.items():
        (place.live / path).parent.mkdir(parents=True, exist_ok=True)
        (place.live / path).write_text(text)
    (place.live / "docs/empty").mkdir()
    written = put(place, NEW)
    named = ("docs/drafts/", "docs/empty/", "docs/gone/mine.md", "notes.txt", "site/mine.html")
    assert written.kept == named
    assert on_disk(place.live) == {**with_html(NEW), **mine}
    assert (place.live / "docs/empty").is_dir()
    assert put(place, NEW).kept == tuple(path.replace("gone/mine.md", "gone/") for path in named)


def test_a_file_of_somebody_else_where_a_run_must_write_stops_it(place: Place) -> None:
    place.live.mkdir(parents=True)
    (place.live / "docs").write_text("mine")
    (place.live / "catalog.json").write_text("mine")
    with pytest.raises(Refused, match=r"in-the-way: .*catalog.json.*in-the-way: .*docs"):
        put(place, NEW)
    assert on_disk(place.live) == {"catalog.json": "mine", "docs": "mine"}
    assert not place.run.exists()


def test_a_folder_of_somebody_else_that_a_run_fills_too_is_merged(place: Place) -> None:
    put(place, OLD)
    (place.live / "docs/added").mkdir()
    (place.live / "docs/added/mine.md").write_text("mine")
    assert put(place, NEW).kept == ("docs/added/",)
    assert on_disk(place.live) == {**with_html(NEW), "docs/added/mine.md": "mine"}


@pytest.mark.parametrize("path", ["catalog.json", "docs", "docs/added"])
def test_nothing_is_written_through_a_link(place: Place, tmp_path: Path, path: str) -> None:
    put(place, OLD)
    outside = tmp_path / "outside"
    outside.mkdir()
    link = place.live / path
    if link.is_dir():
        link.rename(tmp_path / "moved")
    else:
        link.unlink(missing_ok=True)
    link.symlink_to(outside)
    with pytest.raises(Refused, match="in-the-way"):
        put(place, NEW)
    assert list(outside.iterdir()) == []
    assert link.is_symlink()


def test_an_output_folder_that_is_a_link_is_refused(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place.base.mkdir()
    place.live.symlink_to(outside)
    with pytest.raises(Refused, match="output-is-a-link"):
        put(place, NEW)
    assert list(outside.iterdir()) == []


def test_an_output_folder_that_is_a_file_is_refused(place: Place) -> None:
    place.base.write_text("mine")
    with pytest.raises(Refused, match="output-is-a-file"):
        put(place, NEW)


def test_a_run_for_docs_alone_keeps_the_other_parts_and_their_digests(place: Place) -> None:
    put(place, OLD)
    only_docs = {path: text for path, text in NEW.items() if not path.startswith("client")}
    put(place, only_docs, ("data", "docs"))
    site = {path: text for path, text in with_html(OLD).items() if path.startswith("site/")}
    assert on_disk(place.live) == {**only_docs, "client/acme/jobs.py": "old", **site}
    assert sorted(manifest_in(place.live) or {}) == sorted(NEW)
    put(place, NEW)
    assert on_disk(place.live) == with_html(NEW)


def test_docs_alone_in_a_fresh_clone_keep_what_the_manifest_says_of_the_rest(place: Place) -> None:
    put(place, OLD)
    fresh = Place(place.base.parent / "clone", "acme")
    fresh.live.mkdir(parents=True)
    (fresh.live / MANIFEST).write_bytes((place.live / MANIFEST).read_bytes())
    docs = {path: text for path, text in OLD.items() if not path.startswith("client")}
    put(fresh, docs, ("data", "docs"))
    assert on_disk(fresh.live) == docs
    assert (fresh.live / MANIFEST).read_bytes() == (place.live / MANIFEST).read_bytes()


def test_without_the_state_file_the_manifest_says_who_owns_what(place: Place) -> None:
    put(place, OLD, ("data", "docs", "client"))
    (place.live / STATE).unlink()
    put(place, NEW, ("data", "docs", "client"))
    assert on_disk(place.live) == NEW


def test_a_broken_manifest_without_a_state_file_stops_a_run(place: Place) -> None:
    put(place, OLD)
    (place.live / STATE).unlink()
    (place.live / MANIFEST).write_text("<<<<<<< ours")
    with pytest.raises(Refused, match="unreadable-manifest"):
        put(place, NEW)
    assert on_disk(place.live) == with_html(OLD)


def test_a_broken_manifest_beside_a_state_file_is_made_anew(place: Place) -> None:
    put(place, OLD)
    (place.live / MANIFEST).write_text("<<<<<<< ours")
    put(place, NEW)
    assert sorted(manifest_in(place.live) or {}) == sorted(NEW)


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/../../x", "a\\..\\x", "", ".", "a\0b"])
def test_a_manifest_cannot_name_what_lies_outside(path: str) -> None:
    entry = {"path": path, "sha256": "0", "size": 1}
    with pytest.raises(Unreadable, match="no path below"):
        read_manifest(json.dumps({"version": 1, "files": [entry]}))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "files": [1]}', '{"version": 2}']
)
def test_a_manifest_of_another_making_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read_manifest(text)


def test_a_run_that_fails_leaves_the_last_output_whole(place: Place) -> None:
    put(place, OLD)
    before = sorted(on_disk(place.live).items())

    def fail(_folder: Path, _lock: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        put(place, NEW, build_site=fail)
    assert sorted(on_disk(place.live).items()) == before
    assert not place.run.exists()


def test_the_warnings_of_the_last_run_are_remembered(place: Place) -> None:
    warning = Diagnostic(Severity.WARNING, "code", "message", Location("a.yaml", 1, 2), "hint")
    write(Request(place, tree(NEW), ALL[:3], "key", None, (warning,)), Problems(), lambda: None)
    found = unchanged(place, ALL[:3], "key")
    assert found
    assert found[0].diagnostics == (warning,)


def test_an_unchanged_output_is_recognised(place: Place) -> None:
    put(place, NEW)
    assert unchanged(place, ALL, "key")
    assert unchanged(place, ("data", "docs"), "key")
    assert not unchanged(place, ALL, "another key")


@pytest.mark.parametrize("path", ["catalog.json", MANIFEST, "site/page.html"])
def test_an_edited_or_missing_file_is_made_again(place: Place, path: str) -> None:
    put(place, NEW)
    (place.live / path).write_text("edited")
    assert not unchanged(place, ALL, "key")
    put(place, NEW)
    assert on_disk(place.live) == with_html(NEW)
    (place.live / path).unlink()
    assert not unchanged(place, ALL, "key")


def test_a_run_waits_for_another_one(place: Place) -> None:
    place.base.mkdir()
    waits: list[bool] = []
    finished: list[Written] = []

    def second() -> None:
        request = Request(place, tree(NEW), ("data", "docs", "client"), "key", None, ())
        finished.append(write(request, Problems(), lambda: waits.append(True)))

    with locked(place.base, lambda: None):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert waits
        assert not finished
    thread.join()
    assert on_disk(place.live) == NEW


def test_a_run_waits_for_what_a_killed_run_has_started(place: Place) -> None:
    child = os.fork()
    if child == 0:

        def die_while_the_site_is_built(folder: Path, lock: int) -> None:
            slow = "import sys, time; time.sleep(0.5); open(sys.argv[1], 'w')"
            command = [sys.executable, "-c", slow, str(folder / "late.html")]
            subprocess.Popen(command, pass_fds=(lock,))
            os.kill(os.getpid(), signal.SIGKILL)

        put(place, NEW, build_site=die_while_the_site_is_built)
    os.waitpid(child, 0)
    assert place.run.is_dir()
    started = time.monotonic()
    put(place, NEW)
    assert time.monotonic() - started > 0.3
    assert on_disk(place.live) == with_html(NEW)


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
def test_a_run_killed_at_any_step_leaves_one_whole_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr("generator.output.swap.exchange", lambda _one, _other: False)
    mine = {"docs/gone/mine.md": "mine", "drafts/mine.md": "mine"}
    outcomes = []
    for number in range(1, 1000):
        place = Place(tmp_path / str(number) / "generated", "acme")
        put(place, OLD)
        for path, text in mine.items():
            (place.live / path).parent.mkdir(exist_ok=True)
            (place.live / path).write_text(text)
        child = os.fork()
        if child == 0:
            _die_before(number, place.base)
            put(place, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if can_exchange or place.live.exists():
            found = on_disk(place.live)
            outcomes.append("new" if found["docs/page.md"] == "new" else "old")
            made = {path: text for path, text in found.items() if text != "mine"}
            assert made == with_html(NEW if outcomes[-1] == "new" else OLD), number
        else:
            outcomes.append("none")
        put(place, NEW)
        assert on_disk(place.live) == {**with_html(NEW), **mine}, number
        assert sorted(path.name for path in place.base.iterdir()) == ["acme"], number
        if status == 0:
            break
    expected = ["old", "new"] if can_exchange else ["old", "none", "new"]
    assert list(dict.fromkeys(outcomes)) == expected
    assert len(outcomes) > 30, len(outcomes)
