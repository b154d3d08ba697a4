"""Digests of files, and the text format of the manifest.

The manifest is committed and may be edited by anyone, so its paths are checked before use.
"""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

from generator.output.model import Digest, Digests

_VERSION = 1


class ManifestError(Exception):
    """A manifest or state file wasn't made by this generator. The text gives the reason."""


def compute_digest(content: bytes) -> Digest:
    """Returns the digest of a file's content."""
    return Digest(hashlib.sha256(content).hexdigest(), len(content))


def compute_file_digest(path: Path) -> Digest | None:
    """Returns the digest of a regular file; None if there is none, or only a link to one."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return compute_digest(path.read_bytes())


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
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ManifestError("it is not JSON") from error
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
