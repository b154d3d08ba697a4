"""Devices, pipes, folders and huge files end in an error within seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ACME = Path(__file__).parents[1] / "acme"
PATIENCE = 10.0  # seconds, most of them for starting the interpreter on a busy machine
HUGE = 8 * 1024**3  # bytes; the file is sparse
PLACES = {
    "provider file": ("acme.yaml", ("validate", "acme.yaml")),
    "overlay": ("overlay.yaml", ("validate", "provider.yaml")),
    "spec": ("openapi.yaml", ("validate", "provider.yaml")),
    "spec of infer": ("new.yaml", ("infer", "new.yaml")),
    "provider file of infer": ("provider.yaml", ("infer", "provider.yaml")),
    "overlay of infer": ("over.yaml", ("infer", "openapi.yaml", "--overlay", "over.yaml")),
}


def put_in_place(kind: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    match kind:
        case "device":
            path.symlink_to("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "huge file":
            with path.open("wb") as file:
                file.truncate(HUGE)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    ours = {
        name: value for name, value in os.environ.items() if name not in ("CI", "GITHUB_ACTIONS")
    }
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env={**ours, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and devices with paths")
@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "huge file"])
@pytest.mark.parametrize("place", PLACES)
def test_only_a_regular_file_of_bounded_size_is_read(kind: str, place: str, tmp_path: Path) -> None:
    shutil.copytree(ACME, tmp_path, dirs_exist_ok=True)
    name, command = PLACES[place]
    provider = tmp_path / "provider.yaml"
    if place == "overlay":
        text = provider.read_text()
        lines = [line for line in text.splitlines() if not line.startswith("overlay:")]
        provider.write_text("\n".join(["overlay: overlay.yaml", *lines]))
    put_in_place(kind, tmp_path / name)
    done = run(tmp_path, *command)
    assert done.returncode == 1, done.stderr
    assert name in done.stderr
    assert "unreadable-" in done.stderr or "file-too-large" in done.stderr
