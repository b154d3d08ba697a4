"""Every folder in `cases` is one test: its inputs, a run of the command, and all that came of it.

A case holds inputs and expectations, nothing else:

- `provider.yaml` and what it names; the command is `generate build provider.yaml`, unless
- `cmd.txt` holds other arguments, as a shell would read them;
- `only.txt`: globs of the output files that the case is about; without it `catalog.json`;
- `expected/`: those files, below the provider's output folder. For commands other than `build`:
  what the command wrote or changed in the working folder;
- `stdout.txt`: what another command than `build` prints;
- `stderr.txt`: the diagnostics. A case with this file alone must exit 1 and write nothing.

`make update` writes the expectations anew.
"""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeAlias

import pytest
from pytest_snapshot.plugin import Snapshot

from generator.cli import main

CASES = Path(__file__).parents[1] / "cases"
OUTPUT = "generated"
EXPECTATIONS = ("expected", "stdout.txt", "stderr.txt", "cmd.txt", "only.txt")
Tree: TypeAlias = str | bytes | dict[str, "Tree"]
UNCOMPARED = (".state.json", "manifest.json")  # digests of what is compared anyway


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str
    files: dict[str, bytes]  # every file of the working folder afterwards


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def arguments_of(case: Path) -> list[str]:
    if (case / "cmd.txt").exists():
        return shlex.split((case / "cmd.txt").read_text())
    parts = {glob.split("/")[0] for glob in globs_of(case)}
    asked = ",".join(sorted(parts & {"docs", "client", "stackql", "deploy", "site"}))
    return ["build", "provider.yaml", "--only", asked or "data"]


def globs_of(case: Path) -> list[str]:
    chosen = case / "only.txt"
    return chosen.read_text().split() if chosen.exists() else ["catalog.json"]


def outputs_of(case: Path, before: dict[str, bytes], result: Result) -> dict[str, bytes]:
    """What the case compares: the chosen output files, or what another command changed."""
    if arguments_of(case)[0] != "build":
        return {path: text for path, text in result.files.items() if before.get(path) != text}
    globs = globs_of(case)
    below = {
        path.split("/", 2)[2]: content
        for path, content in result.files.items()
        if path.startswith(f"{OUTPUT}/") and path.count("/") > 1
    }
    return {
        path: content
        for path, content in below.items()
        if path not in UNCOMPARED and any(fnmatchcase(path, glob) for glob in globs)
    }


def as_tree(files: dict[str, bytes]) -> dict[str, Tree]:
    """Folders as dicts; text where that is what a file holds, so that a difference can be read."""
    tree: dict[str, Tree] = {}
    folders: dict[str, dict[str, Tree]] = {"": tree}
    for path, content in files.items():
        *parents, name = path.split("/")
        for at, parent in enumerate(parents):
            below, here = "/".join(parents[:at]), "/".join(parents[: at + 1])
            if here not in folders:
                folders[below][parent] = folders[here] = {}
        folders["/".join(parents)][name] = readable(content)
    return tree


def readable(content: bytes) -> str | bytes:
    if b"\r" in content:
        return content
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and an environment that is no CI's."""
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "case",
    [pytest.param(path, id=path.name) for path in sorted(CASES.iterdir()) if path.is_dir()],
)
def test_case(
    case: Path,
    workplace: Path,
    snapshot: Snapshot,
    capsys: pytest.CaptureFixture[str],
    pytestconfig: pytest.Config,
) -> None:
    ignored = shutil.ignore_patterns(*EXPECTATIONS)
    shutil.copytree(case, workplace, ignore=ignored, dirs_exist_ok=True)
    before = files_in(workplace)
    code = main(arguments_of(case))
    printed = capsys.readouterr()
    result = Result(code, printed.out, printed.err, files_in(workplace))

    assert "Traceback" not in result.stdout + result.stderr
    assert "internal error" not in result.stderr
    assert str(workplace) not in result.stderr, "a path of this machine is shown"
    snapshot.snapshot_dir = case
    if pytestconfig.getoption("snapshot_update"):
        forget(case, result)
    if result.stderr or (case / "stderr.txt").exists():
        snapshot.assert_match(result.stderr, "stderr.txt")
    if result.code == 0:
        compare_output(case, before, result, snapshot)
    else:
        assert result.code == 1
        assert result.stderr.endswith(".\n"), "the count and the consequence come last"
        assert result.files == before, "a run that refuses writes nothing"
        assert not (case / "expected").exists(), "the case expects output, not a refusal"


def compare_output(
    case: Path, before: dict[str, bytes], result: Result, snapshot: Snapshot
) -> None:
    compared = outputs_of(case, before, result)
    if arguments_of(case)[0] == "build":
        assert compared, "no output file is compared: see only.txt"
    else:
        snapshot.assert_match(result.stdout, "stdout.txt")
    if compared or (case / "expected").exists():
        snapshot.assert_match_dir(as_tree(compared), "expected")


def forget(case: Path, result: Result) -> None:
    """Removes expectations that a case no longer has."""
    if result.code != 0:
        shutil.rmtree(case / "expected", ignore_errors=True)
    if not result.stderr:
        (case / "stderr.txt").unlink(missing_ok=True)
