"""Python modules in, the same modules formatted by ruff out: the last step.

Templates and libraries write correct code that isn't tidy: imports are unsorted or unused, lines
are too long. One run over all modules costs less than a run for each. Ruff reads no configuration
except ours.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from ruff import find_ruff_bin

from generator.views.output_tree import OutputFile

_SHARED = ("--isolated", "--no-cache", "--no-respect-gitignore")
# Without `exclude`, ruff skips a package named `build`.
_TARGET = ("--target-version", "py311", "--config", "exclude = []")
# Imports that are sorted for ruff's default width are in order for a longer one too.
_CHECK = (
    *("--fix", "--exit-zero", "--select", "F401,I,UP007", "--line-length", "88"),
    *("--config", "lint.isort.split-on-trailing-comma = false"),
)
_SYSTEM_ERROR = re.compile(r"\(os error (\d{1,5})\)")  # as Rust's standard library prints it
_FORMAT = ("--line-length", "100")


def tidy(modules: Collection[OutputFile]) -> Iterator[OutputFile]:
    """Yields the modules formatted, with their imports sorted and without unused ones.

    Raises RuntimeError with ruff's message if a module isn't valid Python, and OSError if the
    system refuses ruff an operation, for example because the disk is full.
    """
    with tempfile.TemporaryDirectory() as folder:
        for module in modules:
            path = Path(folder, module.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(module.content)
        _run_ruff(folder, "check", *_SHARED, *_TARGET, *_CHECK)
        _run_ruff(folder, "format", *_SHARED, *_TARGET, *_FORMAT)
        for module in modules:
            yield OutputFile(module.path, Path(folder, module.path).read_bytes())


def _run_ruff(folder: str, *arguments: str) -> None:
    own = {name: text for name, text in os.environ.items() if not name.startswith("RUFF_")}
    done = subprocess.run(  # noqa: S603 - the program of the package, and our arguments
        [find_ruff_bin(), *arguments, "."],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        if refused := _SYSTEM_ERROR.search(done.stderr):
            number = int(refused[1])
            raise OSError(number, f"{os.strerror(number)} (while ruff formats)", folder)
        raise RuntimeError(f"ruff {arguments[0]} failed: {done.stderr or done.stdout}")
