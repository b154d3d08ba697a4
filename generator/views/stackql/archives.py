"""Packs files into a `.tgz` whose bytes depend only on the files.

Compressed output differs between builds of zlib, so the archive is not compressed. It is a gzip
file of stored blocks (RFC 1951 §3.2.4, RFC 1952), which StackQL unpacks like any other.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

_LONGEST = 0xFFFF  # the maximum size of a stored block, in bytes
_GZIP = b"\x1f\x8b\x08\x00" + b"\x00" * 4 + b"\x00\xff"  # no name, no time, no system


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Returns a gzipped tar of files and their folders, sorted by path, without owners and times.

    Each folder has an entry of its own, because StackQL creates only the folders that the archive
    lists.
    """
    contents = dict(files)
    folders = {parent.as_posix() for path in contents for parent in PurePosixPath(path).parents}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted({*contents, *folders} - {"."}):
            entry = tarfile.TarInfo(path)
            if path in folders:
                entry.type = tarfile.DIRTYPE
                entry.mode = 0o755
            else:
                entry.size = len(contents[path])
                entry.mode = 0o644
            tar.addfile(entry, io.BytesIO(contents.get(path, b"")))
    return _gzipped(buffer.getvalue())


def _gzipped(content: bytes) -> bytes:
    blocks = [_GZIP]
    for start in range(0, len(content), _LONGEST):
        block = content[start : start + _LONGEST]
        is_last = start + _LONGEST >= len(content)
        blocks += [struct.pack("<BHH", is_last, len(block), len(block) ^ _LONGEST), block]
    blocks.append(struct.pack("<II", zlib.crc32(content), len(content) % 2**32))
    return b"".join(blocks)
