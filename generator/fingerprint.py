"""Computes a key of everything that determines the output: inputs, code, templates and libraries.

Two runs with the same key give the same bytes, so the second one can be skipped.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent
_IGNORED_SUFFIXES = (".pyc", ".pyo")


def compute_fingerprint(inputs: Iterable[bytes]) -> str:
    """Returns the key of a run that reads `inputs`."""
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
    # A wheel has templates and the site's home inside the package, a checkout has them beside it.
    beside = (_PACKAGE.parent / "templates", _PACKAGE.parent / "site")
    in_checkout = () if (_PACKAGE / "templates").is_dir() else beside
    for root in (_PACKAGE, *in_checkout):
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                if not name.endswith(_IGNORED_SUFFIXES):
                    path = Path(folder, name)
                    yield path.relative_to(root).as_posix().encode()
                    yield path.read_bytes()


def _list_distributions() -> Iterator[bytes]:
    """Yields the names and versions of the installed distributions.

    They come from the folders' names: reading the metadata takes longer than everything else here.
    """
    for entry in dict.fromkeys(sys.path):
        if entry and Path(entry).is_dir():
            for name in sorted(os.listdir(entry)):  # noqa: PTH208 - names, not paths
                if name.endswith(".dist-info"):
                    yield name.encode()
