"""`make bench-compare`: a build without the HTML beside openapi-python-client, on the same spec.

openapi-python-client gets an environment of its own: it pins libraries that we use newer ones of.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from tests.bench.measure import Measured, measure, table
from tests.bench.stages import GENERATE, PROVIDER

RIVAL = "openapi-python-client==0.29.1"
ENVIRONMENT = Path(".cache/bench-compare")


def rival() -> Path:
    """The other generator's command, installed once."""
    command = ENVIRONMENT / "bin" / "openapi-python-client"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", RIVAL]
        subprocess.run(pip, check=True)
    return command.absolute()


def main() -> None:
    inputs = read_inputs(PROVIDER, Problems())
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "openapi.yaml")
        spec.write_bytes(inputs.spec.raw)
        theirs = (str(rival()), "generate", "--path", str(spec), "--meta", "none")
        rows: list[Measured] = []
        for turn in range(3):
            out = Path(folder, str(turn))
            out.mkdir()
            only = ("--out", str(out), "--only", "data,docs,client")
            rows.append(measure("docs, client and data", (*GENERATE, "build", *only), Path.cwd()))
            there = (*theirs, "--output-path", str(out / "theirs"))
            rows.append(measure("openapi-python-client, its client", there, Path(folder)))
    sys.stdout.write(table("On OpenAI's spec, nothing there", rows))


if __name__ == "__main__":
    main()
