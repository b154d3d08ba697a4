"""One key for all that shapes a run's output: its inputs, our code and templates, libraries.

Two runs with one key give the same bytes, so the second may be left out.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent
_SUFFIXES_OF_NO_ACCOUNT = (".pyc", ".pyo")


def compute_fingerprint(inputs: Iterable[bytes]) -> str:
    """The key of a run that reads `inputs`."""
    total = hashlib.sha256()
    for part in (
        *inputs,
        *_read_code(),
        *_list_distributions(),
        repr(tuple(sys.version_info)).encode(),
    ):
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _read_code() -> Iterator[bytes]:
    # The templates are inside the package where it comes from a wheel, beside it in a checkout.
    beside = () if (_PACKAGE / "templates").is_dir() else (_PACKAGE.parent / "templates",)
    for root in (_PACKAGE, *beside):
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                if not name.endswith(_SUFFIXES_OF_NO_ACCOUNT):
                    path = Path(folder, name)
                    yield path.relative_to(root).as_posix().encode()
                    yield path.read_bytes()


def _list_distributions() -> Iterator[bytes]:
    """Names and versions of the distributions that can be imported.

    They are read off the folders' names: reading their metadata takes longer than all the rest.
    """
    for entry in dict.fromkeys(sys.path):
        if entry and Path(entry).is_dir():
            for name in sorted(os.listdir(entry)):  # noqa: PTH208 - names, not paths
                if name.endswith(".dist-info"):
                    yield name.encode()
