"""What a run leaves on disk, as data: digests of files, their owners, and the result of a write.

Paths are POSIX paths, relative to the provider's output folder, with safe segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic

MANIFEST = "manifest.json"
STATE_FILE = ".state.json"


@dataclass(frozen=True, slots=True)
class Digest:
    sha256: str
    size: int


Digests = Mapping[str, Digest]
"""The digest of each path."""


@dataclass(frozen=True, slots=True)
class RunState:
    """The record of the last run in this folder on this machine; never committed."""

    run: str  # a random id of the run
    keys: Mapping[str, str]  # part → fingerprint of its inputs
    owned: Digests  # every file that runs made here, including HTML, except the state file
    diagnostics: tuple[Diagnostic, ...] = ()  # warnings and notes of the last run


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """The paths of a provider's output, and of the files that a run needs beside it."""

    base: Path  # "generated"
    name: str  # "openai"

    @property
    def live(self) -> Path:
        """The output folder."""
        return self.base / self.name

    @property
    def run(self) -> Path:
        """The folder of a run in progress, or of one that was killed."""
        return self.base / f".{self.name}.run"

    @property
    def marker(self) -> Path:
        """The id of the run that made `run`. A folder without it isn't the generator's."""
        return self.run / "owner.json"

    @property
    def staged(self) -> Path:
        """The next output; after the exchange, the last one."""
        return self.run / "tree"

    @property
    def retired(self) -> Path:
        """The last output, on systems that can't exchange two folders in one step."""
        return self.run / "retired"

    @property
    def journal(self) -> Path:
        """The description of the exchange, with which a later run can finish it."""
        return self.run / "swap.json"


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write changed."""

    folder: Path
    changed: tuple[str, ...]  # new files, and files with new content
    removed: tuple[str, ...]
    unchanged: int
    kept: tuple[str, ...] = field(default=())  # foreign files and folders
