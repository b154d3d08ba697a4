"""Pyright, in strict mode and with nobody's settings, over many files in one run.

Pyright reads and checks what files import anew in each run, which takes most of its time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.support.npm import NODE, installed

FOLDER = Path(__file__).parent


def strict_findings(clients: Iterable[Path], paths: Iterable[Path], settings: Path) -> list[str]:
    """What pyright finds in files and folders, which import what is in the folders `clients`.

    Its configuration is written to the folder `settings`.
    """
    program = installed(FOLDER) / "node_modules" / "pyright" / "index.js"
    config = settings / "pyrightconfig.json"
    chosen = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [os.path.relpath(path, settings) for path in paths],  # no others are read
        "extraPaths": [str(client) for client in clients],
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
