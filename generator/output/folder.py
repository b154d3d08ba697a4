"""Lists an output folder: the files that runs own, and foreign files, which stay untouched.

Runs own only regular files. A link, a device or a folder at the path of an owned file is foreign.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ForeignEntry:
    """The topmost entry that no run made: a file, or a folder with its whole content."""

    path: str
    is_folder: bool


def foreign_entries(folder: Path, owned: Collection[str]) -> tuple[ForeignEntry, ...]:
    """Returns everything in `folder` that isn't in `owned`, sorted; empty if there is no folder.

    A folder counts as made by a run if a file in `owned` is, or was, below it.
    """
    if not folder.is_dir():
        return ()
    return tuple(_foreign(folder, "", frozenset(owned), parent_folders(owned)))


def parent_folders(paths: Collection[str]) -> frozenset[str]:
    """Returns every folder above the paths, except the root."""
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
    """Returns the paths in `foreign` where a run must create a file or a folder, sorted."""
    files, folders = frozenset(wanted), parent_folders(wanted)
    found: list[str] = []
    for entry in foreign:
        is_below_a_file = bool(files & parent_folders((entry.path,)))
        if (
            entry.path in files
            or is_below_a_file
            or (entry.path in folders and not entry.is_folder)
        ):
            found.append(entry.path)
        elif entry.path in folders:  # the run uses this folder too, so look inside it
            within = _foreign(folder / entry.path, f"{entry.path}/", frozenset(), frozenset())
            found.extend(find_blocking_entries(folder, tuple(within), wanted))
    return tuple(sorted(found))
