"""Is the output on disk what a run would make? Told from the state file, without making it."""

from __future__ import annotations

from collections.abc import Collection

from generator.output.digests import digest_of_file
from generator.output.folder import foreign_entries
from generator.output.model import MANIFEST, SITE, STATE, Place, State, Written
from generator.output.run_state import read_state
from generator.output.write import part_of


def unchanged(place: Place, parts: Collection[str], key: str) -> tuple[State, Written] | None:
    """What the last run made, if it is all there byte for byte and `key` still holds; else None."""
    if place.run.exists() or place.live.is_symlink():
        return None
    state = read_state(place.live)
    if state is None or any(state.keys.get(part) != key for part in parts):
        return None
    asked = [path for path in state.owned if part_of(path) in parts or path == MANIFEST]
    if any(digest_of_file(place.live / path) != state.owned[path] for path in asked):
        return None
    counted = sum(part_of(path) != SITE for path in asked)
    foreign = foreign_entries(place.live, {*state.owned, STATE})
    kept = tuple(entry.path + "/" * entry.is_folder for entry in foreign)
    return state, Written(place.live, (), (), counted, kept)
