"""Programs of npm that tests run: fetched once, in the versions that a lock names."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
NPM = shutil.which("npm")

needs_node = pytest.mark.skipif(not (NODE and NPM), reason="node and npm are not installed")


def installed(folder: Path) -> Path:
    """The folder, once it has what its lock names. One process at a time installs it."""
    done = folder / "node_modules" / ".package-lock.json"
    with (folder / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.stat().st_mtime < Path(lock.name).stat().st_mtime:
            _install(folder)
    return folder


def _install(folder: Path) -> None:
    found = subprocess.run(
        [str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.skip(f"npm could not fetch {folder.name}: {found.stderr[-300:]}")
