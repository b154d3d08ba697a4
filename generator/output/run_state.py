"""Reads and formats the state file: what runs on this machine made in an output folder.

The file isn't committed and may be lost. Ownership then comes from the committed manifest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.diagnostics_json import from_json, to_json
from generator.output.digests import (
    digests_from_json,
    digests_to_json,
    manifest_from_json,
)
from generator.output.model import MANIFEST, STATE_FILE, Digest, RunState
from generator.output.own_json import ManifestError, read_own_json

_VERSION = 1


def format_state(state: RunState) -> str:
    """Returns the state as JSON."""
    document = {
        "version": _VERSION,
        "run": state.run,
        "keys": dict(state.keys),
        "owned": digests_to_json(state.owned),
        "diagnostics": [to_json(found) for found in state.diagnostics],
    }
    return json.dumps(document) + "\n"


def read_state(folder: Path) -> RunState | None:
    """Returns the state of the last run in `folder`; None if there is none, or it can't be read."""
    try:
        return load_state(folder)
    except ManifestError:
        return None


def load_state(folder: Path) -> RunState | None:
    """Returns the state of the last run in `folder`, None if absent. Raises ManifestError."""
    document = read_own_json(folder / STATE_FILE)
    if document is None:
        return None
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise ManifestError("this generator didn't make it")
    # Any part of an edited file may have another type than the one that was written.
    parts: dict[str, Any] = document
    try:
        return RunState(
            run=str(parts["run"]),
            keys={str(part): str(key) for part, key in parts["keys"].items()},
            owned=digests_from_json(parts["owned"]),
            diagnostics=tuple(from_json(found) for found in parts["diagnostics"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise ManifestError("a part of it is missing or has another type") from error


def read_manifest(folder: Path) -> dict[str, Digest] | None:
    """Returns the digests of the manifest in `folder`, None if absent. Raises ManifestError."""
    document = read_own_json(folder / MANIFEST)
    return None if document is None else manifest_from_json(document)
