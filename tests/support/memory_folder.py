"""A temporary folder in memory, for tests that write thousands of files.

On a disk these spend most of their time in removing and synchronizing folders.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - its folders are made by `tempfile`


@contextmanager
def memory_folder() -> Iterator[Path]:
    """Yields the folder; it is an ordinary one where the system has none in memory."""
    parent = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)
