"""Puts the staged folder in the place of the last output; recovery finishes or undoes a swap.

The steps: stage below `run`; write the journal; exchange the folders; `recover`, which moves
foreign entries to the new output, deletes the files that runs own, and removes `run`. The process
may die after any step: the output folder is complete at each, and the next run's `recover` does the
rest.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Problems
from generator.names import unique
from generator.output.atomic_rename import exchange_folders
from generator.output.folder import foreign_entries
from generator.output.model import OutputPaths
from generator.output.own_json import ManifestError, read_own_json, write_synced
from generator.output.ownership import find_owned_files
from generator.output.run_folder import (
    read_run,
    refuse_foreign_run_folder,
    remove_run_folder,
)
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


@contextmanager
def hold_signals() -> Iterator[None]:
    """Delays the signals that end the process until the block's end, so that nothing is left."""
    names = ("SIGTERM", "SIGHUP", "SIGINT")
    held = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def swap_folders(paths: OutputPaths, journal: Journal) -> None:
    """Puts the staged folder in place. The caller holds the lock and calls `recover` next."""
    text = json.dumps({"run": journal.run, "owned": sorted(journal.owned)})
    write_synced(paths.journal, text)
    if not paths.live.exists():
        paths.staged.rename(paths.live)
    elif not exchange_folders(paths.staged, paths.live):
        paths.live.rename(paths.retired)
        paths.staged.rename(paths.live)


def recover(paths: OutputPaths, problems: Problems) -> None:
    """Finishes or undoes a run that ended, failed or was killed. The caller holds the lock.

    Raises Refused if no run made the run folder.
    """
    refuse_foreign_run_folder(paths, problems)
    if not paths.run.is_dir():
        return
    run = read_run(paths)
    if run is not None:
        _finish_or_undo(paths, run, problems)
    remove_run_folder(paths, problems)


def _finish_or_undo(paths: OutputPaths, run: str, problems: Problems) -> None:
    if _is_exchanged(paths, run):
        journal = _read_journal(paths, run, problems)
        for last in (paths.retired, paths.staged):
            if last.is_dir():
                owned = journal.owned if journal else _list_owned(last)
                _move_foreign_entries(last, paths.live, owned)
    elif paths.retired.is_dir() and not paths.live.exists():
        paths.retired.rename(paths.live)


def _is_exchanged(paths: OutputPaths, run: str) -> bool:
    """Is the output of `run` in place? Either folder's state tells, if the other one is broken."""
    live, staged = read_state(paths.live), read_state(paths.staged)
    if live and live.run == run:
        return True
    # The journal is written when the staged folder has its state.
    has_other = paths.staged.is_dir() and not (staged and staged.run == run)
    return paths.journal.exists() and paths.live.exists() and has_other


def _read_journal(paths: OutputPaths, run: str, problems: Problems) -> Journal | None:
    """Returns the journal of `run`; None, with a warning, if it can't be read."""
    reason = "the run that is in place didn't write it"
    try:
        document = read_own_json(paths.journal)
        match document:
            case {"run": str(found), "owned": list(owned)} if found == run:
                return Journal(run, frozenset(map(str, owned)))
    except ManifestError as error:
        reason = str(error)
    problems.warning(
        "unreadable-journal",
        f'"{paths.journal.as_posix()}" can\'t be read: {reason}',
        hint="the digests told which files of the last output were generated; all others are kept",
    )
    return None


def _list_owned(last: Path) -> frozenset[str]:
    """Returns the files in a replaced output that have the digest of its state or manifest."""
    return frozenset(find_owned_files(last).owned)


def _move_foreign_entries(last: Path, live: Path, owned: Collection[str]) -> None:
    """Moves the entries that no run made from the last output to the live one."""
    for entry in foreign_entries(last, owned):
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
