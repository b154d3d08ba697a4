"""Files in, a `.tgz` out whose bytes depend on the files alone.

What compresses differs from one build of zlib to the next, so nothing is compressed: the archive is
gzip of stored blocks (RFC 1951 §3.2.4, RFC 1952), and StackQL unpacks it like any other.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

_LONGEST = 0xFFFF  # bytes of a stored block
_GZIP = b"\x1f\x8b\x08\x00" + b"\x00" * 4 + b"\x00\xff"  # no name, no time, no system


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A gzipped tar of files and their folders by path, owned by nobody, without a time.

    Each folder is an entry: StackQL makes no folder that the archive doesn't name.
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
