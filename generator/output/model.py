"""What a run leaves on disk, as data: digests of files, who owns them, and what a write did.

Paths are POSIX, relative to the provider's output folder, of safe segments.
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
"""Path → digest."""


@dataclass(frozen=True, slots=True)
class RunState:
    """What the last run in this folder on this machine did; never committed."""

    run: str  # tells one run from another
    keys: Mapping[str, str]  # part → key of the inputs that it was made from
    owned: Digests  # every file that runs made here, HTML included, the state file excluded
    diagnostics: tuple[Diagnostic, ...] = ()  # warnings and notes of the last run


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """Where a provider's output lives, and where a run prepares the next one beside it."""

    base: Path  # "generated"
    name: str  # "openai"

    @property
    def live(self) -> Path:
        """The output folder."""
        return self.base / self.name

    @property
    def run(self) -> Path:
        """What a run in progress, or one that was killed, keeps beside the output folder."""
        return self.base / f".{self.name}.run"

    @property
    def staged(self) -> Path:
        """The next output; after the exchange, the last one."""
        return self.run / "tree"

    @property
    def retired(self) -> Path:
        """The last output, where the system can't exchange two folders in one step."""
        return self.run / "retired"

    @property
    def journal(self) -> Path:
        """Says what the exchange is about, so that any later run can finish it."""
        return self.run / "swap.json"


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write did."""

    folder: Path
    changed: tuple[str, ...]  # new, or with other bytes
    removed: tuple[str, ...]
    unchanged: int
    kept: tuple[str, ...] = field(default=())  # files and folders that no run made
