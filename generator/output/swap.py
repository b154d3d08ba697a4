"""The staged folder takes the place of the last output; recovery finishes or undoes a swap.

Steps: stage below `run`; write the journal; exchange the folders; `recover`, which moves what no
run made into the new output, deletes what runs owned, and removes `run`. A process may die after
any of them: the output folder is whole at each, and the next run's `recover` does the rest.
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
    run: str  # of the state in the staged folder
    owned: frozenset[str]  # what runs made in the folder that is to be replaced


@contextmanager
def lock_folder(base: Path, on_wait: Callable[[], None]) -> Iterator[int]:
    """Holds the base folder for one run at a time; calls `on_wait` where it has to wait.

    The system releases the lock when the process ends, however it ends, and no file is left. A
    child that is given the lock's descriptor holds it too, in case that it outlives this process.
    """
    # POSIX alone has it, and what only looks at an output imports this module too.
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
    """Puts the staged folder in place. The lock is held; `recover` comes next."""
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
    """Brings a finished, failed or killed run to its end. The lock is held."""
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
    """Moves what no run made from the last output to the live one."""
    for entry in foreign_entries(last, {*owned, STATE_FILE}):
        _move(last / entry.path, live / entry.path)


def _move(source: Path, target: Path) -> None:
    """Moves an entry; folders are merged, and a name that is taken gets a number."""
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
