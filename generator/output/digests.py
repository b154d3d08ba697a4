"""Digests of files, and the text format of the manifest.

The manifest is committed and may be edited by anyone, so its paths are checked before use.
"""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

from generator.json_types import Json
from generator.output.model import Digest, Digests
from generator.output.own_json import ManifestError, parse_own_json

_VERSION = 1


def compute_digest(content: bytes) -> Digest:
    """Returns the digest of a file's content."""
    return Digest(hashlib.sha256(content).hexdigest(), len(content))


def is_regular_file(path: Path) -> bool:
    """Is there a regular file at `path`, and not only a link to one?"""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def compute_file_digest(path: Path) -> Digest | None:
    """Returns the digest of a regular file; None if there is none, or only a link to one."""
    if not is_regular_file(path):
        return None
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        return Digest(found, file.tell())


def has_digest(path: Path, digest: Digest) -> bool:
    """Is there a regular file with this digest? A file of another size isn't read."""
    if not is_regular_file(path) or path.lstat().st_size != digest.size:
        return False
    return compute_file_digest(path) == digest


def format_manifest(files: Digests) -> str:
    """Returns a manifest: one line for each file, sorted, so that its diff is readable."""
    lines = [
        json.dumps({"path": path, "sha256": files[path].sha256, "size": files[path].size})
        for path in sorted(files)
    ]
    listed = ",\n    ".join(lines)
    body = f"\n    {listed}\n  " if lines else ""
    return f'{{\n  "version": {_VERSION},\n  "files": [{body}]\n}}\n'


def parse_manifest(text: str) -> dict[str, Digest]:
    """Returns the digests in a manifest. Raises ManifestError."""
    return manifest_from_json(parse_own_json(text.encode("utf-8", "surrogatepass")))


def manifest_from_json(document: Json) -> dict[str, Digest]:
    """Returns the digests in a manifest's JSON. Raises ManifestError."""
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise ManifestError("this generator didn't make it")
    return digests_from_json(document.get("files"))


def digests_to_json(files: Digests) -> list[dict[str, str | int]]:
    """Returns digests as JSON, sorted by path."""
    return [
        {"path": path, "sha256": files[path].sha256, "size": files[path].size}
        for path in sorted(files)
    ]


def digests_from_json(listed: object) -> dict[str, Digest]:
    """Returns digests from JSON. Raises ManifestError, also for a path that leaves the folder."""
    if not isinstance(listed, list):
        raise ManifestError("it lists no files")
    files = {}
    for entry in listed:
        match entry:
            case {"path": str(path), "sha256": str(sha256), "size": int(size)}:
                if not is_path_below(path):
                    raise ManifestError(f"it lists {path!r}, which is not a path below its folder")
                files[path] = Digest(sha256, size)
            case _:
                raise ManifestError("an entry lacks its path, sha256 or size")
    return files


def is_path_below(path: str) -> bool:
    """Is `path` relative, with no `..` and no other special segments?"""
    return (
        bool(path)
        and "\\" not in path
        and "\0" not in path
        and all(segment not in ("", ".", "..") for segment in path.split("/"))
    )
