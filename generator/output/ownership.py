"""Finds out which files of an output folder belong to earlier runs.

A file is owned if it has the digest that the last run's state file or the manifest lists. The state
file is the generator's own record on this machine, so the run may also replace an edited file that
it lists. The manifest is committed and may be anyone's, so a file that differs from it is foreign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.output.digests import has_digest, is_regular_file
from generator.output.model import MANIFEST, STATE_FILE, Digest
from generator.output.own_json import ManifestError
from generator.output.run_state import load_state, read_manifest


@dataclass(frozen=True, slots=True)
class OwnedFiles:
    """The files that earlier runs made in one folder."""

    owned: Mapping[str, Digest]  # on disk, with the listed digest
    edited: Mapping[str, Digest]  # on disk and in the state file, with another digest there
    listed: Mapping[str, Digest]  # in the manifest, on disk or not
    keys: Mapping[str, str]  # part → fingerprint of its inputs
    broken_state: str  # why the state file can't be read; "" if it can, or is absent
    broken_manifest: str


def find_owned_files(folder: Path) -> OwnedFiles:
    """Returns the files in `folder` that earlier runs made."""
    state, broken_state = None, ""
    try:
        state = load_state(folder)
    except ManifestError as error:
        broken_state = str(error)
    listed: dict[str, Digest] = {}
    broken_manifest = ""
    found = None
    try:
        found = read_manifest(folder)
        listed = found or {}
    except ManifestError as error:
        broken_manifest = str(error)
    recorded = dict(state.owned) if state else {}
    owned: dict[str, Digest] = {}
    edited: dict[str, Digest] = {}
    for path in dict.fromkeys((*listed, *recorded)):
        digests = [digests[path] for digests in (recorded, listed) if path in digests]
        match = next((one for one in digests if has_digest(folder / path, one)), None)
        if match:
            owned[path] = match
        elif path in recorded and is_regular_file(folder / path):
            edited[path] = recorded[path]
    if found is not None:  # no list has the manifest's own digest
        owned[MANIFEST] = Digest("", 0)
    if state:
        owned[STATE_FILE] = Digest("", 0)
    return OwnedFiles(
        owned, edited, listed, state.keys if state else {}, broken_state, broken_manifest
    )
