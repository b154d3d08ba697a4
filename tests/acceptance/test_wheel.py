"""The wheel, installed by itself: it carries the templates and works from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ACME = ROOT / "tests" / "acme"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`generate` from a wheel, in an environment that shares the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    environment = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    # Libraries alone: path files in that folder, like that of our editable install, are not read.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    install = ["install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([*pip, *install], check=True, capture_output=True)
    return environment / "bin" / "generate"


def test_the_wheel_builds_a_provider_from_any_folder(command: Path, tmp_path: Path) -> None:
    shutil.copytree(ACME, tmp_path / "specs")
    apart = ("PYTHONPATH", "CI", "GITHUB_ACTIONS")
    environment = {name: text for name, text in os.environ.items() if name not in apart}
    done = subprocess.run(
        [command, "build", "specs/provider.yaml"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    output = tmp_path / "generated" / "acme"
    assert (output / "docs/docusaurus/jobs/jobs/index.md").is_file()
    assert (output / "docs/mkdocs/mkdocs.yml").is_file()
    assert (output / "client/pyproject.toml").is_file()
    assert (output / "site/index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generated", "specs"]
