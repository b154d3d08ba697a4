"""Replaces a whole folder of documents in one step, or leaves the last one as it was.

Unlike `write`, it keeps no manifest and no state file: the folder may hold nothing but documents of
the same paths.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.diagnostics import Problems
from generator.output.model import OutputPaths
from generator.output.run_folder import start_run_folder
from generator.output.swap import Journal, hold_signals, lock_folder, recover, swap_folders


class FolderOccupied(Exception):
    """The folder has an entry that isn't one of the documents."""

    def __init__(self, entry: Path) -> None:
        super().__init__(entry.as_posix())
        self.entry = entry


def replace_folder(
    paths: OutputPaths,
    files: Mapping[str, bytes],
    problems: Problems,
    on_wait: Callable[[], None],
) -> None:
    """Puts a folder with `files` in the place of `paths.live`.

    Raises FolderOccupied if the base folder has anything else, Refused if something has the run
    folder's name, and OSError. The last folder is then untouched. Calls `on_wait` if another run
    holds the lock.
    """
    run = secrets.token_hex(16)
    paths.base.mkdir(parents=True, exist_ok=True)
    with lock_folder(paths.base, on_wait):
        recover(paths, problems)
        _refuse_other_entries(paths, files)
        try:
            start_run_folder(paths, run)
            for path, content in files.items():
                target = paths.staged / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            swap_folders(paths, Journal(run, frozenset(files)))
        finally:
            with hold_signals():
                recover(paths, problems)


def _refuse_other_entries(paths: OutputPaths, files: Mapping[str, bytes]) -> None:
    expected = {paths.live / path for path in files}
    for entry in sorted(paths.base.rglob("*")):
        is_folder = entry.is_dir() and not entry.is_symlink()
        if not is_folder and (entry not in expected or entry.is_symlink()):
            raise FolderOccupied(entry)
