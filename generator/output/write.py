"""Writes an output tree: all of it or nothing, and without touching foreign files.

The complete next folder is staged beside the last one, with links to the files that stay the same.
Then it takes the place of the last one in one step (`swap`). A run owns the files that the last
run's state file or manifest lists, and removes no others.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Problems
from generator.output.digests import (
    ManifestError,
    compute_digest,
    compute_file_digest,
    format_manifest,
)
from generator.output.folder import ForeignEntry, find_blocking_entries, foreign_entries
from generator.output.model import (
    MANIFEST,
    STATE_FILE,
    Digest,
    OutputPaths,
    RunState,
    WriteResult,
)
from generator.output.run_state import format_state, read_manifest, read_state
from generator.output.swap import Journal, lock_folder, recover, swap_folders
from generator.views.output_tree import OutputFile, OutputTree
from generator.vocabulary import Part

BuildSite = Callable[[Path, int], None]
"""Builds the HTML of a staged folder into its `site`, and adds to the run's problems.

The number is the lock's descriptor. A child process inherits it, so that it holds the lock too.
"""


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """What to write."""

    paths: OutputPaths
    tree: OutputTree
    parts: Collection[Part]  # what this run makes
    key: str  # the fingerprint of the inputs
    build_site: BuildSite | None  # None if the site isn't wanted
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _LastRun:
    """The output of earlier runs."""

    owned: Mapping[str, Digest]  # in the state file or the manifest
    listed: Mapping[str, Digest]  # in the manifest
    keys: Mapping[str, str]
    foreign: tuple[ForeignEntry, ...]


def write(request: WriteRequest, problems: Problems, on_wait: Callable[[], None]) -> WriteResult:
    """Writes the tree. Raises Refused or OSError, and then the last output is untouched.

    Calls `on_wait` if another run holds the lock.
    """
    paths = request.paths
    _check_place(paths, problems)
    problems.stop_if_errors()
    paths.base.mkdir(parents=True, exist_ok=True)
    with lock_folder(paths.base, on_wait) as lock:
        recover(paths)
        last = _read_last_run(paths.live, problems)
        problems.stop_if_errors()
        try:
            return _write(request, last, lock, problems)
        finally:
            recover(paths)


def _check_place(paths: OutputPaths, problems: Problems) -> None:
    if paths.live.is_symlink():
        problems.error(
            "output-is-a-link",
            f'"{paths.live.as_posix()}" is a symbolic link',
            hint="the generator doesn't write through a link; choose another folder with --out",
        )
        return
    for path in (paths.base, paths.live):
        if os.path.lexists(path) and not path.is_dir():
            problems.error(
                "output-is-a-file",
                f'"{path.as_posix()}" is not a folder',
                hint="move it away, or choose another folder with --out",
            )


def _read_last_run(live: Path, problems: Problems) -> _LastRun:
    state = read_state(live)
    owned = dict(state.owned) if state else {}
    try:
        listed = read_manifest(live) or {}
    except ManifestError as error:
        listed = {}
        if state is None:
            problems.error(
                "unreadable-manifest",
                f'"{(live / MANIFEST).as_posix()}" can\'t be read: {error}',
                hint="it lists the files that are generated; restore it or remove it",
            )
    # No list has the manifest's own digest, but the manifest is always owned.
    owned = {**listed, **owned, MANIFEST: Digest("", 0)}
    foreign = foreign_entries(live, {*owned, STATE_FILE})
    return _LastRun(owned, listed, state.keys if state else {}, foreign)


def _write(request: WriteRequest, last: _LastRun, lock: int, problems: Problems) -> WriteResult:
    paths, live = request.paths, request.paths.live
    made = {file.path: compute_digest(file.content) for file in request.tree.files}
    manifest = OutputFile(MANIFEST, format_manifest(_list_files(request, last, made)).encode())

    paths.run.mkdir()
    paths.staged.mkdir()
    changed = _stage_files(paths, (*request.tree.files, manifest), last)
    owned = {**_stage_other_parts(request, last), **made}
    if request.build_site:
        request.build_site(paths.staged, lock)
        problems.stop_if_errors()
        owned.update(_compute_site_digests(paths.staged))
    owned[MANIFEST] = compute_digest(manifest.content)
    _check_blocking_entries(live, last.foreign, owned, problems)

    run = secrets.token_hex(8)
    keys = {**last.keys, **{part.value: request.key for part in request.parts}}
    state = RunState(run, keys, owned, request.diagnostics)
    (paths.staged / STATE_FILE).write_text(format_state(state), encoding="utf-8")
    removed = sorted(path for path in last.owned if path not in owned and (live / path).is_file())
    swap_folders(paths, Journal(run, frozenset({*last.owned, STATE_FILE})))
    return WriteResult(
        folder=live,
        changed=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=len(request.tree.files) + 1 - len(changed),
        kept=tuple(entry.path + "/" * entry.is_folder for entry in last.foreign),
    )


def _list_files(
    request: WriteRequest, last: _LastRun, made: Mapping[str, Digest]
) -> dict[str, Digest]:
    """The files of the next manifest: those of this run, and those of the parts it leaves out."""
    other = {
        path: of for path, of in last.listed.items() if Part.of_path(path) not in request.parts
    }
    return {**other, **made}


def _stage_files(paths: OutputPaths, files: Collection[OutputFile], last: _LastRun) -> list[str]:
    """Stages the files of this run. Returns the paths whose content differs from the last run's."""
    changed: list[str] = []
    for file in files:
        target = paths.staged / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        source = paths.live / file.path
        is_owned = file.path in last.owned
        if is_owned and compute_file_digest(source) == compute_digest(file.content):
            _link(source, target)
        else:
            target.write_bytes(file.content)
            changed.append(file.path)
    return changed


def _stage_other_parts(request: WriteRequest, last: _LastRun) -> dict[str, Digest]:
    """Stages the files of the parts that this run doesn't make. Returns those that still exist."""
    kept: dict[str, Digest] = {}
    for path, digest in last.owned.items():
        if path == MANIFEST or Part.of_path(path) in request.parts:
            continue
        source, target = request.paths.live / path, request.paths.staged / path
        if compute_file_digest(source) is None:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(source, target)
        kept[path] = digest
    return kept


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without links, or a file of another user
        shutil.copy2(source, target, follow_symlinks=False)


def _compute_site_digests(staged: Path) -> dict[str, Digest]:
    found = {}
    for path in sorted((staged / Part.SITE).rglob("*")):
        if of := compute_file_digest(path):
            found[path.relative_to(staged).as_posix()] = of
    return found


def _check_blocking_entries(
    live: Path, foreign: tuple[ForeignEntry, ...], wanted: Collection[str], problems: Problems
) -> None:
    for path in find_blocking_entries(live, foreign, {*wanted, STATE_FILE}):
        problems.error(
            "in-the-way",
            f'"{(live / path).as_posix()}" is in the way, and no earlier run made it',
            hint="move it away, or choose another folder with --out",
        )
    problems.stop_if_errors()
