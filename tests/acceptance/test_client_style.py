"""Generated clients as their users' linter sees them: nothing to say, wherever it is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from ruff import find_ruff_bin

from tests.support.clients import made_client, provider_of

ROOT = Path(__file__).parents[2]
PROVIDERS = (
    ROOT / "specs" / "openai" / "provider.yaml",
    ROOT / "tests" / "acme" / "provider.yaml",
    ROOT / "tests" / "acceptance" / "kinds" / "provider.yaml",
)


@pytest.fixture(params=PROVIDERS, ids=lambda file: file.parent.name)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(request.param), tmp_path_factory)


def ruff(cwd: Path, *arguments: str) -> str:
    """What ruff says, with nobody's settings but those in `arguments`."""
    shared = ("--isolated", "--no-cache", "--no-respect-gitignore", "--target-version", "py311")
    done = subprocess.run(
        [find_ruff_bin(), *arguments, *shared],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("width", ["88", "100"])
def test_ruff_finds_nothing(folder: Path, tmp_path: Path, width: str) -> None:
    chosen = ("check", "--extend-select", "I,UP,RUF100", "--output-format", "concise")
    for cwd in (folder, tmp_path):
        found = ruff(cwd, *chosen, "--line-length", width, str(folder))
        assert found == "All checks passed!\n"


def test_ruff_would_lay_nothing_out_anew(folder: Path) -> None:
    said = ruff(folder, "format", "--check", "--line-length", "100", str(folder))
    assert said.endswith(" files already formatted\n")


def test_ruff_would_lay_no_example_of_a_docstring_out_anew(folder: Path) -> None:
    """Examples have 76 of 88 columns. One call isn't checked, whose name alone is longer."""
    settings = ("docstring-code-format=true", "docstring-code-line-length=76")
    config = [text for one in settings for text in ("--config", f"format.{one}")]
    too_long = ("--exclude", "admin_organization_projects_rate_limits.py")
    found = [path.parent for path in folder.glob("*/resources")]
    said = ruff(
        folder, "format", "--check", "--line-length", "100", *config, *too_long, *map(str, found)
    )
    assert said.endswith(" files already formatted\n")
