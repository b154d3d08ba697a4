"""Finds out from the state file whether the output is up to date, without generating it."""

from __future__ import annotations

import os
from collections.abc import Collection

from generator.output.digests import has_digest
from generator.output.folder import foreign_entries
from generator.output.model import MANIFEST, STATE_FILE, OutputPaths, RunState, WriteResult
from generator.output.run_state import read_state
from generator.vocabulary import Part


def find_unchanged_output(
    paths: OutputPaths, parts: Collection[Part], key: str
) -> tuple[RunState, WriteResult] | None:
    """Returns the last run's state and result if the output is up to date, else None.

    It is if every file of `parts` has its recorded digest and `key` is the recorded key.
    """
    if os.path.lexists(paths.run) or paths.live.is_symlink():
        return None
    state = read_state(paths.live)
    if state is None or any(state.keys.get(part) != key for part in parts):
        return None
    asked = [path for path in state.owned if Part.of_path(path) in parts or path == MANIFEST]
    if not all(has_digest(paths.live / path, state.owned[path]) for path in asked):
        return None
    count = sum(Part.of_path(path) is not Part.SITE for path in asked)
    foreign = foreign_entries(paths.live, {*state.owned, STATE_FILE})
    kept = tuple(entry.path + "/" * entry.is_folder for entry in foreign)
    return state, WriteResult(paths.live, (), (), count, kept)
