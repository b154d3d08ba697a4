"""Computes a key of everything that determines the output: inputs, code, templates and libraries.

Two runs with the same key give the same bytes, so the second one can be skipped.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_PACKAGE = Path(__file__).parent
DISTRIBUTION = "openapi-provider-generator"
_REQUIREMENT = re.compile(rb"(?m)^Requires-Dist: *+([A-Za-z0-9._-]++)([^\n]*)")
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
    """Yields the names and versions of the generator's distribution and of all that it requires.

    Others, such as a client that a user installed beside it, don't change the output. If the
    generator runs from a folder without a distribution, all of them count.
    """
    installed: dict[str, Path] = {}
    for entry in dict.fromkeys(sys.path):
        if entry and Path(entry).is_dir():
            for name in sorted(os.listdir(entry)):  # noqa: PTH208 - names, not paths
                if name.endswith(".dist-info"):
                    installed.setdefault(_normalize(name.partition("-")[0]), Path(entry, name))
    for name in sorted(_require(DISTRIBUTION, installed) or installed):
        yield installed[name].name.encode()


def _require(first: str, installed: Mapping[str, Path]) -> set[str]:
    """Returns the installed distributions that `first` requires at any depth, and `first`."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name in installed and name not in found:
            found.add(name)
            waiting += _read_requirements(installed[name])
    return found


def _read_requirements(folder: Path) -> list[str]:
    """Reads the names by a pattern: the standard library's parser takes ten times as long."""
    try:
        head = (folder / "METADATA").read_bytes().partition(b"\n\n")[0]
    except OSError:
        return []
    return [
        _normalize(name.decode())
        for name, marker in _REQUIREMENT.findall(head)
        if b"extra==" not in marker.replace(b" ", b"")
    ]


def _normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
