"""Pyright, in strict mode and with nobody's settings, over a folder's files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.support.npm import NODE, installed

FOLDER = Path(__file__).parent


def strict_findings(client: Path, files: Iterable[Path], settings: Path) -> list[str]:
    """What pyright finds in `files`, which import what is in `client`; settings go to a folder."""
    program = installed(FOLDER) / "node_modules" / "pyright" / "index.js"
    config = settings / "pyrightconfig.json"
    chosen = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [os.path.relpath(file, settings) for file in files],  # no others are read
        "extraPaths": [str(client)],
    }
    config.write_text(json.dumps(chosen))
    interpreter = ("--pythonpath", sys.executable)
    done = subprocess.run(
        [str(NODE), str(program), "--project", str(config), "--outputjson", *interpreter],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout)
    assert said["summary"]["filesAnalyzed"] > 0, done.stdout + done.stderr
    return [
        f"{found['file']}:{found['range']['start']['line'] + 1}: {found['message']}"
        for found in said["generalDiagnostics"]
    ]
