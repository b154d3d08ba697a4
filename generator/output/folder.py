"""What is in an output folder: files that runs own, and everything else, which they never touch.

Only a regular file can be owned. A link, a device or a folder at an owned path is somebody else's.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ForeignEntry:
    """The uppermost entry that no run made: a file, or a folder with all that it holds."""

    path: str
    is_folder: bool


def foreign_entries(folder: Path, owned: Collection[str]) -> tuple[ForeignEntry, ...]:
    """Everything in `folder` that isn't in `owned`, sorted; empty where there is no folder.

    A folder counts as made by a run if a file in `owned` is, or was, below it.
    """
    if not folder.is_dir():
        return ()
    return tuple(_foreign(folder, "", frozenset(owned), parent_folders(owned)))


def parent_folders(paths: Collection[str]) -> frozenset[str]:
    """Every folder above a path, the root excluded."""
    found: set[str] = set()
    for path in paths:
        end = path.rfind("/")
        while end > 0 and path[:end] not in found:
            found.add(path[:end])
            end = path.rfind("/", 0, end)
    return frozenset(found)


def _foreign(
    folder: Path, prefix: str, owned: frozenset[str], ours: frozenset[str]
) -> Iterator[ForeignEntry]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = prefix + entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and path in ours:
            yield from _foreign(folder / entry.name, f"{path}/", owned, ours)
        elif is_folder or path not in owned or not entry.is_file(follow_symlinks=False):
            yield ForeignEntry(path, is_folder)


def find_blocking_entries(
    folder: Path, foreign: Collection[ForeignEntry], wanted: Collection[str]
) -> tuple[str, ...]:
    """Entries of `foreign` that stand where a run has to put a file or a folder, sorted."""
    files, folders = frozenset(wanted), parent_folders(wanted)
    found: list[str] = []
    for entry in foreign:
        if entry.path in files or (entry.path in folders and not entry.is_folder):
            found.append(entry.path)
        elif entry.path in folders:  # a folder that the run fills too: look at what it holds
            within = _foreign(folder / entry.path, f"{entry.path}/", frozenset(), frozenset())
            found.extend(find_blocking_entries(folder, tuple(within), wanted))
    return tuple(sorted(found))
