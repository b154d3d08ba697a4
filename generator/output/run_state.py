"""Reads and formats the state file: what runs on this machine made in an output folder.

The file isn't committed and may be lost. Ownership then comes from the committed manifest.
"""

from __future__ import annotations

import json
from pathlib import Path

from generator.diagnostics_json import from_json, to_json
from generator.output.digests import (
    ManifestError,
    digests_from_json,
    digests_to_json,
    parse_manifest,
)
from generator.output.model import MANIFEST, STATE_FILE, Digest, RunState

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
        document = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        if not isinstance(document, dict) or document.get("version") != _VERSION:
            return None
        return RunState(
            run=str(document["run"]),
            keys={str(part): str(key) for part, key in document["keys"].items()},
            owned=digests_from_json(document["owned"]),
            diagnostics=tuple(from_json(found) for found in document["diagnostics"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ManifestError):
        return None


def read_manifest(folder: Path) -> dict[str, Digest] | None:
    """Returns the digests of the manifest in `folder`, None if absent. Raises ManifestError."""
    path = folder / MANIFEST
    try:
        return parse_manifest(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError as error:
        raise ManifestError("it is not UTF-8") from error
