"""Reads regular files, with a limit on their size.

A device or a pipe may never end, and a sparse file may be larger than the memory. Everything that
the generator reads from a path that a user or an earlier run chose is read here.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MAX_BYTES = 32 * 1024 * 1024
"""The most bytes of an input."""

# A pipe without a writer must not block the call; Windows has no such flag and no such pipes.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotARegularFile(OSError):
    """The path leads to a device, a pipe or a socket."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is not a regular file", str(path))


class FileTooLarge(OSError):
    """The file has more bytes than the reader's limit."""

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(errno.EFBIG, f"it has more than {limit:,} bytes", str(path))
        self.limit = limit


def read_regular_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Returns the bytes of a regular file, or of the one that a link leads to.

    Raises OSError, whose `strerror` is the reason, or ValueError for a path that no file can have.
    """
    _refuse_other_kinds(path, path.stat())  # opening a device may already act on it
    descriptor = os.open(path, _FLAGS)
    with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
        status = os.fstat(descriptor)
        _refuse_other_kinds(path, status)
        if status.st_size > limit:
            raise FileTooLarge(path, limit)
        raw = stream.read(limit + 1)
    if len(raw) > limit:  # it grew, or it is a file of /proc, whose size is 0
        raise FileTooLarge(path, limit)
    return raw


def _refuse_other_kinds(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotARegularFile(path)
