"""Devices, pipes, folders and huge files end in an error within seconds."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from generator.cli import main
from tests.support.forked import run_forked

ACME = Path(__file__).parents[1] / "acme"
PATIENCE = 10  # seconds; one would do, but machines are busy
HUGE = 8 * 1024**3  # bytes; the file is sparse
PLACES = {
    "provider file": ("acme.yaml", ("validate", "acme.yaml")),
    "overlay": ("overlay.yaml", ("validate", "provider.yaml")),
    "spec": ("openapi.yaml", ("validate", "provider.yaml")),
    "spec of infer": ("new.yaml", ("infer", "new.yaml")),
    "provider file of infer": ("provider.yaml", ("infer", "provider.yaml")),
    "overlay of infer": ("over.yaml", ("infer", "openapi.yaml", "--overlay", "over.yaml")),
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inputs of the commands, which have run here once: forks import nothing."""
    folder = tmp_path_factory.mktemp("acme")
    shutil.copytree(ACME, folder, dirs_exist_ok=True)
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        for command in ("validate", "infer"):
            assert main([command, "provider.yaml"]) == 0
    return folder


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


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and devices with paths")
@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "huge file"])
@pytest.mark.parametrize("place", PLACES)
def test_only_a_regular_file_of_bounded_size_is_read(
    kind: str, place: str, acme: Path, tmp_path: Path
) -> None:
    shutil.copytree(acme, tmp_path, dirs_exist_ok=True)
    name, command = PLACES[place]
    provider = tmp_path / "provider.yaml"
    if place == "overlay":
        text = provider.read_text()
        lines = [line for line in text.splitlines() if not line.startswith("overlay:")]
        provider.write_text("\n".join(["overlay: overlay.yaml", *lines]))
    put_in_place(kind, tmp_path / name)
    done = run_forked(tmp_path, *command, seconds=PATIENCE)
    assert done.code == 1, done
    assert name in done.printed
    assert "unreadable-" in done.printed or "file-too-large" in done.printed
