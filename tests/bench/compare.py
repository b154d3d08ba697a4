"""`make bench-compare`: a build without the HTML beside openapi-python-client, on the same specs.

The specs are OpenAI's and GitHub's, which is four times as large; npm downloads GitHub's once. With
the name of one of them as argument, only that one is measured. openapi-python-client gets an
environment of its own: it pins libraries that we use newer ones of.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from tests.bench.measure import Measured, measure, table
from tests.bench.stages import GENERATE, PROVIDER

RIVAL = "openapi-python-client==0.29.1"
GITHUB = "@octokit/openapi@23.0.2"
ENVIRONMENT = Path(".cache/bench-compare")


def rival() -> Path:
    """The other generator's command, installed once."""
    command = ENVIRONMENT / "bin" / "openapi-python-client"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", RIVAL]
        subprocess.run(pip, check=True)
    return command.absolute()


def github() -> Path:
    """GitHub's description of its REST API, downloaded once by npm."""
    folder = ENVIRONMENT / "github"
    spec = folder / "package" / "generated" / "api.github.com.json"
    if not spec.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or sys.exit("this needs npm, to download GitHub's spec")
        subprocess.run(
            [npm, "pack", "--silent", GITHUB], check=True, cwd=folder, stdout=subprocess.DEVNULL
        )
        with tarfile.open(next(folder.glob("*.tgz"))) as package:
            package.extractall(folder, filter="data")
    return spec.absolute()


def theirs(spec: Path, out: Path) -> Measured:
    """One run of the other generator."""
    command = (str(rival()), "generate", "--path", str(spec), "--meta", "none")
    there = ("--output-path", str(out / "theirs"))
    return measure("openapi-python-client, its client", (*command, *there), out)


def ours(provider: Path, out: Path) -> Measured:
    """One build of everything but the HTML."""
    options = ("--out", str(out), "--only", "data,docs,client")
    command = (*GENERATE, "build", str(provider), *options)
    return measure("docs, client and data", command, Path.cwd())


def compare_openai(folder: Path) -> str:
    """Returns the table of three turns."""
    spec = folder / "openapi.yaml"
    spec.write_bytes(read_inputs(PROVIDER, Problems()).spec.raw)
    rows: list[Measured] = []
    for turn in range(3):
        out = folder / str(turn)
        out.mkdir()
        rows += [ours(PROVIDER, out), theirs(spec, out)]
    return table("On OpenAI's spec, nothing there", rows)


def compare_github(folder: Path) -> str:
    """Returns the table of one turn, which starts with the draft of the provider file."""
    spec = github()
    provider = folder / "github" / "provider.yaml"
    drafting = ("infer", str(spec), "--name", "github", "--out", str(provider))
    rows = [
        measure("a drafted provider file", (*GENERATE, *drafting), Path.cwd()),
        ours(provider, folder),
        theirs(spec, folder),
    ]
    size = f"{spec.stat().st_size / 1e6:.1f} MB"
    return table(f"On GitHub's spec ({size}), nothing there", rows)


SPECS = {"openai": compare_openai, "github": compare_github}


def main() -> None:
    for name in sys.argv[1:] or SPECS:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(SPECS[name](Path(folder)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
