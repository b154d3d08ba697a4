"""Digests of files, and the manifest that holds them as text.

The manifest is committed, so it may come from anywhere: its paths are checked before use.
"""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

from generator.output.model import Digest, Digests

_VERSION = 1


class ManifestError(Exception):
    """A manifest or state file is not one of ours. The text says why."""


def compute_digest(content: bytes) -> Digest:
    """The digest of a file's content."""
    return Digest(hashlib.sha256(content).hexdigest(), len(content))


def compute_file_digest(path: Path) -> Digest | None:
    """The digest of a regular file; None where there is none, be it a link to one."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return compute_digest(path.read_bytes())


def format_manifest(files: Digests) -> str:
    """The manifest: one line a file, sorted, so that a diff of it reads well."""
    lines = [
        json.dumps({"path": path, "sha256": files[path].sha256, "size": files[path].size})
        for path in sorted(files)
    ]
    listed = ",\n    ".join(lines)
    body = f"\n    {listed}\n  " if lines else ""
    return f'{{\n  "version": {_VERSION},\n  "files": [{body}]\n}}\n'


def parse_manifest(text: str) -> dict[str, Digest]:
    """The digests that a manifest lists. Raises ManifestError."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ManifestError("it is not JSON") from error
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise ManifestError("it was not made by this generator")
    return digests_from_json(document.get("files"))


def digests_to_json(files: Digests) -> list[dict[str, str | int]]:
    """Digests as JSON, sorted by path."""
    return [
        {"path": path, "sha256": files[path].sha256, "size": files[path].size}
        for path in sorted(files)
    ]


def digests_from_json(listed: object) -> dict[str, Digest]:
    """Digests from JSON. Raises ManifestError; a path that leaves the folder is refused."""
    if not isinstance(listed, list):
        raise ManifestError("it lists no files")
    files = {}
    for entry in listed:
        match entry:
            case {"path": str(path), "sha256": str(sha256), "size": int(size)}:
                if not is_path_below(path):
                    raise ManifestError(f"it lists {path!r}, which is no path below its folder")
                files[path] = Digest(sha256, size)
            case _:
                raise ManifestError("an entry lacks its path, sha256 or size")
    return files


def is_path_below(path: str) -> bool:
    """Is `path` relative, plain, and free of steps up?"""
    return (
        bool(path)
        and "\\" not in path
        and "\0" not in path
        and all(segment not in ("", ".", "..") for segment in path.split("/"))
    )
