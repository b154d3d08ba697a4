"""Programs in Go that tests run: built once for each state of their sources."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

GO = shutil.which("go")
CACHE = Path(__file__).parents[2] / ".cache" / "go"

needs_go = pytest.mark.skipif(not GO, reason="go is not installed")


def program(folder: Path) -> Path:
    """The program of a module. One process at a time builds it; without its modules, a skip."""
    sources = b"".join((folder / name).read_bytes() for name in ("go.mod", "go.sum", "main.go"))
    built = CACHE / f"{folder.name}-{hashlib.sha256(sources).hexdigest()[:16]}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            _build(folder, built)
    return built


def _build(folder: Path, built: Path) -> None:
    part = built.with_suffix(".part")
    done = subprocess.run(
        [str(GO), "build", "-mod=readonly", "-buildvcs=false", "-o", str(part), "."],
        cwd=folder,
        env={**os.environ, "GOWORK": "off", "GOTOOLCHAIN": "local"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        unreachable = "dial tcp" in done.stderr or "i/o timeout" in done.stderr
        if unreachable or "module lookup disabled" in done.stderr:
            pytest.skip(f"go could not fetch the modules of {folder.name}: {done.stderr[-300:]}")
        pytest.fail(f"go could not build {folder.name}: {done.stderr}")
    part.rename(built)
