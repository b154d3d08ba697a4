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
    compute_digest,
    compute_file_digest,
    format_manifest,
    has_digest,
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
from generator.output.own_json import write_synced
from generator.output.ownership import OwnedFiles, find_owned_files
from generator.output.run_folder import start_run_folder
from generator.output.run_state import format_state
from generator.output.swap import Journal, hold_signals, lock_folder, recover, swap_folders
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


def write(request: WriteRequest, problems: Problems, on_wait: Callable[[], None]) -> WriteResult:
    """Writes the tree. Raises Refused or OSError, and then the last output is untouched.

    Calls `on_wait` if another run holds the lock.
    """
    paths = request.paths
    _check_place(paths, problems)
    problems.stop_if_errors()
    paths.base.mkdir(parents=True, exist_ok=True)
    with lock_folder(paths.base, on_wait) as lock:
        recover(paths, problems)
        last = find_owned_files(paths.live)
        _report_broken_files(paths.live, last, problems)
        problems.stop_if_errors()
        try:
            return _write(request, last, lock, problems)
        finally:
            with hold_signals():
                recover(paths, problems)


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


def _report_broken_files(live: Path, last: OwnedFiles, problems: Problems) -> None:
    """Warns of a state file or manifest that the run replaces; refuses if neither can be read."""
    state, manifest = (live / STATE_FILE).as_posix(), (live / MANIFEST).as_posix()
    has_state = STATE_FILE in last.owned
    if last.broken_state:
        problems.warning(
            "unreadable-state",
            f'"{state}" can\'t be read: {last.broken_state}',
            hint="a new one was written; the manifest told which files were generated, and files "
            "that differ from it were kept",
        )
    if last.broken_manifest and has_state:
        problems.warning(
            "unreadable-manifest",
            f'"{manifest}" can\'t be read: {last.broken_manifest}',
            hint="a new one was written from the run's own record",
        )
    elif last.broken_manifest:
        problems.error(
            "unreadable-manifest",
            f'"{manifest}" can\'t be read: {last.broken_manifest}',
            hint="it lists the files that are generated; restore it or remove it",
        )


def _write(request: WriteRequest, last: OwnedFiles, lock: int, problems: Problems) -> WriteResult:
    paths, live = request.paths, request.paths.live
    made = {file.path: compute_digest(file.content) for file in request.tree.files}
    manifest = OutputFile(MANIFEST, format_manifest(_list_files(request, last, made)).encode())

    run = secrets.token_hex(16)
    start_run_folder(paths, run)
    changed = _stage_files(paths, (*request.tree.files, manifest))
    others = _stage_other_parts(request, last)
    owned = {**others, **made}
    if request.build_site:
        request.build_site(paths.staged, lock)
        problems.stop_if_errors()
        owned.update(_compute_site_digests(paths.staged))
    owned[MANIFEST] = compute_digest(manifest.content)
    replaced = _find_replaced_files(live, last, owned)
    foreign = foreign_entries(live, replaced)
    if not last.broken_state:  # else the site's files are unknown; those that differ are kept
        _check_blocking_entries(live, foreign, owned, problems)

    keys = {**last.keys, **{part.value: request.key for part in request.parts}}
    state = RunState(run, keys, owned, request.diagnostics)
    write_synced(paths.staged / STATE_FILE, format_state(state))
    removed = sorted(path for path in replaced if path not in owned and path != STATE_FILE)
    swap_folders(paths, Journal(run, replaced))
    return WriteResult(
        folder=live,
        changed=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=len(request.tree.files) + 1 - len(changed),
        kept=tuple(entry.path + "/" * entry.is_folder for entry in foreign),
    )


def _find_replaced_files(
    live: Path, last: OwnedFiles, owned: Mapping[str, Digest]
) -> frozenset[str]:
    """Returns the files of the last output that the run may remove.

    They are the owned ones, the edited ones that the run writes anew, and any file that has the
    very bytes that the run writes.
    """
    same = (
        path for path in owned if path not in last.owned and has_digest(live / path, owned[path])
    )
    edited = (path for path in last.edited if path in owned)
    return frozenset({*last.owned, *edited, *same})


def _list_files(
    request: WriteRequest, last: OwnedFiles, made: Mapping[str, Digest]
) -> dict[str, Digest]:
    """The files of the next manifest: those of this run, and those of the parts it leaves out."""
    other = {
        path: of for path, of in last.listed.items() if Part.of_path(path) not in request.parts
    }
    return {**other, **made}


def _stage_files(paths: OutputPaths, files: Collection[OutputFile]) -> list[str]:
    """Stages the files of this run. Returns the paths whose content differs from the last run's."""
    changed: list[str] = []
    for file in files:
        target = paths.staged / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        source = paths.live / file.path
        if has_digest(source, compute_digest(file.content)):
            _link(source, target)
        else:
            target.write_bytes(file.content)
            changed.append(file.path)
    return changed


def _stage_other_parts(request: WriteRequest, last: OwnedFiles) -> dict[str, Digest]:
    """Stages the files of the parts that this run doesn't make. Returns those that still exist."""
    kept: dict[str, Digest] = {}
    for path, digest in {**last.owned, **last.edited}.items():
        if path in (MANIFEST, STATE_FILE) or Part.of_path(path) in request.parts:
            continue
        source, target = request.paths.live / path, request.paths.staged / path
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
