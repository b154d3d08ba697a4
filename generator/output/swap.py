"""Puts the staged folder in the place of the last output; recovery finishes or undoes a swap.

The steps: stage below `run`; write the journal; exchange the folders; `recover`, which moves
foreign entries to the new output, deletes the files that runs own, and removes `run`. The process
may die after any step: the output folder is complete at each, and the next run's `recover` does the
rest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.names import unique
from generator.output.atomic_rename import exchange_folders
from generator.output.folder import foreign_entries
from generator.output.model import STATE_FILE, OutputPaths
from generator.output.run_state import read_state


@dataclass(frozen=True, slots=True)
class Journal:
    run: str  # the id in the staged folder's state
    owned: frozenset[str]  # the files that runs made in the folder to replace


@contextmanager
def lock_folder(base: Path, on_wait: Callable[[], None]) -> Iterator[int]:
    """Locks the base folder for one run at a time. Calls `on_wait` if another run holds the lock.

    The system releases the lock when the process ends, however it ends, and no lock file is left. A
    child process that inherits the descriptor holds the lock too, in case it outlives this process.
    """
    # Imported here, because only POSIX has it and `generate check` runs on every system.
    import fcntl

    descriptor = os.open(base, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def swap_folders(paths: OutputPaths, journal: Journal) -> None:
    """Puts the staged folder in place. The caller holds the lock and calls `recover` next."""
    text = json.dumps({"run": journal.run, "owned": sorted(journal.owned)})
    part = paths.run / "swap.json.part"
    part.write_text(text, encoding="utf-8")
    part.replace(paths.journal)
    if not paths.live.exists():
        paths.staged.rename(paths.live)
    elif not exchange_folders(paths.staged, paths.live):
        paths.live.rename(paths.retired)
        paths.staged.rename(paths.live)


def recover(paths: OutputPaths) -> None:
    """Finishes or undoes a run that ended, failed or was killed. The caller holds the lock."""
    if not paths.run.is_dir():
        return
    journal = _read_journal(paths.journal)
    state = read_state(paths.live)
    if journal and state and state.run == journal.run:
        for last in (paths.retired, paths.staged):
            _move_foreign_entries(last, paths.live, journal.owned)
    elif paths.retired.is_dir() and not paths.live.exists():
        paths.retired.rename(paths.live)
    shutil.rmtree(paths.run)


def _read_journal(path: Path) -> Journal | None:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Journal(document["run"], frozenset(document["owned"]))


def _move_foreign_entries(last: Path, live: Path, owned: Collection[str]) -> None:
    """Moves the entries that no run made from the last output to the live one."""
    for entry in foreign_entries(last, {*owned, STATE_FILE}):
        _move(last / entry.path, live / entry.path)


def _move(source: Path, target: Path) -> None:
    """Moves an entry. Folders are merged, and a name that exists already gets a number."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(target):
        source.rename(target)
    elif _is_folder(source) and _is_folder(target):
        for entry in sorted(os.listdir(source)):  # noqa: PTH208 - names, not paths
            _move(source / entry, target / entry)
    else:
        source.rename(target.parent / unique(target.name, os.listdir(target.parent)))  # noqa: PTH208


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
