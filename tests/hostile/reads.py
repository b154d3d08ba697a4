"""What a block of code reads, writes and connects to, by the interpreter's own audit events."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_READ_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.chmod")
_PROCESSES = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "urllib.",
    "ftplib.",
)


@dataclass
class Touched:
    read: set[Path] = field(default_factory=set)
    changed: set[Path] = field(default_factory=set)
    other: list[str] = field(default_factory=list)  # sockets and processes


_watching: list[Touched] = []  # a hook can't be removed: it looks here


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    for touched in _watching:
        if event == "open" and isinstance(arguments[0], str | bytes):
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            _add(touched.changed if flags & _READ_FLAGS else touched.read, arguments[0])
        elif event in _CHANGES:
            for path in arguments:
                _add(touched.changed, path)
        elif event.startswith(_PROCESSES):
            touched.other.append(f"{event} {_program(arguments)}".rstrip())


def _program(arguments: tuple[object, ...]) -> str:
    """The name of a program, if an event begins with its path."""
    first = arguments[0] if arguments else None
    return Path(os.fsdecode(first)).name if isinstance(first, str | bytes) else ""


def _add(paths: set[Path], path: object) -> None:
    """Adds a path as it was given: one that isn't absolute may be relative to an open folder."""
    if isinstance(path, str | bytes):
        paths.add(Path(os.path.normpath(os.fsdecode(path))))


@contextmanager
def watched() -> Iterator[Touched]:
    """What the block touches, files by their absolute paths."""
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_hook)
    touched = Touched()
    _watching.append(touched)
    try:
        yield touched
    finally:
        _watching.remove(touched)


_hooked: list[bool] = []
