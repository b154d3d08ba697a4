"""Python modules in, the same modules as ruff sorts, trims and lays them out: the last step.

What templates and libraries write is right but for its looks: imports in their order, lines that
are too long. One run over all modules costs less than one over a few each. No configuration but
ours is read.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from ruff import find_ruff_bin

from generator.views.output_tree import OutputFile

_SHARED = ("--isolated", "--no-cache", "--no-respect-gitignore")
# Without the last a package named `build` would be left out.
_TARGET = ("--target-version", "py311", "--config", "exclude = []")
# Imports are sorted for ruff's own width: those are in order for a longer one too.
_CHECK = (
    *("--fix", "--exit-zero", "--select", "F401,I,UP007", "--line-length", "88"),
    *("--config", "lint.isort.split-on-trailing-comma = false"),
)
_FORMAT = ("--line-length", "100")


def tidied(modules: Collection[OutputFile]) -> Iterator[OutputFile]:
    """The modules without unused imports, sorted and laid out.

    Raises RuntimeError with ruff's words where it fails: a module is no Python.
    """
    with tempfile.TemporaryDirectory() as folder:
        for module in modules:
            path = Path(folder, module.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(module.content)
        _ruff(folder, "check", *_SHARED, *_TARGET, *_CHECK)
        _ruff(folder, "format", *_SHARED, *_TARGET, *_FORMAT)
        for module in modules:
            yield OutputFile(module.path, Path(folder, module.path).read_bytes())


def _ruff(folder: str, *arguments: str) -> None:
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
        raise RuntimeError(f"ruff {arguments[0]} failed: {done.stderr or done.stdout}")
